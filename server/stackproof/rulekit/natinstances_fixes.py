"""Cures for NAT instances without routes, and for subnets that are to have a way out."""

from __future__ import annotations

from stackproof.model.fix import AddResources, Argument, AttributeOf, Fix, NewResource, Plain, SetArgument
from stackproof.model.graph import Resource
from stackproof.rulekit.egress_fixes import last
from stackproof.rulekit.network import Routing


def route_to_instance(instance: Resource, cut: list[Routing]) -> list[Fix]:
    """A default route through the instance for each route table of subnets without one."""
    tables = {
        id(r.table): r.table
        for r in cut
        if r.association is not None and r.table is not None and r.table["route"].is_absent()
    }
    usable = [t for t in tables.values() if not t.conditional and not t.many]
    if not usable or instance.many or instance.conditional:
        return []
    new: list[NewResource] = []
    for number, table in enumerate(usable):
        arguments: dict[str, Argument] = {
            "route_table_id": AttributeOf(table),
            "destination_cidr_block": Plain("0.0.0.0/0"),
            "network_interface_id": AttributeOf(instance, "primary_network_interface_id"),
        }
        stem = "private default route" if len(usable) == 1 else f"private default route {number + 1}"
        new.append(NewResource(f"route-{number}", "aws_route", stem, arguments))
    return [
        Fix(
            title=f"Route through '{instance.name}'",
            goal="route-through-instance",
            intents=(AddResources(last([instance, *usable]), tuple(new)),),
            subjects=(instance, *usable),
            why_unsafe="It changes routes; the instance must translate addresses, and is a single point of failure.",
            preferred=True,
        )
    ]


def turn_check_off(holder: Resource) -> Fix:
    """Let an instance or interface pass on what is not its own."""
    return Fix(
        title="Turn the source/destination check off",
        goal="turn-check-off",
        intents=(SetArgument(holder, ("source_dest_check",), Plain(False)),),
        subjects=(holder,),
        why_unsafe="The instance may then pass on traffic of others.",
        preferred=True,
    )


def use_nat_instances(routings: list[Routing]) -> list[Fix]:
    """The wish for a NAT instance, which only a construct that makes the whole network can fulfil."""
    vpc = routings[0].vpc
    return [
        Fix(
            title="Route through a NAT instance",
            goal="route-through-nat-instances",
            intents=(),
            subjects=(vpc,),
            why_unsafe="It costs about 7 USD a month (machine and address), has to be kept up to date, and fails with its zone.",
        )
    ]
