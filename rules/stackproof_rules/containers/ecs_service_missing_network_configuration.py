"""Finds ECS tasks whose network mode and network configuration do not go together."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import Answer, Finding, Graph, Related, Resource, Severity, anchor, head, rule
from stackproof.rulekit.starters import Starter, definition_of, on_fargate, starters
from stackproof.rulekit.task_network import no_network, own_network, placements

_OF_MACHINES = ("bridge", "host", "none")
_CONTROLLERS = ("ECS", "CODE_DEPLOY")


def _is_awsvpc(starter: Starter, task: Resource | None) -> bool:
    """Whether its tasks certainly have network interfaces of their own."""
    return on_fargate(starter) is Answer.YES or (task is not None and task["network_mode"].is_("awsvpc"))


def _without(graph: Graph, starter: Starter, task: Resource | None) -> Iterator[Finding]:
    """Tasks with a network of their own that nobody places in subnets."""
    resource = starter.resource
    configuration = starter.arguments.get("network_configuration")
    subnets = starter.network.get("subnets")
    nowhere = configuration.is_absent() or configuration.is_empty()
    lost = nowhere or subnets.is_absent() or subnets.is_empty()
    if not lost:
        return
    at = anchor(starter.arguments, resource) if starter.path else head(resource)
    if not nowhere:
        at = anchor(subnets if subnets.is_empty() else starter.network, resource)
    kind = "for Fargate" if on_fargate(starter) is Answer.YES else "with network mode 'awsvpc'"
    related = [] if task is None else [Related(head(task), f"task definition '{task.name}'")]
    yield Finding(
        at=at,
        message=f"{starter.what} have no subnets: tasks {kind} need a network configuration",
        related=related,
        fixes=list(placements(graph, starter)) if nowhere else [],
    )


def _pointless(starter: Starter, task: Resource) -> Iterator[Finding]:
    """Tasks in the network of their machines that are placed in subnets all the same."""
    mode = task["network_mode"]
    own = starter.network
    if own.is_present() and mode.is_any_of(*_OF_MACHINES):
        yield Finding(
            at=anchor(own, starter.resource),
            message=f"a network configuration is for network mode 'awsvpc' only, but '{task.name}' has "
            f"'{mode.text() or 'another'}'",
            related=[Related(mode, "its network mode")],
            fixes=[own_network(task, safe=False), no_network(starter)],
        )


def _for_fargate(graph: Graph) -> Iterator[tuple[Resource, Starter | None]]:
    """The task definitions that certainly are to run on Fargate, each with what starts it there."""
    seen: set[int] = set()
    for task in graph.of("aws_ecs_task_definition"):
        if not task.external and any(v.is_("FARGATE") for v in task["requires_compatibilities"].items()):
            seen.add(id(task))
            yield task, None
    for starter in starters(graph):
        task_ = definition_of(starter)
        if task_ is not None and id(task_) not in seen and on_fargate(starter) is Answer.YES:
            seen.add(id(task_))
            yield task_, starter


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    unfit: set[int] = set()
    for task, starter in _for_fargate(graph):
        mode = task["network_mode"]
        if (mode.is_absent() and not task.escapes) or mode.is_any_of(*_OF_MACHINES):
            unfit.add(id(task))
            yield Finding(
                at=head(task) if mode.is_absent() else anchor(mode, task),
                message=f"task definition '{task.name}' is for Fargate, which supports network mode 'awsvpc' only",
                related=[]
                if starter is None
                else [Related(head(starter.resource), "started on Fargate here")],
                fixes=[own_network(task, safe=True)],
            )
    for starter in starters(graph):
        used = definition_of(starter)
        controller = starter.arguments.get("deployment_controller").get(0).get("type")
        # Services with a controller of their own leave it to their task sets.
        decided_here = controller.is_absent() or controller.is_any_of(*_CONTROLLERS)
        if starter.resource.escapes:
            continue
        if decided_here and _is_awsvpc(starter, used):
            yield from _without(graph, starter, used)
        elif used is not None and id(used) not in unfit:
            yield from _pointless(starter, used)
