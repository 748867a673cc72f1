"""Target groups of load balancers in the CDK."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.ecs import ServiceThing, attach
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, put
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Unknown, Value
from stackproof.model.values import Mapping as MappingValue


def make_group(call: Call, props: Arguments, name: str, *, implied: bool) -> Made:
    """A target group with its health check, to which its targets are attached."""
    world = call.world
    resource = world.add("aws_lb_target_group", name, implied=implied)
    resource.properties.open = props.open
    resource.properties.origin = props.origin
    put(resource, "name", props.get("target_group_name"), props.entry("target_group_name"))
    for source in ("port", "protocol", "target_type"):
        put(resource, source, props.get(source), props.entry(source))
    vpc = props.thing("vpc")
    if isinstance(vpc, VpcThing):
        put(resource, "vpc_id", ResourceReference(vpc.resource, "id"), props.entry("vpc"))
    check = props.raw("health_check")
    if check is not None:
        put(resource, "health_check", health_check(world, check), props.entry("health_check"))
    made = Made(
        resource,
        {"target_group_arn": "arn", "target_group_name": "name", "target_group_full_name": "arn_suffix"},
    )
    made.methods["add_target"] = lambda c: _add_targets(c, resource, c.positional)
    made.methods["configure_health_check"] = lambda c: _configure(c, resource)
    for method in ("set_attribute", "enable_cookie_stickiness", "register_connectable", "register_listener"):
        made.methods[method] = lambda c: Opaque()
    made.attributes["load_balancer_attached"] = Opaque((made.value(),))
    targets = props.raw("targets")
    if targets is not None:
        elements = world.elements(targets)
        if elements is None:
            put(
                resource,
                "target_type",
                props.get("target_type") if props.raw("target_type") is not None else Unknown("targets"),
            )
        _add_targets(call, resource, elements or [])
    return made


def _add_targets(call: Call, group: Resource, targets: list[Value]) -> Node:
    for target in targets:
        node = call.world.node(target)
        if isinstance(node, ServiceThing):
            attach(node, group)
        elif "target_type" not in group.properties.entries:
            put(group, "target_type", Unknown("the kind of a target", origin=target.origin))
    return Opaque()


def _configure(call: Call, group: Resource) -> Node:
    value = call.argument(0, "health_check")
    if value is None and call.construction.arguments.keywords:
        value = call.construction.arguments.as_mapping()
    put(
        group,
        "health_check",
        health_check(call.world, value) if value is not None else Unknown("a health check"),
    )
    return Opaque()


def health_check(world: World, value: Value) -> Value:
    """A health check's block."""
    inner = arguments_of(world, value)
    if inner is None:
        return world.fold(value)
    names = {
        "healthy_http_codes": "matcher",
        "healthy_threshold_count": "healthy_threshold",
        "unhealthy_threshold_count": "unhealthy_threshold",
    }
    entries = {
        names.get(k, k): MapEntry(world.fold(e.value), e.key_origin, e.origin)
        for k, e in inner.entries.items()
        if not e.value.is_(None)
    }
    return MappingValue(entries, open=inner.open, origin=inner.origin)


def _group(call: Call) -> Node:
    return make_group(call, call.props(), call.world.name(call), implied=False)


_E = "aws-elasticloadbalancingv2"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {f"{_E}.ApplicationTargetGroup": _group, f"{_E}.NetworkTargetGroup": _group}
)
