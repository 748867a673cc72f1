"""The containers of task definitions, in whichever way they are written."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stackproof.model.graph import Graph, Resource
from stackproof.model.values import Value

DEFINITIONS = "container_definitions"


@dataclass(frozen=True, eq=False)
class Container:
    """One container of a task definition: what is said of it, and its place in the list."""

    task: Resource
    value: Value
    number: int

    @property
    def name(self) -> str:
        """What it is called in messages."""
        return self.value.get("name").text() or f"{self.task.name}[{self.number}]"

    def get(self, *path: str) -> Value:
        """What is said under a path of names as in the API (``logConfiguration``)."""
        value = self.value
        for name in path:
            value = entry(value, name)
        return value


def entry(value: Value, name: str) -> Value:
    """An entry under its name in the API, else under that of an argument."""
    found = value.get(name)
    if not found.is_absent():
        return found
    other = "".join(f"_{c.lower()}" if c.isupper() else c for c in name)
    return value.get(other)


def containers(graph: Graph) -> Iterator[Container]:
    """The containers of all task definitions of the program, as far as they are known."""
    for task in graph.of("aws_ecs_task_definition"):
        if not task.external:
            yield from containers_of(task)


def containers_of(task: Resource) -> Iterator[Container]:
    """The containers of a task definition, as far as they are known."""
    for number, value in enumerate(task[DEFINITIONS].items()):
        yield Container(task, value, number)
