"""``elasticloadbalancing.LoadBalancer``, the first kind of load balancer that there was."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.connections import Connections, connections_of
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.granting import on_behalf
from stackproof.frameworks.cdk.options import given, given_or
from stackproof.frameworks.cdk.peers import Peer, tcp
from stackproof.frameworks.cdk.securitygroups import SecurityGroupThing, block, own_group
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, append, put
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Template, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_NAMES = {
    "load_balancer_name": "name",
    "load_balancer_dns_name": "dns_name",
    "load_balancer_canonical_hosted_zone_name_id": "zone_id",
    "load_balancer_source_security_group_group_name": "source_security_group",
}
_KNOWN = {80: "http", 443: "https"}


class ClassicThing(Made):
    """A load balancer, to which listeners and targets are added."""

    def __init__(self, world: World, resource: Resource, group: SecurityGroupThing) -> None:
        super().__init__(resource, dict(_NAMES))
        self.world = world
        self._group = group
        self.connections = Connections(world, [group])
        self.attributes["connections"] = self.connections
        # Ports of machines, and those who listen there.
        self._ports: list[Value] = []
        self._targets: list[Connections | None] = []
        self.methods["add_listener"] = lambda c: self.listen(c, c.props(0))
        self.methods["add_target"] = lambda c: self.reach(c, c.argument(0, "target"))

    def listen(self, call: Call, props: Arguments) -> Node:
        """Take requests on a port, and send them to one of the machines'."""
        port = props.get("external_port")
        protocol = given_or(props, "external_protocol", _by_port(port))
        inner = given_or(props, "internal_port", port)
        spoken = _KNOWN.get(int(inner.number() or 0))
        followed: Value = default(spoken) if spoken else _inner_protocol(protocol, inner)
        certificate = given(props, "ssl_certificate_arn")
        certificate = given(props, "ssl_certificate_id") if certificate is None else certificate
        told = block(
            lb_port=port,
            lb_protocol=protocol,
            instance_port=inner,
            instance_protocol=given_or(props, "internal_protocol", followed),
            ssl_certificate_id=certificate,
        )
        told.open, told.origin = props.open, props.origin
        append(self.resource, "listener", told, certain=call.certain)
        place = Connections(self.world, [self._group], default=tcp(port))
        self._let_in(call, props, place, port)
        for target in self._targets:
            self._allow(call, target, inner)
        self._ports.append(inner)
        made = Opaque((self.value(),))
        return _Port(made, place)

    def _let_in(self, call: Call, props: Arguments, place: Connections, port: Value) -> None:
        """Let whoever may connect reach a port: everybody, where nothing is said."""
        said = Template(("Default rule allow on ", *(port.pieces() or (port,))))
        number = port.number()
        description: Value = said if number is None else Scalar(f"Default rule allow on {number}")
        written = props.raw("allow_connections_from")
        listed = props.elements("allow_connections_from")
        if written is None and props.absent("allow_connections_from"):
            anyone = Connections(self.world, peer=Peer("ipv4", Scalar("0.0.0.0/0")))
            place.allow("ingress", anyone, place.default, description, certain=call.certain)
        elif listed is None:
            place.unsettle()
        for value in listed or ():
            other = connections_of(self.world, value)
            place.allow("ingress", other, place.default, description, certain=call.certain)

    def reach(self, call: Call, value: Value | None) -> Node:
        """Send requests to a target."""
        thing = self.world.node(value) if value is not None else None
        known = isinstance(thing, Thing) and not isinstance(thing, Opaque)
        if isinstance(thing, Instance):
            append(self.resource, "instances", thing.number, certain=call.certain)
        elif (
            not known
            or not isinstance(thing, Thing)
            or thing.call("attach_to_classic_lb", on_behalf(call, self)) is None
        ):
            put(self.resource, "instances", Unknown("machines"))
        target = thing.connections if isinstance(thing, Instance) else connections_of(self.world, value)
        for port in self._ports:
            self._allow(call, target, port)
        self._targets.append(target)
        return Opaque()

    def _allow(self, call: Call, target: Connections | None, port: Value) -> None:
        number = port.number()
        said: Value = Unknown("a description") if number is None else Scalar(f"Port {number} LB to fleet")
        self.connections.allow("egress", target, tcp(port), said, certain=call.certain)


class _Port(Opaque):
    """A listener, of which only the connections are of use."""

    def __init__(self, inner: Opaque, connections: Connections) -> None:
        super().__init__((inner.value(),))
        self._connections = connections

    def attribute(self, name: str) -> Node | None:
        return self._connections if name == "connections" else self


class Instance(Opaque):
    """One machine as a target."""

    def __init__(self, number: Value, connections: Connections | None) -> None:
        super().__init__((number,))
        self.number = number
        self.connections = connections


def _by_port(port: Value) -> Value:
    """The protocol that is usual on a port."""
    known = _KNOWN.get(int(port.number() or 0))
    return default(known) if known else Unknown("a protocol", (port,))


def _inner_protocol(protocol: Value, port: Value) -> Value:
    """How machines are spoken to on a port without a usual protocol."""
    text = protocol.text()
    if text is None or port.number() is None:
        return Unknown("a protocol", (protocol, port))
    return default("http" if text in ("http", "https") else "tcp")


def _balancer(call: Call) -> Node:
    world, props, name = call.world, call.props(), call.world.name(call)
    vpc = props.thing("vpc")
    network: Value = ResourceReference(vpc.resource, "id") if isinstance(vpc, VpcThing) else Unknown("a VPC")
    group = own_group(call, f"{name}/SecurityGroup", network, out=False)
    made = Arranged(props)
    made.put("security_groups", Sequence([ResourceReference(group.resource, "id")]))
    made.put("subnets", _subnets(props, vpc), "subnet_selection")
    facing = given_or(props, "internet_facing", False)
    made.keep("internal", _internal(facing), "internet_facing")
    made.put("cross_zone", given_or(props, "cross_zone", True), "cross_zone")
    made.put("health_check", _health(props), "health_check")
    made.copy("access_logging_policy")
    for later in ("listeners", "targets", "vpc"):
        props.entry(later)
    resource = describe(world, "AWS::ElasticLoadBalancing::LoadBalancer", name, made).resource
    thing = ClassicThing(world, resource, group)
    _first(call, thing, props)
    return thing


def _first(call: Call, thing: ClassicThing, props: Arguments) -> None:
    """The listeners and targets that the load balancer is made with."""
    listeners, targets = props.elements("listeners"), props.elements("targets")
    for value in listeners or ():
        inner = arguments_of(call.world, value)
        thing.listen(call, inner if inner is not None else Arguments(call.world, open=True))
    if listeners is None and not props.absent("listeners"):
        put(thing.resource, "listener", Unknown("listeners"), props.entry("listeners"))
        thing.connections.unsettle()
    for value in targets or ():
        thing.reach(call, value)
    if targets is None and not props.absent("targets"):
        thing.reach(call, props.raw("targets"))


def _internal(facing: Value) -> Value:
    if not (facing.is_(True) or facing.is_(False)):
        return Unknown("whether it faces the internet", (facing,), origin=facing.origin)
    return Scalar(facing.is_(False), origin=facing.origin, certainty=facing.certainty)


def _subnets(props: Arguments, vpc: Thing | None) -> Value:
    if not isinstance(vpc, VpcThing):
        return Unknown("subnets")
    if props.raw("subnet_selection") is not None or not props.absent("subnet_selection"):
        return vpc.subnet_ids(props, "subnet_selection")
    facing = given_or(props, "internet_facing", False)
    if vpc.plan is None or not (facing.is_(True) or facing.is_(False)):
        return Unknown("subnets", (vpc.value(),))
    chosen = vpc.plan.of("public" if facing.is_(True) else "private")
    return Sequence(
        [ResourceReference(vpc.subnets[n].resource, "id") for n in chosen], open=not vpc.plan.counted
    )


def _health(props: Arguments) -> Value | None:
    """How machines are asked whether they are well."""
    inner = props.nested("health_check")
    if inner is None:
        return None if props.absent("health_check") else Unknown("a health check")
    port = inner.get("port")
    usual = _KNOWN.get(int(port.number() or 0))
    protocol = given_or(inner, "protocol", usual or "tcp")
    path = given_or(inner, "path", "/")
    words, number, where = protocol.text(), port.number(), path.text()
    target: Value = Unknown("what is asked", (protocol, port, path))
    if words is not None and number is not None:
        if words not in ("http", "https"):
            target = Scalar(f"{words.upper()}:{number}")
        elif where is not None:
            target = Scalar(f"{words.upper()}:{number}{where}")
    entries = {"target": MapEntry(target)}
    for name, held in (
        ("healthy_threshold", 2),
        ("interval", 30),
        ("timeout", 5),
        ("unhealthy_threshold", 5),
    ):
        entries[name] = MapEntry(given_or(inner, name, held))
    return MappingValue(entries, open=inner.open, origin=inner.origin)


def _instance(call: Call) -> Node:
    """``new InstanceTarget(instance)``."""
    thing = call.thing(0, "instance")
    number = ResourceReference(thing.resource, "id") if isinstance(thing, Made) else Unknown("a machine")
    return Instance(number, connections_of(call.world, call.argument(0, "instance")))


_E = "aws-elasticloadbalancing"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {f"{_E}.LoadBalancer": _balancer, f"{_E}.InstanceTarget": _instance}
)
