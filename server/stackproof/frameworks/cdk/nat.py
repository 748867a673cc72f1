"""NAT gateways and NAT instances that a VPC makes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.securitygroups import security_group
from stackproof.frameworks.cdk.subnets import SubnetThing, default, nat_gateway
from stackproof.frameworks.cdk.thing import Node, Opaque, Thing
from stackproof.model.graph import Resource
from stackproof.model.values import ResourceReference, Sequence, Unknown, Value


class NatGateways(Thing):
    """``NatProvider.gateway()``."""

    def attribute(self, name: str) -> Node | None:
        return Opaque()


class NatInstances(Thing):
    """``NatProvider.instanceV2(...)`` and its forerunners: one EC2 instance per gateway."""

    def attribute(self, name: str) -> Node | None:
        return Opaque()

    def make(self, call: Call, subnet: SubnetThing) -> Resource:
        """The instance in a public subnet."""
        group = security_group(call, f"{subnet.name}/NatSecurityGroup", subnet.resource["vpc_id"])
        return call.world.add(
            "aws_instance",
            f"{subnet.name}/NatInstance",
            {
                "subnet_id": ResourceReference(subnet.resource, "id"),
                "source_dest_check": default(False),
                "vpc_security_group_ids": Sequence([ResourceReference(group, "id")]),
            },
            role="nat-instance",
        )


def is_custom(props: Arguments) -> bool:
    """Whether the VPC's NAT provider is one that nobody here knows."""
    written = props.raw("nat_gateway_provider")
    return written is not None and not isinstance(
        props.thing("nat_gateway_provider"), NatGateways | NatInstances
    )


def make_routers(call: Call, props: Arguments, subnets: list[SubnetThing]) -> list[tuple[Value, str]]:
    """What private subnets are routed through, one per public subnet, and the argument of a route that takes it."""
    provider = props.thing("nat_gateway_provider")
    written = props.raw("nat_gateway_provider")
    if isinstance(provider, NatInstances):
        return [
            (
                ResourceReference(provider.make(call, s), "primary_network_interface_id"),
                "network_interface_id",
            )
            for s in subnets
        ]
    if written is not None and not isinstance(provider, NatGateways):
        # The author's own provider: it makes routes, nobody knows through what.
        return [
            (Unknown("a NAT provider", (call.world.fold(written),)), "network_interface_id") for _ in subnets
        ]
    return [(ResourceReference(nat_gateway(call.world, s), "id"), "nat_gateway_id") for s in subnets]


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-ec2.NatProvider.gateway": lambda call: NatGateways(),
        "aws-ec2.NatGatewayProvider": lambda call: NatGateways(),
        "aws-ec2.NatProvider.instance": lambda call: NatInstances(),
        "aws-ec2.NatProvider.instance_v2": lambda call: NatInstances(),
        "aws-ec2.NatInstanceProvider": lambda call: NatInstances(),
        "aws-ec2.NatInstanceProviderV2": lambda call: NatInstances(),
    }
)
