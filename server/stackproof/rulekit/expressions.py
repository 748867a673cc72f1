"""Finds the expression that a program writes for an argument of a call."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from stackproof.model.construction import Construction
from stackproof.model.program import (
    Argument,
    Binary,
    Call,
    Comprehension,
    Conditional,
    Entry,
    Expression,
    Index,
    Item,
    ListDisplay,
    Literal,
    Member,
    Name,
    ObjectDisplay,
    Template,
    Unary,
)
from stackproof.model.runtime import Instance, Reference, Symbol
from stackproof.model.values import JsonText, Origin, Scalar, Unknown, Value
from stackproof.text import Span

# What stands between the key of an object's entry and its value, if nothing else does: a colon, a blank.
_BETWEEN = 2


@dataclass(frozen=True, eq=False)
class Written:
    """An expression of a call. ``bare`` when no cast, parentheses or the like stand around it or around what holds it.

    ``base`` is where the spans of the nodes inside begin to count.
    """

    node: Expression
    file: str
    base: int
    bare: bool = True

    @property
    def at(self) -> Origin:
        """Where it stands."""
        return Origin(self.file, self.node.span.shift(self.base))

    def place(self, span: Span) -> Origin:
        """Where a part of it stands."""
        return Origin(self.file, span.shift(self.base))

    def place_at(self, offset: int) -> Origin:
        """The place before a byte of it, where something may be put in."""
        return self.place(Span(offset, offset))

    def inner(self, step: str | int) -> Written | None:
        """The element or entry inside; None where it is not written out there."""
        return self._parts.get(step)

    @cached_property
    def _parts(self) -> dict[str | int, Written]:
        match self.node:
            case ListDisplay() if not any(item.spread for item in self.node.items):
                return {number: self.part(item) for number, item in enumerate(self.node.items)}
            case ObjectDisplay():
                keyed = ((_key(entry), entry) for entry in self.node.entries)
                return {key: self.part(entry) for key, entry in keyed if key is not None}
        return {}

    def part(self, part: Argument | Entry | Item) -> Written:
        """An argument, an entry or an element of it."""
        bare = self.bare and part.span.end == part.value.span.end
        if isinstance(part, Entry) and part.key is not None and not part.shorthand:
            bare = bare and part.value.span.start - part.key.span.end <= _BETWEEN
        elif isinstance(part, Item) or (isinstance(part, Argument) and part.name is None):
            bare = bare and part.span.start == part.value.span.start
        return Written(part.value, self.file, self.base, bare)


def _key(entry: Entry) -> str | None:
    if not isinstance(entry.key, Literal):
        return None
    return entry.key.value if isinstance(entry.key.value, str) else None


class Arguments:
    """The expressions that a program writes for the arguments of one call, as long as it is the call that stands there.

    ``position`` is that of the object which holds the named arguments, in languages that have none.
    """

    def __init__(self, call: Construction, position: int) -> None:
        self._positional: list[Written] = []
        self._found: dict[tuple[str | int, ...], Written | None] = {}
        node = call.arguments.call
        if node is None or node.span.end - node.span.start != call.origin.span.end - call.origin.span.start:
            return
        whole = Written(node, call.origin.file, call.origin.span.start - node.span.start)
        if not any(argument.spread for argument in node.arguments):
            self._positional = [whole.part(a) for a in node.arguments if a.name is None]
        self._found = {(a.name,): whole.part(a) for a in node.arguments if a.name is not None}
        self._found[()] = self.positional(position)

    def positional(self, number: int) -> Written | None:
        """What is written for an argument without a name; None behind a spread."""
        return self._positional[number] if 0 <= number < len(self._positional) else None

    def named(self, path: tuple[str | int, ...]) -> Written | None:
        """What is written for a named argument, or inside of one."""
        if path not in self._found:
            around = self.named(path[:-1]) if path else None
            self._found[path] = None if around is None else around.inner(path[-1])
        return self._found[path]


def is_literal(written: Written | None) -> bool:
    """Whether it is one number, word or text as it is written, signs included."""
    node = None if written is None else written.node
    if isinstance(node, Unary):
        node = node.operand if node.operator in ("-", "+") else None
    return isinstance(node, Literal)


def is_what_it_seems(written: Written, value: Value) -> bool:
    """Whether an expression certainly has the type of its value where it stands.

    Libraries make numbers of texts and back (``Token.asNumber``), which leaves no trace in values that are read from
    variables; and what TypeScript reads from variables may have been declared as anything. What makes a resource, or
    an attribute of one, is hardly ever declared so.
    """
    match written.node:
        case Literal() | Template() | ListDisplay() | ObjectDisplay():
            return True
        case Unary() | Binary() | Comprehension():
            return not isinstance(value, Reference | Unknown)
        case Conditional(then=then, otherwise=otherwise):
            sides = (Written(side, written.file, written.base) for side in (then, otherwise))
            return all(is_what_it_seems(side, value) for side in sides)
        case Call():
            return isinstance(value, JsonText) or _is_read(written, value)
        case Name() | Member() | Index():
            plain = isinstance(value, Scalar) and written.file.endswith(".py")
            return plain or _is_read(written, value)
        case _:
            return False


def _is_read(written: Written, value: Value) -> bool:
    """Whether it is an object of a library, or an attribute of one that is read right here."""
    for each in value.alternatives():
        match each:
            case Symbol() | Instance():
                continue
            case Reference(path=()):
                if not _is_made(each.construction) and each.construction.origin != written.at:
                    return False
            case Reference():
                node = written.node
                step = node.name if isinstance(node, Member) else ""
                if not isinstance(node, Index) and step != each.path[-1]:
                    return False
            case _:
                return False
    return True


def _is_made(call: Construction) -> bool:
    """Whether the call makes an object of a class, as far as its name tells."""
    return call.callee is not None and call.callee.names[-1:] != () and call.callee.names[-1][:1].isupper()
