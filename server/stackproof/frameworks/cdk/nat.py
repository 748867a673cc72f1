"""NAT gateways and NAT instances that a VPC makes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.connections import Connections
from stackproof.frameworks.cdk.names import locate
from stackproof.frameworks.cdk.peers import Peer, Ports
from stackproof.frameworks.cdk.securitygroups import Groups, groups_given, own_group
from stackproof.frameworks.cdk.subnets import SubnetThing, default, nat_gateway
from stackproof.frameworks.cdk.thing import Node, Opaque, Thing, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.runtime import Symbol
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.vpc import VpcThing

Router = tuple[Value, str]


class NatGateways(Thing):
    """``NatProvider.gateway()``: gateways, with addresses of the author's own if there are any."""

    def __init__(self, props: Arguments) -> None:
        self._addresses = props.get("eip_allocation_ids")

    def attribute(self, name: str) -> Node | None:
        return Opaque()

    def make(self, world: World, subnets: list[SubnetThing]) -> list[Router]:
        """A gateway in each of the subnets."""
        found: list[Router] = []
        for number, subnet in enumerate(subnets):
            listed = self._addresses.items()
            address: Value | None = None
            if number < len(listed) and self._addresses.is_closed():
                address = listed[number]
            elif not self._addresses.is_absent():
                address = Unknown("an address", (self._addresses,))
            found.append((ResourceReference(nat_gateway(world, subnet, address), "id"), "nat_gateway_id"))
        return found


class RegionalGateway(Thing):
    """``NatProvider.regionalGateway()``: one gateway for all zones."""

    def __init__(self, props: Arguments) -> None:
        self._props = props

    def attribute(self, name: str) -> Node | None:
        return Opaque()

    def make(self, world: World, vpc: VpcThing) -> list[Router]:
        """The gateway of the VPC."""
        gateway = world.add(
            "aws_nat_gateway",
            f"{vpc.resource.name}/RegionalNatGateway",
            {
                "vpc_id": ResourceReference(vpc.resource, "id"),
                "availability_mode": default("regional"),
                "connectivity_type": default("public"),
            },
            role="nat-gateway",
        )
        put(gateway, "allocation_id", self._props.get("allocation_id"), self._props.entry("allocation_id"))
        gateway.properties.open = self._props.raw("availability_zone_addresses") is not None
        return [(ResourceReference(gateway, "id"), "nat_gateway_id")]


class NatInstances(Thing):
    """``NatProvider.instanceV2(...)`` and its forerunners: one EC2 instance per gateway."""

    fragile = True

    def __init__(self, world: World, props: Arguments, *, modern: bool) -> None:
        self._props = props
        self._modern = modern
        # What is allowed before there is a VPC, the library takes for a mistake.
        self.connections = Connections(world)

    def attribute(self, name: str) -> Node | None:
        return self.connections if name == "connections" else Opaque()

    def make(self, call: Call, vpc: VpcThing, subnets: list[SubnetThing]) -> list[Router]:
        """An instance in each of the subnets, all in one group."""
        from stackproof.frameworks.cdk.iam import implied_role
        from stackproof.frameworks.cdk.machines.instances import make_instance

        groups = self._groups(call, vpc)
        self.connections.add(*groups.things)
        self.connections.open = self.connections.open or groups.open
        role = None
        if not self._modern:
            name = f"{vpc.resource.name}/NatRole"
            role = implied_role(call.world, name, "ec2.amazonaws.com", "nat-role")
        taken = (
            "instance_type",
            "machine_image",
            "key_pair",
            "key_name",
            "credit_specification",
            "user_data",
        )
        names = (*taken, "associate_public_ip_address") if self._modern else taken
        entries = {n: e for n in names if (e := self._props.entry(n)) is not None}
        entries["source_dest_check"] = MapEntry(default(False))
        if self._modern and "user_data" not in entries:
            entries["user_data"] = MapEntry(Unknown("commands of the library's own"))
        found: list[Router] = []
        for subnet in subnets:
            props = Arguments(call.world, dict(entries), self._props.open, self._props.origin)
            made = make_instance(
                call,
                props.plus(vpc=vpc, role=role),
                f"{subnet.name}/NatInstance",
                implied=True,
                groups=groups,
                subnet=ResourceReference(subnet.resource, "id"),
            )
            made.resource.role = "nat-instance"
            router = ResourceReference(made.resource, "primary_network_interface_id")
            found.append((router, "network_interface_id"))
        return found

    def _groups(self, call: Call, vpc: VpcThing) -> Groups:
        given = groups_given(self._props, "", "security_group")
        inbound, outbound = self._directions()
        if given is None:
            own = own_group(
                call,
                f"{vpc.resource.name}/NatSecurityGroup",
                ResourceReference(vpc.resource, "id"),
                description="Security Group for NAT instances",
                out=outbound,
            )
            given = Groups(Sequence([ResourceReference(own.resource, "id")]), [own])
        if inbound is not False:
            everything = Ports(Scalar("-1"), None, None, "ALL TRAFFIC")
            anyone = Peer("ipv4", Scalar("0.0.0.0/0"))
            connections = given.connections(call.world)
            if inbound is True:
                connections.allow("ingress", Connections(call.world, peer=anyone), everything)
            else:
                connections.unsettle()
        return given

    def _directions(self) -> tuple[bool | None, bool | None]:
        """Whether all traffic is let in, and whether it is let out; None when that is not known."""
        all_, written = self._props.get("allow_all_traffic"), self._props.raw("default_allowed_traffic")
        if written is None:
            return (
                (True, True)
                if all_.is_absent() or all_.is_(True)
                else (False if all_.is_(False) else None, True)
            )
        located = locate(written) if isinstance(written, Symbol) else None
        if located is None:
            return None, None
        return {"OUTBOUND_ONLY": (False, True), "NONE": (False, False)}.get(located.names[-1], (True, True))


Provider = NatGateways | RegionalGateway | NatInstances


def is_custom(props: Arguments) -> bool:
    """Whether the VPC's NAT provider is one that nobody here knows."""
    written = props.raw("nat_gateway_provider")
    return written is not None and not isinstance(props.thing("nat_gateway_provider"), Provider)


def make_routers(call: Call, props: Arguments, vpc: VpcThing, subnets: list[SubnetThing]) -> list[Router]:
    """What private subnets are routed through, one per public subnet, and the argument of a route that takes it."""
    provider = props.thing("nat_gateway_provider")
    written = props.raw("nat_gateway_provider")
    match provider:
        case NatInstances():
            return provider.make(call, vpc, subnets)
        case RegionalGateway():
            return provider.make(call.world, vpc)
        case NatGateways():
            return provider.make(call.world, subnets)
    if written is not None:
        # The author's own provider: it makes routes, nobody knows through what.
        return [
            (Unknown("a NAT provider", (call.world.fold(written),)), "network_interface_id") for _ in subnets
        ]
    return NatGateways(Arguments(call.world)).make(call.world, subnets)


def _gateways(call: Call) -> Node:
    return NatGateways(call.props(0))


def _instances(modern: bool) -> Recipe:
    return lambda call: NatInstances(call.world, call.props(0), modern=modern)


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-ec2.NatProvider.gateway": _gateways,
        "aws-ec2.NatGatewayProvider": _gateways,
        "aws-ec2.NatProvider.regional_gateway": lambda call: RegionalGateway(call.props(0)),
        "aws-ec2.RegionalNatGatewayProvider": lambda call: RegionalGateway(call.props(0)),
        "aws-ec2.NatProvider.instance": _instances(False),
        "aws-ec2.NatProvider.instance_v2": _instances(True),
        "aws-ec2.NatInstanceProvider": _instances(False),
        "aws-ec2.NatInstanceProviderV2": _instances(True),
    }
)
