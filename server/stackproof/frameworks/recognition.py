"""Turning evaluation values into graph values, shared by all frameworks."""

from __future__ import annotations

from typing import Protocol

from stackproof.model.construction import Construction
from stackproof.model.runtime import (
    ClassValue,
    FunctionValue,
    Instance,
    ModuleValue,
    Passed,
    Reference,
    Symbol,
)
from stackproof.model.values import (
    Absent,
    Choice,
    JsonText,
    MapEntry,
    Mapping,
    Origin,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)

# Deeper values are cut off: real arguments nest about ten levels, and the interpreter's stack is finite.
_DEEPEST = 60


class Shape(Protocol):
    """How the keys of a mapping at one place of a resource's arguments are called in neutral spelling."""

    def entry(self, written: str) -> tuple[str, Shape]:
        """The neutral name of a key, and the shape of what stands under it (of its elements, for lists)."""
        ...


class _Verbatim:
    """Keys are data and stay as they are, all the way down."""

    def entry(self, written: str) -> tuple[str, Shape]:
        return written, self


VERBATIM: Shape = _Verbatim()


class Meaning(Protocol):
    """What one framework knows of the runtime values of its own library."""

    def reference(self, reference: Reference) -> Value | None:
        """The graph value of a construction or an attribute of it; None when it stands for nothing known."""
        ...

    def symbol(self, symbol: Symbol) -> Value | None:
        """The graph value of a library's static or enum member; None when it is not known."""
        ...

    def struct(self, construction: Construction) -> bool:
        """Whether the construction is only a typed bag of keyword arguments."""
        ...

    def text(self, value: Scalar) -> Value:
        """What a string says beyond its characters (``"${aws_vpc.main.id}"``); the value itself when nothing."""
        ...


class Folder:
    """Folds evaluation values into graph values: no `Reference`, `Symbol` or `Instance` is left in them.

    A value folded twice under the same shape gives the same object. Values that need no change are kept. Origins,
    openness and certainty survive. Never raises; what cannot be told becomes `Unknown` that mentions its parts.
    """

    def __init__(self, meaning: Meaning) -> None:
        self._meaning = meaning
        # The key objects are kept in the entry, so that an id is not used again while it is a key.
        self._memo: dict[tuple[int, int], tuple[Value, Shape, Value]] = {}
        self._busy: set[tuple[int, int]] = set()
        self._opaque: dict[int, tuple[Value, ...]] = {}
        self._depth = 0

    def fold(self, value: Value, shape: Shape = VERBATIM) -> Value:
        """The graph value of ``value``, whose keys (if it is or holds a mapping) are named by ``shape``."""
        key = (id(value), id(shape))
        if (known := self._memo.get(key)) is not None:
            return known[2]
        if key in self._busy or self._depth >= _DEEPEST:
            return Unknown("refers to itself or is nested too deeply", origin=value.origin)
        self._busy.add(key)
        self._depth += 1
        try:
            folded = self._fold(value, shape)
        finally:
            self._depth -= 1
            self._busy.discard(key)
        # What was cut off inside a cycle is right only from this entry point; the cut itself is not remembered.
        self._memo[key] = (value, shape, folded)
        return folded

    def entries(
        self, entries: dict[str, MapEntry], shape: Shape, open: bool = False, origin: Origin | None = None
    ) -> Mapping:
        """A mapping of folded entries under their neutral names."""
        folded: dict[str, MapEntry] = {}
        for written, entry in entries.items():
            name, inner = shape.entry(written)
            folded[name] = MapEntry(self.fold(entry.value, inner), entry.key_origin, entry.origin)
        return Mapping(folded, open=open, origin=origin)

    def keywords(self, passed: Passed, shape: Shape) -> Mapping:
        """A call's keyword arguments as a folded mapping."""
        return self.entries(passed.keywords, shape, passed.open, passed.origin)

    def mentions(self, construction: Construction) -> tuple[Value, ...]:
        """All that was given to a construction, folded, for an `Unknown` that stands for its result."""
        if (known := self._opaque.get(construction.number)) is not None:
            return known
        # Entered first, so that a construction which reaches itself mentions nothing the second time.
        self._opaque[construction.number] = ()
        given = [
            *construction.arguments.positional,
            *(e.value for e in construction.arguments.keywords.values()),
        ]
        if construction.receiver is not None:
            given.insert(0, construction.receiver)
        found = tuple(self.fold(v) for v in given if not isinstance(v, Scalar))
        self._opaque[construction.number] = found
        return found

    def _fold(self, value: Value, shape: Shape) -> Value:
        match value:
            case Scalar():
                return self._meaning.text(value) if isinstance(value.data, str) else value
            case Absent():
                return value
            case Reference():
                return self._reference(value, shape)
            case Symbol():
                meant = self._meaning.symbol(value)
                if meant is not None:
                    return meant
                return Unknown(f"'{value.dotted}' is not known", origin=value.origin)
            case Instance():
                return self._instance(value, shape)
            case Mapping():
                folded = self.entries(value.entries, shape, value.open, value.origin)
                folded.certainty = value.certainty
                return folded
            case Sequence():
                elements = [self.fold(e, shape) for e in value.elements]
                if _same(elements, value.elements):
                    return value
                return Sequence(elements, open=value.open, origin=value.origin, certainty=value.certainty)
            case Choice():
                options = tuple(self.fold(o, shape) for o in value.options)
                if _same(options, value.options):
                    return value
                return Choice(options, origin=value.origin, certainty=value.certainty)
            case JsonText():
                content = self.fold(value.content)
                if content is value.content:
                    return value
                return JsonText(content, origin=value.origin, certainty=value.certainty)
            case Template():
                parts = tuple(p if isinstance(p, str) else self.fold(p) for p in value.parts)
                if all(a is b for a, b in zip(parts, value.parts, strict=True)):
                    return value
                return Template(parts, origin=value.origin, certainty=value.certainty)
            case Unknown():
                mentions = tuple(self.fold(m) for m in value.mentions)
                if _same(mentions, value.mentions):
                    return value
                return Unknown(
                    value.reason, mentions, value.outside, origin=value.origin, certainty=value.certainty
                )
            case FunctionValue() | ClassValue() | ModuleValue():
                return Unknown("code of the program, not data", origin=value.origin)
            case _:
                # Graph values (`ResourceReference`) that a framework's library put in already.
                return value

    def _reference(self, value: Reference, shape: Shape) -> Value:
        if not value.path and self._meaning.struct(value.construction):
            passed = value.construction.arguments
            written = {**passed.keywords, **value.construction.writes}
            folded = self.entries(written, shape, passed.open, passed.origin)
            folded.origin = value.construction.origin
            # A bag made from positional arguments holds more than its keywords tell.
            folded.open = passed.open or bool(passed.positional)
            return folded
        meant = self._meaning.reference(value)
        if meant is not None:
            return meant
        call = value.construction
        what = call.callee.dotted if call.callee is not None else f".{call.method}()"
        return Unknown(f"the result of '{what}' is not known", self.mentions(call), origin=value.origin)

    def _instance(self, value: Instance, shape: Shape) -> Value:
        if value.construction is not None:
            return self.fold(Reference(value.construction, origin=value.origin), shape)
        if value.open:
            return Unknown(
                "an object of the program that was changed in unknown ways",
                tuple(self.fold(f) for f in value.fields.values()),
                origin=value.origin,
            )
        return self.entries({k: MapEntry(v) for k, v in value.fields.items()}, shape, origin=value.origin)


def _same(new: list[Value] | tuple[Value, ...], old: list[Value] | tuple[Value, ...]) -> bool:
    return all(a is b for a, b in zip(new, old, strict=True))


def readable_name(value: Value | None) -> str | None:
    """How people would call something with this logical name; None when nothing of it is known.

    ``vpc-${suffix}`` is ``vpc``: unknown ends are dropped with their separators, unknown middles are ``*``.
    """
    if value is None:
        return None
    if isinstance(value, Scalar):
        return None if value.data is None else str(value.data)
    text = "".join(_piece(p) for p in value.pieces())
    return text.strip("*-_./: ") or None


def _piece(piece: str | Value) -> str:
    if isinstance(piece, str):
        return piece
    return str(piece.data) if isinstance(piece, Scalar) and piece.data is not None else "*"


def variable_name(construction: Construction) -> str | None:
    """The name of a variable that holds the construction; None when there is none."""
    for name, binding in construction.site.scope.names.items():
        held = binding.value
        if isinstance(held, Reference) and held.construction is construction and not held.path:
            return name
    return None
