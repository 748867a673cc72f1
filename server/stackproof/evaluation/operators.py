"""Operators on values, as far as their outcome is certain."""

from __future__ import annotations

from stackproof.evaluation.fuel import Fuel
from stackproof.model.construction import Construction
from stackproof.model.program import BinaryOperator
from stackproof.model.runtime import ClassValue, FunctionValue, Instance, ModuleValue, Reference, Symbol
from stackproof.model.values import (
    MOST_OPTIONS,
    Choice,
    Data,
    JsonText,
    Mapping,
    Origin,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
    choice,
    same,
)

_MAX_TEXT = 100_000


def truth(value: Value, typescript: bool) -> bool | None:
    """Whether a value counts as true; None when that is not certain."""
    match value:
        case Scalar():
            return bool(value.data)
        case Template():
            return True if any(isinstance(p, str) and p for p in value.parts) else None
        case Sequence():
            return True if typescript or value.elements else (None if value.open else False)
        case Mapping():
            return True if typescript or value.entries else (None if value.open else False)
        case Choice():
            answers = {truth(v, typescript) for v in value.options}
            return answers.pop() if len(answers) == 1 else None
        case Reference():
            # A library object is true; what an attribute of it holds, or a function gives, is the library's business.
            return True if not value.path and _is_object(value.construction) else None
        case JsonText() | Instance() | FunctionValue() | ClassValue() | ModuleValue():
            return True
        case Symbol():
            # Names in capitals are enum members; anything else of a library is not known.
            return True if value.module and value.names and value.names[-1].isupper() else None
        case _:
            return None


def _is_object(made: Construction) -> bool:
    """Whether a call certainly gives an object: it is that of a class, or of a static method that stands for one."""
    name = made.callee.names[-1] if made.callee is not None and made.callee.names else ""
    return made.new or made.user_class is not None or name[:1].isupper() or name.startswith("from")


def equal(left: Value, right: Value) -> bool | None:
    """Whether two values are equal; None when that is not certain."""
    if isinstance(left, Choice) or isinstance(right, Choice):
        answers = {equal(a, b) for a in left.alternatives() for b in right.alternatives()}
        return answers.pop() if len(answers) == 1 else None
    if isinstance(left, Scalar) and isinstance(right, Scalar):
        return same(left.data, right.data) or (
            left.data == right.data and None not in (left.data, right.data)
        )
    if isinstance(left, Scalar):
        left, right = right, left
    if isinstance(right, Scalar):
        if isinstance(left, Template):
            return False if left.is_not(right.data) else None
        if right.data is None and isinstance(
            left, Sequence | Mapping | JsonText | Instance | FunctionValue | ClassValue
        ):
            return False
        if right.data is None and isinstance(left, Reference):
            return False if not left.path and _is_object(left.construction) else None
        return None
    if isinstance(left, Symbol) and isinstance(right, Symbol):
        if left.names == right.names and left.module == right.module:
            return True
        both = left.names and right.names and left.names[-1].isupper() and right.names[-1].isupper()
        return False if both and left.names[:-1] == right.names[:-1] else None
    if isinstance(left, Instance) and isinstance(right, Instance):
        return left is right
    if isinstance(left, Reference) and isinstance(right, Reference):
        return True if left.construction is right.construction and left.path == right.path else None
    return None


def show(data: Data, typescript: bool) -> str:
    """A scalar as it appears inside a string."""
    if data is None:
        return "undefined" if typescript else "None"
    if isinstance(data, bool):
        return ("true" if data else "false") if typescript else str(data)
    if typescript and isinstance(data, float) and data.is_integer() and abs(data) < 1e15:
        return str(int(data))
    return str(data)


def join(parts: list[str | Value], typescript: bool, origin: Origin | None) -> Value:
    """Pieces and values as one string: a scalar when everything is known, a template otherwise."""
    merged: list[str | Value] = []

    def add(part: str | Value) -> None:
        if isinstance(part, Scalar):
            part = show(part.data, typescript)
        if isinstance(part, Template):
            for inner in part.parts:
                add(inner)
        elif isinstance(part, str) and merged and isinstance(merged[-1], str):
            merged[-1] += part
        elif part != "" or isinstance(part, Value):
            merged.append(part)

    for part in parts:
        add(part)
    if not merged:
        return Scalar("", origin=origin)
    if len(merged) == 1 and isinstance(merged[0], str):
        return Scalar(merged[0][:_MAX_TEXT], origin=origin)
    return Template(tuple(merged), origin=origin)


def unknown(reason: str, *values: Value, origin: Origin | None = None) -> Unknown:
    """Not known, but made from these values."""
    return Unknown(reason, tuple(v for v in values if not isinstance(v, Scalar)), origin=origin)


def binary(operator: BinaryOperator, left: Value, right: Value, typescript: bool, origin: Origin) -> Value:
    """The outcome of an operator both of whose operands are evaluated (so not ``and``, ``or``, ``??``)."""
    if isinstance(left, Choice) or isinstance(right, Choice):
        lefts, rights = left.alternatives(), right.alternatives()
        if len(lefts) * len(rights) > MOST_OPTIONS:
            return unknown("too many alternatives", left, right, origin=origin)
        return choice([binary(operator, a, b, typescript, origin) for a in lefts for b in rights], origin)
    if operator in ("==", "!="):
        answer = equal(left, right)
        if answer is None:
            return unknown("comparison", origin=origin)
        return Scalar(answer == (operator == "=="), origin=origin)
    if operator in ("in", "not in"):
        return _contains(operator == "in", left, right, typescript, origin)
    if operator == "+":
        return _plus(left, right, typescript, origin)
    if operator == "%" and not typescript and isinstance(left, Scalar) and isinstance(left.data, str):
        return _percent(left.data, right, origin)
    if operator == "*" and not typescript:
        for sequence, times in ((left, right), (right, left)):
            count = times.number()
            if (
                isinstance(sequence, Sequence)
                and isinstance(count, int)
                and 0 <= count * len(sequence.elements) <= Fuel.UNROLL
            ):
                return Sequence(sequence.elements * count, sequence.open, origin=origin)
    if operator == "|" and isinstance(left, Mapping) and isinstance(right, Mapping):
        return Mapping({**left.entries, **right.entries}, left.open or right.open, origin=origin)
    if isinstance(left, Scalar) and isinstance(right, Scalar):
        return _arithmetic(operator, left.data, right.data, typescript, origin)
    return unknown(f"operator {operator}", left, right, origin=origin)


def _contains(positive: bool, left: Value, right: Value, typescript: bool, origin: Origin) -> Value:
    answer: bool | None = None
    if isinstance(right, Mapping) and isinstance(left, Scalar):
        answer = True if str(left.data) in right.entries else (None if right.open else False)
    elif isinstance(right, Sequence) and not typescript:
        answers = [equal(left, e) for e in right.elements]
        if True in answers:
            answer = True
        elif not right.open and all(a is False for a in answers):
            answer = False
    elif isinstance(right, Scalar) and isinstance(left, Scalar) and isinstance(right.data, str):
        answer = str(left.data) in right.data
    elif isinstance(right, Template) and isinstance(left, Scalar):
        found = any(isinstance(p, str) and str(left.data) in p for p in right.parts)
        answer = True if found else None
    if answer is None:
        return unknown("membership", origin=origin)
    return Scalar(answer == positive, origin=origin)


def _plus(left: Value, right: Value, typescript: bool, origin: Origin) -> Value:
    if isinstance(left, Sequence) and isinstance(right, Sequence):
        return Sequence([*left.elements, *right.elements], left.open or right.open, origin=origin)
    if isinstance(left, Sequence) or isinstance(right, Sequence):
        known = left if isinstance(left, Sequence) else right
        return Sequence(list(known.items()), open=True, origin=origin)
    numbers = left.number() is not None and right.number() is not None
    if numbers:
        return _arithmetic("+", left.number(), right.number(), typescript, origin)
    if any(isinstance(v, Template) or v.text() is not None for v in (left, right)):
        return join([left, right], typescript, origin)
    return unknown("sum", left, right, origin=origin)


def _percent(pattern: str, right: Value, origin: Origin) -> Value:
    values = list(right.elements) if isinstance(right, Sequence) else [right]
    pieces = pattern.replace("%d", "%s").split("%s")
    if len(pieces) != len(values) + 1 or "%" in "".join(pieces):
        return unknown("string formatting", right, origin=origin)
    parts: list[str | Value] = [pieces[0]]
    for value, piece in zip(values, pieces[1:], strict=True):
        parts += [value, piece]
    return join(parts, False, origin)


def _arithmetic(operator: BinaryOperator, left: Data, right: Data, typescript: bool, origin: Origin) -> Value:
    numeric = isinstance(left, int | float) and isinstance(right, int | float)
    texts = isinstance(left, str) and isinstance(right, str)
    result: Data
    try:
        if operator in ("<", "<=", ">", ">=") and (numeric or texts):
            a, b = left, right
            result = {
                "<": lambda: a < b,  # type: ignore[operator]
                "<=": lambda: a <= b,  # type: ignore[operator]
                ">": lambda: a > b,  # type: ignore[operator]
                ">=": lambda: a >= b,  # type: ignore[operator]
            }[operator]()
            return Scalar(result, origin=origin)
        if not numeric:
            if operator == "*" and not typescript and isinstance(left, str) and isinstance(right, int):
                return Scalar((left * min(right, _MAX_TEXT // max(len(left), 1)))[:_MAX_TEXT], origin=origin)
            return Unknown(f"operator {operator}", origin=origin)
        assert isinstance(left, int | float)
        assert isinstance(right, int | float)
        match operator:
            case "+":
                result = left + right
            case "-":
                result = left - right
            case "*":
                result = left * right
            case "/":
                result = left / right
                if typescript and isinstance(result, float) and result.is_integer():
                    result = int(result)
            case "//":
                result = left // right
            case "%":
                result = left % right
            case "**" if abs(left) <= 1_000_000 and 0 <= right <= 64:
                result = left**right
            case "|" | "&" | "^" | "<<" | ">>" if (
                isinstance(left, int) and isinstance(right, int) and 0 <= right <= 2**32
            ):
                if operator == "<<" and right > 64:
                    return Unknown("shift", origin=origin)
                result = {
                    "|": left | right,
                    "&": left & right,
                    "^": left ^ right,
                    ">>": left >> min(right, 64),
                }.get(operator, left << min(right, 64))
            case _:
                return Unknown(f"operator {operator}", origin=origin)
    except (ArithmeticError, ValueError, TypeError):
        return Unknown(f"operator {operator}", origin=origin)
    return Scalar(result, origin=origin)
