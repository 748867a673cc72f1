"""Finds the dicts of a Python file that go nowhere but to one call or attribute, without anyone looking into them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stackproof.languages.places import Places
from stackproof.model.program import (
    Assignment,
    Binary,
    Call,
    Comprehension,
    Conditional,
    Expression,
    Function,
    ListDisplay,
    Member,
    Name,
    ObjectDisplay,
    Parameter,
    Unparsed,
)
from stackproof.text import Span

# Through how many variables and parameters a dict is followed.
_FARTHEST = 4
_DICT = re.compile(r"dict|mapping", re.IGNORECASE)


class Handing:
    """What is handed on in one file."""

    def __init__(self, data: bytes, places: Places) -> None:
        self._data = data
        self._places = places

    def given_to(self, taker: Span) -> Iterator[Span]:
        """The places of the dicts that only the arguments (or the attribute that is assigned) at ``taker`` get."""
        for call, base in self._places.of(Call):
            if call.arguments_span.shift(base) == taker:
                for argument in call.arguments:
                    if argument.spread != "**":
                        yield from self._in(argument.value, base, 0)
        for assignment, base in self._places.of(Assignment):
            if assignment.target.span.shift(base) == taker and assignment.operator is None:
                yield from self._in(assignment.value, base, 0)

    def _in(self, expression: Expression, base: int, far: int) -> Iterator[Span]:
        """The dicts that an expression hands on as they are."""
        inner: list[Expression] = []
        match expression:
            case ObjectDisplay():
                yield expression.span.shift(base)
                inner = [entry.value for entry in expression.entries if entry.key is not None]
            case Call():
                yield expression.span.shift(base)
                if isinstance(expression.callee, Name) and expression.callee.id == "dict":
                    inner = [a.value for a in expression.arguments if a.name is not None]
            case ListDisplay():
                inner = [item.value for item in expression.items]
            case Conditional():
                inner = [expression.then, expression.otherwise]
            case Binary() if expression.operator == "+":
                inner = [expression.left, expression.right]
            case Comprehension() if expression.key is None:
                inner = [expression.element]
            case Name() if far < _FARTHEST:
                for held, there in self._held(expression, base):
                    yield from self._in(held, there, far + 1)
        for each in inner:
            yield from self._in(each, base, far)

    def _held(self, name: Name, base: int) -> Iterator[tuple[Expression, int]]:
        """What a variable or parameter of a function may hold, where nothing else reads it."""
        place = name.span.shift(base)
        function = self._function(place)
        if function is None:
            # What is in a module may be used by others.
            return
        node, there = function
        whole = node.span.shift(there)
        mentions = [
            span
            for n, at in self._places.of(Name)
            if n.id == name.id and whole.encloses(span := n.span.shift(at))
        ]
        if len(mentions) != 2 or any(name.id in u.mentions for u, _ in self._places.of(Unparsed)):
            return
        for parameter in node.parameters:
            if isinstance(parameter.target, Name) and parameter.target.id == name.id:
                yield from self._arguments(node, parameter)
                return
        for assignment, at in self._places.of(Assignment):
            target = assignment.target
            if (
                isinstance(target, Name)
                and target.span.shift(at) in mentions
                and target.span.shift(at) != place
            ):
                # An annotation would no longer be true.
                between = self._data[target.span.end + at : assignment.value.span.start + at]
                if between.strip(b" \t(") == b"=" and self._function(target.span.shift(at)) == function:
                    yield assignment.value, at

    def _arguments(self, function: Function, parameter: Parameter) -> Iterator[tuple[Expression, int]]:
        """What the calls in this file give to a parameter of a function whose name is the only one of its kind."""
        alike = [f for f, _ in self._places.of(Function) if f.name == function.name]
        if len(alike) != 1 or function.decorators or function.generator or function.name == "constructor":
            return
        if parameter.rest or _DICT.search(parameter.annotation or ""):
            return
        number = function.parameters.index(parameter)
        for call, base in self._places.of(Call):
            callee = call.callee
            named = (
                callee.name if isinstance(callee, Member) else callee.id if isinstance(callee, Name) else None
            )
            if named != function.name or any(a.spread for a in call.arguments):
                continue
            for at, argument in enumerate(call.arguments):
                positional = argument.name is None and at == number and not parameter.keyword_only
                if positional or (argument.name is not None and argument.name == _name(parameter)):
                    yield argument.value, base

    def _function(self, span: Span) -> tuple[Function, int] | None:
        """The innermost function around a place, with its base."""
        around = [
            (node, base) for node, base in self._places.of(Function) if node.span.shift(base).encloses(span)
        ]
        return max(around, key=lambda found: found[0].span.start + found[1], default=None)


def _name(parameter: Parameter) -> str | None:
    return parameter.target.id if isinstance(parameter.target, Name) else None
