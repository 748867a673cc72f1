"""Logs, and the key that encrypts them."""

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.cloudwatch_log_stream import CloudwatchLogStream
from cdktf_cdktf_provider_aws.kms_alias import KmsAlias
from cdktf_cdktf_provider_aws.kms_key import KmsKey
from constructs import Construct


def log_key(scope: Construct, environment: str) -> KmsKey:
    key = KmsKey(scope, "log-key", enable_key_rotation=True, deletionWindowInDays=7)
    KmsAlias(scope, "log-key-alias", name=f"alias/telemetry-{environment}", target_key_id=key.key_id)
    return key


def archive(scope: Construct) -> CloudwatchLogStream:
    return CloudwatchLogStream(scope, "archive", name="archive")


def log_group(scope: Construct, component: str, environment: str, key: KmsKey) -> CloudwatchLogGroup:
    return CloudwatchLogGroup(
        scope,
        f"{component}-log",
        name=f"/telemetry/{environment}/{component}",
        retention_in_days=30,
        kms_key_id=key.arn,
    )
