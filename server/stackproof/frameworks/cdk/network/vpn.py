"""VPN gateways of a VPC, and the connections that end at them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.arguments import Arguments, Call
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.subnets import SubnetThing, default
from stackproof.frameworks.cdk.thing import Made, Node, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.construction import Gap
from stackproof.model.graph import Resource
from stackproof.model.values import ResourceReference, Scalar, Unknown, Value

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.vpc import VpcThing

_PROPAGATED = Gap("propagated-routes", "routes are propagated from a VPN gateway")


def make_gateway(world: World, vpc: Resource, asn: Value) -> Resource:
    """The VPN gateway of a VPC, attached to it."""
    vpc_id = ResourceReference(vpc, "id")
    gateway = world.add("aws_vpn_gateway", f"{vpc.name}/VpnGateway", {"vpc_id": vpc_id}, role="vpn-gateway")
    put(gateway, "amazon_side_asn", asn)
    world.add(
        "aws_vpn_gateway_attachment",
        f"{vpc.name}/VPCVPNGW",
        {"vpc_id": vpc_id, "vpn_gateway_id": ResourceReference(gateway, "id")},
        role="vpn-gateway-attachment",
    )
    return gateway


def propagate(world: World, gateway: Resource, subnet: SubnetThing, *, certain: bool) -> None:
    """Let the routes of a VPN into the table of a subnet."""
    made = world.add(
        "aws_vpn_gateway_route_propagation",
        subnet.name,
        {
            "vpn_gateway_id": ResourceReference(gateway, "id"),
            "route_table_id": ResourceReference(subnet.table, "id"),
        },
        role="route-propagation",
    )
    made.conditional = made.conditional or not certain
    subnet.table.escapes.append(_PROPAGATED)


def connection(call: Call, vpc: VpcThing, props: Arguments, name: str) -> Node:
    """A connection to a gateway of the author's own network."""
    world = call.world
    gateway = vpc.enable_vpn(Arguments(world))
    asn = props.get("asn")
    customer = world.add(
        "aws_customer_gateway",
        f"{name}/CustomerGateway",
        {"bgp_asn": default(65000) if asn.is_absent() else asn, "type": default("ipsec.1")},
        role="customer-gateway",
    )
    put(customer, "ip_address", props.get("ip"), props.entry("ip"))
    routes = props.get("static_routes")
    arranged = Arranged(props)
    arranged.put("type", "ipsec.1")
    arranged.put("customer_gateway_id", ResourceReference(customer, "id"))
    arranged.put("vpn_gateway_id", ResourceReference(gateway, "id"))
    known = routes.is_absent() or bool(routes.items())
    static = Scalar(not routes.is_absent()) if known else Unknown("whether routes are static", (routes,))
    arranged.put("static_routes_only", static, "static_routes")
    if props.raw("tunnel_options") is not None:
        arranged.keep("tunnel1_inside_cidr", Unknown("options of a tunnel"), "tunnel_options")
    for read in ("vpc", "ip", "asn", "tunnel_options"):
        props.entry(read)
    resource = describe(world, "AWS::EC2::VPNConnection", name, arranged).resource
    for route in routes.items():
        world.add(
            "aws_vpn_connection_route",
            f"{name}/Route",
            {"destination_cidr_block": route, "vpn_connection_id": ResourceReference(resource, "id")},
            role="vpn-route",
        )
    names = {"vpn_id": "id", "customer_gateway_id": "customer_gateway_id"}
    made = Made(resource, names, fragile=False)
    made.attributes["customer_gateway_ip"] = customer["ip_address"]
    return made
