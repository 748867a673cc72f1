import json
from typing import Any

from cdktf_cdktf_provider_aws.data_aws_caller_identity import DataAwsCallerIdentity
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from cdktf_cdktf_provider_aws.s3_bucket_policy import S3BucketPolicy
from cdktf_cdktf_provider_aws.s3_bucket_public_access_block import S3BucketPublicAccessBlock
from constructs import Construct


class AccessLogs(Construct):
    PREFIX = "alb"

    def __init__(self, scope: Construct, id: str, environment: str) -> None:
        super().__init__(scope, id)
        current = DataAwsCallerIdentity(self, "current")
        self.bucket = S3Bucket(self, "log-bucket", bucket=f"shop-{environment}-access-logs")
        blocked: dict[str, Any] = dict.fromkeys(
            ["block_public_acls", "block_public_policy", "ignore_public_acls", "restrict_public_buckets"],
            True,
        )
        S3BucketPublicAccessBlock(self, "log-bucket-block", bucket=self.bucket.id, **blocked)
        self.ready = []
        # begin bucket-policy
        self.ready.append(self._add_policy(current.account_id))
        # end

    def _add_policy(self, account: str) -> S3BucketPolicy:
        statements = [
            {
                "Sid": "Delivery",
                "Effect": "Allow",
                "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
                "Action": "s3:PutObject",
                "Resource": f"{self.bucket.arn}/{self.PREFIX}/AWSLogs/{account}/*",
            },
            {
                "Sid": "Insecure",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [self.bucket.arn, f"{self.bucket.arn}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            },
        ]
        return S3BucketPolicy(
            self,
            "log-bucket-policy",
            bucket=self.bucket.id,
            policy=json.dumps({"Version": "2012-10-17", "Statement": statements}),
        )
