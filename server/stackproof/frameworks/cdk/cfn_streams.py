"""CloudFormation's streams of data, as Terraform says them."""

from __future__ import annotations

from stackproof.frameworks.cdk.cfn_changes import fitted
from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.conversions import policy
from stackproof.frameworks.cdk.fitting import NOTHING, UP

KINDS: tuple[Kind, ...] = (
    fitted(
        "AWS::Kinesis::Stream",
        "aws_kinesis_stream",
        {
            "retention_period_hours": "retention_period",
            "desired_shard_level_metrics": "shard_level_metrics",
            "stream_encryption": UP,
            "stream_encryption.encryption_type": "encryption_type",
            "stream_encryption.key_id": "kms_key_id",
            "warm_throughput_mi_bps": NOTHING,
        },
        ref="name",
        attributes={"attr_arn": "arn"},
    ),
    fitted(
        "AWS::Kinesis::StreamConsumer",
        "aws_kinesis_stream_consumer",
        {"consumer_name": "name"},
        ref="arn",
        attributes={"attr_consumer_arn": "arn", "attr_consumer_name": "name"},
    ),
    fitted(
        "AWS::Kinesis::ResourcePolicy",
        "aws_kinesis_resource_policy",
        conversions={"resource_policy": policy("policy")},
        ref="resource_arn",
    ),
)
