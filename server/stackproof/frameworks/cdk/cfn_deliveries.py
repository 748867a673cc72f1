"""CloudFormation's streams that deliver what they get to other services."""

from __future__ import annotations

from collections.abc import Mapping

from stackproof.frameworks.cdk.cfn_changes import fitted
from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.fitting import NOTHING, UP
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import Certainty, MapEntry, Scalar, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

# CloudFormation's block for each kind of destination, and what Terraform calls the kind.
_DESTINATIONS = {
    "amazon_open_search_serverless_destination_configuration": "opensearchserverless",
    "amazonopensearchservice_destination_configuration": "opensearch",
    "elasticsearch_destination_configuration": "elasticsearch",
    "extended_s3_destination_configuration": "extended_s3",
    "http_endpoint_destination_configuration": "http_endpoint",
    "iceberg_destination_configuration": "iceberg",
    "redshift_destination_configuration": "redshift",
    "s3_destination_configuration": "extended_s3",
    "snowflake_destination_configuration": "snowflake",
    "splunk_destination_configuration": "splunk",
}
_ENCRYPTION = "delivery_stream_encryption_configuration_input"
# Within a destination: the blocks in which what is said of buckets can stand.
_WITHIN = ("", "s3_configuration.", "s3_backup_configuration.")


def _blocks() -> Mapping[str, str]:
    """What differs in the blocks of all kinds of destinations."""
    found: dict[str, str] = {}
    for source, kind in _DESTINATIONS.items():
        found[source] = f"{kind}_configuration"
        for within in _WITHIN:
            path = f"{source}.{within}"
            hints, key = f"{path}buffering_hints", f"{path}encryption_configuration"
            found |= {
                hints: UP,
                f"{hints}.interval_in_seconds": "buffering_interval",
                f"{hints}.size_in_m_bs": "buffering_size",
                key: UP,
                f"{key}.no_encryption_config": NOTHING,
                f"{key}.kms_encryption_config": UP,
                f"{key}.kms_encryption_config.awskms_key_arn": "kms_key_arn",
                f"{path}cloud_watch_logging_options": "cloudwatch_logging_options",
                f"{path}retry_options": UP,
                f"{path}retry_options.duration_in_seconds": "retry_duration",
            }
        # The keys of parameters are taken for the author's own, as they are elsewhere.
        parameters = f"{source}.processing_configuration.processors.parameters"
        for name, target in (("ParameterName", "parameter_name"), ("ParameterValue", "parameter_value")):
            found |= {f"{parameters}.{n}": target for n in (name, name[0].lower() + name[1:])}
        partitions = f"{source}.dynamic_partitioning_configuration.retry_options"
        found |= {partitions: UP, f"{partitions}.duration_in_seconds": "retry_duration"}
    return found


def _finish(world: World, stream: Resource) -> None:
    """Terraform says which kind of destination there is."""
    entries = stream.properties.entries
    kinds = [kind for kind in dict.fromkeys(_DESTINATIONS.values()) if f"{kind}_configuration" in entries]
    if len(kinds) == 1 and entries[f"{kinds[0]}_configuration"].value.is_present():
        entries["destination"] = MapEntry(Scalar(kinds[0], certainty=Certainty.DEFAULT))
    elif kinds:
        entries["destination"] = MapEntry(Unknown("a kind of destination"))


def _encryption(value: Value) -> Value:
    """What is encrypted is said by a switch."""
    if not isinstance(value, MappingValue):
        return value
    on = {"enabled": MapEntry(Scalar(True, certainty=Certainty.DEFAULT))}
    return MappingValue({**on, **value.entries}, open=value.open, origin=value.origin)


KINDS: tuple[Kind, ...] = (
    fitted(
        "AWS::KinesisFirehose::DeliveryStream",
        "aws_kinesis_firehose_delivery_stream",
        {
            "delivery_stream_name": "name",
            "delivery_stream_type": NOTHING,
            "kinesis_stream_source_configuration": "kinesis_source_configuration",
            "database_source_configuration": NOTHING,
            "direct_put_source_configuration": NOTHING,
            _ENCRYPTION: "server_side_encryption",
            **_blocks(),
        },
        {_ENCRYPTION: _encryption},
        ref="name",
        finish=_finish,
    ),
)
