"""Methods of strings, lists and mappings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackproof.evaluation import members, operators
from stackproof.evaluation.callbacks import once_for_many
from stackproof.evaluation.frame import Frame
from stackproof.evaluation.lists import LISTS
from stackproof.evaluation.mappings import MAPPINGS
from stackproof.evaluation.texts import template_method, text_method
from stackproof.model.runtime import FunctionValue, Passed
from stackproof.model.values import (
    Mapping,
    Origin,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from stackproof.evaluation.machine import Machine


def call_method(
    machine: Machine, target: Value, name: str, passed: Passed, frame: Frame, origin: Origin
) -> Value | None:
    """The value of a method of plain data; None when data has no such method or nothing is known of it."""
    if name == "then" and frame.typescript and passed.positional:
        with machine.calling_back():
            return machine.call(passed.positional[0], Passed([target], origin=origin), frame, origin)
    if isinstance(target, FunctionValue):
        return _function_method(machine, target, name, passed, frame, origin)
    if isinstance(target, Sequence):
        handler = LISTS.get(name)
        return handler(machine, target, passed, frame, origin) if handler is not None else None
    if isinstance(target, Mapping):
        entry = MAPPINGS.get(name)
        return entry(machine, target, passed, frame, origin) if entry is not None else None
    if isinstance(target, Scalar) and isinstance(target.data, str):
        return text_method(target.data, name, passed, frame, origin)
    if isinstance(target, Template):
        return template_method(target, name, passed, frame, origin)
    if isinstance(target, Scalar) and name in ("toString", "toFixed"):
        return (
            Scalar(operators.show(target.data, frame.typescript), origin=origin)
            if not passed.positional
            else None
        )
    if isinstance(target, Unknown):
        return _unknown_method(machine, target, name, passed, frame, origin)
    return None


def _function_method(
    machine: Machine, target: FunctionValue, name: str, passed: Passed, frame: Frame, origin: Origin
) -> Value | None:
    if name in ("call", "bind"):
        rest = Passed(passed.positional[1:], passed.keywords, passed.open, passed.origin)
        return target if name == "bind" else machine.call(target, rest, frame, origin)
    return None


def _unknown_method(
    machine: Machine, target: Unknown, name: str, passed: Passed, frame: Frame, origin: Origin
) -> Value | None:
    """Loops over an unknown list: the callback runs once, for any number of elements."""
    if name not in members.LOOPS:
        return None
    functions = [v for v in passed.positional if isinstance(v, FunctionValue)]
    if not functions:
        return None
    element = members.any_element(target, origin)
    result = once_for_many(machine, functions[0], [element], frame, origin)
    if name in ("map", "flatMap"):
        return Sequence([result], open=True, origin=origin)
    return Unknown(f"result of {name}", (target,), origin=origin)
