from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_lifecycle_configuration import (
    S3BucketLifecycleConfiguration,
    S3BucketLifecycleConfigurationRule,
    S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload,
    S3BucketLifecycleConfigurationRuleFilter,
    S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration,
    S3BucketLifecycleConfigurationRuleTransition,
)
from cdktf_cdktf_provider_aws.s3_bucket_policy import S3BucketPolicy
from cdktf_cdktf_provider_aws.s3_bucket_public_access_block import S3BucketPublicAccessBlock
from cdktf_cdktf_provider_aws.s3_bucket_replication_configuration import (
    S3BucketReplicationConfigurationA,
    S3BucketReplicationConfigurationRule,
    S3BucketReplicationConfigurationRuleDeleteMarkerReplication,
    S3BucketReplicationConfigurationRuleDestination,
    S3BucketReplicationConfigurationRuleDestinationEncryptionConfiguration,
    S3BucketReplicationConfigurationRuleFilter,
    S3BucketReplicationConfigurationRuleSourceSelectionCriteria,
    S3BucketReplicationConfigurationRuleSourceSelectionCriteriaSseKmsEncryptedObjects,
)
from cdktf_cdktf_provider_aws.s3_bucket_server_side_encryption_configuration import (
    S3BucketServerSideEncryptionConfigurationA,
    S3BucketServerSideEncryptionConfigurationRuleA,
    S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA,
)
from cdktf_cdktf_provider_aws.s3_bucket_versioning import (
    S3BucketVersioningA,
    S3BucketVersioningVersioningConfiguration,
)
from constructs import Construct

from keys import policy_document

EXPIRY = {"assets": 30, "documents": 90, "replica": 90}


class Buckets(Construct):
    def __init__(self, scope: Construct, id: str, environment: str, key: KmsKey) -> None:
        super().__init__(scope, id)
        self.key = key
        self.prefix = f"shop-{environment}"
        self.buckets: dict[str, S3Bucket] = {}
        for name in EXPIRY:
            self.buckets[name] = bucket = S3Bucket(self, f"{name}-bucket", bucket=f"{self.prefix}-{name}")
            self._secure(name, bucket)
            self._expire(name, bucket)
        self._replicate(self.buckets["documents"], self.buckets["replica"])

    def _secure(self, name: str, bucket: S3Bucket) -> None:
        # begin versioning
        S3BucketVersioningA(
            self,
            f"{name}-versioning",
            bucket=bucket.id,
            versioning_configuration=S3BucketVersioningVersioningConfiguration(status="Enabled"),
        )
        # end
        default = S3BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultA(
            sse_algorithm="aws:kms", kms_master_key_id=self.key.arn
        )
        S3BucketServerSideEncryptionConfigurationA(
            self,
            f"{name}-encryption",
            bucket=bucket.id,
            rule=[
                S3BucketServerSideEncryptionConfigurationRuleA(
                    apply_server_side_encryption_by_default=default, bucket_key_enabled=True
                )
            ],
        )
        S3BucketPublicAccessBlock(
            self,
            f"{name}-block",
            bucket=bucket.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
        )
        secure = {
            "Sid": "Secure",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [bucket.arn, bucket.arn + "/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
        S3BucketPolicy(self, f"{name}-policy", bucket=bucket.id, policy=policy_document(secure))

    def _expire(self, name: str, bucket: S3Bucket) -> None:
        old_versions = S3BucketLifecycleConfigurationRule(
            id="old-versions",
            status="Enabled",
            filter=[S3BucketLifecycleConfigurationRuleFilter(prefix="")],
            noncurrent_version_expiration=[
                S3BucketLifecycleConfigurationRuleNoncurrentVersionExpiration(noncurrent_days=EXPIRY[name])
            ],
            abort_incomplete_multipart_upload=[
                S3BucketLifecycleConfigurationRuleAbortIncompleteMultipartUpload(days_after_initiation=7)
            ],
        )
        archive = S3BucketLifecycleConfigurationRule(
            id="archive",
            status="Enabled",
            filter=[S3BucketLifecycleConfigurationRuleFilter(prefix="archive/")],
            transition=[S3BucketLifecycleConfigurationRuleTransition(days=60, storage_class="GLACIER")],
        )
        S3BucketLifecycleConfiguration(
            self, f"{name}-lifecycle", bucket=bucket.id, rule=[old_versions, archive]
        )

    def _replicate(self, source: S3Bucket, target: S3Bucket) -> None:
        role = IamRole(
            self,
            "replication-role",
            name=f"{self.prefix}-replication",
            assume_role_policy=policy_document(
                {
                    "Effect": "Allow",
                    "Action": "sts:AssumeRole",
                    "Principal": {"Service": "s3.amazonaws.com"},
                }
            ),
        )
        read = {
            "Effect": "Allow",
            "Action": ["s3:GetReplicationConfiguration", "s3:ListBucket"],
            "Resource": source.arn,
        }
        write = {
            "Effect": "Allow",
            "Action": ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
            "Resource": f"{target.arn}/*",
        }
        IamRolePolicy(
            self, "replication-policy", name="replicate", role=role.id, policy=policy_document(read, write)
        )
        # begin replication
        S3BucketReplicationConfigurationA(
            self,
            "documents-replication",
            bucket=source.id,
            role=role.arn,
            rule=[
                S3BucketReplicationConfigurationRule(
                    id="everything",
                    status="Enabled",
                    priority=1,
                    filter=S3BucketReplicationConfigurationRuleFilter(prefix=""),
                    delete_marker_replication=S3BucketReplicationConfigurationRuleDeleteMarkerReplication(
                        status="Enabled"
                    ),
                    source_selection_criteria=S3BucketReplicationConfigurationRuleSourceSelectionCriteria(
                        sse_kms_encrypted_objects=S3BucketReplicationConfigurationRuleSourceSelectionCriteriaSseKmsEncryptedObjects(
                            status="Enabled"
                        )
                    ),
                    destination=S3BucketReplicationConfigurationRuleDestination(
                        bucket=target.arn,
                        storage_class="STANDARD_IA",
                        encryption_configuration=S3BucketReplicationConfigurationRuleDestinationEncryptionConfiguration(
                            replica_kms_key_id="arn:aws:kms:eu-west-1:123456789012:key/replica"
                        ),
                    ),
                )
            ],
        )
        # end
