"""Names of resources that are unique within one program's graph, with the references between them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from stackproof.model.graph import Graph, Resource
from stackproof.model.values import (
    Choice,
    JsonText,
    Mapping,
    ResourceReference,
    Sequence,
    Template,
    Unknown,
    Value,
)

_MAX_DEPTH = 40


class Link(NamedTuple):
    """A reference: which argument of which resource mentions which attribute of which other one."""

    source: str
    target: str
    attribute: str
    path: str
    kind: str


def names(graph: Graph) -> dict[int, str]:
    """``type.name`` by the identity of each resource, numbered where two would be called the same."""
    found: dict[int, str] = {}
    used: dict[str, int] = {}
    for resource in graph.resources:
        name = f"{resource.type}.{resource.name}"
        used[name] = used.get(name, 0) + 1
        found[id(resource)] = name if used[name] == 1 else f"{name}#{used[name]}"
    return found


def links(graph: Graph, named: dict[int, str]) -> Iterator[Link]:
    """All references of the graph in order, each once."""
    seen = set()
    for resource in graph.resources:
        for link in _links_of(resource, named):
            if link not in seen:
                seen.add(link)
                yield link


def _links_of(resource: Resource, named: dict[int, str]) -> Iterator[Link]:
    source = named[id(resource)]
    for reference, path in _references(resource.properties, "", 0):
        target = named.get(id(reference.resource))
        if target is not None:
            yield Link(source, target, reference.attribute, path, "argument")
    for value in resource.depends_on:
        for reference in value.references():
            target = named.get(id(reference.resource))
            if target is not None:
                yield Link(source, target, "", "depends_on", "dependency")


def _references(value: Value, path: str, depth: int) -> Iterator[tuple[ResourceReference, str]]:
    if depth > _MAX_DEPTH:
        return
    inner: list[tuple[Value, str]] = []
    match value:
        case ResourceReference():
            yield value, path
        case Mapping():
            inner = [(entry.value, f"{path}.{key}" if path else key) for key, entry in value.entries.items()]
        case Sequence():
            inner = [(element, f"{path}[{index}]") for index, element in enumerate(value.elements)]
        case Template():
            inner = [(part, path) for part in value.parts if isinstance(part, Value)]
        case JsonText():
            inner = [(value.content, path)]
        case Choice():
            inner = [(option, path) for option in value.options]
        case Unknown():
            inner = [(mention, path) for mention in value.mentions]
        case _:
            pass
    for part, where in inner:
        yield from _references(part, where, depth + 1)
