"""The parts of a group of machines: its checks, its metrics, who is told, its mixture of machines."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.described import Arranged
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, put
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_EVENTS = {
    "ALL": ("LAUNCH", "LAUNCH_ERROR", "TERMINATE", "TERMINATE_ERROR"),
    "ERRORS": ("LAUNCH_ERROR", "TERMINATE_ERROR"),
    "LAUNCH_EVENTS": ("LAUNCH", "LAUNCH_ERROR"),
    "TERMINATION_EVENTS": ("TERMINATE", "TERMINATE_ERROR"),
}


class Check(Thing):
    """How it is told whether a machine is well."""

    def __init__(self, kind: Value, grace: Value | None) -> None:
        self.kind = kind
        self.grace = grace

    def value(self) -> Value:
        return Unknown("a health check", (self.kind,))


class Metrics(Thing):
    """Metrics of a group; None for all of them."""

    def __init__(self, names: Value | None) -> None:
        self.names = names

    def value(self) -> Value:
        return Unknown("metrics")


def health_checks(arranged: Arranged, props: Arguments) -> None:
    """The check of a group."""
    for name in ("health_checks", "health_check"):
        if props.raw(name) is None:
            continue
        found = props.thing(name)
        kind = found.kind if isinstance(found, Check) else Unknown("a check")
        arranged.put("health_check_type", kind, name)
        grace = found.grace if isinstance(found, Check) else Unknown("a time")
        arranged.put("health_check_grace_period", grace, name)


def metrics(arranged: Arranged, props: Arguments) -> None:
    """Which metrics of a group are collected."""
    listed = props.elements("group_metrics")
    if listed is None:
        if props.raw("group_metrics") is not None:
            arranged.put("metrics_collection", Unknown("metrics"), "group_metrics")
        return
    made: list[Value] = []
    for element in listed:
        found = props.world.node(element)
        names = found.names if isinstance(found, Metrics) else Unknown("metrics")
        made.append(block(granularity=default("1Minute"), metrics=names))
    if made:
        arranged.put("metrics_collection", Sequence(made), "group_metrics")


def notifications(arranged: Arranged, props: Arguments) -> None:
    """Who is told when machines come or go."""
    if props.raw("notifications") is None:
        return
    listed = props.elements("notifications")
    if listed is None:
        arranged.put("notification_configurations", Unknown("notifications"), "notifications")
        return
    made: list[Value] = []
    for element in listed:
        inner = arguments_of(props.world, element)
        topic = inner.thing("topic") if inner is not None else None
        events = inner.get("scaling_events") if inner is not None else Unknown("events")
        arn = ResourceReference(topic.resource, "arn") if isinstance(topic, Made) else Unknown("a topic")
        kinds = _events("ALL") if events.is_absent() else events
        made.append(
            block(
                topic_arn=arn, notification_types=kinds if isinstance(kinds, Sequence) else Unknown("events")
            )
        )
    arranged.put("notification_configurations", Sequence(made), "notifications")


def _events(name: str) -> Value:
    return Sequence([default(f"autoscaling:EC2_INSTANCE_{e}") for e in _EVENTS[name]])


def specification(template: Thing | None) -> Value:
    """A template and its version, as groups name it."""
    if not isinstance(template, Made):
        return Unknown("a launch template")
    version = template.attribute("version_number")
    resource = template.resource
    named = resource.external and not resource["name"].is_absent()
    entries: dict[str, MapEntry] = {}
    if named:
        entries["launch_template_name"] = MapEntry(resource["name"])
    else:
        entries["launch_template_id"] = MapEntry(ResourceReference(resource, "id"))
    entries["version"] = MapEntry(version if isinstance(version, Value) else Unknown("a version"))
    return MappingValue(entries)


def mixed_instances(props: Arguments) -> Value:
    """A mixture of machines under CloudFormation's names."""
    launch = {"launch_template_specification": MapEntry(specification(props.thing("launch_template")))}
    if (overrides := props.elements("launch_template_overrides")) is not None:
        launch["overrides"] = MapEntry(Sequence([_override(props, o) for o in overrides]))
    elif props.raw("launch_template_overrides") is not None:
        launch["overrides"] = MapEntry(Unknown("overrides"))
    entries = {"launch_template": MapEntry(MappingValue(launch))}
    distribution = props.get("instances_distribution")
    if not distribution.is_absent():
        entries["instances_distribution"] = MapEntry(distribution)
    return MappingValue(entries, open=props.open, origin=props.origin)


def _override(props: Arguments, element: Value) -> Value:
    inner = arguments_of(props.world, element)
    if inner is None:
        return Unknown("an override", (props.world.fold(element),))
    entries: dict[str, MapEntry] = {}
    if not (kind := inner.get("instance_type")).is_absent():
        entries["instance_type"] = MapEntry(kind)
    if inner.raw("launch_template") is not None:
        entries["launch_template_specification"] = MapEntry(specification(inner.thing("launch_template")))
    if inner.raw("instance_requirements") is not None:
        entries["instance_requirements"] = MapEntry(Unknown("requirements"))
    if not (weight := inner.get("weighted_capacity")).is_absent():
        number = weight.number()
        text = (
            Scalar(str(number), origin=weight.origin)
            if number is not None
            else Unknown("a weight", (weight,))
        )
        entries["weighted_capacity"] = MapEntry(text)
    return MappingValue(entries, open=inner.open, origin=element.origin)


def warm_pool(call: Call, group: Resource) -> Node:
    """Machines that wait to be used."""
    props = call.props(0)
    entries: dict[str, MapEntry] = {}
    for source, target in (
        ("pool_state", "pool_state"),
        ("min_size", "min_size"),
        ("max_group_prepared_capacity", "max_group_prepared_capacity"),
    ):
        value = props.get(source)
        if not value.is_absent():
            entries[target] = MapEntry(value)
    reuse = props.get("reuse_on_scale_in")
    if not reuse.is_absent():
        entries["instance_reuse_policy"] = MapEntry(block(reuse_on_scale_in=reuse))
    pool = MappingValue(entries, open=props.open)
    put(group, "warm_pool", pool if call.certain else Unknown("a warm pool", (pool,)))
    return Opaque()


def _check(kind: str | None) -> Recipe:
    def recipe(call: Call) -> Node:
        props = call.props(0)
        grace = next((g for n in ("grace", "grace_period") if not (g := props.get(n)).is_absent()), None)
        if kind is not None:
            return Check(default(kind), grace)
        listed = props.get("additional_types")
        words = [w.text() for w in listed.items()]
        known = listed.is_closed() and all(words)
        text: Value = Scalar(",".join(w or "" for w in words)) if known else Unknown("kinds of checks")
        return Check(text, grace)

    return recipe


def _metrics(call: Call) -> Node:
    return Metrics(Unknown("metrics") if call.positional or call.construction.arguments.open else None)


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-autoscaling.HealthCheck.ec2": _check("EC2"),
        "aws-autoscaling.HealthCheck.elb": _check("ELB"),
        "aws-autoscaling.HealthChecks.ec2": _check("EC2"),
        "aws-autoscaling.HealthChecks.with_additional_checks": _check(None),
        "aws-autoscaling.GroupMetrics": _metrics,
        "aws-autoscaling.GroupMetrics.all": lambda call: Metrics(None),
    }
)
