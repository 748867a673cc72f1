"""Finds expressions and names for new code next to a statement of the program."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace

from stackproof.analysis.newnames import NewNames
from stackproof.analysis.patterns import canonical
from stackproof.analysis.reach import Reach, Reachable
from stackproof.model.code import Code, Constant, Variable, Verbatim
from stackproof.model.construction import Construction
from stackproof.model.runtime import Instance, Reference
from stackproof.model.values import Mapping, Origin, Scalar, Sequence, Value
from stackproof.model.values import Template as TemplateValue


class Names(NewNames):
    """The names that new code may use next to the statement of one construction. Implements `Naming`."""

    _reach: Reach | None = None

    # --- places ---

    def after(self, constructions: Iterable[Construction]) -> Names | None:
        """The same behind all these constructions, as far as they are made in the same activation."""
        latest, near = self._home, self._near
        for construction in constructions:
            home = self._terrain.home(construction)
            if home is None or home.activation is not self._home.activation:
                # It may be made by a function that is called from here.
                caller = self._terrain.through(construction, self._near, self._home)
                if caller is not None and caller.line.span.end > latest.line.span.end:
                    latest, near = caller, self._near
            elif home.line.span.end > latest.line.span.end:
                latest, near = home, construction
        return Names(near, self._terrain, self._taken, latest)

    def before(self, construction: Construction) -> Names | None:
        """The names directly in front of the statement that makes a construction, which becomes the neighbour."""
        home = self._terrain.home(construction)
        if home is None or home.lifted:
            return None
        return Names(construction, self._terrain, self._taken, replace(home, ahead=True))

    def precedes(self, construction: Construction) -> bool:
        """Whether what stands at this place is certainly there when the construction is made."""
        home = self._terrain.home(construction)
        if home is None or home.activation is not self._home.activation:
            return False
        around = self._home.line.around
        return (
            self._home.place <= home.line.span.start
            and len(around) <= len(home.line.around)
            and all(a is b for a, b in zip(around, home.line.around, strict=False))
        )

    def is_single(self, construction: Construction) -> bool:
        """Whether the text of the call makes this one construction only."""
        return not construction.many and len(self._terrain.twins(construction)) == 1

    # --- expressions ---

    def expression(self, construction: Construction) -> Code | None:
        """An expression that names the construction; None when there is none."""
        if not self._exists(construction):
            return None
        found = [thing.path for thing in self._things() if _is(thing.value, construction)]
        if not found:
            return None
        # The neighbour's statement may call it by one of these names itself.
        here = self._terrain.text(self.at)
        return Variable(next((path for path in found if _occurs(path, here)), found[0]))

    def pieces(self, origin: Origin) -> tuple[str | Code, ...] | None:
        """The literal pieces and the holes of a text that is written out at a place; None for anything else."""
        found = self._terrain.pieces(origin)
        if found is None:
            return None
        return tuple(p if isinstance(p, str) else Verbatim(self._terrain.text(p)) for p in found)

    def value(self, value: Value) -> Code | None:
        """An expression for a value: a name that holds it, or its own source text when that is safe to repeat."""
        if isinstance(value, Instance) and value.construction is not None:
            value = Reference(value.construction)
        if isinstance(value, Reference):
            if not value.path:
                return self.expression(value.construction)
            if not self._exists(value.construction):
                return None
            for thing in self._things():
                held = thing.value
                if (
                    isinstance(held, Reference)
                    and held.construction is value.construction
                    and held.path == value.path
                ):
                    return Variable(thing.path)
            return None
        if isinstance(value, Scalar):
            return Constant(value.data)
        for thing in self._things():
            if thing.value is value:
                return Variable(thing.path)
        if value.origin is not None and self._means_the_same(value.origin):
            return Verbatim(self._terrain.text(value.origin))
        return None

    def written(self, construction: Construction, path: tuple[str | int, ...]) -> Code | None:
        """The text of an argument of a call, where its names mean the same here."""
        found = self._argument(construction, path)
        if found is None:
            return None
        node, base = found
        origin = Origin(construction.origin.file, node.span.shift(base))
        return Verbatim(self._terrain.text(origin)) if self._means_the_same(origin) else None

    def source(self, origin: Origin) -> str:
        """The text that stands at a place of the program."""
        return self._terrain.text(origin)

    def occurrences(self, text: str) -> int:
        """How often a text stands in the files of the program."""
        files = self._terrain.evaluation.files or list(self._terrain.sources)
        sources = [self._terrain.sources.get(file) for file in files]
        return sum(s.document.data.count(text.encode()) for s in sources if s is not None)

    def named(self, names: Collection[str]) -> Code | None:
        """A variable, field or property in reach that has one of these names."""
        wanted = [canonical(n) for n in names]
        for name in wanted:
            for thing in self._things():
                if canonical(thing.last) != name or thing.path.endswith("]"):
                    continue
                # `env` may be the account and region of a stack, `stage` a deployed API.
                made = isinstance(thing.value, Reference) and thing.value.construction.method is None
                if not made and not isinstance(thing.value, Mapping | Sequence | Instance):
                    return Variable(thing.path)
        return None

    def known(self, class_name: str) -> Construction | None:
        """A construction of a library class that can be named here."""
        for construction in self._terrain.evaluation.constructions:
            callee = construction.callee
            if (
                callee is not None
                and callee.names[-1:] == (class_name,)
                and self.expression(construction) is not None
            ):
                return construction
        return None

    def scope_expression(self) -> Code | None:
        """What the neighbour was given as its scope."""
        given = self._near.arguments.positional
        if not given or isinstance(given[0], Scalar | TemplateValue):
            return None
        return self.written(self._near, (0,))

    def _things(self) -> list[Reachable]:
        if self._reach is None:
            self._reach = Reach(self._terrain, self._home, self.language == "typescript")
        return self._reach.things

    def _exists(self, construction: Construction) -> bool:
        """Whether the construction is there when new code at this place runs."""
        home = self._terrain.home(construction)
        if home is not None and home.activation is self._home.activation:
            return home.line.span.end <= self._home.place
        caller = self._terrain.through(construction, self._near, self._home)
        if caller is not None:
            return caller.line.span.end <= self._home.place
        if self._home.ahead and any(
            call.file == self._file and self._home.line.span.encloses(call.span)
            for call in construction.site.stack
        ):
            # The statement itself makes it.
            return False
        return construction.number < self._near.number


def _is(value: Value, construction: Construction) -> bool:
    if isinstance(value, Instance):
        return value.construction is construction
    return isinstance(value, Reference) and value.construction is construction and not value.path


def _occurs(path: str, text: str) -> bool:
    """Whether a text mentions a path as a whole."""
    return re.search(rf"(?<![\w$.]){re.escape(path)}(?![\w$])", text) is not None
