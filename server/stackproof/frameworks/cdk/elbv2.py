"""Load balancers, listeners and target groups of the CDK."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.conversions import attribute
from stackproof.frameworks.cdk.ecs import ServiceThing, attach
from stackproof.frameworks.cdk.policies import statement
from stackproof.frameworks.cdk.principals import Principal, Principals
from stackproof.frameworks.cdk.s3 import BucketThing
from stackproof.frameworks.cdk.securitygroups import block, given_groups, security_group
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, append, put
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import Absent, MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_HTTP_PORTS = (80, 8000, 8008, 8080)
_HTTPS_PORTS = (443, 8443)
_LB_NAMES = {
    "load_balancer_arn": "arn",
    "load_balancer_dns_name": "dns_name",
    "load_balancer_canonical_hosted_zone_id": "zone_id",
    "load_balancer_name": "name",
    "load_balancer_full_name": "arn_suffix",
}


class Balancer(Made):
    """A load balancer; ``kind`` is Terraform's ``application`` or ``network``."""

    def __init__(self, world: World, resource: Resource, kind: str) -> None:
        super().__init__(resource, _LB_NAMES)
        self.world = world
        self.kind = kind
        self.methods["add_listener"] = lambda c: make_listener(
            c, self, c.props(1), f"{resource.name}/{world.name(c, 0)}", implied=False
        )
        self.methods["add_redirect"] = self._redirect
        self.methods["log_access_logs"] = lambda c: self._logs(c, "access_logs")
        self.methods["log_connection_logs"] = lambda c: self._logs(c, "connection_logs")
        self.methods["log_health_check_logs"] = lambda c: Opaque()
        self.methods["set_attribute"] = self._attribute
        self.methods["remove_attribute"] = lambda c: None
        self.methods["add_security_group"] = lambda c: Opaque()
        self.methods["on_cloud_trail_event"] = lambda c: Opaque()

    def attribute(self, name: str) -> Node | None:
        if name in ("listeners", "vpc", "metrics", "load_balancer_security_groups", "connections"):
            return Opaque((self.value(),))
        return super().attribute(name)

    def _redirect(self, call: Call) -> Node:
        props = call.props(0)
        port = props.get("source_port")
        target = props.get("target_port")
        redirect = block(
            port="443" if target.is_absent() else target, protocol="HTTPS", status_code="HTTP_301"
        )
        resource = call.world.add(
            "aws_lb_listener",
            f"{self.resource.name}/Redirect{'80' if port.is_absent() else '*'}To443",
            {
                "load_balancer_arn": ResourceReference(self.resource, "arn"),
                "port": default(80) if port.is_absent() else port,
                "protocol": default("HTTP"),
                "default_action": Sequence([block(type="redirect", redirect=redirect)]),
            },
        )
        return Listener(self.world, resource)

    def _logs(self, call: Call, name: str) -> Node:
        """Logs go to a bucket whose policy the library completes, unless the bucket is from outside."""
        bucket = call.thing(0, "bucket")
        prefix = call.folded(1, "prefix")
        origin = call.construction.origin
        target: Value = Unknown("a bucket", origin=origin)
        if isinstance(bucket, Made):
            target = ResourceReference(bucket.resource, "id", origin=origin)
        entries = {"bucket": MapEntry(target), "enabled": MapEntry(Scalar(True, origin=origin))}
        if prefix is not None:
            entries["prefix"] = MapEntry(prefix)
        value: Value = MappingValue(entries, origin=origin)
        if not call.certain:
            value = Unknown("logs that may be turned on", (value,), origin=origin)
        put(self.resource, name, value, MapEntry(value, None, origin))
        if isinstance(bucket, BucketThing):
            services: list[Principal] = [
                Principal("Service", Scalar(s))
                for s in ("logdelivery.elasticloadbalancing.amazonaws.com", "delivery.logs.amazonaws.com")
            ]
            text = prefix.text() if prefix is not None else ""
            pattern: str | Value = "*" if text is None else f"{text}/AWSLogs/*" if text else "AWSLogs/*"
            bucket.allow(statement(["s3:PutObject"], Principals(services), [bucket.objects(pattern)]))
            if bucket.policy is not None:
                self.resource.depends_on.append(ResourceReference(bucket.policy))
        return Opaque()

    def _attribute(self, call: Call) -> Node | None:
        key, value = call.folded(0, "key"), call.folded(1, "value")
        text = key.text() if key is not None else None
        if text is None:
            return None
        found: dict[str, Value] = {
            k: e.value for k, e in self.resource.properties.entries.items() if k.endswith("_logs")
        }
        if attribute(found, text, value if value is not None else Scalar(None)):
            for name, made in found.items():
                certain = made if call.certain else Unknown("an attribute that may be set", (made,))
                put(self.resource, name, certain, MapEntry(certain, None, call.construction.origin))
        return Opaque()


class Listener(Made):
    """A listener."""

    def __init__(self, world: World, resource: Resource) -> None:
        super().__init__(resource, {"listener_arn": "arn"})
        self.world = world
        self.methods["add_certificates"] = lambda c: self._certificates(c, c.argument(1, "certificates"))
        self.methods["add_certificate_arns"] = lambda c: self._certificates(c, c.argument(1, "arns"))
        self.methods["add_targets"] = self._targets
        self.methods["add_target_groups"] = self._groups
        self.methods["add_action"] = self._action
        for name in (
            "add_fixed_response",
            "add_redirect_response",
            "register_connectable",
            "set_attribute",
            "remove_attribute",
        ):
            self.methods[name] = lambda c: Opaque()

    def attribute(self, name: str) -> Node | None:
        if name in ("connections", "load_balancer"):
            return Opaque((self.value(),))
        return super().attribute(name)

    def _certificates(self, call: Call, written: Value | None) -> Node:
        arns = certificate_arns(call.world, written) if written is not None else None
        current = self.resource.properties.entries.get("certificate_arn")
        missing = current is None or isinstance(current.value, Absent)
        if arns is None or not call.certain:
            if missing:
                put(
                    self.resource,
                    "certificate_arn",
                    Unknown("certificates added later", origin=call.construction.origin),
                )
            return Opaque()
        if missing and arns:
            put(self.resource, "certificate_arn", arns[0])
            arns = arns[1:]
        for arn in arns:
            call.world.add(
                "aws_lb_listener_certificate",
                self.resource.name,
                {"listener_arn": ResourceReference(self.resource, "arn"), "certificate_arn": arn},
            )
        return Opaque()

    def _targets(self, call: Call) -> Node:
        props = call.props(1)
        group = make_group(call, props, f"{self.resource.name}/{self.world.name(call, 0)}Group", implied=True)
        self._forward(call, [group.resource], props)
        return group

    def _groups(self, call: Call) -> Node:
        props = call.props(1)
        written = props.raw("target_groups")
        things = call.world.things(written) if written is not None else None
        if things is None:
            put(self.resource, "default_action", Unknown("target groups"))
            return Opaque()
        self._forward(call, [t.resource for t in things if isinstance(t, Made)], props)
        return Opaque()

    def _forward(self, call: Call, groups: list[Resource], props: Arguments) -> None:
        actions: list[Value] = [
            block(type="forward", target_group_arn=ResourceReference(g, "arn")) for g in groups
        ]
        if props.raw("priority") is not None or props.raw("conditions") is not None:
            call.world.add(
                "aws_lb_listener_rule",
                f"{self.resource.name}/Rule",
                {"listener_arn": ResourceReference(self.resource, "arn"), "action": Sequence(actions)},
            )
            return
        for action in actions:
            append(self.resource, "default_action", action, certain=call.certain)

    def _action(self, call: Call) -> Node:
        props = call.props(1)
        action = props.get("action")
        if props.raw("priority") is None and props.raw("conditions") is None:
            put(self.resource, "default_action", Sequence([action]), props.entry("action"))
        return Opaque()


def certificate_arns(world: World, value: Value) -> list[Value] | None:
    """The ARNs of certificates given as constructs, as ``ListenerCertificate``s or as texts; None when not all are known."""
    elements = world.elements(value)
    if elements is None:
        return None
    found: list[Value] = []
    for element in elements:
        node = world.node(element)
        if isinstance(node, Made):
            found.append(ResourceReference(node.resource, "arn", origin=element.origin))
        elif node is None:
            found.append(Unknown("a certificate", (world.fold(element),), origin=element.origin))
        else:
            found.append(node.value() if isinstance(node, Thing) else node)
    return found


def _protocol(world: World, balancer: str, props: Arguments, certificates: bool) -> Value:
    """The protocol as given, or as the library derives it from the port."""
    written = props.get("protocol")
    if not written.is_absent():
        return written
    if balancer == "network":
        return default("TLS" if certificates else "TCP")
    port = props.get("port")
    if port.is_any_of(*_HTTPS_PORTS):
        return default("HTTPS")
    if port.is_any_of(*_HTTP_PORTS):
        return default("HTTP")
    return Unknown("a protocol that follows from the port", origin=port.origin)


def make_listener(
    call: Call, balancer: Made | None, props: Arguments, name: str, *, implied: bool
) -> Listener:
    """A listener, with its default certificate and default action."""
    world = call.world
    written = props.raw("certificates")
    if written is None:
        written = props.raw("certificate_arns")
    arns = certificate_arns(world, written) if written is not None else []
    kind = balancer.kind if isinstance(balancer, Balancer) else _kind_of(call)
    resource = world.add("aws_lb_listener", name, implied=implied)
    if balancer is not None:
        put(resource, "load_balancer_arn", ResourceReference(balancer.resource, "arn"))
    else:
        put(resource, "load_balancer_arn", props.get("load_balancer"), props.entry("load_balancer"))
    port, protocol = props.get("port"), _protocol(world, kind, props, bool(arns))
    if port.is_absent() and protocol.is_("HTTPS"):
        port = default(443)
    elif port.is_absent() and protocol.is_("HTTP"):
        port = default(80)
    put(resource, "port", port, props.entry("port"))
    put(resource, "protocol", protocol, props.entry("protocol"))
    put(resource, "ssl_policy", props.get("ssl_policy"), props.entry("ssl_policy"))
    resource.properties.open = props.open
    resource.properties.origin = props.origin
    entry = props.entry("certificates") or props.entry("certificate_arns")
    if arns is None:
        put(
            resource,
            "certificate_arn",
            Unknown("certificates", origin=written.origin if written is not None else None),
            entry,
        )
    elif arns:
        put(resource, "certificate_arn", arns[0], entry)
    elif written is not None:
        resource.properties.entries["certificate_arn"] = MapEntry(
            Absent(origin=written.origin),
            entry.key_origin if entry else None,
            entry.origin if entry else None,
        )
    made = Listener(world, resource)
    for arn in (arns or [])[1:]:
        world.add(
            "aws_lb_listener_certificate",
            name,
            {"listener_arn": ResourceReference(resource, "arn"), "certificate_arn": arn},
        )
    _default_action(world, resource, props)
    return made


def _default_action(world: World, resource: Resource, props: Arguments) -> None:
    action, groups = props.raw("default_action"), props.raw("default_target_groups")
    if action is not None:
        put(resource, "default_action", Sequence([world.fold(action)]), props.entry("default_action"))
    elif groups is not None:
        things = world.things(groups)
        if things is None:
            put(resource, "default_action", Unknown("target groups"), props.entry("default_target_groups"))
        for thing in things or ():
            if isinstance(thing, Made):
                append(
                    resource,
                    "default_action",
                    block(type="forward", target_group_arn=ResourceReference(thing.resource, "arn")),
                )


def _kind_of(call: Call) -> str:
    located = call.located
    return "network" if located is not None and located.names[0].startswith("Network") else "application"


def make_balancer(
    call: Call,
    props: Arguments,
    name: str,
    vpc: VpcThing | Thing | None,
    *,
    kind: str,
    implied: bool,
    public: Value,
) -> Balancer:
    """A load balancer in the subnets its props select: public ones when it faces the internet."""
    world = call.world
    internal: Value
    if public.is_(True) or public.is_(False):
        internal = Scalar(public.is_(False), origin=public.origin, certainty=public.certainty)
    else:
        internal = Unknown("whether it faces the internet", origin=public.origin)
    resource = world.add(
        "aws_lb", name, {"load_balancer_type": default(kind), "internal": internal}, implied=implied
    )
    resource.properties.open = props.open
    resource.properties.origin = props.origin
    put(resource, "name", props.get("load_balancer_name"), props.entry("load_balancer_name"))
    for source, target in (
        ("deletion_protection", "enable_deletion_protection"),
        ("idle_timeout", "idle_timeout"),
        ("http2_enabled", "enable_http2"),
        ("drop_invalid_header_fields", "drop_invalid_header_fields"),
        ("cross_zone_enabled", "enable_cross_zone_load_balancing"),
    ):
        put(resource, target, props.get(source), props.entry(source))
    if isinstance(vpc, VpcThing):
        put(resource, "subnets", _subnets(vpc, props, public), props.entry("vpc_subnets"))
    else:
        put(resource, "subnets", Unknown("subnets of a VPC that is not known"))
    groups = given_groups(props)
    if groups is None and kind == "application":
        vpc_id = ResourceReference(vpc.resource, "id") if isinstance(vpc, VpcThing) else Unknown("a VPC")
        groups = Sequence([ResourceReference(security_group(call, f"{name}/SecurityGroup", vpc_id), "id")])
    put(resource, "security_groups", groups, props.entry("security_group"))
    return Balancer(world, resource, kind)


def _subnets(vpc: VpcThing, props: Arguments, public: Value) -> Value:
    if props.raw("vpc_subnets") is not None or props.open:
        return vpc.subnet_ids(props)
    if public.is_(True) and vpc.plan is not None:
        return Sequence([ResourceReference(vpc.subnets[i].resource, "id") for i in vpc.plan.of("public")])
    if public.is_(False):
        return vpc.subnet_ids(None)
    return Unknown("subnets", (vpc.value(),))


def _balancer(call: Call) -> Node:
    props = call.props()
    facing = props.get("internet_facing")
    public = default(False) if facing.is_absent() else facing
    return make_balancer(
        call,
        props,
        call.world.name(call),
        props.thing("vpc"),
        kind=_kind_of(call),
        implied=False,
        public=public,
    )


def _listener(call: Call) -> Node:
    props = call.props()
    balancer = props.thing("load_balancer")
    return make_listener(
        call, balancer if isinstance(balancer, Made) else None, props, call.world.name(call), implied=False
    )


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


def _external(kind: str) -> Recipe:
    def recipe(call: Call) -> Node:
        made = Made(call.world.external(kind, call), _LB_NAMES if kind == "aws_lb" else {}, fragile=False)
        if kind != "aws_lb":
            return made
        made.methods["add_listener"] = lambda c: make_listener(
            c, made, c.props(1), call.world.name(c, 0), implied=False
        )
        return made

    return recipe


def _certificate(call: Call) -> Node | None:
    """``ListenerCertificate.fromArn`` and ``fromCertificateManager``."""
    value = call.positional[0] if call.positional else None
    if value is None:
        return None
    node = call.world.node(value)
    if isinstance(node, Made):
        return ResourceReference(node.resource, "arn", origin=value.origin)
    return call.world.fold(value)


def _forward(call: Call) -> Node:
    written = call.argument(0, "target_groups")
    things = call.world.things(written) if written is not None else None
    made = [t for t in things or () if isinstance(t, Made)]
    if things is None or not made:
        return Unknown("a forward action", origin=call.construction.origin)
    return block(type="forward", target_group_arn=ResourceReference(made[0].resource, "arn"))


def _redirect_action(call: Call) -> Node:
    props = call.props(0)
    redirect = MappingValue(
        {k: MapEntry(call.world.fold(e.value), e.key_origin, e.origin) for k, e in props.entries.items()},
        open=props.open,
    )
    return block(type="redirect", redirect=redirect)


def _fixed(call: Call) -> Node:
    status = call.folded(0, "status_code")
    return block(type="fixed-response", fixed_response=block(status_code=status))


_E = "aws-elasticloadbalancingv2"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_E}.ApplicationLoadBalancer": _balancer,
        f"{_E}.NetworkLoadBalancer": _balancer,
        f"{_E}.ApplicationListener": _listener,
        f"{_E}.NetworkListener": _listener,
        f"{_E}.ApplicationTargetGroup": _group,
        f"{_E}.NetworkTargetGroup": _group,
        f"{_E}.ListenerCertificate.from_arn": _certificate,
        f"{_E}.ListenerCertificate.from_certificate_manager": _certificate,
        f"{_E}.ListenerCertificate": _certificate,
        f"{_E}.ListenerAction.forward": _forward,
        f"{_E}.NetworkListenerAction.forward": _forward,
        f"{_E}.ListenerAction.redirect": _redirect_action,
        f"{_E}.ListenerAction.fixed_response": _fixed,
        **{
            f"{_E}.{c}.from_{s}": _external(k)
            for c, s, k in (
                ("ApplicationLoadBalancer", "lookup", "aws_lb"),
                ("ApplicationLoadBalancer", "application_load_balancer_attributes", "aws_lb"),
                ("NetworkLoadBalancer", "lookup", "aws_lb"),
                ("NetworkLoadBalancer", "network_load_balancer_attributes", "aws_lb"),
                ("ApplicationListener", "lookup", "aws_lb_listener"),
                ("ApplicationListener", "application_listener_attributes", "aws_lb_listener"),
                ("ApplicationTargetGroup", "target_group_attributes", "aws_lb_target_group"),
                ("NetworkTargetGroup", "target_group_attributes", "aws_lb_target_group"),
            )
        },
    }
)
