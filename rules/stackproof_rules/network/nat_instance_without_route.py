"""Finds instances that are to carry traffic out of subnets, while no traffic comes to them or none is let through."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import Finding, Graph, Related, Resource, Severity, anchor, head, rule
from stackproof.rulekit.egress import cut_off
from stackproof.rulekit.egress_fixes import route_through_nat
from stackproof.rulekit.natinstances import (
    interfaces,
    is_nat,
    may_turn_check_off,
    meant_to_get_out,
    points_at,
    routes,
    unrouted,
    without_way_out,
)
from stackproof.rulekit.natinstances_fixes import route_to_instance, turn_check_off, use_nat_instances
from stackproof.rulekit.network import Network


def _unrouted(graph: Graph, network: Network) -> Iterator[Finding]:
    """NAT instances to which no route leads."""
    for instance in graph.of("aws_instance"):
        if instance.external or instance.conditional or not is_nat(instance):
            continue
        vpc = unrouted(graph, network, instance)
        if vpc is None:
            continue
        cut = without_way_out(network, vpc)
        related = [
            Related(head(routing.subnet), f"subnet '{routing.subnet.name}' has no default route")
            for routing in cut
        ]
        yield Finding(
            at=head(instance),
            message=f"no route leads to NAT instance '{instance.name}', so nothing goes out through it",
            related=related,
            fixes=route_to_instance(instance, cut),
        )


def _holders(graph: Graph, instance: Resource) -> Iterator[tuple[Resource, Resource]]:
    """What routes may name for an instance, with the resource that has the check: interfaces have their own."""
    own = interfaces(graph, instance)
    first = [*instance["network_interface"].items(), *instance["primary_network_interface"].items()]
    if not first:
        yield instance, instance
    yield from ((interface, interface) for interface in own)


def _checked(graph: Graph) -> Iterator[Finding]:
    """Instances that throw away what is routed to them."""
    defaults = [route for route in routes(graph) if route.default]
    for instance in graph.of("aws_instance") if defaults else ():
        if instance.external or may_turn_check_off(instance):
            continue
        for named, holder in _holders(graph, instance):
            check = holder["source_dest_check"]
            route = next((r for r in defaults if points_at(r, named)), None)
            keeps = check.is_absent() or check.is_(True)
            if route is None or not keeps or not graph.is_closed_around([instance, holder]):
                continue
            yield Finding(
                at=anchor(check, holder) if check.is_(True) and check.origin is not None else head(holder),
                message=f"'{instance.name}' drops what is routed to it: its source/destination check is on",
                related=[Related(anchor(route.target, route.holder), "this route sends everything to it")],
                fixes=[turn_check_off(holder)],
            )


def _forgotten(graph: Graph, network: Network) -> Iterator[Finding]:
    """Subnets that are said to have a way out, in networks that have neither NAT gateways nor instances."""
    starving = {id(subnet) for cut in cut_off(graph, network) for subnet in cut.subnets}
    for said, routings in meant_to_get_out(graph, network):
        # Where something in them needs a way out, another rule says so.
        if any(id(routing.subnet) in starving for routing in routings):
            continue
        # Who adds endpoints for services may want no other way out.
        endpoints = graph.referrers(routings[0].vpc, "aws_vpc_endpoint")
        if any(
            e["vpc_endpoint_type"].is_("Interface") or e["vpc_endpoint_type"].is_unknown() for e in endpoints
        ):
            continue
        names = ", ".join(f"'{routing.subnet.name}'" for routing in routings)
        fix = route_through_nat(graph, network, tuple(routings))
        yield Finding(
            at=anchor(said, routings[0].subnet) if said.origin is not None else head(routings[0].vpc),
            message=f"these subnets are to have a way out, but there is no NAT and no other default route: {names}",
            fixes=[*use_nat_instances(routings), *([fix] if fix is not None else [])],
            severity=Severity.INFORMATION,
        )


@rule(severity=Severity.WARNING)
def check(graph: Graph) -> Iterator[Finding]:
    if not graph.complete:
        return
    network = Network(graph)
    yield from _unrouted(graph, network)
    yield from _checked(graph)
    yield from _forgotten(graph, network)
