"""Finds the resources that may point at another one, without asking all of them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from stackproof.model.graph import Graph, Resource
from stackproof.model.values import ResourceReference, Value
from stackproof.rulekit.links import HOPS


class _Pointers:
    """The resources of one type, by what one argument of theirs may lead to; numbers are places in their order."""

    def __init__(self, resources: list[Resource], argument: str) -> None:
        self._resources = resources
        self._at: dict[int, list[int]] = defaultdict(list)
        self._named: dict[str, list[int]] = defaultdict(list)
        # Those of which not even that is known.
        self._anywhere: list[int] = []
        for number, resource in enumerate(resources):
            self._enter(number, resource[argument])

    def _enter(self, number: int, value: Value) -> None:
        reached: set[int] = set()
        unknown = False
        for _ in range(HOPS + 1):
            unknown = unknown or value.has_unknown()
            reached.update(id(r.resource) for r in value.references())
            target = value.target()
            if target is None or not isinstance(value, ResourceReference):
                break
            if value.attribute in ("", "id", "arn") or target[value.attribute].is_absent():
                break
            value = target[value.attribute]
        text = value.text()
        if unknown or (value.target() is None and text is None and not value.is_absent()):
            self._anywhere.append(number)
            return
        for key in reached:
            self._at[key].append(number)
        if text is not None:
            self._named[text].append(number)

    def to(self, resource: Resource, name: str | None) -> set[int]:
        found = {*self._anywhere, *self._at.get(id(resource), ())}
        own = None if name is None else resource[name]
        if own is not None and not own.is_absent():
            text = own.text()
            if text is not None:
                found.update(self._named.get(text, ()))
            else:
                found.update(number for numbers in self._named.values() for number in numbers)
        return found


def pointing(
    graph: Graph, type_: str, argument: str, *resources: Resource, name: str | None = None
) -> Iterator[Resource]:
    """The resources of a type whose ``argument`` may lead to one of ``resources``, in their order in the graph.

    For all others `leads_to` says no. ``name`` is as there: the argument of ``resources`` that literals may hit.
    """
    key = (_Pointers, type_, argument)
    view = graph.views.get(key)
    if not isinstance(view, _Pointers):
        view = graph.views[key] = _Pointers(list(graph.of(type_)), argument)
    numbers = set().union(*(view.to(resource, name) for resource in resources))
    return (view._resources[number] for number in sorted(numbers))
