"""Target groups of load balancers in the CDK, and the kinds of targets in them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.balancing.targets import Target, TargetGroup
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, given, put
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.frameworks.cdk.world import World
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_HTTP_PORTS = (80, 8000, 8008, 8080)
_HTTPS_PORTS = (443, 8443)

# Arguments of a group that are attributes of Terraform's.
_APPLICATION = {
    "slow_start": "slow_start",
    "load_balancing_algorithm_type": "load_balancing_algorithm_type",
    "multi_value_headers_enabled": "lambda_multi_value_headers_enabled",
}
_NETWORK = {
    "proxy_protocol_v2": "proxy_protocol_v2",
    "preserve_client_ip": "preserve_client_ip",
    "connection_termination": "connection_termination",
}


def protocol_and_port(props: Arguments) -> tuple[Value, Value]:
    """The protocol and port of HTTP as given, or as each follows from the other."""
    protocol, port = props.get("protocol"), props.get("port")
    if protocol.is_absent() and not port.is_absent():
        if port.is_any_of(*_HTTPS_PORTS):
            protocol = default("HTTPS")
        elif port.is_any_of(*_HTTP_PORTS):
            protocol = default("HTTP")
        else:
            protocol = Unknown("a protocol that follows from the port", origin=port.origin)
    elif port.is_absent() and not protocol.is_absent():
        known = {"HTTPS": 443, "HTTP": 80}.get(protocol.text() or "")
        port = default(known) if known else Unknown("a port that follows from the protocol")
    return protocol, port


def make_group(
    call: Call,
    props: Arguments,
    name: str,
    *,
    implied: bool,
    application: bool,
    vpc: Thing | None = None,
    fallback: Value | None = None,
) -> TargetGroup:
    """A target group with its health check and targets; ``fallback`` is the protocol when none is given."""
    world = call.world
    arranged = Arranged(props)
    arranged.copy("target_type", "protocol_version", "ip_address_type", target_group_name="name")
    if application:
        protocol, port = protocol_and_port(props)
    else:
        protocol, port = props.get("protocol"), props.get("port")
        if protocol.is_absent():
            protocol = fallback if fallback is not None else default("TCP")
    for argument, value in (("protocol", protocol), ("port", port)):
        if not value.is_absent():
            arranged.put(argument, value, argument)
    place = vpc if vpc is not None else props.thing("vpc")
    kind = props.get("target_type")
    if isinstance(place, VpcThing):
        # Functions are in no network; what is not said yet, the targets say.
        known = kind.is_absent() or kind.is_not("lambda")
        own = ResourceReference(place.resource, "id")
        if not kind.is_("lambda"):
            arranged.put("vpc_id", own if known else Unknown("a VPC", (own,)), "vpc")
    elif props.raw("vpc") is not None or vpc is not None:
        arranged.put("vpc_id", Unknown("a VPC"), "vpc")
    if (check := props.raw("health_check")) is not None:
        arranged.keep("health_check", health_check(world, check), "health_check")
    _settings(arranged, props, application)
    props.entry("targets")
    described = describe(world, "AWS::ElasticLoadBalancingV2::TargetGroup", name, arranged, implied=implied)
    group = TargetGroup(world, described.resource, application=application)
    group.methods["configure_health_check"] = lambda c: _configure(c, group)
    if application and not props.get("target_type").is_("lambda"):
        _stickiness(group, props)
    _targets(call, group, props)
    return group


def _settings(arranged: Arranged, props: Arguments, application: bool) -> None:
    cross = props.get("cross_zone_enabled")
    if not cross.is_absent():
        known = {True: "true", False: "false"}.get(bool(cross.is_(True)))
        certain = cross.is_(True) or cross.is_(False)
        word: Value = (
            Scalar(known, origin=cross.origin) if certain else Unknown("a switch", origin=cross.origin)
        )
        arranged.keep("load_balancing_cross_zone_enabled", word, "cross_zone_enabled")
    for source, target in {
        "deregistration_delay": "deregistration_delay",
        **(_APPLICATION if application else _NETWORK),
    }.items():
        value = props.get(source)
        if not value.is_absent():
            arranged.keep(target, value, source)
    anomalies = props.get("enable_anomaly_mitigation")
    if not anomalies.is_absent():
        word = Scalar("on" if anomalies.is_(True) else "off", origin=anomalies.origin)
        certain = anomalies.is_(True) or anomalies.is_(False)
        arranged.keep(
            "load_balancing_anomaly_mitigation",
            word if certain else Unknown("a switch"),
            "enable_anomaly_mitigation",
        )


def _stickiness(group: TargetGroup, props: Arguments) -> None:
    duration = props.raw("stickiness_cookie_duration")
    if duration is not None:
        cookie = props.get("stickiness_cookie_name")
        group.stick(duration, None if cookie.is_absent() else cookie)
    else:
        put(group.resource, "stickiness", block(enabled=default(False)))


def _targets(call: Call, group: TargetGroup, props: Arguments) -> None:
    targets = props.raw("targets")
    if targets is None:
        return
    elements = call.world.elements(targets)
    if elements is None:
        group.kind(Unknown("the kind of targets"))
        call.world.open(group, "targets", "targets that are not known", targets.origin)
    group.add(call, elements or [])


def _configure(call: Call, group: TargetGroup) -> Node:
    value = call.argument(0, "health_check")
    if value is None and call.construction.arguments.keywords:
        value = call.construction.arguments.as_mapping()
    check = health_check(call.world, value) if value is not None else Unknown("a health check")
    put(group.resource, "health_check", check if call.certain else Unknown("a health check", (check,)))
    return Opaque()


def health_check(world: World, value: Value) -> Value:
    """A health check's block."""
    inner = arguments_of(world, value)
    if inner is None:
        return world.fold(value)
    names = {
        "healthy_http_codes": "matcher",
        "healthy_grpc_codes": "matcher",
        "healthy_threshold_count": "healthy_threshold",
        "unhealthy_threshold_count": "unhealthy_threshold",
    }
    entries = {
        names.get(k, k): MapEntry(world.fold(e.value), e.key_origin, e.origin)
        for k, e in inner.entries.items()
        if not e.value.is_(None)
    }
    return MappingValue(entries, open=inner.open, origin=inner.origin)


# --- targets that are classes of their own -------------------------------------------------------


class Registered(Target):
    """A target that is listed in its group by its id. The library does not let the load balancer reach it."""

    def __init__(self, id_: Value, kind: str, port: Value | None = None, zone: Value | None = None) -> None:
        self._id = id_
        self._kind = kind
        self._port = port
        self._zone = zone

    def value(self) -> Value:
        return Unknown("a target", (self._id,))

    def register(self, call: Call, group: TargetGroup) -> None:
        group.kind(self._kind, certain=call.certain)
        made = call.world.add(
            "aws_lb_target_group_attachment",
            group.resource.name,
            {
                "target_group_arn": ResourceReference(group.resource, "arn"),
                "target_id": self._id,
                "port": self._port,
                "availability_zone": self._zone,
            },
        )
        made.conditional = made.conditional or not call.certain


def _instance(call: Call) -> Node:
    thing = call.thing(0, "instance")
    id_ = ResourceReference(thing.resource, "id") if isinstance(thing, Made) else Unknown("an instance")
    return Registered(id_, "instance", call.folded(1, "port"))


def _plain(kind: str, name: str) -> Recipe:
    def recipe(call: Call) -> Node:
        zone = call.folded(2, "availability_zone")
        return Registered(given(call.folded(0, name), "a target"), kind, call.folded(1, "port"), zone)

    return recipe


class _FunctionTarget(Registered):
    """A function, which the load balancer may call."""

    def __init__(self, function: Made) -> None:
        super().__init__(ResourceReference(function.resource, "arn"), "lambda")
        self._function = function

    def register(self, call: Call, group: TargetGroup) -> None:
        super().register(call, group)
        call.world.add(
            "aws_lambda_permission",
            f"{self._function.resource.name}/Invoke",
            {
                "action": default("lambda:InvokeFunction"),
                "function_name": ResourceReference(self._function.resource, "arn"),
                "principal": default("elasticloadbalancing.amazonaws.com"),
            },
        )


def _function(call: Call) -> Node | None:
    thing = call.thing(0, "fn")
    return _FunctionTarget(thing) if isinstance(thing, Made) else None


def _balancer(call: Call) -> Node:
    """``new AlbTarget(alb, port)`` and ``AlbListenerTarget(listener)``."""
    port = call.folded(1, "port")
    if call.located is not None and call.located.names[-1] == "AlbListenerTarget":
        listener = call.thing(0, "alb_listener")
        if not isinstance(listener, Made):
            return Registered(Unknown("a load balancer"), "alb", Unknown("a port"))
        port = listener.resource["port"]
        owner = listener.resource["load_balancer_arn"].target()
        arn: Value = Unknown("a load balancer") if owner is None else ResourceReference(owner, "arn")
        return Registered(arn, "alb", port)
    thing = call.thing(0, "alb")
    if isinstance(thing, Made):
        return Registered(ResourceReference(thing.resource, "arn"), "alb", port)
    arn_text = call.folded(0, "alb_arn")
    return Registered(given(arn_text, "a load balancer"), "alb", port)


def _group(application: bool) -> Callable[[Call], Node]:
    return lambda call: make_group(
        call, call.props(), call.world.name(call), implied=False, application=application
    )


_E = "aws-elasticloadbalancingv2"
_T = "aws-elasticloadbalancingv2-targets"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_E}.ApplicationTargetGroup": _group(True),
        f"{_E}.NetworkTargetGroup": _group(False),
        f"{_T}.InstanceTarget": _instance,
        f"{_T}.InstanceIdTarget": _plain("instance", "instance_id"),
        f"{_T}.IpTarget": _plain("ip", "ip_address"),
        f"{_T}.LambdaTarget": _function,
        f"{_T}.AlbTarget": _balancer,
        f"{_T}.AlbArnTarget": _balancer,
        f"{_T}.AlbListenerTarget": _balancer,
    }
)
