import json

import pulumi
import pulumi_aws as aws

from settings import Settings, document

EXPIRY = [("assets", 30), ("documents", 90), ("replica", 90)]


class BucketSet(pulumi.ComponentResource):
    def __init__(self, name: str, settings: Settings, key: aws.kms.Key) -> None:
        super().__init__("shop:storage:BucketSet", name)
        self.settings = settings
        self.key = key
        self.opts = pulumi.ResourceOptions(parent=self)
        self.buckets = {bucket: self._bucket(bucket, days) for bucket, days in EXPIRY}
        self._replicate()
        self.register_outputs({})

    def _bucket(self, name: str, expiry: int) -> aws.s3.Bucket:
        bucket = aws.s3.Bucket(f"{name}-bucket", bucket=f"{self.settings.prefix}-{name}", opts=self.opts)
        # begin versioning
        aws.s3.BucketVersioning(
            f"{name}-versioning",
            bucket=bucket.id,
            versioning_configuration=aws.s3.BucketVersioningVersioningConfigurationArgs(status="Enabled"),
            opts=self.opts,
        )
        # end
        aws.s3.BucketServerSideEncryptionConfiguration(
            f"{name}-encryption",
            bucket=bucket.id,
            rules=[
                {
                    "apply_server_side_encryption_by_default": {
                        "sse_algorithm": "aws:kms",
                        "kms_master_key_id": self.key.arn,
                    },
                    "bucket_key_enabled": True,
                }
            ],
            opts=self.opts,
        )
        aws.s3.BucketLifecycleConfiguration(
            f"{name}-lifecycle",
            bucket=bucket.id,
            rules=[
                aws.s3.BucketLifecycleConfigurationRuleArgs(
                    id="old-versions",
                    status="Enabled",
                    filter=aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix=""),
                    noncurrent_version_expiration=aws.s3.BucketLifecycleConfigurationRuleNoncurrentVersionExpirationArgs(
                        noncurrent_days=expiry
                    ),
                    abort_incomplete_multipart_upload=aws.s3.BucketLifecycleConfigurationRuleAbortIncompleteMultipartUploadArgs(
                        days_after_initiation=7
                    ),
                ),
                aws.s3.BucketLifecycleConfigurationRuleArgs(
                    id="archive",
                    status="Enabled",
                    filter=aws.s3.BucketLifecycleConfigurationRuleFilterArgs(prefix="archive/"),
                    transitions=[
                        aws.s3.BucketLifecycleConfigurationRuleTransitionArgs(
                            days=60, storage_class="GLACIER"
                        )
                    ],
                ),
            ],
            opts=self.opts,
        )
        block = dict.fromkeys(
            ("block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"),
            True,
        )
        aws.s3.BucketPublicAccessBlock(f"{name}-block", bucket=bucket.id, opts=self.opts, **block)
        aws.s3.BucketPolicy(
            f"{name}-policy",
            bucket=bucket.id,
            policy=pulumi.Output.json_dumps(
                document(
                    {
                        "Sid": "Secure",
                        "Effect": "Deny",
                        "Principal": "*",
                        "Action": "s3:*",
                        "Resource": [bucket.arn, pulumi.Output.format("{0}/*", bucket.arn)],
                        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
                    }
                )
            ),
            opts=self.opts,
        )
        return bucket

    def _replicate(self) -> None:
        source, target = self.buckets["documents"], self.buckets["replica"]
        role = aws.iam.Role(
            "replication-role",
            name=f"{self.settings.prefix}-replication",
            assume_role_policy=json.dumps(
                document(
                    {
                        "Effect": "Allow",
                        "Action": "sts:AssumeRole",
                        "Principal": {"Service": "s3.amazonaws.com"},
                    }
                )
            ),
            opts=self.opts,
        )
        aws.iam.RolePolicy(
            "replication-policy",
            name="replicate",
            role=role.id,
            policy=pulumi.Output.all(source.arn, target.arn).apply(self._permissions),
            opts=self.opts,
        )
        # begin replication
        aws.s3.BucketReplicationConfig(
            "documents-replication",
            bucket=source.id,
            role=role.arn,
            rules=[
                aws.s3.BucketReplicationConfigRuleArgs(
                    id="everything",
                    status="Enabled",
                    priority=1,
                    filter=aws.s3.BucketReplicationConfigRuleFilterArgs(prefix=""),
                    delete_marker_replication=aws.s3.BucketReplicationConfigRuleDeleteMarkerReplicationArgs(
                        status="Enabled"
                    ),
                    source_selection_criteria=aws.s3.BucketReplicationConfigRuleSourceSelectionCriteriaArgs(
                        sse_kms_encrypted_objects=aws.s3.BucketReplicationConfigRuleSourceSelectionCriteriaSseKmsEncryptedObjectsArgs(
                            status="Enabled"
                        )
                    ),
                    destination=aws.s3.BucketReplicationConfigRuleDestinationArgs(
                        bucket=target.arn,
                        storage_class="STANDARD_IA",
                        encryption_configuration=aws.s3.BucketReplicationConfigRuleDestinationEncryptionConfigurationArgs(
                            replica_kms_key_id="arn:aws:kms:eu-west-1:123456789012:key/replica"
                        ),
                    ),
                )
            ],
            opts=self.opts,
        )
        # end

    @staticmethod
    def _permissions(arns: list[str]) -> str:
        source, target = arns
        return json.dumps(
            document(
                {
                    "Effect": "Allow",
                    "Action": ["s3:GetReplicationConfiguration", "s3:ListBucket"],
                    "Resource": source,
                },
                {
                    "Effect": "Allow",
                    "Action": ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
                    "Resource": f"{target}/*",
                },
            )
        )
