"""Says what a test holds its subject to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal as Lit

from stackproof.languages.places import Places
from stackproof.model.program import (
    Argument,
    Binary,
    Call,
    Expression,
    ExpressionStatement,
    FunctionDefinition,
    Import,
    Literal,
    Member,
    Name,
)
from stackproof.text import Document, Span

Asserted = Lit["nothing", "existing", "real", "unknown"]

_STRONGEST: tuple[Asserted, ...] = ("real", "unknown", "existing")

# Calls that fail a test by themselves.
_REAL = re.compile(
    r"^(?:has[A-Z_]\w*|to_?[hH]ave\w*|to_?be_?[vV]alid\w*|resource(?:_?[pP]roperties)?_?[cC]ount_?[iI]s|all_?[rR]esources\w*"
    r"|find_?[A-Z_]\w*|template_?[mM]atches|raises|assert_\w+|assertAnnotation\w*|fail|throws|rejects|strictEqual|deepEqual|deepStrictEqual|equal"
    r"|match|verify\w*|warns|check\w*)$"
)
_NOT_REAL = frozenset({"hasattr", "hasOwnProperty", "has"})
_WEAK_MATCHERS = frozenset({"toBeDefined", "toBeNull", "toBeUndefined", "toBeInstanceOf"})
_WEAK_METHODS = frozenset({"assertIsNotNone", "assertIsInstance"})
# Whether these say something depends on what they are given.
_TRUTH = frozenset({"toBeTruthy", "toBeFalsy", "ok", "assertTrue", "assertFalse"})
_PRESENCE = frozenset({"hasattr", "isinstance", "callable", "bool"})
# What tests call that asserts nothing.
_INNOCENT = frozenset(
    {"expect", "describe", "test", "it", "print", "str", "len", "dict", "list", "isinstance", "hasattr", "getattr", "range",
     "set", "sorted", "any", "all", "type", "int", "super", "require", "beforeEach", "afterEach", "callable"}
)  # fmt: skip


class Asserting:
    """Judges the tests of one file."""

    def __init__(self, places: Places, document: Document) -> None:
        self._places = places
        self._document = document
        own = {d.function.name for d, _ in places.of(FunctionDefinition)}
        own |= {n.alias for line, _ in places.of(Import) if line.module.startswith(".") for n in line.names}
        # Functions of the program's own, which may assert; classes are called to be made.
        self._own = {name for name in own if name is not None and name[:1].islower()}

    def of(self, body: Span) -> Asserted:
        """What the test with this body asserts."""
        found: set[Asserted] = set(self._found(body))
        return next((kind for kind in _STRONGEST if kind in found), "nothing")

    def _found(self, body: Span) -> Iterator[Asserted]:
        for line in self._places.lines:
            statement = line.statement
            if not body.encloses(line.span) or not isinstance(statement, ExpressionStatement):
                continue
            if self._document.text(line.span).startswith("assert") and statement.expressions:
                first = statement.expressions[0]
                if not isinstance(first, Call) or not _named(first).startswith("assert"):
                    plain = isinstance(first, Name | Member)
                    yield "existing" if _is_presence(first) else "unknown" if plain else "real"
        for call, base in self._places.of(Call):
            if body.encloses(call.span.shift(base)):
                yield from self._in_call(call)

    def _in_call(self, call: Call) -> Iterator[Asserted]:
        name = _named(call)
        member = isinstance(call.callee, Member)
        if member and name in _WEAK_MATCHERS:
            yield "real" if any(_is_real(c) for c in _chain(call)) else "existing"
        elif member and name in _WEAK_METHODS:
            yield "existing"
        elif member and name in _TRUTH:
            given = call.arguments[0].value if call.arguments else None
            yield "existing" if given is not None and _is_presence(given) else "unknown"
        elif member and (_is_expected(call) or name.startswith("assert") or _is_real(call)):
            yield "real"
        elif (name in self._own and name not in _INNOCENT) or (
            isinstance(call.callee, Member) and _is_own_method(call.callee)
        ):
            yield "unknown"


def _is_own_method(callee: Member) -> bool:
    return isinstance(callee.object, Name) and callee.object.id in ("self", "this")


def _named(call: Call) -> str:
    match call.callee:
        case Name(id=name) | Member(name=name):
            return name
        case _:
            return ""


def _is_real(call: Call) -> bool:
    name = _named(call)
    return name not in _NOT_REAL and _REAL.match(name) is not None


def _chain(call: Call) -> Iterator[Call]:
    """The calls on the way to one, and those among what ``expect`` is given there."""
    current: Expression = call.callee
    while True:
        if isinstance(current, Member):
            current = current.object
        elif isinstance(current, Call):
            yield current
            for argument in current.arguments:
                yield from _calls_in(argument)
            current = current.callee
        else:
            return


def _calls_in(argument: Argument) -> Iterator[Call]:
    value = argument.value
    while isinstance(value, Call | Member):
        if isinstance(value, Call):
            yield value
            value = value.callee
        else:
            value = value.object


def _is_expected(call: Call) -> bool:
    """Whether a call is a matcher behind ``expect(...)``."""
    return any(_named(c) == "expect" for c in _chain(call))


def _is_presence(expression: Expression) -> bool:
    """Whether an expression only says that something is there."""
    match expression:
        case Literal():
            return True
        case Binary(operator="!="):
            return any(
                isinstance(s, Literal) and s.value is None for s in (expression.left, expression.right)
            )
        case Call():
            return _named(expression) in _PRESENCE
        case _:
            return False
