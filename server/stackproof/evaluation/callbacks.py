"""Runs a function of the program on behalf of any number of calls."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackproof.evaluation.frame import Frame
from stackproof.model.runtime import Passed
from stackproof.model.values import (
    Origin,
    Value,
)

if TYPE_CHECKING:
    from stackproof.evaluation.machine import Machine


def once_for_many(
    machine: Machine, function: Value, arguments: list[Value], frame: Frame, origin: Origin
) -> Value:
    many = frame.many
    frame.many = True
    try:
        with frame.doubting():
            return machine.call(function, Passed(arguments, open=True, origin=origin), frame, origin)
    finally:
        frame.many = many
