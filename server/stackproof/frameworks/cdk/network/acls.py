"""Lists of rules for the traffic of subnets: ``ec2.NetworkAcl``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.names import locate
from stackproof.frameworks.cdk.subnets import SubnetThing, default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, put
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.runtime import Symbol
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_PROTOCOLS = {"tcp": 6, "udp": 17, "icmp": 1, "icmpv6": 58, "all": -1}


class Part(Opaque):
    """Traffic, or addresses: what it adds to a rule under CloudFormation's names."""

    def __init__(self, entries: Mapping[str, Value], reason: str) -> None:
        super().__init__(tuple(entries.values()), reason)
        self.entries = entries


class AclThing(Made):
    """A list of rules, to which rules and subnets are added."""

    def __init__(self, world: World, resource: Resource, vpc: Thing | None) -> None:
        super().__init__(resource, {"network_acl_id": "id", "network_acl_vpc_id": "vpc_id"})
        self.world = world
        self._vpc = vpc
        self.methods["add_entry"] = lambda c: _entry(
            c, c.props(1), f"{resource.name}/{world.name(c, 0)}", self.resource
        )
        self.methods["associate_with_subnet"] = lambda c: self.associate(c, c.argument(1, "selection"))

    def associate(self, call: Call, selection: Value | None) -> Node:
        """Make it the list of some subnets of its VPC."""
        inner = arguments_of(self.world, selection) if selection is not None else Arguments(self.world)
        chosen = self._vpc.select(inner) if isinstance(self._vpc, VpcThing) and inner is not None else None
        for subnet in chosen or ():
            join(self.world, self.resource, subnet, certain=call.certain)
        if chosen is None:
            made = self.world.add(
                "aws_network_acl_association",
                self.resource.name,
                {"network_acl_id": ResourceReference(self.resource, "id"), "subnet_id": Unknown("subnets")},
            )
            made.many = True
        return Opaque()


def join(world: World, acl: Resource, subnet: Thing | None, *, certain: bool = True) -> None:
    """Make a list that of a subnet."""
    subnet_id: Value = Unknown("a subnet")
    if isinstance(subnet, SubnetThing | Made):
        subnet_id = ResourceReference(subnet.resource, "id")
    made = world.add(
        "aws_network_acl_association",
        acl.name,
        {"network_acl_id": ResourceReference(acl, "id"), "subnet_id": subnet_id},
        role="network-acl-association",
    )
    made.conditional = made.conditional or not certain


def _acl(call: Call) -> Node:
    props, world = call.props(), call.world
    vpc = props.thing("vpc")
    arranged = Arranged(props)
    vpc_id: Value = ResourceReference(vpc.resource, "id") if isinstance(vpc, VpcThing) else Unknown("a VPC")
    arranged.put("vpc_id", vpc_id, "vpc")
    for read in ("network_acl_name", "subnet_selection"):
        props.entry(read)
    resource = describe(world, "AWS::EC2::NetworkAcl", world.name(call), arranged).resource
    made = AclThing(world, resource, vpc)
    if (selection := props.raw("subnet_selection")) is not None:
        made.associate(call, selection)
    return made


def _entry(call: Call, props: Arguments, name: str, acl: Resource | None, *, implied: bool = True) -> Node:
    """One rule."""
    arranged = Arranged(props)
    arranged.copy("rule_number")
    owner: Value = ResourceReference(acl, "id") if acl is not None else Unknown("a list of rules")
    arranged.put("network_acl_id", owner, "network_acl")
    action = props.get("rule_action")
    arranged.put("rule_action", default("allow") if action.is_absent() else action, "rule_action")
    direction = props.raw("direction")
    if direction is not None:
        located = locate(direction) if isinstance(direction, Symbol) else None
        word = located.names[-1] if located is not None else ""
        known = word in ("EGRESS", "INGRESS")
        out: Value = Scalar(word == "EGRESS", origin=direction.origin) if known else Unknown("a direction")
        arranged.put("egress", out, "direction")
    for source in ("traffic", "cidr"):
        node = props.node(source)
        if isinstance(node, Part):
            for key, value in node.entries.items():
                arranged.put(key, value, source)
        elif source == "traffic":
            arranged.put("protocol", Unknown("traffic"), source)
        else:
            arranged.put("cidr_block", Unknown("addresses"), source)
    for read in ("network_acl_entry_name", "network_acl"):
        props.entry(read)
    made = describe(call.world, "AWS::EC2::NetworkAclEntry", name, arranged, implied=implied)
    return Made(made.resource, fragile=False)


def _separate_entry(call: Call) -> Node:
    props = call.props()
    acl = props.thing("network_acl")
    owner = acl.resource if isinstance(acl, Made) else None
    return _entry(call, props, call.world.name(call), owner, implied=False)


def _association(call: Call) -> Node:
    props = call.props()
    acl, subnet = props.thing("network_acl"), props.thing("subnet")
    if isinstance(acl, Made):
        join(call.world, acl.resource, subnet)
    return Opaque()


def _external(call: Call) -> Node:
    resource = call.world.external("aws_network_acl", call)
    put(resource, "id", call.folded(2, "network_acl_id"))
    return AclThing(call.world, resource, None)


def _traffic(protocol: str, *, ranged: bool = False) -> Recipe:
    def recipe(call: Call) -> Node:
        entries: dict[str, Value] = {"protocol": Scalar(_PROTOCOLS[protocol])}
        if protocol in ("tcp", "udp"):
            first = call.folded(0, "start_port" if ranged else "port")
            last = call.folded(1, "end_port") if ranged else first
            ends = {"from": first, "to": last}
            entries["port_range"] = MappingValue(
                {k: MapEntry(v if v is not None else Unknown("a port")) for k, v in ends.items()}
            )
        elif protocol != "all":
            given = call.props(0)
            entries["icmp"] = MappingValue(
                {n: MapEntry(given.get(n)) for n in ("code", "type") if not given.get(n).is_absent()}
            )
        return Part(entries, "traffic")

    return recipe


def _addresses(name: str, known: str | None = None) -> Recipe:
    def recipe(call: Call) -> Node:
        given = call.folded(0, "ipv4_cidr" if name == "cidr_block" else "ipv6_cidr")
        value = Scalar(known) if known is not None else given
        return Part({name: value if value is not None else Unknown("addresses")}, "addresses")

    return recipe


_T, _C = "aws-ec2.AclTraffic", "aws-ec2.AclCidr"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-ec2.NetworkAcl": _acl,
        "aws-ec2.NetworkAcl.from_network_acl_id": _external,
        "aws-ec2.NetworkAclEntry": _separate_entry,
        "aws-ec2.SubnetNetworkAclAssociation": _association,
        f"{_T}.all_traffic": _traffic("all"),
        f"{_T}.icmp": _traffic("icmp"),
        f"{_T}.icmpv6": _traffic("icmpv6"),
        f"{_T}.tcp_port": _traffic("tcp"),
        f"{_T}.tcp_port_range": _traffic("tcp", ranged=True),
        f"{_T}.udp_port": _traffic("udp"),
        f"{_T}.udp_port_range": _traffic("udp", ranged=True),
        f"{_C}.ipv4": _addresses("cidr_block"),
        f"{_C}.any_ipv4": _addresses("cidr_block", "0.0.0.0/0"),
        f"{_C}.ipv6": _addresses("ipv6_cidr_block"),
        f"{_C}.any_ipv6": _addresses("ipv6_cidr_block", "::/0"),
    }
)
