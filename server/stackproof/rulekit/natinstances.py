"""EC2 instances that translate addresses for others, and the routes that lead to them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stackproof.model.graph import Graph, Resource
from stackproof.model.values import Mapping, Scalar, Template, Value, walk
from stackproof.rulekit.network import Network, Routing, Way

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_TRANSLATES = re.compile(r"MASQUERADE|ip_forward|fck-nat")
_TURNS_OFF = re.compile(r"source-dest-check|source_dest_check|SourceDestCheck|fck-nat")
_EVERYTHING = ("0.0.0.0/0", "::/0", "0.0.0.0/1", "128.0.0.0/1")
_ROUTED = ("network_interface_id", "instance_id")
# The tag by which a subnet is known to be one whose traffic goes out through something else.
_TYPE_TAG, _WITH_EGRESS = "aws-cdk:subnet-type", "Private"


def _texts(value: Value) -> Iterator[str]:
    found: list[Value] = []
    walk(value, found.append)
    for each in found:
        if isinstance(each, Scalar) and isinstance(each.data, str):
            yield each.data
        elif isinstance(each, Template):
            yield from (part for part in each.parts if isinstance(part, str))


def _script(instance: Resource) -> str:
    return "\n".join(_texts(instance["user_data"]))


def is_nat(instance: Resource) -> bool:
    """Whether an instance is meant to translate addresses, by its check, its script, its name or its image."""
    if _TRANSLATES.search(_script(instance)) is not None:
        return True
    if not instance["source_dest_check"].is_(False):
        return False
    tags, image = instance["tags"], instance["ami"].target()
    named = [instance.name, *(_texts(tags) if isinstance(tags, Mapping) else ())]
    named += _texts(instance["ami"]) if image is None else _texts(image.properties)
    return any(word.lower() == "nat" for text in named for word in _WORDS.findall(text))


def may_turn_check_off(instance: Resource) -> bool:
    """Whether the instance may switch its check off by itself, at its start."""
    script = instance["user_data"]
    told = script.is_absent() or bool(script.pieces())
    more = ("user_data_base64", "launch_template")
    image = instance["ami"].target()
    texts = (_script(instance), *_texts(instance["ami"]), *(_texts(image.properties) if image else ()))
    return (
        not told
        or not all(instance[name].is_absent() for name in more)
        or any(_TURNS_OFF.search(text) is not None for text in texts)
    )


@dataclass(frozen=True, eq=False)
class Route:
    """A route to an instance or an interface: where it says so, and whether it is for everything."""

    holder: Resource
    target: Value
    default: bool


def routes(graph: Graph) -> Iterator[Route]:
    """All routes to instances or interfaces, those inside of route tables included."""
    for holder in graph.of("aws_route"):
        yield from _route(holder, holder.properties)
    for table in graph.of("aws_route_table", "aws_default_route_table"):
        for item in table["route"].items():
            yield from _route(table, item)


def _route(holder: Resource, route: Value) -> Iterator[Route]:
    names = ("destination_cidr_block", "destination_ipv6_cidr_block", "cidr_block", "ipv6_cidr_block")
    default = any(route.get(name).is_any_of(*_EVERYTHING) for name in names)
    for name in _ROUTED:
        target = route.get(name)
        if not target.is_absent():
            yield Route(holder, target, default)


def interfaces(graph: Graph, instance: Resource) -> list[Resource]:
    """The interfaces that the program makes for an instance."""
    found: list[Resource] = []
    blocks = [*instance["network_interface"].items(), *instance["primary_network_interface"].items()]
    found += [t for b in blocks if (t := b.get("network_interface_id").target()) is not None]
    for attachment in graph.of("aws_network_interface_attachment"):
        target = attachment["network_interface_id"].target()
        if target is not None and attachment["instance_id"].refers_to(instance):
            found.append(target)
    found += [i for i in graph.referrers(instance, "aws_network_interface") if not i.external]
    return found


def unrouted(graph: Graph, network: Network, instance: Resource) -> Resource | None:
    """The VPC of a NAT instance to which certainly no route leads; None else."""
    subnet = instance["subnet_id"].target()
    vpc = None if subnet is None else network.vpc(subnet)
    own = [instance, *interfaces(graph, instance)]
    if subnet is None or vpc is None or not graph.is_closed_around([*own, subnet, vpc]):
        return None
    if any(route.target.may_refer_to(resource) for route in routes(graph) for resource in own):
        return None
    tables = [*graph.of("aws_route_table", "aws_default_route_table")]
    if any(not (t["route"].is_absent() or t["route"].is_closed()) for t in tables):
        return None
    return vpc


def without_way_out(network: Network, vpc: Resource) -> list[Routing]:
    """The subnets of a VPC that have no default route."""
    routings = [network.routing(subnet) for subnet in network.subnets(vpc)]
    return [routing for routing in routings if routing is not None and routing.way is Way.NONE]


def meant_to_get_out(graph: Graph, network: Network) -> Iterator[tuple[Value, list[Routing]]]:
    """Subnets that are said to have a way out and have none, by the place where that is said."""
    for vpc in graph.of("aws_vpc"):
        groups: dict[object, tuple[Value, list[Routing]]] = {}
        for routing in without_way_out(network, vpc):
            said = routing.subnet["tags"].get(_TYPE_TAG)
            if said.is_(_WITH_EGRESS) and not routing.subnet.conditional:
                groups.setdefault(said.origin, (said, []))[1].append(routing)
        yield from groups.values()


def points_at(route: Route, resource: Resource) -> bool:
    """Whether a route certainly leads to an instance or interface."""
    return route.target.refers_to(resource) and not route.holder.conditional
