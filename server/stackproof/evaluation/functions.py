"""Standard functions that the languages have in common."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from stackproof.evaluation import members, operators
from stackproof.evaluation.frame import Frame
from stackproof.evaluation.operators import unknown
from stackproof.model.runtime import FunctionValue, Instance, Passed
from stackproof.model.values import (
    JsonText,
    MapEntry,
    Mapping,
    Origin,
    Scalar,
    Sequence,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from stackproof.evaluation.machine import Machine

Handler = Callable[["Machine", Passed, Frame, Origin], Value | None]


def first(passed: Passed) -> Value:
    """The first argument."""
    return passed.positional[0] if passed.positional else Unknown("missing argument")


def elements_of(
    machine: Machine, value: Value, frame: Frame, origin: Origin
) -> tuple[list[Value], bool] | None:
    """The elements of a value, as a loop sees them."""
    return members.iterate(machine, value, frame, origin)


def to_json(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    """A value as JSON text."""
    return JsonText(first(passed), origin=origin)


def from_json(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    """What a JSON text holds."""
    value = first(passed)
    return value.content if isinstance(value, JsonText) else unknown("parsed JSON", value, origin=origin)


def mapping_from(machine: Machine, value: Value, frame: Frame, origin: Origin) -> Value:
    """A mapping from key and value pairs."""
    known = elements_of(machine, value, frame, origin)
    if known is None:
        return unknown("mapping", value, origin=origin)
    mapping = Mapping({}, known[1], origin=origin)
    for pair in known[0]:
        key = pair.get(0)
        if isinstance(key, Scalar) and isinstance(pair, Sequence) and len(pair.elements) == 2:
            mapping.entries[str(key.data)] = MapEntry(pair.elements[1])
        else:
            mapping.open = True
    return mapping


def same_value(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    """The argument as it is."""
    return first(passed)


def to_text(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    """A value as a string."""
    if not passed.positional:
        return Scalar("", origin=origin)
    value = first(passed)
    if isinstance(value, Instance):
        return unknown("text of an object", value, origin=origin)
    return operators.join([value], frame.typescript, origin)


def to_number(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    """A value as a number."""
    value = first(passed)
    if not isinstance(value, Scalar):
        return unknown("number", value, origin=origin)
    try:
        number = float(value.data) if value.data is not None else 0.0
    except ValueError:
        return unknown("number", origin=origin)
    if number != number or number in (float("inf"), float("-inf")):
        return Scalar(number, origin=origin)
    return Scalar(int(number) if number.is_integer() else number, origin=origin)


def to_integer(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    """A value as a whole number."""
    result = to_number(machine, passed, frame, origin).number()
    if result is None or result != result or abs(result) == float("inf"):
        return unknown("integer", *passed.positional, origin=origin)
    return Scalar(int(result), origin=origin)


def to_truth(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    """Whether a value counts as true."""
    if not passed.positional:
        return Scalar(False, origin=origin)
    answer = operators.truth(first(passed), frame.typescript)
    return Unknown("truth", origin=origin) if answer is None else Scalar(answer, origin=origin)


def numbers(fold: Callable[[list[float]], float]) -> Handler:
    """A handler that folds known numbers."""

    def handler(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
        values = list(passed.positional)
        if len(values) == 1 and isinstance(values[0], Sequence):
            if values[0].open:
                return unknown("numbers", origin=origin)
            values = values[0].elements
        numbers = [v.number() for v in values]
        if not numbers or any(n is None for n in numbers) or passed.open:
            return unknown("numbers", *values, origin=origin)
        try:
            result = fold([n for n in numbers if n is not None])
        except (ArithmeticError, ValueError):
            return unknown("numbers", origin=origin)
        return Scalar(
            int(result) if isinstance(result, float) and result.is_integer() else result, origin=origin
        )

    return handler


def floor(numbers: list[float]) -> float:
    """The next whole number below."""
    return numbers[0] // 1


def ceiling(numbers: list[float]) -> float:
    """The next whole number above."""
    return -(-numbers[0] // 1)


def rounded(numbers: list[float]) -> float:
    """The nearest whole number."""
    return round(numbers[0])


def listing(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    """The elements as a list."""
    if not passed.positional:
        return Sequence([], origin=origin)
    known = elements_of(machine, first(passed), frame, origin)
    if known is None:
        return unknown("list", first(passed), origin=origin)
    return Sequence(known[0], known[1], origin=origin)


def unique(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    """A list without repetitions."""
    listed = listing(machine, passed, frame, origin)
    if isinstance(listed, Sequence):
        kept: list[Value] = []
        for element in listed.elements:
            if not any(operators.equal(element, k) is True for k in kept):
                kept.append(element)
        return Sequence(kept, listed.open, origin=origin)
    return listed


def nothing(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value | None:
    """A call for its effect on the outside only."""
    return (
        None if any(isinstance(v, FunctionValue) for v in passed.positional) else Scalar(None, origin=origin)
    )
