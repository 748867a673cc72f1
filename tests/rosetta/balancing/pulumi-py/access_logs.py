import json
from collections.abc import Sequence

import pulumi
import pulumi_aws as aws


class AccessLogs(pulumi.ComponentResource):
    prefix = "alb"

    def __init__(self, name: str, environment: str, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("shop:edge:AccessLogs", name, None, opts)
        self.account = aws.get_caller_identity().account_id
        self.ready: Sequence[pulumi.Resource] = []
        child = pulumi.ResourceOptions(parent=self)
        self.bucket = aws.s3.Bucket("log-bucket", bucket=f"shop-{environment}-access-logs", opts=child)
        aws.s3.BucketPublicAccessBlock(
            "log-bucket-block",
            bucket=self.bucket.id,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=child,
        )
        # begin bucket-policy
        policy = aws.s3.BucketPolicy(
            "log-bucket-policy",
            bucket=self.bucket.id,
            policy=self.bucket.arn.apply(self._document),
            opts=child,
        )
        self.ready = [policy]
        # end
        self.register_outputs({"bucket": self.bucket.bucket})

    def _document(self, arn: str) -> str:
        delivery = {
            "Sid": "Delivery",
            "Effect": "Allow",
            "Principal": {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"},
            "Action": "s3:PutObject",
            "Resource": f"{arn}/{self.prefix}/AWSLogs/{self.account}/*",
        }
        insecure = {
            "Sid": "Insecure",
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": [arn, f"{arn}/*"],
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
        return json.dumps({"Version": "2012-10-17", "Statement": [delivery, insecure]})
