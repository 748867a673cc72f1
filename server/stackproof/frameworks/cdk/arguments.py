"""The arguments of a CDK call, the same for keywords, objects and typed structs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.names import SNAKE, Located, snake
from stackproof.frameworks.cdk.thing import Node, Thing
from stackproof.frameworks.recognition import Shape
from stackproof.model.construction import Construction
from stackproof.model.runtime import Instance, Reference
from stackproof.model.values import Absent, MapEntry, Mapping, Origin, Value

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.world import World

# Arguments of constructs that are nothing of what the resource is. Python takes the scope and the id by name, too.
_NEUTRAL = frozenset({"scope", "id", "removal_policy", "env"})


@dataclass(eq=False)
class Arguments:
    """Named arguments under their names in snake case, not folded. ``open`` when there may be more."""

    world: World
    entries: dict[str, MapEntry] = field(default_factory=dict)
    open: bool = False
    origin: Origin | None = None
    # The arguments that somebody asked for.
    read: set[str] = field(default_factory=set)
    # What the library itself gives as an argument.
    things: dict[str, Thing] = field(default_factory=dict)

    def plus(self, **things: Thing | None) -> Arguments:
        """The same arguments with things that the library gives where the author gives nothing."""
        missing = {k: t for k, t in things.items() if t is not None and self.raw(k) is None}
        entries = {**self.entries, **{k: MapEntry(t.value()) for k, t in missing.items()}}
        return Arguments(self.world, entries, self.open, self.origin, self.read, {**self.things, **missing})

    def entry(self, name: str) -> MapEntry | None:
        """Where an argument stands; None when it is not written."""
        self.read.add(name)
        return self.entries.get(name)

    def unread(self) -> list[str]:
        """The arguments that nobody asked for."""
        return [name for name in self.entries if name not in self.read and name not in _NEUTRAL]

    def raw(self, name: str) -> Value | None:
        """An argument as evaluated; None when it is not given (or given as nothing)."""
        entry = self.entry(name)
        return None if entry is None or entry.value.is_(None) else entry.value

    def get(self, name: str, shape: Shape = SNAKE) -> Value:
        """An argument as a graph value; `Absent` with its certainty when it is not given."""
        value = self.raw(name)
        if value is None:
            return Absent(origin=self.origin, closed=not self.open)
        return self.world.fold(value, shape)

    def node(self, name: str) -> Node | None:
        """What an argument stands for."""
        if (known := self.things.get(name)) is not None:
            self.read.add(name)
            return known
        value = self.raw(name)
        return None if value is None else self.world.node(value)

    def thing(self, name: str) -> Thing | None:
        """The construct that was given as an argument; None when there is none or it is not known."""
        node = self.node(name)
        return node if isinstance(node, Thing) else None

    def absent(self, name: str) -> bool:
        """Whether an argument is certainly not given."""
        return self.get(name).is_absent()

    def nested(self, name: str) -> Arguments | None:
        """The named arguments inside one (an object or a struct); None when there are none or they are not known."""
        value = self.raw(name)
        return None if value is None else arguments_of(self.world, value)

    def folded(self) -> Mapping:
        """All of them as one graph value."""
        given = {
            n: MapEntry(self.world.fold(e.value), e.key_origin, e.origin) for n, e in self.entries.items()
        }
        return Mapping(given, open=self.open, origin=self.origin)

    def elements(self, name: str) -> list[Value] | None:
        """The evaluated elements of a list argument; None when it is not given or not wholly known."""
        value = self.raw(name)
        return None if value is None else self.world.elements(value)


@dataclass(eq=False)
class Call:
    """One call: what is called, and its arguments by place and by name."""

    world: World
    construction: Construction
    located: Located | None
    # Constructs take their scope and their id before everything else.
    named_at: int = 2

    @property
    def positional(self) -> list[Value]:
        """The arguments by place."""
        return self.construction.arguments.positional

    @property
    def certain(self) -> bool:
        """Whether the call certainly happens, exactly once."""
        return not (self.construction.conditional or self.construction.many)

    def props(self, at: int | None = None) -> Arguments:
        """The named arguments: keywords, and the object at a place of the arguments list."""
        passed = self.construction.arguments
        found = Arguments(self.world, {}, passed.open, passed.origin)
        index = self.named_at if at is None else at
        if 0 <= index < len(passed.positional):
            inner = arguments_of(self.world, passed.positional[index])
            if inner is None:
                found.open = found.open or not passed.positional[index].is_(None)
            else:
                found.entries.update(inner.entries)
                found.open = found.open or inner.open
                found.origin = inner.origin
        found.entries.update({snake(k): e for k, e in passed.keywords.items()})
        return found

    def argument(self, at: int, name: str) -> Value | None:
        """An argument that may be given by place or by keyword, as evaluated."""
        entry = self.construction.arguments.keywords.get(name)
        if entry is not None:
            return None if entry.value.is_(None) else entry.value
        value = self.positional[at] if at < len(self.positional) else None
        return None if value is None or value.is_(None) else value

    def folded(self, at: int, name: str) -> Value | None:
        """An argument by place or keyword as a graph value; None when it is not given."""
        value = self.argument(at, name)
        return None if value is None else self.world.fold(value)

    def thing(self, at: int, name: str) -> Thing | None:
        """The construct given by place or keyword; None when there is none or it is not known."""
        value = self.argument(at, name)
        node = None if value is None else self.world.node(value)
        return node if isinstance(node, Thing) else None

    def rest(self, at: int) -> list[Value] | None:
        """The folded arguments from a place on; None when there may be more than are listed."""
        if self.construction.arguments.open:
            return None
        return [self.world.fold(v) for v in self.positional[at:]]


def arguments_of(world: World, value: Value) -> Arguments | None:
    """The named arguments which a value holds: an object, a dict, a struct, or a plain instance of the program."""
    if isinstance(value, Mapping):
        return Arguments(world, {snake(k): e for k, e in value.entries.items()}, value.open, value.origin)
    if isinstance(value, Reference) and not value.path and world.struct(value.construction):
        passed = value.construction.arguments
        written = {**passed.keywords, **value.construction.writes}
        entries = {snake(k): e for k, e in written.items()}
        return Arguments(world, entries, passed.open or bool(passed.positional), value.construction.origin)
    if isinstance(value, Instance) and value.construction is None:
        entries = {snake(k): MapEntry(v) for k, v in value.fields.items()}
        return Arguments(world, entries, value.open, value.origin)
    return None


Recipe = Callable[[Call], Node | None]
