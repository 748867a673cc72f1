"""Resources of the library's own functions, which do what CloudFormation cannot."""

from __future__ import annotations

from collections.abc import Mapping as ReadOnly
from types import MappingProxyType

from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.conversions import left_out
from stackproof.frameworks.cdk.world import World
from stackproof.model.values import MapEntry, Mapping, Scalar, Sequence, Unknown, Value

_KINDS: ReadOnly[str, str] = MappingProxyType(
    {
        "lambda_function_configurations": "lambda_function",
        "lambda_configurations": "lambda_function",
        "queue_configurations": "queue",
        "topic_configurations": "topic",
    }
)
_ARNS: ReadOnly[str, str] = MappingProxyType(
    {"function": "lambda_function_arn", "queue": "queue_arn", "topic": "topic_arn"}
)


def notification_blocks(configuration: Value) -> dict[str, Value]:
    """What a bucket tells whom, under the arguments of a notification; from a folded configuration."""
    if not isinstance(configuration, Mapping):
        unclear = Unknown("notifications", (configuration,), origin=configuration.origin)
        return dict.fromkeys(("lambda_function", "queue", "topic"), unclear)
    found: dict[str, Value] = {}
    for key, entry in configuration.entries.items():
        if key == "event_bridge_configuration":
            found["eventbridge"] = Scalar(True, origin=entry.value.origin)
        elif (kind := _KINDS.get(key)) is not None:
            elements = [_told(e) for e in entry.value.items()]
            found[kind] = Sequence(elements, open=not entry.value.is_closed(), origin=entry.value.origin)
    return found


def _told(value: Value) -> Value:
    if not isinstance(value, Mapping):
        return value
    entries: dict[str, MapEntry] = {}
    is_open = value.open
    for key, entry in value.entries.items():
        match key:
            case "filter":
                rules = entry.value.get("key", "filter_rules")
                if rules.is_absent():
                    rules = entry.value.get("s3_key", "rules")
                for rule in rules.items():
                    name = (rule.get("name").text() or "").lower()
                    if name in ("prefix", "suffix"):
                        entries[f"filter_{name}"] = MapEntry(rule.get("value"))
                is_open = is_open or not rules.is_closed()
            case "event":
                entries["events"] = MapEntry(Sequence([entry.value]))
            case _:
                entries[_ARNS.get(key, key)] = entry
    return Mapping(entries, open=is_open, origin=value.origin)


def _notifications(world: World, value: Value) -> dict[str, Value]:
    return notification_blocks(world.fold(value))


KINDS: tuple[Kind, ...] = (
    Kind(
        "Custom::LogRetention",
        "aws_cloudwatch_log_group",
        {"log_group_name": "name"},
        {
            "service_token": left_out,
            "removal_policy": left_out,
            "sdk_retry": left_out,
            "log_group_region": left_out,
        },
        ref="name",
        attributes={"attr_log_group_name": "name", "attr_log_group_arn": "arn"},
    ),
    Kind(
        "Custom::S3BucketNotifications",
        "aws_s3_bucket_notification",
        {"bucket_name": "bucket"},
        {
            "service_token": left_out,
            "notification_configuration": _notifications,
            "managed": left_out,
            "skip_destination_validation": left_out,
        },
    ),
)
