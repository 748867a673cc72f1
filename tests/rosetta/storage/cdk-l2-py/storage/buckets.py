from aws_cdk import Duration
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_s3 as s3
from constructs import Construct


class Buckets(Construct):
    def __init__(self, scope: Construct, construct_id: str, *, prefix: str, key: kms.Key) -> None:
        super().__init__(scope, construct_id)
        self.prefix = prefix
        self.key = key
        self._create_bucket("assets", 30)
        replica = self._create_bucket("replica", 90)
        role = iam.Role(
            self,
            "replication-role",
            role_name=f"{prefix}-replication",
            assumed_by=iam.ServicePrincipal("s3.amazonaws.com"),
        )
        documents = self._create_bucket("documents", 90)
        # begin replication
        resource = documents.node.default_child
        resource.replication_configuration = s3.CfnBucket.ReplicationConfigurationProperty(
            role=role.role_arn,
            rules=[
                s3.CfnBucket.ReplicationRuleProperty(
                    id="everything",
                    status="Enabled",
                    priority=1,
                    filter=s3.CfnBucket.ReplicationRuleFilterProperty(prefix=""),
                    delete_marker_replication=s3.CfnBucket.DeleteMarkerReplicationProperty(status="Enabled"),
                    source_selection_criteria=s3.CfnBucket.SourceSelectionCriteriaProperty(
                        sse_kms_encrypted_objects=s3.CfnBucket.SseKmsEncryptedObjectsProperty(
                            status="Enabled"
                        )
                    ),
                    destination=s3.CfnBucket.ReplicationDestinationProperty(
                        bucket=replica.bucket_arn,
                        storage_class="STANDARD_IA",
                        encryption_configuration=s3.CfnBucket.EncryptionConfigurationProperty(
                            replica_kms_key_id="arn:aws:kms:eu-west-1:123456789012:key/replica"
                        ),
                    ),
                )
            ],
        )
        # end
        iam.Policy(
            self,
            "replication-policy",
            policy_name="replicate",
            roles=[role],
            statements=[
                iam.PolicyStatement(
                    actions=["s3:GetReplicationConfiguration", "s3:ListBucket"],
                    resources=[documents.bucket_arn],
                ),
                iam.PolicyStatement(
                    actions=["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
                    resources=[replica.arn_for_objects("*")],
                ),
            ],
        )

    def _create_bucket(self, name: str, days: int) -> s3.Bucket:
        bucket = s3.Bucket(
            self,
            f"{name}-bucket",
            bucket_name=f"{self.prefix}-{name}",
            # begin versioning
            versioned=True,
            # end
            encryption=s3.BucketEncryption.KMS,
            encryption_key=self.key,
            bucket_key_enabled=True,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        )
        bucket.add_lifecycle_rule(
            id="old-versions",
            prefix="",
            noncurrent_version_expiration=Duration.days(days),
            abort_incomplete_multipart_upload_after=Duration.days(7),
        )
        bucket.add_lifecycle_rule(
            id="archive",
            prefix="archive/",
            transitions=[
                s3.Transition(storage_class=s3.StorageClass.GLACIER, transition_after=Duration.days(60))
            ],
        )
        policy = s3.BucketPolicy(self, f"{name}-policy", bucket=bucket)
        policy.document.add_statements(
            iam.PolicyStatement(
                sid="Secure",
                effect=iam.Effect.DENY,
                principals=[iam.StarPrincipal()],
                actions=["s3:*"],
                resources=[bucket.bucket_arn, bucket.arn_for_objects("*")],
                conditions={"Bool": {"aws:SecureTransport": "false"}},
            )
        )
        return bucket
