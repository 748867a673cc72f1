"""What can be named at a place in a program: variables, fields, and what is inside them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stackproof.analysis.terrain import Home, Terrain
from stackproof.model.program import Assignment, Member, Name
from stackproof.model.runtime import Instance, Scope
from stackproof.model.values import Mapping, Sequence, Value

_IDENTIFIER = re.compile(r"[A-Za-z_$][A-Za-z0-9_$]*\Z")


@dataclass(frozen=True, eq=False)
class Reachable:
    """A value and the path by which it is called. ``last`` is the name at the path's end."""

    path: str
    last: str
    value: Value


class Reach:
    """Everything that can be named where new code stands, what is called by a shorter path first."""

    def __init__(self, terrain: Terrain, home: Home, typescript: bool) -> None:
        self._terrain = terrain
        self._home = home
        self._file = home.scope.file
        self._place = home.place
        self._typescript = typescript
        self.things = list(self._collect())

    def _collect(self) -> Iterator[Reachable]:
        roots = [*self._variables(), *self._fields()]
        yield from roots
        inner = [thing for root in roots for thing in self._inside(root)]
        yield from inner
        for thing in inner:
            yield from self._inside(thing)

    def _variables(self) -> Iterator[Reachable]:
        seen: set[str] = set()
        scope: Scope | None = self._home.scope
        while scope is not None:
            for name, binding in scope.names.items():
                if name in seen:
                    continue
                seen.add(name)
                if scope.file != self._file or not _IDENTIFIER.match(name):
                    continue
                if not self._terrain.sees(self._home, name, binding.at):
                    continue
                yield Reachable(name, name, binding.value)
            scope = scope.parent

    def _fields(self) -> Iterator[Reachable]:
        scope: Scope | None = self._home.scope
        while scope is not None:
            if isinstance(scope.this, Instance):
                receiver = "this" if self._typescript else scope.receiver
                if receiver is not None:
                    for name, value in scope.this.fields.items():
                        if _IDENTIFIER.match(name) and self._is_set(receiver, name):
                            yield Reachable(f"{receiver}.{name}", name, value)
                return
            scope = scope.parent

    def _inside(self, root: Reachable) -> Iterator[Reachable]:
        """What is one step further in; elements of lists only at their numbers."""
        value = root.value
        if isinstance(value, Sequence) and not value.open:
            for number, element in enumerate(value.elements):
                yield Reachable(f"{root.path}[{number}]", root.last, element)
        elif isinstance(value, Mapping):
            for key, entry in value.entries.items():
                yield Reachable(self._member(root.path, key), key, entry.value)
        elif isinstance(value, Instance) and root.path not in ("this", "self"):
            for name, held in value.fields.items():
                if self._is_public(value, name):
                    yield Reachable(f"{root.path}.{name}", name, held)

    def _member(self, path: str, key: str) -> str:
        if self._typescript and _IDENTIFIER.match(key):
            return f"{path}.{key}"
        quote = "'" if self._typescript else '"'
        return f"{path}[{quote}{key}{quote}]"

    def _is_set(self, receiver: str, name: str) -> bool:
        """Whether a field is set before the place, if it is set in the same function at all."""
        places = self._terrain.places(self._file)
        around = self._terrain.method_at(self._file, self._home.line.span)
        if places is None or around is None:
            return False
        ends = []
        for node, base in places.of(Assignment):
            target = node.target
            if (
                isinstance(target, Member)
                and target.name == name
                and isinstance(target.object, Name)
                and target.object.id == receiver
                and around.encloses(node.span.shift(base))
            ):
                ends.append(node.span.shift(base).end)
        return all(end <= self._place for end in ends)

    def _is_public(self, instance: Instance, name: str) -> bool:
        if name.startswith(("_", "#")) or not _IDENTIFIER.match(name):
            return False
        if not self._typescript:
            return True
        source = self._terrain.sources.get(instance.cls.module.path)
        if source is None:
            return False
        hidden = re.compile(
            rb"\b(private|protected)\s+(static\s+)?(readonly\s+)?" + re.escape(name.encode()) + rb"\b"
        )
        return hidden.search(source.document.data) is None
