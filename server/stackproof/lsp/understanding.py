"""Finds the resources of a report by where they stand."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import PurePath

from stackproof.analysis.report import Report
from stackproof.model.graph import Graph, Resource
from stackproof.model.runtime import ClassValue, Instance, Scope
from stackproof.model.values import Origin


@dataclass(frozen=True, eq=False)
class Creation:
    """One call in a file and the resources that it makes: several for higher-level constructs and loops."""

    graph: Graph
    callee: Origin
    resources: tuple[Resource, ...]

    @property
    def first(self) -> Resource:
        """The resource that stands for the call."""
        return self.resources[0]


def creations(report: Report, path: str) -> list[Creation]:
    """The calls of a file that make resources, in the order of the text.

    A file that belongs to several programs, or a call that runs several times, counts once.
    """
    found: dict[Origin, Creation] = {}
    for program in report.programs:
        made: dict[Origin, list[Resource]] = {}
        for resource in program.graph.resources:
            callee = resource.construction.callee_origin
            if callee.file == path:
                made.setdefault(callee, []).append(resource)
        for callee, resources in made.items():
            found.setdefault(callee, Creation(program.graph, callee, tuple(resources)))
    return sorted(found.values(), key=lambda c: c.callee)


def language(path: str) -> str:
    """The language of a file as rule pages call it."""
    return "python" if PurePath(path).suffix == ".py" else "typescript"


def framework(report: Report | None, path: str) -> str:
    """The framework of the program to which a file belongs; empty when there is none."""
    for program in report.programs if report else ():
        if path == program.entry or path in program.graph.files:
            for resource in _nearest(program.graph.resources, path):
                if resource.framework:
                    return resource.framework
    return ""


def owner(resource: Resource) -> ClassValue | None:
    """The class of the program in whose method the resource is made."""
    scope: Scope | None = resource.construction.site.scope
    while scope is not None:
        if isinstance(scope.this, Instance):
            return scope.this.cls
        scope = scope.parent
    return None


def _nearest(resources: Iterable[Resource], path: str) -> Iterator[Resource]:
    everything = list(resources)
    yield from (r for r in everything if r.origin.file == path)
    yield from everything
