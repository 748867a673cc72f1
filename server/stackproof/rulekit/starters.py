"""Everything that starts ECS tasks, with the arguments that say which, where and on what."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stackproof.model.graph import Graph, Resource
from stackproof.model.values import Value
from stackproof.rulekit.answer import Answer
from stackproof.rulekit.ecs import runs_on_fargate
from stackproof.rulekit.links import by_name, follow

Path = tuple[str | int, ...]


@dataclass(frozen=True, eq=False)
class Starter:
    """A service, a task set, or what starts tasks at times or events.

    ``what`` names its tasks in messages. ``arguments`` hold the launch type, the strategy and the network, and stand
    at ``path`` of the resource. ``cluster`` and ``definition`` are the arguments that name those.
    """

    resource: Resource
    what: str
    path: Path
    arguments: Value
    cluster: Value
    definition: Value

    @property
    def launch_type(self) -> Value:
        """On what it runs."""
        return self.arguments.get("launch_type")

    @property
    def strategy(self) -> Value:
        """The list of capacity providers it uses."""
        return self.arguments.get("capacity_provider_strategy")

    @property
    def network(self) -> Value:
        """The block with its subnets; absent when there is none."""
        return self.arguments.get("network_configuration").get(0)


def starters(graph: Graph) -> Iterator[Starter]:
    """All of them; services of which only the program's outside knows are left out."""
    for service in graph.of("aws_ecs_service", "aws_ecs_task_set"):
        if not service.external:
            what, definition = f"the tasks of '{service.name}'", service["task_definition"]
            yield Starter(service, what, (), service.properties, service["cluster"], definition)
    for target in graph.of("aws_cloudwatch_event_target"):
        arguments = target["ecs_target"].get(0)
        if arguments.is_present():
            what, definition = f"the tasks started by '{target.name}'", arguments.get("task_definition_arn")
            yield Starter(target, what, ("ecs_target",), arguments, target["arn"], definition)
    for schedule in graph.of("aws_scheduler_schedule"):
        block = schedule["target"].get(0)
        arguments = block.get("ecs_parameters").get(0)
        if arguments.is_present():
            what, definition = f"the tasks started by '{schedule.name}'", arguments.get("task_definition_arn")
            path = ("target", "ecs_parameters")
            yield Starter(schedule, what, path, arguments, block.get("arn"), definition)


def cluster_of(graph: Graph, starter: Starter) -> Resource | None:
    """The cluster in which tasks are started, where the program makes it."""
    cluster = by_name(graph, starter.cluster, "aws_ecs_cluster", "name")
    return (
        cluster
        if cluster is not None and cluster.type == "aws_ecs_cluster" and not cluster.external
        else None
    )


def definition_of(starter: Starter) -> Resource | None:
    """The task definition that is started, where the program makes it."""
    found = follow(starter.definition, "aws_ecs_task_definition")
    ours = found is not None and found.type == "aws_ecs_task_definition" and not found.external
    return found if ours else None


def on_fargate(starter: Starter) -> Answer:
    """Whether its tasks run on Fargate."""
    return runs_on_fargate(starter.launch_type, starter.strategy, starter.definition)
