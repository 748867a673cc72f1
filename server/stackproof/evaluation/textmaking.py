"""Notes where the languages' own means make texts of values that belong to libraries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Literal

from stackproof.evaluation.frame import Frame
from stackproof.model.construction import TextMaking
from stackproof.model.program import Binary, Expression
from stackproof.model.program import Template as TemplateNode
from stackproof.model.runtime import Passed, Reference, Symbol
from stackproof.model.values import (
    Choice,
    Mapping,
    Origin,
    Pending,
    Scalar,
    Sequence,
    Template,
    Value,
)

if TYPE_CHECKING:
    from stackproof.evaluation.machine import Machine

Hole = tuple[Value, Origin]

_JSON = frozenset({(True, "JSON.stringify"), (False, "json.dumps")})
_TEXT = frozenset({(True, "String"), (False, "str")})
_TYPE_QUESTIONS = frozenset(
    {"isinstance", "hasattr", "type", "callable", "Array.isArray", "inspect.isawaitable"}
)
_LIBRARY_QUESTIONS = frozenset({"isInstance", "is_instance"})
_DEEPEST = 40


def _is_late(value: Value) -> bool:
    """Whether a library may give this value only later; which ones do, it knows itself."""
    match value:
        case Reference():
            return bool(value.path)
        case Pending():
            return True
        case Template():
            return value.lifted or any(isinstance(p, Value) and _is_late(p) for p in value.parts)
        case Choice():
            return all(_is_late(option) for option in value.options)
        case _:
            return False


def of_type_operator(made: Value, operator: str, frame: Frame) -> None:
    """``typeof x``, ``x instanceof Y``: both sides of what depends on it are tried, of which one cannot happen."""
    if operator in ("typeof", "instanceof") and not isinstance(made, Scalar):
        frame.types_asked = True


def of_library(symbol: Symbol, frame: Frame) -> None:
    """``pulumi.Output.isInstance(x)``."""
    if symbol.names and symbol.names[-1] in _LIBRARY_QUESTIONS:
        frame.types_asked = True


def of_template(
    machine: Machine, node: TemplateNode, parts: list[str | Value], made: Template, frame: Frame
) -> None:
    """A template string or f-string."""
    holes = [
        (value, frame.origin(part))
        for value, part in zip(parts, node.parts, strict=True)
        if isinstance(value, Value) and not isinstance(part, str)
    ]
    pieces = tuple(p if isinstance(p, str) else frame.origin(p) for p in node.parts)
    _note(machine, "template", holes, frame.origin(node), frame, pieces, made)


def of_sum(
    machine: Machine,
    chain: list[Binary],
    operands: list[tuple[Value, Expression]],
    made: Template,
    frame: Frame,
) -> None:
    """``a + b + c`` and Python's ``pattern % values``."""
    holes = [(value, frame.origin(node)) for value, node in operands]
    operators = {part.operator for part in chain}
    origin = frame.origin(chain[0])
    if operators == {"+"}:
        _note(machine, "sum", holes, origin, frame, tuple(place for _, place in holes), made)
    elif operators == {"%"} and len(holes) == 2:
        right, place = holes[1]
        values = right.elements if isinstance(right, Sequence) else [right]
        _note(machine, "format", [(v, v.origin or place) for v in values], origin, frame, (), made)


def of_method(
    machine: Machine,
    target: Value,
    name: str,
    passed: Passed,
    result: Value | None,
    frame: Frame,
    origin: Origin,
) -> None:
    """``x.toString()``, ``'{}'.format(x)``, ``'a'.concat(x)``, ``', '.join(xs)``."""
    if isinstance(target, Reference):
        if name == "toString" and frame.typescript and target.path and not passed.positional:
            place = target.origin or origin
            _note(machine, "text", [(target, place)], origin, frame, (place,), None)
        return
    if not isinstance(result, Template) or not isinstance(target, Scalar | Template | Sequence):
        return
    made = result
    if name in ("join", "concat") and isinstance(target, Sequence):
        _note(machine, "format", _places(target.elements, origin), origin, frame, (), made)
    elif name == "join" and passed.positional and isinstance(passed.positional[0], Sequence):
        _note(machine, "format", _places(passed.positional[0].elements, origin), origin, frame, (), made)
    elif name == "format" and not frame.typescript:
        given = [*passed.positional, *(e.value for e in passed.keywords.values())]
        pieces = _arguments(passed)
        whole = (target.origin, *pieces) if pieces and target.origin is not None else ()
        written = target.origin is not None and target.origin.span.start == origin.span.start
        kept = whole if written and not passed.keywords else ()
        _note(machine, "format", _places(given, origin), origin, frame, kept, made)


def of_function(
    machine: Machine,
    symbol: Symbol,
    passed: Passed,
    result: Value | None,
    frame: Frame,
    origin: Origin,
    callee: Origin,
) -> None:
    """``JSON.stringify(x)``, ``json.dumps(x)``, ``String(x)``, ``str(x)``."""
    name = (frame.typescript, symbol.dotted)
    if not passed.positional:
        return
    if symbol.dotted in _TYPE_QUESTIONS and not isinstance(result, Scalar):
        frame.types_asked = True
    first = passed.positional[0]
    if symbol.dotted == "print" or symbol.dotted.startswith("console."):
        _show(machine, passed)
    if name in _JSON:
        holes = list(_inside(first, origin))
        _note(machine, "json", holes, origin, frame, (), None, callee)
    elif name in _TEXT:
        made = result if isinstance(result, Template) else None
        places = _arguments(passed)[:1]
        _note(machine, "text", _places([first], places[0] if places else origin), origin, frame, places, made)


def _show(machine: Machine, passed: Passed) -> None:
    """The texts written in the arguments are for people only; they were noted just now."""
    for made in reversed(machine.evaluation.texts):
        place = passed.origin
        if place is None or made.origin.file != place.file or not place.span.encloses(made.origin.span):
            return
        machine.journal.on_attribute(made, "shown")
        made.shown = True


def _arguments(passed: Passed) -> tuple[Origin, ...]:
    """The places of a call's arguments; none when some of them are spread."""
    call, origin = passed.call, passed.origin
    if call is None or origin is None or any(a.spread for a in call.arguments):
        return ()
    base = origin.span.start - call.arguments_span.start
    return tuple(Origin(origin.file, a.value.span.shift(base)) for a in call.arguments if a.name is None)


def _places(values: Iterable[Value], origin: Origin) -> list[Hole]:
    return [(value, value.origin or origin) for value in values]


def _inside(value: Value, origin: Origin) -> Iterator[Hole]:
    """What stands somewhere inside of data."""
    seen: set[int] = set()
    stack: list[tuple[Value, int]] = [(value, 0)]
    while stack:
        value, depth = stack.pop()
        if id(value) in seen or depth > _DEEPEST:
            continue
        seen.add(id(value))
        match value:
            case Sequence():
                stack.extend((e, depth + 1) for e in reversed(value.elements))
            case Mapping():
                stack.extend((e.value, depth + 1) for e in reversed(value.entries.values()))
            case _:
                yield value, value.origin or origin


def _note(
    machine: Machine,
    kind: Literal["template", "sum", "format", "json", "text"],
    holes: list[Hole],
    origin: Origin,
    frame: Frame,
    pieces: tuple[str | Origin, ...],
    made: Template | None,
    callee: Origin | None = None,
) -> None:
    if machine.called_back or frame.types_asked:
        return
    late = tuple(hole for hole in holes if _is_late(hole[0]))
    if late:
        parts = None if made is None else made.parts
        machine.evaluation.texts.append(
            TextMaking(kind, late, origin, machine.site(frame), pieces, parts, callee)
        )
