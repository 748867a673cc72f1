"""Says whether code does nothing but talk."""

from __future__ import annotations

import re
from collections.abc import Collection

from stackproof.model.program import (
    Argument,
    Block,
    Call,
    Expression,
    ExpressionStatement,
    Jump,
    ListDisplay,
    Literal,
    Member,
    Name,
    ObjectDisplay,
    Raise,
    Return,
    Statement,
)

_LOGGERS = frozenset({"print", "console", "logger", "logging", "log", "LOGGER", "LOG"})
_UNWRITTEN = re.compile(r"not\s+(?:yet\s+)?implemented|todo|notimplemented", re.IGNORECASE)


def is_idle(block: Block, idle: Collection[str] = ()) -> bool:
    """Whether a block only logs, returns something fixed, says that it is not written yet, or calls what is ``idle``."""
    return all(_does_nothing(placed.statement, idle) for placed in block.statements)


def _does_nothing(statement: Statement, idle: Collection[str]) -> bool:
    match statement:
        case ExpressionStatement():
            return all(isinstance(e, Literal) or _is_talk(e, idle) for e in statement.expressions)
        case Return():
            return statement.value is None or _is_fixed(statement.value)
        case Raise():
            return statement.value is not None and _is_unwritten(statement.value)
        case Jump():
            return True
        case _:
            return False


def _is_talk(expression: Expression, idle: Collection[str]) -> bool:
    if not isinstance(expression, Call):
        return False
    callee = expression.callee
    if isinstance(callee, Name) and callee.id in idle:
        return True
    while isinstance(callee, Member):
        callee = callee.object
    return isinstance(callee, Name) and callee.id in _LOGGERS


def _is_fixed(expression: Expression) -> bool:
    match expression:
        case Literal():
            return True
        case ObjectDisplay():
            return all(_is_fixed(entry.value) for entry in expression.entries)
        case ListDisplay():
            return all(_is_fixed(item.value) for item in expression.items)
        case _:
            return False


def _is_unwritten(expression: Expression) -> bool:
    match expression:
        case Name():
            return _UNWRITTEN.search(expression.id) is not None
        case Call():
            return _is_unwritten(expression.callee) or any(_says_so(a) for a in expression.arguments)
        case _:
            return False


def _says_so(argument: Argument) -> bool:
    value = argument.value
    return (
        isinstance(value, Literal)
        and isinstance(value.value, str)
        and _UNWRITTEN.search(value.value) is not None
    )
