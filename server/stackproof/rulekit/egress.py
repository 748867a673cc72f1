"""Workloads in subnets from which they cannot reach what they need."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stackproof.model.graph import Graph, Resource
from stackproof.model.values import Origin, Value
from stackproof.rulekit.answer import Answer
from stackproof.rulekit.endpoints import Endpoints
from stackproof.rulekit.network import Network, Routing, Way
from stackproof.rulekit.workloads import Kind, Workload, workloads


@dataclass(frozen=True, eq=False)
class Cut:
    """A workload that is cut off in one or more subnets which stand at one place of its list.

    ``mirror`` when the subnets are public and the workload has no public address. ``lacking`` are the services
    whose endpoints are missing although others are there, ``s3`` meaning the gateway endpoint.
    """

    workload: Workload
    at: Value
    routings: tuple[Routing, ...]
    mirror: bool
    lacking: tuple[str, ...] = ()

    @property
    def subnets(self) -> tuple[Resource, ...]:
        """The subnets in order."""
        return tuple(routing.subnet for routing in self.routings)

    @property
    def all_images_may_be_private(self) -> bool:
        """Whether endpoints could help: no image certainly comes from a public registry."""
        task = self.workload.task
        return task is None or not task.public_images


def lacking_endpoints(endpoints: Endpoints, workload: Workload, routing: Routing) -> tuple[str, ...] | None:
    """The services a start needs whose endpoints certainly are missing; None when endpoints may be enough."""
    if workload.kind is not Kind.FARGATE:
        # What such workloads talk to is their own affair: any endpoint may be all that they need.
        return () if endpoints.any() is Answer.NO else None
    task = workload.task
    needs = ["ecr.dkr"]
    if workload.old_platform is Answer.NO:
        needs.insert(0, "ecr.api")
    needs.extend(sorted(task.needs) if task is not None else ())
    missing = [service for service in needs if endpoints.interface(service) is Answer.NO]
    if endpoints.gateway("s3", routing) is Answer.NO:
        missing.append("s3")
    if workload.exec_enabled and endpoints.interface("ssmmessages") is Answer.NO:
        missing.append("ssmmessages")
    if task is not None and task.public_images:
        return tuple(missing)
    return tuple(missing) if missing else None


def _cut(network: Network, graph: Graph, workload: Workload, subnet: Resource) -> tuple[Routing, bool] | None:
    routing = network.routing(subnet)
    if routing is None:
        return None
    if routing.way is Way.NONE:
        return routing, False
    fargate_without_ip = workload.kind is Kind.FARGATE and workload.public_ip is Answer.NO
    if (
        routing.way is Way.INTERNET_GATEWAY
        and fargate_without_ip
        and graph.is_closed_around([workload.resource])
    ):
        return routing, True
    return None


def cut_off(graph: Graph, network: Network | None = None) -> Iterator[Cut]:
    """All workloads that certainly cannot reach what they need, one for each place of a subnet list."""
    if not graph.complete:
        return
    network = Network(graph) if network is None else network
    endpoints: dict[int, Endpoints] = {}
    for workload in workloads(graph):
        groups: dict[tuple[Origin | None, bool], list[tuple[Value, Routing, tuple[str, ...]]]] = {}
        seen: set[int] = set()
        for item in workload.subnets.items():
            subnet = item.target()
            if subnet is None or id(subnet) in seen:
                continue
            seen.add(id(subnet))
            cut = _cut(network, graph, workload, subnet)
            if cut is None:
                continue
            routing, mirror = cut
            here = endpoints.setdefault(id(routing.vpc), Endpoints(graph, routing.vpc))
            lacking = lacking_endpoints(here, workload, routing)
            if lacking is None:
                continue
            groups.setdefault((item.origin, mirror), []).append((item, routing, lacking))
        for (_, mirror), found in groups.items():
            routings = tuple(routing for _, routing, _ in found)
            yield Cut(workload, found[0][0], routings, mirror, found[0][2])
