"""Subnets of the CDK: ``ec2.Subnet`` and its kin, and those a VPC makes."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as ReadOnly
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, given, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.construction import Gap
from stackproof.model.graph import Resource
from stackproof.model.runtime import Symbol
from stackproof.model.values import Certainty, ResourceReference, Scalar, Value

# RouterType members: the argument of `aws_route` that takes the router.
_ROUTERS = {
    "CARRIER_GATEWAY": "carrier_gateway_id",
    "EGRESS_ONLY_INTERNET_GATEWAY": "egress_only_gateway_id",
    "GATEWAY": "gateway_id",
    "INSTANCE": "network_interface_id",
    "LOCAL_GATEWAY": "local_gateway_id",
    "NAT_GATEWAY": "nat_gateway_id",
    "NETWORK_INTERFACE": "network_interface_id",
    "TRANSIT_GATEWAY": "transit_gateway_id",
    "VPC_PEERING_CONNECTION": "vpc_peering_connection_id",
    "VPC_ENDPOINT": "vpc_endpoint_id",
}
ANYWHERE = "0.0.0.0/0"


def default(data: str | int | bool) -> Scalar:
    """A value that nobody wrote: the library's own."""
    return Scalar(data, certainty=Certainty.DEFAULT)


class SubnetThing(Thing):
    """A subnet with its own route table, as every subnet of the CDK has."""

    fragile = True

    def __init__(
        self, world: World, name: str, vpc: Value | None, *, public: bool, role: str, implied: bool
    ) -> None:
        self.world = world
        self.name = name
        self.resource = world.add(
            "aws_subnet",
            name,
            {"vpc_id": vpc, "map_public_ip_on_launch": default(public)},
            implied=implied,
            role=role,
        )
        self.table = world.add("aws_route_table", name, {"vpc_id": vpc}, role="route-table")
        self.association = world.add(
            "aws_route_table_association",
            name,
            {
                "subnet_id": ResourceReference(self.resource, "id"),
                "route_table_id": ResourceReference(self.table, "id"),
            },
            role="route-table-association",
        )

    def value(self) -> Value:
        return ResourceReference(self.resource)

    def attribute(self, name: str) -> Node | None:
        match name:
            case "subnet_id" | "ref":
                return ResourceReference(self.resource, "id")
            case "route_table":
                return RouteTableThing(self.table)
            case "ipv4_cidr_block":
                return ResourceReference(self.resource, "cidr_block")
            case "subnet_availability_zone":
                return ResourceReference(self.resource, "availability_zone")
            case "subnet_network_acl_association_id" | "network_acl" | "internet_connectivity_established":
                return Opaque((self.value(),))
            case "subnet_vpc_id":
                return self.resource["vpc_id"]
            case _:
                return ResourceReference(self.resource, name)

    def call(self, method: str, call: Call) -> Node | None:
        match method:
            case "add_route":
                return self._add_route(call)
            case "add_default_nat_route":
                target = call.folded(0, "nat_gateway_id")
                return Opaque() if self.route("DefaultRoute", "nat_gateway_id", target) else None
            case "add_default_internet_route":
                target = call.folded(0, "gateway_id")
                return Opaque() if self.route("DefaultRoute", "gateway_id", target) else None
            case "add_ipv6_default_internet_route":
                target = call.folded(0, "gateway_id")
                made = self.route("DefaultRoute6", "gateway_id", target, six="::/0")
                return Opaque() if made else None
            case "add_ipv6_default_egress_only_internet_route":
                target = call.folded(0, "gateway_id")
                made = self.route("DefaultRoute6", "egress_only_gateway_id", target, six="::/0")
                return Opaque() if made else None
            case "add_nat_gateway":
                return Made(nat_gateway(self.world, self))
            case "associate_network_acl":
                from stackproof.frameworks.cdk.network.acls import join

                acl = call.thing(1, "network_acl")
                if isinstance(acl, Made):
                    join(self.world, acl.resource, self, certain=call.certain)
                return Opaque()
            case _:
                return None

    def _add_route(self, call: Call) -> Node | None:
        props = call.props(1)
        kind = props.raw("router_type")
        name = _ROUTERS.get(kind.names[-1]) if isinstance(kind, Symbol) and kind.names else None
        router = props.get("router_id")
        if name is None:
            # A route to something unknown: what the table allows is not known any more.
            self.table.escapes.append(Gap("unknown-route", "a route with an unknown kind of router"))
            return Opaque()
        route = self.route(self.world.name(call, 0), name, router)
        destination, six = props.get("destination_cidr_block"), props.get("destination_ipv6_cidr_block")
        if not six.is_absent():
            route.properties.entries.pop("destination_cidr_block", None)
            put(route, "destination_ipv6_cidr_block", six)
        if not destination.is_absent():
            put(route, "destination_cidr_block", destination, props.entry("destination_cidr_block"))
        return Opaque()

    def route(self, name: str, target: str, value: Value | None, six: str | None = None) -> Resource:
        """A route of the subnet's table, to anywhere."""
        destination = "destination_ipv6_cidr_block" if six else "destination_cidr_block"
        return self.world.add(
            "aws_route",
            f"{self.name}/{name}",
            {
                "route_table_id": ResourceReference(self.table, "id"),
                destination: default(six or ANYWHERE),
                target: given(value, "a router"),
            },
            role="route",
        )

    def owned(self) -> ReadOnly[Resource]:
        return (self.resource, self.table, self.association)


class ExternalSubnet(SubnetThing):
    """A subnet from outside, with its route table; both are known by their ids only."""

    def __init__(self, call: Call, name: str, subnet_id: Value, table_id: Value | None) -> None:
        self.world = call.world
        self.name = name
        self.resource = call.world.external("aws_subnet", call)
        put(self.resource, "id", subnet_id)
        self.table = call.world.external("aws_route_table", call)
        put(self.table, "id", table_id)
        self.association = self.table


class RouteTableThing(Thing):
    """The route table of a subnet."""

    fragile = True

    def __init__(self, table: Resource) -> None:
        self.table = table

    def value(self) -> Value:
        return ResourceReference(self.table)

    def attribute(self, name: str) -> Node | None:
        return ResourceReference(self.table, "id" if name in ("route_table_id", "ref") else name)

    def owned(self) -> ReadOnly[Resource]:
        return (self.table,)


def nat_gateway(world: World, subnet: SubnetThing, address: Value | None = None) -> Resource:
    """A NAT gateway in a subnet, with an address of its own unless one is given."""
    if address is None:
        own = world.add("aws_eip", f"{subnet.name}/EIP", {"domain": default("vpc")}, role="nat-address")
        address = ResourceReference(own, "allocation_id")
    return world.add(
        "aws_nat_gateway",
        f"{subnet.name}/NATGateway",
        {"allocation_id": address, "subnet_id": ResourceReference(subnet.resource, "id")},
        role="nat-gateway",
    )


def _subnet(call: Call) -> Node:
    props = call.props()
    located = call.located
    public = located is not None and located.names[-1] == "PublicSubnet"
    thing = SubnetThing(
        call.world, call.world.name(call), props.get("vpc_id"), public=public, role="", implied=False
    )
    _copy(thing.resource, props, "cidr_block", "availability_zone", "map_public_ip_on_launch")
    return thing


def _copy(resource: Resource, props: Arguments, *names: str) -> None:
    for name in names:
        put(resource, name, props.get(name), props.entry(name))


def _external(call: Call) -> Node:
    """``Subnet.fromSubnetId`` and its like: nobody knows its routes."""
    resource = call.world.external("aws_subnet", call)
    made = Made(resource, {"subnet_id": "id"})
    table = call.world.external("aws_route_table", call)
    made.attributes["route_table"] = RouteTableThing(table)
    return made


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-ec2.Subnet": _subnet,
        "aws-ec2.PublicSubnet": _subnet,
        "aws-ec2.PrivateSubnet": _subnet,
        "aws-ec2.Subnet.from_subnet_id": _external,
        "aws-ec2.Subnet.from_subnet_attributes": _external,
        "aws-ec2.PublicSubnet.from_public_subnet_attributes": _external,
        "aws-ec2.PrivateSubnet.from_private_subnet_attributes": _external,
    }
)
