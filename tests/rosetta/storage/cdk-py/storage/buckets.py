from typing import Any

from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


class Buckets(Construct):
    def __init__(self, scope: Construct, construct_id: str, *, prefix: str, key_arn: str) -> None:
        super().__init__(scope, construct_id)
        self.prefix = prefix
        self.key_arn = key_arn
        self.role = iam.CfnRole(
            self,
            "replication-role",
            role_name=f"{prefix}-replication",
            assume_role_policy_document=document(
                {
                    "Effect": "Allow",
                    "Action": "sts:AssumeRole",
                    "Principal": {"Service": "s3.amazonaws.com"},
                }
            ),
        )
        self.buckets: dict[str, s3.CfnBucket] = {}
        for name, days in {"assets": 30, "replica": 90, "documents": 90}.items():
            self.buckets[name] = self._create_bucket(name, days)
        self._allow_replication()

    def _replication(self, name: str) -> s3.CfnBucket.ReplicationConfigurationProperty | None:
        replication = None
        # begin replication
        if name == "documents":
            rule = s3.CfnBucket.ReplicationRuleProperty(
                id="everything",
                status="Enabled",
                priority=1,
                filter=s3.CfnBucket.ReplicationRuleFilterProperty(prefix=""),
                delete_marker_replication=s3.CfnBucket.DeleteMarkerReplicationProperty(status="Enabled"),
                source_selection_criteria=s3.CfnBucket.SourceSelectionCriteriaProperty(
                    sse_kms_encrypted_objects=s3.CfnBucket.SseKmsEncryptedObjectsProperty(status="Enabled")
                ),
                destination=s3.CfnBucket.ReplicationDestinationProperty(
                    bucket=self.buckets["replica"].attr_arn,
                    storage_class="STANDARD_IA",
                    encryption_configuration=s3.CfnBucket.EncryptionConfigurationProperty(
                        replica_kms_key_id="arn:aws:kms:eu-west-1:123456789012:key/replica"
                    ),
                ),
            )
            replication = s3.CfnBucket.ReplicationConfigurationProperty(role=self.role.attr_arn, rules=[rule])
        # end
        return replication

    def _create_bucket(self, name: str, days: int) -> s3.CfnBucket:
        properties = s3.CfnBucket
        bucket = properties(
            self,
            f"{name}-bucket",
            bucket_name=f"{self.prefix}-{name}",
            # begin versioning
            versioning_configuration=properties.VersioningConfigurationProperty(status="Enabled"),
            # end
            bucket_encryption=properties.BucketEncryptionProperty(
                server_side_encryption_configuration=[
                    properties.ServerSideEncryptionRuleProperty(
                        server_side_encryption_by_default=properties.ServerSideEncryptionByDefaultProperty(
                            sse_algorithm="aws:kms", kms_master_key_id=self.key_arn
                        ),
                        bucket_key_enabled=True,
                    )
                ]
            ),
            lifecycle_configuration=properties.LifecycleConfigurationProperty(
                rules=[
                    properties.RuleProperty(
                        id="old-versions",
                        status="Enabled",
                        prefix="",
                        noncurrent_version_expiration=properties.NoncurrentVersionExpirationProperty(
                            noncurrent_days=days
                        ),
                        abort_incomplete_multipart_upload=properties.AbortIncompleteMultipartUploadProperty(
                            days_after_initiation=7
                        ),
                    ),
                    properties.RuleProperty(
                        id="archive",
                        status="Enabled",
                        prefix="archive/",
                        transitions=[
                            properties.TransitionProperty(transition_in_days=60, storage_class="GLACIER")
                        ],
                    ),
                ]
            ),
            public_access_block_configuration=properties.PublicAccessBlockConfigurationProperty(
                block_public_acls=True,
                block_public_policy=True,
                ignore_public_acls=True,
                restrict_public_buckets=True,
            ),
            replication_configuration=self._replication(name),
        )
        s3.CfnBucketPolicy(
            self,
            f"{name}-policy",
            bucket=bucket.ref,
            policy_document=document(
                {
                    "Sid": "Secure",
                    "Effect": "Deny",
                    "Principal": "*",
                    "Action": "s3:*",
                    "Resource": [bucket.attr_arn, f"{bucket.attr_arn}/*"],
                    "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                }
            ),
        )
        return bucket

    def _allow_replication(self) -> None:
        iam.CfnRolePolicy(
            self,
            "replication-policy",
            policy_name="replicate",
            role_name=self.role.ref,
            policy_document=document(
                {
                    "Effect": "Allow",
                    "Action": ["s3:GetReplicationConfiguration", "s3:ListBucket"],
                    "Resource": self.buckets["documents"].attr_arn,
                },
                {
                    "Effect": "Allow",
                    "Action": ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
                    "Resource": f"{self.buckets['replica'].attr_arn}/*",
                },
            ),
        )
