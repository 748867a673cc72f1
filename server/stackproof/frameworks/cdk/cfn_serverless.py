"""CloudFormation's functions, queues, topics, events and workflows: what of them is called otherwise in Terraform."""

from __future__ import annotations

from stackproof.frameworks.cdk.cfn_apis import KINDS as APIS
from stackproof.frameworks.cdk.cfn_apis2 import KINDS as APIS2
from stackproof.frameworks.cdk.cfn_custom import KINDS as CUSTOM
from stackproof.frameworks.cdk.cfn_events import KINDS as EVENTS
from stackproof.frameworks.cdk.cfn_kind import Finish, Kind
from stackproof.frameworks.cdk.conversions import (
    json_text,
    left_out,
    policy,
    under_keys,
)
from stackproof.frameworks.cdk.fitting import NOTHING, Fit
from stackproof.frameworks.cdk.parts import listed, part
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, Mapping, ResourceReference, Scalar, Unknown, Value


def _code(world: World, value: Value) -> dict[str, Value]:
    """Where the code comes from; what stands in the template itself is a file for Terraform."""
    folded = world.fold(value)
    if not isinstance(folded, Mapping):
        return {"filename": Unknown("code", (folded,), origin=value.origin)}
    found: dict[str, Value] = {}
    for key, entry in folded.entries.items():
        if key in ("s3_bucket", "s3_key", "s3_object_version", "image_uri") or key == "source_kms_key_arn":
            found[key] = entry.value
        else:
            found["filename"] = Unknown("code in the template", origin=entry.value.origin)
    if folded.open:
        found["filename"] = Unknown("code", (folded,), origin=value.origin)
    return found


def _published(world: World, version: Resource) -> None:
    """A version of a function is an argument of the function."""
    function = version["function_name"].target()
    if function is not None and function.type == "aws_lambda_function" and not function.external:
        function.properties.entries["publish"] = MapEntry(Scalar(True))


def _provisioned(world: World, alias: Resource) -> None:
    entry = alias.properties.entries.pop("provisioned_concurrency_config", None)
    if entry is not None:
        part(
            world,
            alias,
            "aws_lambda_provisioned_concurrency_config",
            {
                "function_name": alias["function_name"],
                "qualifier": alias["name"],
                "provisioned_concurrent_executions": entry.value.get("provisioned_concurrent_executions"),
            },
            entry,
        )


def _spread(name: str) -> Finish:
    """A policy for several resources is one for each in Terraform."""

    def finish(world: World, resource: Resource) -> None:
        entry = resource.properties.entries.get(name)
        if entry is None:
            return
        targets = listed(entry.value, "others")
        if not targets:
            return
        entry.value = targets[0]
        for number, target in enumerate(targets[1:]):
            copied: dict[str, Value | None] = {k: e.value for k, e in resource.properties.entries.items()}
            part(world, resource, resource.type, {**copied, name: target}, entry, str(number + 1))

    return finish


def _subscriptions(world: World, topic: Resource) -> None:
    """Subscriptions that are written inside a topic."""
    entry = topic.properties.entries.pop("subscription", None)
    if entry is None:
        return
    for number, one in enumerate(listed(entry.value, "subscriptions")):
        arguments: dict[str, Value | None] = {"topic_arn": ResourceReference(topic, "arn")}
        arguments |= {k: one.get(k) for k in ("protocol", "endpoint")}
        part(world, topic, "aws_sns_topic_subscription", arguments, entry, str(number))


KINDS: tuple[Kind, ...] = (
    Kind(
        "AWS::Lambda::Function",
        "aws_lambda_function",
        conversions={"code": _code, "environment": under_keys("environment")},
        ref="function_name",
        fit=Fit(
            "aws_lambda_function",
            {
                "runtime_management_config": NOTHING,
                "recursive_loop": NOTHING,
                "function_scaling_config": NOTHING,
                "publish_to_latest_published": NOTHING,
                "file_system_configs.s3_files_config": NOTHING,
                "durable_config.retention_period_in_days": "retention_period",
                "snap_start_response": NOTHING,
            },
        ),
    ),
    Kind(
        "AWS::Lambda::Permission",
        "aws_lambda_permission",
        conversions={"invoked_via_function_url": left_out},
    ),
    Kind(
        "AWS::Lambda::EventSourceMapping",
        "aws_lambda_event_source_mapping",
        ref="uuid",
        fit=Fit(
            "aws_lambda_event_source_mapping",
            {
                "destination_config.on_failure.destination": "destination_arn",
                "self_managed_event_source.endpoints.kafka_bootstrap_servers": "KAFKA_BOOTSTRAP_SERVERS",
                "logging_config": NOTHING,
            },
        ),
    ),
    Kind(
        "AWS::Lambda::Version",
        "cfn:CfnVersion",
        ref="qualified_arn",
        finish=_published,
        attributes={"attr_version": "version"},
    ),
    Kind(
        "AWS::Lambda::Alias",
        "aws_lambda_alias",
        ref="arn",
        attributes={"attr_alias_arn": "arn"},
        fit=Fit("aws_lambda_alias"),
        finish=_provisioned,
    ),
    Kind(
        "AWS::Lambda::Url",
        "aws_lambda_function_url",
        {},
        ref="function_arn",
        attributes={"attr_function_url": "function_url", "attr_function_arn": "function_arn"},
        fit=Fit(
            "aws_lambda_function_url",
            {"auth_type": "authorization_type", "target_function_arn": "function_name"},
        ),
    ),
    Kind(
        "AWS::Lambda::LayerVersion",
        "aws_lambda_layer_version",
        conversions={"content": _code},
        ref="arn",
        attributes={"attr_layer_version_arn": "arn"},
    ),
    Kind(
        "AWS::Lambda::LayerVersionPermission",
        "aws_lambda_layer_version_permission",
        {"layer_version_arn": "layer_name"},
    ),
    Kind("AWS::Lambda::EventInvokeConfig", "aws_lambda_function_event_invoke_config"),
    Kind(
        "AWS::Lambda::CodeSigningConfig",
        "aws_lambda_code_signing_config",
        {"code_signing_policies": "policies"},
        ref="arn",
        attributes={"attr_code_signing_config_arn": "arn"},
    ),
    Kind(
        "AWS::SNS::Topic",
        "aws_sns_topic",
        {"topic_name": "name"},
        {
            "archive_policy": json_text("archive_policy"),
            "data_protection_policy": left_out,
            "delivery_status_logging": left_out,
        },
        ref="arn",
        attributes={"attr_topic_arn": "arn", "attr_topic_name": "name"},
        finish=_subscriptions,
    ),
    Kind(
        "AWS::SNS::Subscription",
        "aws_sns_topic_subscription",
        conversions={
            "region": left_out,
            **{
                name: json_text(name)
                for name in ("filter_policy", "redrive_policy", "delivery_policy", "replay_policy")
            },
        },
        ref="arn",
    ),
    Kind(
        "AWS::SNS::TopicPolicy",
        "aws_sns_topic_policy",
        {"topics": "arn"},
        {"policy_document": policy("policy")},
        finish=_spread("arn"),
    ),
    Kind(
        "AWS::SNS::TopicInlinePolicy",
        "aws_sns_topic_policy",
        {"topic_arn": "arn"},
        {"policy_document": policy("policy")},
    ),
    Kind(
        "AWS::SQS::Queue",
        "aws_sqs_queue",
        {
            "queue_name": "name",
            "message_retention_period": "message_retention_seconds",
            "visibility_timeout": "visibility_timeout_seconds",
            "maximum_message_size": "max_message_size",
            "receive_message_wait_time_seconds": "receive_wait_time_seconds",
        },
        {name: json_text(name) for name in ("redrive_policy", "redrive_allow_policy")},
        ref="url",
        attributes={"attr_queue_name": "name", "attr_queue_url": "url"},
    ),
    Kind(
        "AWS::SQS::QueuePolicy",
        "aws_sqs_queue_policy",
        {"queues": "queue_url"},
        {"policy_document": policy("policy")},
        finish=_spread("queue_url"),
    ),
    Kind(
        "AWS::SQS::QueueInlinePolicy",
        "aws_sqs_queue_policy",
        {"queue": "queue_url"},
        {"policy_document": policy("policy")},
    ),
    *APIS,
    *APIS2,
    *CUSTOM,
    *EVENTS,
)
