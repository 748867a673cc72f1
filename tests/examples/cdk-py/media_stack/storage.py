"""Where videos and logs are kept."""

import aws_cdk as cdk
from aws_cdk import aws_iam as iam
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3
from constructs import Construct

FIVE_YEARS = cdk.Duration.days(1825)
ONE_MONTH = cdk.Duration.days(30)


class Storage(Construct):
    def __init__(self, scope: Construct, construct_id: str, *, environment: str) -> None:
        super().__init__(scope, construct_id)
        region = cdk.Stack.of(self).region

        self.videos = self._bucket("Videos", versioned=True)
        self.access_logs = self._bucket("AccessLogs", versioned=False)

        audit_key = kms.Key(self, "AuditKey", enable_key_rotation=True)
        audit_key.add_to_resource_policy(
            iam.PolicyStatement(
                sid="AllowCloudWatchLogs",
                principals=[iam.ServicePrincipal(f"logs.{region}.amazonaws.com")],
                actions=[
                    "kms:Encrypt*",
                    "kms:Decrypt*",
                    "kms:ReEncrypt*",
                    "kms:GenerateDataKey*",
                    "kms:Describe*",
                ],
                resources=["*"],
            )
        )
        worker_key = kms.Key(self, "WorkerKey", enable_key_rotation=True, description="Transcoder logs")

        self.audit_log = logs.LogGroup(
            self,
            "Audit",
            log_group_name=f"/media/{environment}/audit",
            retention=logs.RetentionDays.ONE_YEAR,
            encryption_key=audit_key,
        )
        self.worker_log = logs.LogGroup(
            self,
            "Worker",
            log_group_name=f"/media/{environment}/worker",
            retention=logs.RetentionDays.ONE_MONTH,
            encryption_key=worker_key,
        )

    def _bucket(self, name: str, *, versioned: bool) -> s3.Bucket:
        return s3.Bucket(
            self,
            name,
            versioned=versioned,
            lifecycle_rules=[{"expiration": FIVE_YEARS, "noncurrent_version_expiration": ONE_MONTH}],
            encryption=s3.BucketEncryption.S3_MANAGED,
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            removal_policy=cdk.RemovalPolicy.RETAIN,
        )
