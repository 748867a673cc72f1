"""Where logs go."""

import json

import pulumi
import pulumi_aws as aws

from .settings import Settings


def create_log_bucket(settings: Settings) -> aws.s3.Bucket:
    bucket = aws.s3.Bucket(
        settings.name("access-logs"), force_destroy=True, tags=settings.tags("access-logs")
    )
    aws.s3.BucketPublicAccessBlock(
        settings.name("access-logs"),
        bucket=bucket.id,
        block_public_acls=True,
        block_public_policy=True,
        ignore_public_acls=True,
        restrict_public_buckets=True,
    )
    return bucket


def create_log_group(settings: Settings) -> aws.cloudwatch.LogGroup:
    account = aws.get_caller_identity().account_id
    root = {
        "Sid": "AccountAdministration",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{account}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    key = aws.kms.Key(
        settings.name("reports"),
        description="Encrypts the log of the nightly reports",
        enable_key_rotation=True,
        policy=json.dumps({"Version": "2012-10-17", "Statement": [root]}),
    )
    return aws.cloudwatch.LogGroup(
        settings.name("reports"),
        name=f"/warehouse/{settings.suffix}/reports",
        retention_in_days=45,
        kms_key_id=key.arn,
        opts=pulumi.ResourceOptions(delete_before_replace=True),
    )
