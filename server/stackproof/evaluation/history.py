"""Remembers when evaluation first came to which part of which file, and moments from which it can go on again."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stackproof.evaluation.frame import Frame
from stackproof.evaluation.journal import Since
from stackproof.model.construction import Site
from stackproof.model.program import Block, Function, If, Statement
from stackproof.model.runtime import Binding, ClassValue, FunctionValue, Scope
from stackproof.model.values import Origin, Value
from stackproof.text import Span

if TYPE_CHECKING:
    from stackproof.evaluation.machine import Machine

# Units of fuel between two moments: about a millisecond of work.
_SPACING = 300


@dataclass(slots=True, eq=False)
class Module:
    """The way into a block that is the body of a module."""

    path: str
    # Only behind the body of the entry is it known how to go on.
    entry: bool


@dataclass(slots=True, eq=False)
class Branch:
    """The way into a block that is a side of an ``if``."""

    node: If
    otherwise: bool


@dataclass(slots=True, eq=False)
class Called:
    """The way into a block that is the body of a function, called by the outermost call of an expression.

    ``expression`` is the number of the expression in its statement, ``link`` that of the call in its chain.
    ``parameters`` are the bindings made for the call, ``instance`` is what a constructor is called for.
    """

    expression: int
    link: int
    node: Function | None = None
    origin: Origin | None = None
    instance: Value | None = None
    parameters: tuple[Binding, ...] = ()


Door = Module | Branch | Called


@dataclass(slots=True, eq=False)
class Level:
    """A block under way: the statements before ``index`` have run. ``scope`` and ``statement`` are those around it."""

    block: Block
    base: int
    frame: Frame
    statement: Span
    scope: Scope
    door: Door
    index: int = 0
    node: Statement | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Stand:
    """A level as it was at some moment."""

    level: Level
    index: int
    inside: Scope
    certainty: tuple[bool, int]
    many: bool
    maybe_returned: bool
    types_asked: bool
    returns: int
    site: Site | None

    @staticmethod
    def of(level: Level) -> Stand:
        frame = level.frame
        return Stand(
            level,
            level.index,
            frame.scope,
            frame.certainty,
            frame.many,
            frame.maybe_returned,
            frame.types_asked,
            len(frame.returns),
            frame.current_site,
        )

    def restore(self) -> None:
        """Put the frame back into the state that it had."""
        frame = self.level.frame
        frame.with_scope(self.inside)
        frame.conditional, frame.doubts = self.certainty
        frame.many = self.many
        frame.maybe_returned = self.maybe_returned
        frame.types_asked = self.types_asked
        del frame.returns[self.returns :]


@dataclass(slots=True, eq=False)
class Moment:
    """A moment to which evaluation can go back: where it stood, how long everything was that only grows."""

    stands: tuple[Stand, ...]
    fuel: int
    lengths: tuple[int, ...]
    complete: bool
    # What was changed from here to the next moment; None while that has not come.
    since: Since | None = None


@dataclass(slots=True, eq=False)
class Definition:
    """A function, class or export at the top of a module that was defined, as statement ``index`` of the file."""

    path: str
    index: int
    value: Value | None
    binding: Binding | None
    number: int


@dataclass(slots=True, eq=False)
class History:
    """What is remembered of one evaluation. Moments are numbered; what happens counts for the latest."""

    machine: Machine
    moments: list[Moment] = field(default_factory=list)
    definitions: list[Definition] = field(default_factory=list)
    levels: list[Level] = field(default_factory=list)
    # For each file, how far evaluation came in it and since which moment, both rising.
    _marks: dict[str, tuple[list[int], list[int]]] = field(default_factory=dict)
    _loads: dict[str, int] = field(default_factory=dict)
    # At this much fuel, the next moment is remembered: at once.
    _next: int = 1 << 60
    # The file and number of the statement that runs, when it is a definition at the top of a file.
    top: tuple[str, int] | None = None

    # --- what was touched ---

    @property
    def now(self) -> int:
        """The number of the latest moment."""
        return len(self.moments) - 1

    def touch(self, path: str, last: int) -> None:
        """What stands in a file up to byte ``last`` has had an effect; for something with an end, where that is, too."""
        marks = self._marks.get(path)
        if marks is None:
            marks = self._marks[path] = ([], [])
        lasts, moments = marks
        if lasts and lasts[-1] >= last:
            return
        if moments and moments[-1] == self.now:
            lasts[-1] = last
        else:
            lasts.append(last)
            moments.append(self.now)

    def load(self, path: str) -> None:
        """The body of a module begins to run."""
        self._loads[path] = self.now

    def loaded(self, path: str) -> int | None:
        """The moment before a module began to run."""
        return self._loads.get(path)

    def touched(self, path: str, start: int) -> int | None:
        """The latest moment before anything from byte ``start`` of a file on had an effect; None when nothing had."""
        lasts, moments = self._marks.get(path, ((), ()))
        first = bisect_left(lasts, start)
        return moments[first] if first < len(moments) else None

    def use(self, cls: ClassValue) -> None:
        """Where a class stands was put down somewhere, or may have been."""
        self.touch(cls.module.path, cls.base)

    def hold(self, function: FunctionValue) -> None:
        """A method may be kept in a variable: it can no longer be exchanged."""
        self.touch(function.module.path, function.base + function.node.span.end)

    def head(self, function: FunctionValue) -> None:
        """A function is called: its parameters count, its statements when they run."""
        body = function.node.body.statements
        last = body[0].at - 1 if body else function.node.span.end
        self.touch(function.module.path, function.base + last)

    # --- where evaluation is ---

    def is_at(self, frame: Frame, node: Statement) -> bool:
        """Whether a statement is run by the innermost level, so that what it enters may be a level, too."""
        if not self.levels:
            return False
        level = self.levels[-1]
        return level.frame is frame and level.node is node

    def enter(self, level: Level) -> None:
        """A block begins to run."""
        if isinstance(level.door, Module):
            self.load(level.door.path)
            if not level.door.entry:
                return
        self.levels.append(level)

    def leave(self, level: Level) -> None:
        """A block has ended."""
        if self.levels and self.levels[-1] is level:
            self.levels.pop()

    def step(self, level: Level, index: int, node: Statement) -> None:
        """A level comes to its next statement."""
        level.index, level.node = index, node
        if self.levels and self.levels[-1] is level and self.machine.fuel.left <= self._next:
            self.mark()

    def mark(self) -> None:
        """Remember this moment."""
        machine, evaluation = self.machine, self.machine.evaluation
        since = machine.journal.mark()
        if self.moments:
            self.moments[-1].since = since
        lengths = (
            len(evaluation.constructions),
            len(evaluation.operations),
            len(evaluation.texts),
            len(evaluation.misfits),
            len(evaluation.mentions),
            len(evaluation.gaps),
            len(machine.classes),
            len(machine.modules),
        )
        stands = tuple(Stand.of(level) for level in self.levels)
        self.moments.append(Moment(stands, machine.fuel.left, lengths, evaluation.complete))
        self._next = machine.fuel.left - _SPACING

    def define(self, value: Value, binding: Binding | None) -> None:
        """A function or class was defined; it may be exchanged when that was at the top of a module."""
        if self.top is not None:
            self.definitions.append(Definition(*self.top, value, binding, self.now))
            self.top = None

    def keep(self, path: str, end: int) -> None:
        """What runs at the top of a module is no definition that may be exchanged after all."""
        if self.top is not None:
            self.touch(path, end)
            self.top = None

    # --- going back ---

    def known_levels(self) -> list[Level]:
        """All levels from which evaluation can go on."""
        return list({id(s.level): s.level for m in self.moments for s in m.stands}.values())

    def go_back(self, number: int) -> Moment:
        """Undo everything that happened after a moment."""
        machine, evaluation = self.machine, self.machine.evaluation
        moment = self.moments[number]
        machine.journal.go_back(m.since for m in reversed(self.moments[number:]) if m.since is not None)
        constructions, operations, texts, misfits, mentions, gaps, classes, modules = moment.lengths
        del evaluation.constructions[constructions:]
        del evaluation.operations[operations:]
        del evaluation.texts[texts:]
        del evaluation.misfits[misfits:]
        del evaluation.mentions[mentions:]
        del evaluation.gaps[gaps:]
        del machine.classes[classes:]
        while len(machine.modules) > modules:
            machine.modules.popitem()
        evaluation.complete = moment.complete
        evaluation.version += 1
        machine.fuel.left = moment.fuel
        del self.moments[number + 1 :]
        moment.since = None
        self._next = moment.fuel - _SPACING
        self.levels = []
        self.definitions = [d for d in self.definitions if d.number < number]
        self._loads = {path: n for path, n in self._loads.items() if n < number}
        for lasts, moments in self._marks.values():
            keep = bisect_left(moments, number)
            del lasts[keep:], moments[keep:]
        return moment
