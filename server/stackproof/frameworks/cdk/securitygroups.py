"""Security groups of the CDK, written out or made along the way."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, append, given, put
from stackproof.model.graph import Resource
from stackproof.model.values import (
    Certainty,
    MapEntry,
    ResourceReference,
    Scalar,
    Sequence,
    Unknown,
    Value,
)
from stackproof.model.values import Mapping as MappingValue


def block(
    certainty: Certainty = Certainty.WRITTEN, **entries: Value | str | int | bool | None
) -> MappingValue:
    """A nested block; plain data become scalars, None entries are left out."""
    made: dict[str, MapEntry] = {}
    for name, value in entries.items():
        if value is not None:
            made[name] = MapEntry(value if isinstance(value, Value) else Scalar(value, certainty=certainty))
    return MappingValue(made, certainty=certainty)


def everything_out() -> Value:
    """The rule that allows all outgoing traffic, as the library adds it."""
    anywhere = Sequence([Scalar("0.0.0.0/0", certainty=Certainty.DEFAULT)], certainty=Certainty.DEFAULT)
    rule = block(Certainty.DEFAULT, from_port=0, to_port=0, protocol="-1", cidr_blocks=anywhere)
    return Sequence([rule], certainty=Certainty.DEFAULT)


def security_group(call: Call, name: str, vpc: Value | None) -> Resource:
    """A group that a construct makes for itself. Others' connections add rules to it, so its lists stay open."""
    resource = call.world.add(
        "aws_security_group", name, {"vpc_id": vpc, "egress": everything_out()}, role="security-group"
    )
    put(resource, "ingress", Sequence([], open=True))
    return resource


def given_groups(props: Arguments, name: str = "security_groups") -> Value | None:
    """The ids of the groups given to a construct; None when it makes its own."""
    written = props.raw(name)
    if written is None and name == "security_groups":
        single = props.raw("security_group")
        if single is None:
            return Unknown("security groups") if props.open else None
        node = props.world.node(single)
        if isinstance(node, Made):
            return Sequence(
                [ResourceReference(node.resource, "id", origin=single.origin)], origin=single.origin
            )
        return Unknown("a security group", (props.world.fold(single),), origin=single.origin)
    if written is None:
        return None
    things = props.world.things(written)
    if things is None:
        return Unknown("security groups", (props.world.fold(written),), origin=written.origin)
    ids: list[Value] = [
        ResourceReference(t.resource, "id")
        if isinstance(t, Made)
        else Unknown("a security group", (t.value(),))
        for t in things
    ]
    return Sequence(ids, origin=written.origin)


def _group(call: Call) -> Node:
    props = call.props()
    world = call.world
    vpc = props.thing("vpc")
    resource = world.add(
        "aws_security_group",
        world.name(call),
        {"vpc_id": vpc.attribute("vpc_id") if vpc is not None else Unknown("a VPC")},  # type: ignore[dict-item]
        implied=False,
    )
    put(resource, "name", props.get("security_group_name"), props.entry("security_group_name"))
    put(resource, "description", props.get("description"), props.entry("description"))
    allowed = props.get("allow_all_outbound")
    entry = props.entry("allow_all_outbound")
    if allowed.is_absent() or allowed.is_(True):
        put(resource, "egress", everything_out())
    elif allowed.is_(False):
        # Constructs that connect to others add rules here by themselves.
        put(resource, "egress", Sequence([], open=True, origin=allowed.origin), entry)
    else:
        put(resource, "egress", Unknown("outgoing rules", origin=allowed.origin), entry)
    put(resource, "ingress", Sequence([], open=True))
    made = Made(resource, {"security_group_id": "id", "security_group_vpc_id": "vpc_id"})
    made.attributes["connections"] = Opaque((made.value(),))
    made.methods["add_ingress_rule"] = lambda c: _rule(resource, "ingress", c)
    made.methods["add_egress_rule"] = lambda c: _rule(resource, "egress", c)
    return made


def _rule(resource: Resource, name: str, call: Call) -> Node:
    peer, port = call.argument(0, "peer"), call.argument(1, "connection")
    rule: dict[str, MapEntry] = {}
    peers = call.world.node(peer) if peer is not None else None
    if isinstance(peers, Peer):
        rule[peers.argument] = MapEntry(Sequence([peers.address]))
    elif isinstance(peers, Made) and peers.resource.type == "aws_security_group":
        rule["security_groups"] = MapEntry(Sequence([ResourceReference(peers.resource, "id")]))
    ports = call.world.node(port) if port is not None else None
    if isinstance(ports, Ports):
        rule |= {k: MapEntry(v) for k, v in ports.range.items()}
    description = call.folded(2, "description")
    if description is not None:
        rule["description"] = MapEntry(description)
    known = isinstance(ports, Ports) and len(rule) > len(ports.range)
    append(
        resource,
        name,
        MappingValue(rule, open=not known, origin=call.construction.origin),
        certain=call.certain,
    )
    return Opaque()


class Peer(Opaque):
    """An address range or prefix list that a rule allows."""

    def __init__(self, argument: str, address: Value) -> None:
        super().__init__((address,))
        self.argument = argument
        self.address = address


class Ports(Opaque):
    """A protocol and a range of ports."""

    def __init__(self, protocol: str, first: Value, last: Value) -> None:
        super().__init__((first, last))
        self.range = {"protocol": Scalar(protocol), "from_port": first, "to_port": last}


def _peer(argument: str, data: str | None = None) -> Recipe:
    def recipe(call: Call) -> Node:
        return Peer(argument, Scalar(data) if data else given(call.folded(0, "cidr_ip"), "an address"))

    return recipe


def _port(protocol: str, first: int | None = None, last: int | None = None) -> Recipe:
    def recipe(call: Call) -> Node:
        if first is not None:
            return Ports(protocol, Scalar(first), Scalar(last if last is not None else first))
        single = call.folded(0, "port")
        start = given(single if single is not None else call.folded(0, "start_port"), "a port")
        end = call.folded(1, "end_port")
        return Ports(protocol, start, end if end is not None else start)

    return recipe


def _external(call: Call) -> Node:
    made = Made(call.world.external("aws_security_group", call), {"security_group_id": "id"}, fragile=False)
    made.attributes["connections"] = Opaque()
    return made


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-ec2.SecurityGroup": _group,
        "aws-ec2.SecurityGroup.from_security_group_id": _external,
        "aws-ec2.SecurityGroup.from_lookup": _external,
        "aws-ec2.SecurityGroup.from_lookup_by_id": _external,
        "aws-ec2.SecurityGroup.from_lookup_by_name": _external,
        "aws-ec2.Peer.any_ipv4": _peer("cidr_blocks", "0.0.0.0/0"),
        "aws-ec2.Peer.any_ipv6": _peer("ipv6_cidr_blocks", "::/0"),
        "aws-ec2.Peer.ipv4": _peer("cidr_blocks"),
        "aws-ec2.Peer.ipv6": _peer("ipv6_cidr_blocks"),
        "aws-ec2.Port.tcp": _port("tcp"),
        "aws-ec2.Port.udp": _port("udp"),
        "aws-ec2.Port.tcp_range": _port("tcp"),
        "aws-ec2.Port.udp_range": _port("udp"),
        "aws-ec2.Port.all_tcp": _port("tcp", 0, 65535),
        "aws-ec2.Port.all_udp": _port("udp", 0, 65535),
        "aws-ec2.Port.all_traffic": _port("-1", 0, 0),
        "aws-ec2.Port.all_icmp": _port("icmp", -1, -1),
    }
)
