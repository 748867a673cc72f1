"""Values with their origin and certainty, as rules see them.

Every question a rule may ask (`is_`, `is_not`, `is_absent`, `refers_to`, ...) is answered True only when that is
certain; False means "not certainly", never "certainly not". A value therefore has no truth value of its own.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, NoReturn

import msgspec

from stackproof.text import Span

if TYPE_CHECKING:
    from stackproof.model.graph import Resource

Data = str | int | float | bool | None


class Origin(msgspec.Struct, frozen=True, gc=False, order=True):
    """A place in a file: its absolute path and absolute byte span."""

    file: str
    span: Span


class Certainty(StrEnum):
    """Where a value comes from: the author wrote it, the library's default applies, or nobody knows."""

    WRITTEN = "written"
    DEFAULT = "default"
    UNKNOWN = "unknown"


def same(a: Data, b: Data) -> bool:
    """Equality that keeps booleans and numbers apart."""
    return a == b and isinstance(a, bool) == isinstance(b, bool)


@dataclass(slots=True, eq=False)
class Value:
    """What an expression evaluates to. ``origin`` is the expression that decided it, where there is one."""

    origin: Origin | None = field(default=None, kw_only=True)
    certainty: Certainty = field(default=Certainty.WRITTEN, kw_only=True)

    def __bool__(self) -> NoReturn:
        raise TypeError("a Value is not true or false; ask is_(), is_not(), is_absent(), is_present()")

    def alternatives(self) -> tuple[Value, ...]:
        """The values this may be, itself when there is only one."""
        return (self,)

    def is_(self, data: Data) -> bool:
        """Whether this is certainly the scalar ``data``."""
        return all(isinstance(v, Scalar) and same(v.data, data) for v in self.alternatives())

    def is_not(self, data: Data) -> bool:
        """Whether this is certainly something other than the scalar ``data`` (absent included)."""
        return all(v._differs(data) for v in self.alternatives())

    def is_any_of(self, *data: Data) -> bool:
        """Whether this is certainly one of the given scalars."""
        return all(any(v.is_(d) for d in data) for v in self.alternatives())

    def is_absent(self) -> bool:
        """Whether the argument is certainly not given (or given as nothing)."""
        return all(v.is_(None) or (isinstance(v, Absent) and v.closed) for v in self.alternatives())

    def is_present(self) -> bool:
        """Whether something is certainly given, whatever its value."""
        return all(not isinstance(v, Absent | Unknown) and not v.is_(None) for v in self.alternatives())

    def is_unknown(self) -> bool:
        """Whether nothing is known of this value, not even whether it is there."""
        return any(
            isinstance(v, Unknown) or (isinstance(v, Absent) and not v.closed) for v in self.alternatives()
        )

    def text(self) -> str | None:
        """The string this certainly is, None otherwise."""
        return self.data if isinstance(self, Scalar) and isinstance(self.data, str) else None

    def number(self) -> int | float | None:
        """The number this certainly is, None otherwise."""
        if (
            isinstance(self, Scalar)
            and isinstance(self.data, int | float)
            and not isinstance(self.data, bool)
        ):
            return self.data
        return None

    def pieces(self) -> tuple[str | Value, ...]:
        """A string's literal pieces and holes in order; empty for what is no string."""
        if isinstance(self, Template):
            return self.parts
        text = self.text()
        return () if text is None else (text,)

    def get(self, *path: str | int) -> Value:
        """The value inside a mapping, list or JSON text; what is not there is `Absent`, with its certainty."""
        value: Value = self
        for step in path:
            value = value._step(step)
        return value

    def items(self) -> tuple[Value, ...]:
        """The elements of a list that are known; a single value that stands for a list counts as one."""
        return ()

    def is_closed(self) -> bool:
        """Whether everything inside this list or mapping is known to be listed."""
        return False

    def is_empty(self) -> bool:
        """Whether this is certainly a list or mapping with nothing in it."""
        return False

    def references(self) -> Iterator[ResourceReference]:
        """Every reference to a resource found anywhere inside."""
        return iter(())

    def refers_to(self, resource: Resource) -> bool:
        """Whether this certainly is a reference to ``resource`` (any attribute of it)."""
        return all(isinstance(v, ResourceReference) and v.resource is resource for v in self.alternatives())

    def may_refer_to(self, resource: Resource) -> bool:
        """Whether this could be a reference to ``resource``: the question to ask before claiming absence."""
        return self.has_unknown() or any(r.resource is resource for r in self.references())

    def target(self) -> Resource | None:
        """The one resource this certainly refers to, None otherwise."""
        return None

    def has_unknown(self) -> bool:
        """Whether anything inside is unknown."""
        return False

    def _differs(self, data: Data) -> bool:
        return False

    def _step(self, step: str | int) -> Value:
        return Absent(origin=self.origin, closed=False)


@dataclass(slots=True, eq=False)
class Scalar(Value):
    """A string, number, boolean, or nothing."""

    data: Data

    def _differs(self, data: Data) -> bool:
        return not same(self.data, data)

    def _step(self, step: str | int) -> Value:
        return Absent(origin=self.origin, closed=self.data is None)


@dataclass(slots=True, eq=False)
class Template(Value):
    """A string with holes: literal pieces, and values known only at deployment or not at all.

    ``lifted`` when a function of a library makes it, which waits for what stands in the holes: it is no text before.
    """

    parts: tuple[str | Value, ...]
    lifted: bool = False

    def references(self) -> Iterator[ResourceReference]:
        for part in self.parts:
            if isinstance(part, Value):
                yield from part.references()

    def has_unknown(self) -> bool:
        return any(isinstance(p, Value) and p.has_unknown() for p in self.parts)

    def literal(self) -> str:
        """The literal pieces joined, each hole as ``\\x00``."""
        return "".join(p if isinstance(p, str) else "\x00" for p in self.parts)

    def _differs(self, data: Data) -> bool:
        """A template differs from a string whose ends or middle it cannot produce."""
        if not isinstance(data, str):
            return True
        rest = data
        for part in self.parts:
            if isinstance(part, str):
                at = rest.find(part)
                if at < 0:
                    return True
                rest = rest[at + len(part) :]
        first, last = self.parts[0], self.parts[-1]
        return (isinstance(first, str) and not data.startswith(first)) or (
            isinstance(last, str) and not data.endswith(last)
        )


@dataclass(slots=True, eq=False)
class Sequence(Value):
    """A list. ``open`` when it may have elements that are not listed."""

    elements: list[Value]
    open: bool = False

    def items(self) -> tuple[Value, ...]:
        return tuple(self.elements)

    def is_closed(self) -> bool:
        return not self.open

    def is_empty(self) -> bool:
        return not self.elements and not self.open

    def references(self) -> Iterator[ResourceReference]:
        for element in self.elements:
            yield from element.references()

    def has_unknown(self) -> bool:
        return self.open or any(e.has_unknown() for e in self.elements)

    def _differs(self, data: Data) -> bool:
        return True

    def _step(self, step: str | int) -> Value:
        if (
            isinstance(step, int)
            and -len(self.elements) <= step < len(self.elements)
            and not (self.open and step < 0)
        ):
            return self.elements[step]
        return Absent(origin=self.origin, closed=not self.open)


@dataclass(slots=True, eq=False)
class MapEntry:
    """One entry of a mapping: its value, and where its key and the whole entry stand."""

    value: Value
    key_origin: Origin | None = None
    origin: Origin | None = None


@dataclass(slots=True, eq=False)
class Mapping(Value):
    """An object, dict or keyword arguments. ``open`` when it may have entries that are not listed.

    ``rest`` are the unknown values which those come from, as far as that is known.
    """

    entries: dict[str, MapEntry]
    open: bool = False
    rest: tuple[Value, ...] = ()

    def is_closed(self) -> bool:
        return not self.open

    def is_empty(self) -> bool:
        return not self.entries and not self.open

    def keys(self) -> tuple[str, ...]:
        """The known keys in order."""
        return tuple(self.entries)

    def items(self) -> tuple[Value, ...]:
        return (self,)

    def references(self) -> Iterator[ResourceReference]:
        for entry in self.entries.values():
            yield from entry.value.references()

    def has_unknown(self) -> bool:
        return self.open or any(e.value.has_unknown() for e in self.entries.values())

    def _differs(self, data: Data) -> bool:
        return True

    def _step(self, step: str | int) -> Value:
        entry = self.entries.get(step) if isinstance(step, str) else None
        if entry is not None:
            return entry.value
        # A single block stands for a list of one: `[0]` of it is itself.
        return self if step == 0 else Absent(origin=self.origin, closed=not self.open)


@dataclass(slots=True, eq=False)
class JsonText(Value):
    """A string that is the JSON of ``content``: questions about inside are answered by the content.

    ``literal`` when the program writes it as one text, so that nothing inside has a place of its own.
    """

    content: Value
    literal: bool = False

    def items(self) -> tuple[Value, ...]:
        return self.content.items()

    def is_closed(self) -> bool:
        return self.content.is_closed()

    def references(self) -> Iterator[ResourceReference]:
        return self.content.references()

    def has_unknown(self) -> bool:
        return self.content.has_unknown()

    def _differs(self, data: Data) -> bool:
        return not isinstance(data, str)

    def _step(self, step: str | int) -> Value:
        return self.content._step(step)


@dataclass(slots=True, eq=False)
class ResourceReference(Value):
    """An attribute of a resource, in neutral spelling (``id``, ``arn``); empty for the resource itself."""

    resource: Resource
    attribute: str = ""

    def references(self) -> Iterator[ResourceReference]:
        yield self

    def target(self) -> Resource | None:
        return self.resource

    def _differs(self, data: Data) -> bool:
        # An attribute known only after deployment could equal any string, but is never a plain boolean or nothing.
        return data is None or isinstance(data, bool)


@dataclass(slots=True, eq=False)
class Choice(Value):
    """One of several values, which one is not known (a branch on something unknown)."""

    options: tuple[Value, ...]

    def alternatives(self) -> tuple[Value, ...]:
        return tuple(a for o in self.options for a in o.alternatives())

    def references(self) -> Iterator[ResourceReference]:
        for option in self.options:
            yield from option.references()

    def has_unknown(self) -> bool:
        return any(o.has_unknown() for o in self.options)

    def target(self) -> Resource | None:
        targets = {id(t): t for o in self.options if (t := o.target()) is not None}
        return (
            next(iter(targets.values()))
            if len(targets) == 1 and all(o.target() for o in self.options)
            else None
        )

    def _step(self, step: str | int) -> Value:
        return choice([o._step(step) for o in self.options], origin=self.origin)


@dataclass(slots=True, eq=False)
class Unknown(Value):
    """Nothing is known. ``reason`` says why, for people; ``mentions`` are the values it was made from.

    ``outside`` when the program's own text does not decide it: the environment, configuration, whoever uses it.
    """

    reason: str = ""
    mentions: tuple[Value, ...] = ()
    outside: bool = False

    def references(self) -> Iterator[ResourceReference]:
        for value in self.mentions:
            yield from value.references()

    def has_unknown(self) -> bool:
        return True

    def _step(self, step: str | int) -> Value:
        return Unknown(self.reason, self.mentions, self.outside, origin=self.origin)


@dataclass(slots=True, eq=False)
class Pending(Unknown):
    """What a library gives only when the program is deployed, as something that has to be waited for."""


@dataclass(slots=True, eq=False)
class Absent(Value):
    """No such argument. ``closed`` when that is certain; the origin is where it would belong."""

    closed: bool = True

    def has_unknown(self) -> bool:
        return not self.closed

    def _differs(self, data: Data) -> bool:
        return self.closed and data is not None

    def _step(self, step: str | int) -> Value:
        return Absent(origin=self.origin, closed=self.closed)


# How many alternatives a value may have before nothing is known of it.
MOST_OPTIONS = 12


def choice(options: list[Value], origin: Origin | None = None) -> Value:
    """The options as one value: one alone stays itself, equal scalars become one, too many become unknown."""
    flat: list[Value] = []
    for option in (a for o in options for a in o.alternatives()):
        if isinstance(option, Scalar) and any(v.is_(option.data) for v in flat):
            continue
        if any(v is option for v in flat):
            continue
        flat.append(option)
        if len(flat) > MOST_OPTIONS:
            return Unknown("too many alternatives", tuple(options), origin=origin)
    return flat[0] if len(flat) == 1 else Choice(tuple(flat), origin=origin)


def walk(value: Value, visit: Callable[[Value], None]) -> None:
    """Call ``visit`` for the value and everything inside it, outermost first; shared parts are visited once."""
    seen: set[int] = set()
    stack = [value]
    while stack:
        current = stack.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        visit(current)
        match current:
            case Template():
                stack.extend(p for p in reversed(current.parts) if isinstance(p, Value))
            case Sequence():
                stack.extend(reversed(current.elements))
            case Mapping():
                stack.extend(e.value for e in reversed(current.entries.values()))
            case JsonText():
                stack.append(current.content)
            case Choice():
                stack.extend(reversed(current.options))
            case Unknown():
                stack.extend(reversed(current.mentions))
            case _:
                pass
