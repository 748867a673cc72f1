"""Cures for subnets without a way out: NAT, VPC endpoints, public addresses."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from stackproof.model.fix import (
    AddResources,
    Argument,
    AttributeOf,
    AttributeOfNew,
    Block,
    Fix,
    Intent,
    Joined,
    Many,
    NewResource,
    Plain,
    Region,
    SetArgument,
)
from stackproof.model.graph import Graph, Resource
from stackproof.rulekit.answer import Answer
from stackproof.rulekit.egress import Cut
from stackproof.rulekit.endpoints import Endpoints
from stackproof.rulekit.links import leads_to
from stackproof.rulekit.network import Network, Routing, Way
from stackproof.rulekit.pointers import pointing

_NAT_COST = "Each NAT gateway costs about 32 USD a month, plus a charge for each gigabyte."


def last(resources: Iterable[Resource]) -> Resource:
    """The one that is created last, behind which all of them can be named."""
    return max(resources, key=lambda r: r.construction.number)


def cures(graph: Graph, network: Network, cut: Cut) -> list[Fix]:
    """What can be done about a cut, the best first."""
    fixes: list[Fix | None]
    if cut.mirror:
        fixes = [assign_public_ip(cut)]
    else:
        affected = _all_affected(network, cut)
        nat = route_through_nat(graph, network, affected)
        if nat is not None:
            # A construct that makes the network may have to change what the workload asks of it.
            nat = replace(nat, subjects=(*nat.subjects, cut.workload.resource))
        fixes = [nat, add_endpoints(graph, cut, affected)]
    return [fix for fix in fixes if fix is not None]


def _all_affected(network: Network, cut: Cut) -> tuple[Routing, ...]:
    """The cut's subnets and the workload's others in the same VPC and the same state: one cure serves all."""
    vpc = cut.routings[0].vpc
    found: dict[int, Routing] = {}
    for item in cut.workload.subnets.items():
        subnet = item.target()
        routing = None if subnet is None else network.routing(subnet)
        if routing is not None and routing.vpc is vpc and routing.way is Way.NONE:
            found.setdefault(id(routing.subnet), routing)
    return tuple(found.values())


def assign_public_ip(cut: Cut) -> Fix | None:
    """Give tasks in public subnets a public address."""
    workload = cut.workload
    if workload.public_ip_path is None:
        return None
    return Fix(
        title="Assign a public IP address to the tasks",
        goal="assign-public-ip",
        intents=(SetArgument(workload.resource, workload.public_ip_path, Plain(True)),),
        subjects=(workload.resource, *cut.subnets),
        why_unsafe="The tasks become reachable from the internet as far as their security groups allow.",
        preferred=True,
    )


def _nat_gateways(graph: Graph, network: Network, vpc: Resource) -> Iterator[Resource]:
    for nat in graph.of("aws_nat_gateway"):
        subnet = nat["subnet_id"].target()
        here = (subnet is not None and network.vpc(subnet) is vpc) or nat["vpc_id"].refers_to(vpc)
        if here and not (
            nat.conditional or nat.many or nat.external or nat["connectivity_type"].is_("private")
        ):
            yield nat


def _public_routing(network: Network, vpc: Resource) -> Routing | None:
    for subnet in network.subnets(vpc):
        routing = network.routing(subnet)
        usable = not subnet.conditional and not subnet.many
        if routing is not None and routing.way is Way.INTERNET_GATEWAY and usable:
            return routing
    return None


def _private_table(graph: Graph, network: Network, vpc: Resource) -> tuple[Resource | None, bool]:
    """A route table fit for private subnets, and whether it leads out already.

    Either it has a NAT route, or it is used by no subnet yet.
    """
    orphan: Resource | None = None
    for table in graph.of("aws_route_table"):
        if table.conditional or table.many or not table["vpc_id"].refers_to(vpc):
            continue
        way, _ = network.way(table)
        if way is Way.ELSEWHERE:
            return table, True
        used = any(
            leads_to(user["route_table_id"], table) is not Answer.NO
            for type_ in ("aws_route_table_association", "aws_main_route_table_association")
            for user in pointing(graph, type_, "route_table_id", table)
        )
        if way is Way.NONE and not used and table["route"].is_absent() and orphan is None:
            orphan = table
    return orphan, False


def route_through_nat(graph: Graph, network: Network, routings: tuple[Routing, ...]) -> Fix | None:
    """A NAT gateway in a public subnet, and a default route to it for every subnet.

    What there is already (a NAT gateway, a private route table) is used again. None when the network has no
    public subnet to put the gateway in, or a table's routes are written as a list that must not be mixed.
    """
    vpc = routings[0].vpc
    subnets = tuple(r.subnet for r in routings)
    near: list[Resource] = [vpc]
    new: list[NewResource] = []
    explicit = {id(r.table): r.table for r in routings if r.association is not None and r.table is not None}
    loose = [r for r in routings if r.association is None]
    if any(r.association is not None and r.table is None for r in routings):
        return None
    if any(not table["route"].is_absent() for table in explicit.values()):
        return None
    shared, leads_out = _private_table(graph, network, vpc) if loose else (None, False)
    # A subnet without a table of its own goes to the table that other cut-off subnets use.
    if loose and shared is None and explicit:
        shared = next(iter(explicit.values()))
    needs_nat = bool(explicit) or not leads_out
    if needs_nat:
        nat_id = _nat(graph, network, vpc, near, new)
        if nat_id is None:
            return _by_construct_only(vpc, subnets)
        tables: list[tuple[str, AttributeOf | AttributeOfNew]] = []
        for table in explicit.values():
            tables.append((table.name, AttributeOf(table)))
            near.append(table)
        if loose and shared is not None and not leads_out and id(shared) not in explicit:
            tables.append((shared.name, AttributeOf(shared)))
        if loose and shared is None:
            new.append(
                NewResource("table", "aws_route_table", "private rt", {"vpc_id": AttributeOf(vpc)}),
            )
            tables.append(("private", AttributeOfNew("table")))
        for index, (_, table_id) in enumerate(tables):
            stem = "private default route" if len(tables) == 1 else f"private default route {index + 1}"
            arguments: dict[str, Argument] = {
                "route_table_id": table_id,
                "destination_cidr_block": Plain("0.0.0.0/0"),
                "nat_gateway_id": nat_id,
            }
            new.append(NewResource(f"route-{index}", "aws_route", stem, arguments))
    if shared is not None and loose:
        near.append(shared)
    for index, routing in enumerate(loose):
        near.append(routing.subnet)
        stem = "private rta" if len(loose) == 1 else f"private rta {index + 1}"
        chosen: AttributeOf | AttributeOfNew = (
            AttributeOfNew("table") if shared is None else AttributeOf(shared)
        )
        arguments = {"subnet_id": AttributeOf(routing.subnet), "route_table_id": chosen}
        new.append(NewResource(f"association-{index}", "aws_route_table_association", stem, arguments))
    return Fix(
        title="Route through a NAT gateway",
        goal="route-through-nat",
        intents=(AddResources(last(near), tuple(new)),),
        subjects=(*subnets, vpc),
        why_unsafe=_NAT_COST if any(n.type == "aws_nat_gateway" for n in new) else "It changes routes.",
        preferred=True,
    )


def _by_construct_only(vpc: Resource, subnets: tuple[Resource, ...]) -> Fix | None:
    """The same wish without steps: only a construct that makes the whole network can fulfil it."""
    if not vpc.implied:
        return None
    return Fix(
        title="Route through a NAT gateway",
        goal="route-through-nat",
        intents=(),
        subjects=(*subnets, vpc),
        why_unsafe=_NAT_COST,
        preferred=True,
    )


def _nat(
    graph: Graph, network: Network, vpc: Resource, near: list[Resource], new: list[NewResource]
) -> AttributeOf | AttributeOfNew | None:
    """The NAT gateway to use: one of the VPC, else a new one with its address."""
    existing = next(_nat_gateways(graph, network, vpc), None)
    if existing is not None:
        near.append(existing)
        return AttributeOf(existing)
    public = _public_routing(network, vpc)
    if public is None:
        return None
    near.append(public.subnet)
    waits: tuple[AttributeOf, ...] = ()
    if public.gateway is not None:
        near.append(public.gateway)
        # Without this the address may be made before the gateway is attached, which fails.
        waits = (AttributeOf(public.gateway),)
    new.append(NewResource("eip", "aws_eip", "nat eip", {"domain": Plain("vpc")}, waits))
    arguments: dict[str, Argument] = {
        "allocation_id": AttributeOfNew("eip"),
        "subnet_id": AttributeOf(public.subnet),
    }
    new.append(NewResource("nat", "aws_nat_gateway", "nat", arguments, waits))
    return AttributeOfNew("nat")


def add_endpoints(graph: Graph, cut: Cut, routings: tuple[Routing, ...]) -> Fix | None:
    """Endpoints for the services a Fargate task needs at its start; None where they would not be enough."""
    workload, vpc = cut.workload, routings[0].vpc
    if workload.task is None or workload.public_ip_path is None or not cut.all_images_may_be_private:
        return None
    if not cut.lacking:
        return None
    near: list[Resource] = [vpc, *(r.subnet for r in routings)]
    tables: dict[int, Argument] = {}
    for routing in routings:
        if routing.table is None:
            tables[id(vpc)] = AttributeOf(vpc, "main_route_table_id")
        else:
            near.append(routing.table)
            tables[id(routing.table)] = AttributeOf(routing.table)
    existing = Endpoints(graph, vpc)
    interfaces = [s for s in cut.lacking if s != "s3"]
    new: list[NewResource] = []
    if interfaces:
        rule: dict[str, Argument] = {
            "from_port": Plain(443),
            "to_port": Plain(443),
            "protocol": Plain("tcp"),
            "cidr_blocks": Many((AttributeOf(vpc, "cidr_block"),)),
        }
        group: dict[str, Argument] = {"vpc_id": AttributeOf(vpc), "ingress": Many((Block(rule),))}
        new.append(NewResource("group", "aws_security_group", "endpoints sg", group))
    for service in interfaces:
        arguments: dict[str, Argument] = {
            "vpc_id": AttributeOf(vpc),
            "service_name": Joined(("com.amazonaws.", Region(), f".{service}")),
            "vpc_endpoint_type": Plain("Interface"),
            "private_dns_enabled": Plain(True),
            "subnet_ids": Many(tuple(AttributeOf(r.subnet) for r in routings)),
            "security_group_ids": Many((AttributeOfNew("group"),)),
        }
        stem = f"{service.replace('.', ' ')} endpoint"
        new.append(NewResource(service, "aws_vpc_endpoint", stem, arguments))
    if any(existing.gateway("s3", r) is Answer.NO for r in routings):
        arguments = {
            "vpc_id": AttributeOf(vpc),
            "service_name": Joined(("com.amazonaws.", Region(), ".s3")),
            "vpc_endpoint_type": Plain("Gateway"),
            "route_table_ids": Many(tuple(tables.values())),
        }
        new.append(NewResource("s3", "aws_vpc_endpoint", "s3 endpoint", arguments))
    intents: list[Intent] = []
    hostnames = vpc["enable_dns_hostnames"]
    # Private names of endpoints need host names in the VPC, which are off unless asked for.
    if interfaces and (hostnames.is_absent() or hostnames.is_(False)):
        intents.append(SetArgument(vpc, ("enable_dns_hostnames",), Plain(True)))
    intents.append(AddResources(last(near), tuple(new)))
    return Fix(
        title="Add VPC endpoints for what the tasks need",
        goal="add-vpc-endpoints",
        intents=tuple(intents),
        subjects=(*(r.subnet for r in routings), vpc),
        why_unsafe="All images must be in ECR of the same region; each interface endpoint costs about 7 USD a month per zone.",
    )
