"""Builds small graphs by hand, for tests that need no program."""

from __future__ import annotations

from typing import Any

from stackproof.model.construction import Construction, Gap, Site
from stackproof.model.graph import Graph, Resource
from stackproof.model.runtime import Passed, Scope
from stackproof.model.values import (
    MapEntry,
    Mapping,
    Origin,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)
from stackproof.text import Span

UNKNOWN = Unknown("test")


class Builder:
    """Collects resources; every value gets an origin of its own."""

    def __init__(self) -> None:
        self.resources: list[Resource] = []
        self.scope = Scope("/main")
        self._offset = 0

    def origin(self) -> Origin:
        self._offset += 10
        return Origin("/main", Span(self._offset, self._offset + 5))

    def value(self, data: Any) -> Value:
        match data:
            case Value():
                return data
            case Resource():
                return ResourceReference(data, "id", origin=self.origin())
            case (Resource() as resource, str(attribute)):
                return ResourceReference(resource, attribute, origin=self.origin())
            case tuple():
                parts = tuple(p if isinstance(p, str) else self.value(p) for p in data)
                return Template(parts, origin=self.origin())
            case dict():
                entries = {k: MapEntry(self.value(v)) for k, v in data.items()}
                return Mapping(entries, origin=self.origin())
            case list():
                return Sequence([self.value(v) for v in data], origin=self.origin())
            case _:
                return Scalar(data, origin=self.origin())

    def add(self, type_: str, name: str, /, **arguments: Any) -> Resource:
        """A resource; ``_external``, ``_conditional``, ``_escaped``, ``_depends_on``, ``_scope`` set what is not an argument."""
        options = {k: arguments.pop(k) for k in list(arguments) if k.startswith("_")}
        properties = self.value(arguments)
        assert isinstance(properties, Mapping)
        properties.open = options.get("_open", False)
        origin, callee = self.origin(), self.origin()
        site = Site(origin, options.get("_scope", self.scope), "python")
        construction = Construction(len(self.resources), origin, callee, Passed(), site)
        resource = Resource(
            type_,
            name,
            properties,
            origin,
            construction,
            external=options.get("_external", False),
            conditional=options.get("_conditional", False),
            implied=options.get("_implied", False),
            escapes=[Gap("test", "")] if options.get("_escaped") else [],
            depends_on=[self.value(d) for d in options.get("_depends_on", [])],
        )
        self.resources.append(resource)
        return resource

    def graph(self, **options: Any) -> Graph:
        return Graph(list(self.resources), **options)


def set_argument(builder: Builder, resource: Resource, name: str, data: Any) -> None:
    """Replace an argument."""
    resource.properties.entries[name] = MapEntry(builder.value(data))
