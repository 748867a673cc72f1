from aws_cdk import Aws, CfnResource
from aws_cdk import aws_s3 as s3
from constructs import Construct


class AccessLogs(Construct):
    """A bucket to which the load balancer may write."""

    prefix = "alb"

    def __init__(self, scope: Construct, construct_id: str, *, environment: str) -> None:
        super().__init__(scope, construct_id)
        self.ready: list[CfnResource] = []
        self.bucket = s3.CfnBucket(
            self,
            "log-bucket",
            bucket_name=f"shop-{environment}-access-logs",
            public_access_block_configuration=s3.CfnBucket.PublicAccessBlockConfigurationProperty(
                block_public_acls=True,
                block_public_policy=True,
                ignore_public_acls=True,
                restrict_public_buckets=True,
            ),
        )
        # begin bucket-policy
        policy = s3.CfnBucketPolicy(
            self,
            "log-bucket-policy",
            bucket=self.bucket.ref,
            policy_document={"Version": "2012-10-17", "Statement": self._statements()},
        )
        self.ready.append(policy)
        # end

    def _statements(self) -> list[dict]:
        arn = self.bucket.attr_arn
        return [
            {
                "Sid": "Delivery",
                "Effect": "Allow",
                "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
                "Action": "s3:PutObject",
                "Resource": f"{arn}/{self.prefix}/AWSLogs/{Aws.ACCOUNT_ID}/*",
            },
            {
                "Sid": "Insecure",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [arn, f"{arn}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            },
        ]
