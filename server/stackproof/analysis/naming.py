"""Finds expressions and names for new code next to a statement of the program."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import replace
from typing import Literal

from stackproof.analysis.patterns import SEPARATORS, canonical, name_pieces, pattern_of, renamed, split_words
from stackproof.analysis.reach import Reach, Reachable
from stackproof.analysis.terrain import Home, Terrain
from stackproof.model.code import Code, Constant, Interpolation, Variable, Verbatim
from stackproof.model.construction import Construction
from stackproof.model.ports import NoPlace
from stackproof.model.program import (
    Call,
    Expression,
    Function,
    ObjectDisplay,
)
from stackproof.model.program import Literal as LiteralNode
from stackproof.model.runtime import Instance, Reference
from stackproof.model.values import Mapping, Origin, Scalar, Sequence, Value
from stackproof.model.values import Template as TemplateValue


class Names:
    """The names that new code may use next to the statement of one construction. Implements `Naming`."""

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
        self._reach: Reach | None = None
        self.at = Origin(self._file, found.line.span)
        self.where: Literal["after", "before"] = "before" if found.ahead else "after"

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

    # --- new names ---

    def local(self, stem: str) -> str:
        """A fresh local variable name from words."""
        words = split_words(self._without_values(stem, self._near, self._name_pieces(self._near))) or ["item"]
        if self.language == "typescript":
            name = words[0].lower() + "".join(w.capitalize() for w in words[1:])
        else:
            name = "_".join(w.lower() for w in words)
        taken = self._terrain.bound(self._file) | self._taken
        fresh, number = name, 2
        while fresh in taken:
            fresh = f"{name}{number}" if self.language == "typescript" else f"{name}_{number}"
            number += 1
        self._taken.add(fresh)
        return fresh

    def logical(self, stem: str, near: Construction) -> Code:
        """A logical name for a new resource from words, in the pattern of its neighbour's name."""
        pieces = self._name_pieces(near)
        words = [
            *self._house_words(pieces, near, stem),
            *split_words(self._without_values(stem, near, pieces)),
        ]
        number = 1
        while True:
            made = renamed(pieces, words if number == 1 else [*words, str(number)], near)
            if not self._is_taken(made):
                break
            number += 1
        self._taken.add("name:" + pattern_of(made))
        if all(isinstance(p, str) for p in made):
            return Constant("".join(p for p in made if isinstance(p, str)))
        return Interpolation(
            tuple(p if isinstance(p, str) else Verbatim(self._terrain.text(p)) for p in made)
        )

    def _without_values(self, stem: str, near: Construction, pieces: list[str | Origin]) -> str:
        """Words that hold the neighbour's name hold only its literal part: the holes are in the pattern already."""
        literal = "".join(p for p in pieces if isinstance(p, str)).strip(SEPARATORS)
        for value in near.arguments.positional[:2]:
            text = value.text()
            if text and literal:
                stem = stem.replace(text, literal)
        return stem

    def _house_words(self, pieces: list[str | Origin], near: Construction, stem: str) -> list[str]:
        """The word with which the program's names begin, where the neighbour's name and enough others do."""
        first = pieces[0] if pieces and isinstance(pieces[0], str) else ""
        found = re.match(r"([A-Za-z0-9]+)[-_](?=[A-Za-z])", first)
        if found is None or stem.lower().startswith(found[1].lower()):
            return []
        kind = near.callee.names[-1] if near.callee is not None and near.callee.names else ""
        if found[1].lower() in {w.lower() for w in split_words(kind)}:
            return []
        alike = {
            c.origin
            for c in self._terrain.evaluation.constructions
            for v in c.arguments.positional[:2]
            if ((v.literal() if isinstance(v, TemplateValue) else v.text()) or "").startswith(found[0])
        }
        return [found[1]] if len(alike) > 2 else []

    def _name_pieces(self, near: Construction) -> list[str | Origin]:
        given = near.arguments.positional[:2]
        for number, value in enumerate(given):
            if isinstance(value, Scalar | TemplateValue) and (found := self._argument(near, (number,))):
                node, base = found
                pieces = name_pieces(node, base, near.origin.file)
                if pieces is None:
                    return []
                return self._nameable(pieces)
        return []

    def _nameable(self, pieces: list[str | Origin]) -> list[str | Origin]:
        """The pieces without holes that mean nothing here (the counter of a loop), with one separator for each."""
        kept: list[str | Origin] = []
        for piece in pieces:
            if isinstance(piece, str):
                if kept and isinstance(kept[-1], str):
                    piece = kept.pop().rstrip(SEPARATORS) + piece  # type: ignore[union-attr]
                kept.append(piece)
            elif self._means_the_same(piece):
                kept.append(piece)
        if kept and len(kept) < len(pieces) and isinstance(kept[-1], str):
            kept[-1] = kept[-1].rstrip(SEPARATORS)
        return kept

    def _is_taken(self, made: list[str | Origin]) -> bool:
        pattern = pattern_of(made)
        if "name:" + pattern in self._taken:
            return True
        expression = re.compile(".*".join(re.escape(p) for p in pattern.split("\0")), re.DOTALL)
        for construction in self._terrain.evaluation.constructions:
            for value in construction.arguments.positional[:2]:
                text = value.text()
                if isinstance(value, TemplateValue):
                    text = value.literal()
                if text is not None and expression.fullmatch(text):
                    return True
        return False

    # --- helpers ---

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


def _is(value: Value, construction: Construction) -> bool:
    if isinstance(value, Instance):
        return value.construction is construction
    return isinstance(value, Reference) and value.construction is construction and not value.path


def _occurs(path: str, text: str) -> bool:
    """Whether a text mentions a path as a whole."""
    return re.search(rf"(?<![\w$.]){re.escape(path)}(?![\w$])", text) is not None


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
