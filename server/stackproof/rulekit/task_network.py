"""Cures for tasks that have a network of their own, or should have one, and nobody says where."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.model.fix import (
    Argument,
    AttributeOf,
    Block,
    Existing,
    Fix,
    Many,
    Plain,
    RemoveArgument,
    SetArgument,
)
from stackproof.model.graph import Graph, Resource
from stackproof.rulekit.answer import Answer
from stackproof.rulekit.network import Network, Way
from stackproof.rulekit.starters import Starter, on_fargate, starters

GOAL = "set-task-network"
# Where tasks are best placed, and whether Fargate then needs public addresses.
_WAYS = ((Way.ELSEWHERE, False), (Way.INTERNET_GATEWAY, True))
_KEPT = ("subnets", "security_groups", "assign_public_ip")


def placements(graph: Graph, starter: Starter) -> Iterator[Fix]:
    """Where the tasks may be placed: beside others, or in subnets of the program's network."""
    yield from _beside(graph, starter)
    yield from _within(graph, starter)


def _place(starter: Starter, title: str, block: dict[str, Argument], why: str, preferred: bool) -> Fix:
    return Fix(
        title=title,
        goal=GOAL,
        intents=(SetArgument(starter.resource, (*starter.path, "network_configuration"), Block(block)),),
        subjects=(starter.resource,),
        why_unsafe=why,
        preferred=preferred,
    )


def _beside(graph: Graph, starter: Starter) -> Iterator[Fix]:
    """The network of another service of the same kind."""
    fargate = on_fargate(starter)
    for other in starters(graph):
        network = other.network
        alike = other.resource.type == starter.resource.type and on_fargate(other) is fargate
        there = network.get("subnets")
        if not alike or other.resource.implied or not there.is_closed() or there.is_empty():
            continue
        block: dict[str, Argument] = {}
        for name in _KEPT:
            value = network.get(name)
            if value.origin is not None and not value.is_absent():
                block[name] = Existing(value)
        if "subnets" in block:
            yield _place(
                starter,
                f"Place the tasks where those of '{other.resource.name}' are",
                block,
                "They get the same security groups, which may let more or less through than they need.",
                True,
            )
            return


def _within(graph: Graph, starter: Starter) -> Iterator[Fix]:
    """Subnets of the only network that the program makes, those that are not public where there are such."""
    network = Network(graph)
    vpcs = [v for v in graph.of("aws_vpc") if not v.external]
    if len(vpcs) != 1 or not graph.complete:
        return
    routings = [r for s in network.subnets(vpcs[0]) if (r := network.routing(s)) is not None]
    fargate = on_fargate(starter) is Answer.YES
    for way, public in _WAYS:
        subnets = [r.subnet for r in routings if r.way is way and not _is_vague(r.subnet)]
        if not subnets or (public and not fargate):
            continue
        block: dict[str, Argument] = {"subnets": Many(tuple(map(AttributeOf, subnets)))}
        if public:
            block["assign_public_ip"] = Plain(True)
        names = ", ".join(f"'{s.name}'" for s in subnets)
        reach = " They get public addresses." if public else ""
        why = f"They get the default security group of the VPC.{reach}"
        yield _place(starter, f"Place the tasks in {names}", block, why, False)
        return


def _is_vague(subnet: Resource) -> bool:
    return subnet.conditional or subnet.many


def no_network(starter: Starter) -> Fix:
    """Without a network of their own, tasks have that of their machine."""
    return Fix(
        title="Remove the network configuration",
        goal="remove-task-network",
        intents=(RemoveArgument(starter.resource, (*starter.path, "network_configuration")),),
        subjects=(starter.resource,),
        why_unsafe="The tasks then have the addresses and security groups of their machines.",
    )


def own_network(task: Resource, *, safe: bool) -> Fix:
    """Let tasks have network interfaces of their own."""
    return Fix(
        title="Use network mode 'awsvpc'",
        goal="use-awsvpc",
        intents=(SetArgument(task, ("network_mode",), Plain("awsvpc")),),
        subjects=(task,),
        safe=safe,
        why_unsafe=""
        if safe
        else "Each task then has an address of its own, and ports are not mapped any more.",
        preferred=True,
    )
