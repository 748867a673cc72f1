"""A place for new code next to a statement, with what the text there means."""

from __future__ import annotations

from typing import Literal

from stackproof.analysis.terrain import Home, Terrain
from stackproof.model.construction import Construction
from stackproof.model.ports import NoPlace
from stackproof.model.program import Call, Expression, Function, ObjectDisplay
from stackproof.model.program import Literal as LiteralNode
from stackproof.model.values import Origin


class Spot:
    """The place in front of or behind the statement of one construction, its neighbour."""

    def __init__(
        self, near: Construction, terrain: Terrain, taken: set[str] | None = None, home: Home | None = None
    ) -> None:
        found = home if home is not None else terrain.home(near)
        if found is None:
            raise NoPlace
        self.language: Literal["typescript", "python"] = near.site.language
        self._near = near
        self._terrain = terrain
        self._home = found
        self._file = found.scope.file
        self._taken = taken if taken is not None else set()
        self.at = Origin(self._file, found.line.span)
        self.where: Literal["after", "before"] = "before" if found.ahead else "after"

    def _argument(
        self, construction: Construction, path: tuple[str | int, ...]
    ) -> tuple[Expression, int] | None:
        found = self._terrain.call(construction)
        if found is None:
            return None
        call, base = found
        node: Expression | None = _passed(call, path[0])
        for step in path[1:]:
            node = None if node is None else _held(node, step)
        return None if node is None else (node, base)

    def _means_the_same(self, origin: Origin) -> bool:
        if origin.file != self._file:
            return False
        place = self._home.line.span
        for name, _ in self._terrain.names_in(origin):
            if name in ("this", "self"):
                if self._terrain.method_at(self._file, origin.span) != self._terrain.method_at(
                    self._file, place
                ):
                    return False
                continue
            binding = self._home.scope.find(name)
            if binding is None:
                if name in self._terrain.bound(self._file):
                    return False
            elif not self._terrain.sees(self._home, name, binding.at):
                return False
        places = self._terrain.places(self._file)
        if places is None:
            return False
        return not any(
            origin.span.encloses(f.span)
            for f in places.nodes
            if isinstance(f.node, Function) or (isinstance(f.node, Call) and f.node.new)
        )


def _passed(call: Call, step: str | int) -> Expression | None:
    if isinstance(step, int):
        positional = [a for a in call.arguments if a.name is None]
        if any(a.spread for a in positional[: step + 1]) or step >= len(positional):
            return None
        return positional[step].value
    return next((a.value for a in call.arguments if a.name == step), None)


def _held(node: Expression, step: str | int) -> Expression | None:
    if isinstance(node, ObjectDisplay):
        for entry in node.entries:
            if isinstance(entry.key, LiteralNode) and entry.key.value == step:
                return entry.value
    if isinstance(node, Call):
        return _passed(node, step)
    return None
