"""Mappings from event sources that functions read from: queues, streams, topics of Kafka."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.asynchronous import Destination
from stackproof.frameworks.cdk.serverless.filling import arn_of, duration, fill, start
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, put
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.graph import Resource
from stackproof.model.values import JsonText, ResourceReference, Scalar, Sequence, Unknown, Value

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.serverless.invocables import Invocable

_NAMES = {
    "batch_size": "batch_size", "bisect_batch_on_error": "bisect_batch_on_function_error", "enabled": "enabled",
    "event_source_arn": "event_source_arn", "parallelization_factor": "parallelization_factor",
    "starting_position": "starting_position", "starting_position_timestamp": "starting_position_timestamp",
    "retry_attempts": "maximum_retry_attempts",
}  # fmt: skip
_DURATIONS = {
    "max_batching_window": "maximum_batching_window_in_seconds",
    "max_record_age": "maximum_record_age_in_seconds",
    "tumbling_window": "tumbling_window_in_seconds",
}


def mapping(
    call: Call,
    function: Invocable,
    props: Arguments,
    name: str,
    *,
    implied: bool = True,
    source: Value | None = None,
    batch_size: int | None = None,
) -> Node:
    """A mapping with what its arguments say; ``source`` and ``batch_size`` are those of a kind of source."""
    resource = start(call.world, "aws_lambda_event_source_mapping", name, props, implied=implied)
    qualified = function.qualifier is not None
    put(
        resource,
        "function_name",
        function.arn if qualified else ResourceReference(function.function, "function_name"),
    )
    put(resource, "event_source_arn", source)
    if batch_size is not None:
        put(resource, "batch_size", Scalar(batch_size))
    fill(resource, props, _NAMES)
    for argument, target in _DURATIONS.items():
        put(resource, target, duration(props, argument), props.entry(argument))
    _blocks(call, function, props, resource)
    return Made(
        resource, {"event_source_mapping_arn": "arn", "event_source_mapping_id": "uuid"}, fragile=False
    )


def _blocks(call: Call, function: Invocable, props: Arguments, resource: Resource) -> None:
    batches = props.get("report_batch_item_failures")
    if not batches.is_absent() and not batches.is_(False):
        kinds = (
            Sequence([Scalar("ReportBatchItemFailures")])
            if batches.is_(True)
            else Unknown("a switch", (batches,))
        )
        put(resource, "function_response_types", kinds, props.entry("report_batch_item_failures"))
    concurrency = props.get("max_concurrency")
    if not concurrency.is_absent():
        put(
            resource, "scaling_config", block(maximum_concurrency=concurrency), props.entry("max_concurrency")
        )
    filters = props.elements("filters")
    if filters is not None:
        listed = [block(pattern=JsonText(call.world.fold(f, VERBATIM))) for f in filters]
        put(resource, "filter_criteria", block(filter=Sequence([*listed])), props.entry("filters"))
    elif props.raw("filters") is not None:
        put(resource, "filter_criteria", Unknown("filters", (props.get("filters"),)), props.entry("filters"))
    put(
        resource,
        "kms_key_arn",
        arn_of(props, "filter_encryption", "key_arn"),
        props.entry("filter_encryption"),
    )
    failed = props.node("on_failure")
    if props.raw("on_failure") is not None:
        arn = (
            failed.bind(call, function.grantee)
            if isinstance(failed, Destination)
            else Unknown("a destination")
        )
        put(
            resource,
            "destination_config",
            block(on_failure=block(destination_arn=arn)),
            props.entry("on_failure"),
        )
    topic = props.get("kafka_topic")
    if not topic.is_absent():
        put(resource, "topics", Sequence([topic]), props.entry("kafka_topic"))
    servers = props.get("kafka_bootstrap_servers")
    if not servers.is_absent():
        endpoints = block(KAFKA_BOOTSTRAP_SERVERS=Unknown("servers, separated by commas", (servers,)))
        put(
            resource,
            "self_managed_event_source",
            block(endpoints=endpoints),
            props.entry("kafka_bootstrap_servers"),
        )
    put(
        resource,
        "source_access_configuration",
        _access(props),
        props.entry("source_access_configurations"),
    )
    for other in ("provisioned_poller_config", "metrics_config"):
        if props.raw(other) is not None:
            put(resource, other, Unknown(other, (props.get(other),)), props.entry(other))


def _access(props: Arguments) -> Value:
    value = props.get("source_access_configurations")
    if value.is_absent():
        return value
    return value if isinstance(value, Sequence) else Unknown("ways of access", (value,))


def _pattern(call: Call) -> Node:
    """``lambda.FilterCriteria.filter({...})``: a pattern of events."""
    value = call.argument(0, "filter")
    return call.world.fold(value, VERBATIM) if value is not None else Unknown("a filter")


def _rule(*before: str) -> Recipe:
    """``lambda.FilterRule.isEqual(x)`` and its like, as a pattern says them."""

    def recipe(call: Call) -> Node:
        return Unknown("a rule of a filter", call.world.folder.mentions(call.construction))

    return recipe


def _equal(call: Call) -> Node:
    value = call.folded(0, "item")
    return Sequence([value]) if value is not None else Unknown("a rule of a filter")


def _mapping(call: Call) -> Node | None:
    """``new lambda.EventSourceMapping(this, 'M', { target, eventSourceArn })``."""
    from stackproof.frameworks.cdk.serverless.invocables import Invocable

    props = call.props()
    function = props.thing("target")
    if not isinstance(function, Invocable):
        return None
    return mapping(call, function, props, call.world.name(call), implied=False)


def _external(call: Call) -> Node:
    return Opaque(call.world.folder.mentions(call.construction), "a mapping from outside")


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-lambda.EventSourceMapping": _mapping,
        "aws-lambda.EventSourceMapping.from_event_source_mapping_id": _external,
        "aws-lambda.FilterCriteria.filter": _pattern,
        "aws-lambda.FilterRule.is_equal": _equal,
        **{
            f"aws-lambda.FilterRule.{name}": _rule(name)
            for name in (
                "or_",
                "or",
                "between",
                "begins_with",
                "ends_with",
                "exists",
                "not_equals",
                "not_exists",
                "null",
                "empty",
            )
        },
    }
)
