"""Methods of lists."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from stackproof.evaluation import members, operators
from stackproof.evaluation.callbacks import once_for_many
from stackproof.evaluation.frame import Frame
from stackproof.evaluation.operators import unknown
from stackproof.model.runtime import FunctionValue, Passed
from stackproof.model.values import (
    Origin,
    Scalar,
    Sequence,
    Unknown,
    Value,
    choice,
)

if TYPE_CHECKING:
    from stackproof.evaluation.machine import Machine

ListHandler = Callable[["Machine", Sequence, Passed, Frame, Origin], Value | None]


def _each(
    machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin
) -> list[Value] | None:
    """The results of a callback for each element, and once more on behalf of unlisted ones."""
    if not passed.positional:
        return None
    function = passed.positional[0]
    results = [
        machine.call(function, Passed([e, Scalar(i), target], origin=origin), frame, origin)
        for i, e in enumerate(list(target.elements)[: machine.fuel.UNROLL])
    ]
    if target.open:
        element = members.any_element(target, target.origin)
        results.append(once_for_many(machine, function, [element, Unknown("index")], frame, origin))
    return results


def _map(machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin) -> Value | None:
    results = _each(machine, target, passed, frame, origin)
    return None if results is None else Sequence(results, target.open, origin=origin)


def _for_each(
    machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin
) -> Value | None:
    _each(machine, target, passed, frame, origin)
    return Scalar(None, origin=origin)


def _flat(machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin) -> Value:
    flat, is_open = [], target.open
    for element in target.elements:
        if isinstance(element, Sequence):
            flat.extend(element.elements)
            is_open = is_open or element.open
        else:
            flat.append(element)
            is_open = is_open or isinstance(element, Unknown)
    return Sequence(flat, is_open, origin=origin)


def _flat_map(
    machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin
) -> Value | None:
    results = _each(machine, target, passed, frame, origin)
    if results is None:
        return None
    return _flat(machine, Sequence(results, target.open), passed, frame, origin)


def _tested(
    machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin
) -> list[tuple[Value, bool | None]]:
    results = _each(machine, target, passed, frame, origin) or []
    return [(e, operators.truth(r, frame.typescript)) for e, r in zip(target.elements, results, strict=False)]


def _filter(machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin) -> Value:
    if passed.positional and not isinstance(passed.positional[0], FunctionValue):
        tested = [(e, operators.truth(e, frame.typescript)) for e in target.elements]
    else:
        tested = _tested(machine, target, passed, frame, origin)
    kept = [e for e, answer in tested if answer is not False]
    return Sequence(kept, target.open or any(a is None for _, a in tested), origin=origin)


def _find(machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin) -> Value:
    maybe: list[Value] = []
    for element, answer in _tested(machine, target, passed, frame, origin):
        if answer is True and not maybe:
            return element
        if answer is not False:
            maybe.append(element)
            if answer is True:
                break
    if target.open or maybe:
        return choice([*maybe, Unknown("not found for certain")], origin)
    return Scalar(None, origin=origin)


def _some(machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin) -> Value:
    answers = [a for _, a in _tested(machine, target, passed, frame, origin)]
    if True in answers:
        return Scalar(True, origin=origin)
    return Unknown("some", origin=origin) if None in answers or target.open else Scalar(False, origin=origin)


def _every(machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin) -> Value:
    answers = [a for _, a in _tested(machine, target, passed, frame, origin)]
    if False in answers:
        return Scalar(False, origin=origin)
    return Unknown("every", origin=origin) if None in answers or target.open else Scalar(True, origin=origin)


def _reduce(machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin) -> Value | None:
    if len(passed.positional) < 2 or target.open:
        return None
    value = passed.positional[1]
    for number, element in enumerate(target.elements):
        value = machine.call(passed.positional[0], Passed([value, element, Scalar(number)]), frame, origin)
    return value


def _push(machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin) -> Value:
    machine.journal.on_list(target)
    target.elements.extend(passed.positional)
    # In a loop that stands for many, one push stands for many pushes.
    target.open = target.open or passed.open or frame.many
    return Scalar(None, origin=origin)


def _extend(machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin) -> Value:
    machine.journal.on_list(target)
    known = members.iterate(machine, passed.positional[0], frame, origin) if passed.positional else None
    target.elements.extend(known[0] if known is not None else passed.positional)
    target.open = target.open or known is None or known[1] or frame.many
    return Scalar(None, origin=origin)


def _mutate(machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin) -> Value:
    machine.journal.on_list(target)
    target.open = True
    target.elements.extend(v for v in passed.positional if not isinstance(v, Scalar))
    return unknown("list change", *target.elements, origin=origin)


def _concat(machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin) -> Value:
    elements, is_open = list(target.elements), target.open
    for value in passed.positional:
        if isinstance(value, Sequence):
            elements.extend(value.elements)
            is_open = is_open or value.open
        else:
            elements.append(value)
            is_open = is_open or value.is_unknown()
    return Sequence(elements, is_open, origin=origin)


def _slice(machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin) -> Value:
    bounds = [v.number() for v in passed.positional]
    if any(not isinstance(b, int) for b in bounds):
        return Sequence(list(target.elements), open=True, origin=origin)
    whole = [b for b in bounds if isinstance(b, int)]
    cut = slice(whole[0] if whole else None, whole[1] if len(whole) > 1 else None)
    return Sequence(target.elements[cut], target.open, origin=origin)


def _join(machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin) -> Value:
    separator = passed.positional[0] if passed.positional else Scalar(",")
    return join_all(separator, target, frame, origin)


def join_all(separator: Value, target: Sequence, frame: Frame, origin: Origin) -> Value:
    """All elements as one string."""
    if target.open:
        return unknown("joined", *target.elements, origin=origin)
    parts: list[str | Value] = []
    for number, element in enumerate(target.elements):
        if number:
            parts.append(separator)
        parts.append(element)
    return operators.join(parts, frame.typescript, origin)


def _includes(machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin) -> Value:
    wanted = passed.positional[0] if passed.positional else Scalar(None)
    return operators.binary("in", wanted, target, False, origin)


def _index_of(machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin) -> Value:
    wanted = passed.positional[0] if passed.positional else Scalar(None)
    for number, element in enumerate(target.elements):
        answer = operators.equal(element, wanted)
        if answer is True:
            return Scalar(number, origin=origin)
        if answer is None:
            break
    else:
        if not target.open:
            return Scalar(-1, origin=origin)
    return Unknown("index", origin=origin)


def _at(machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin) -> Value:
    position = passed.positional[0].number() if passed.positional else None
    if not isinstance(position, int):
        return unknown("element", *target.elements, origin=origin)
    return members.element(machine, target, position, frame)


def _pop(machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin) -> Value:
    machine.journal.on_list(target)
    position = passed.positional[0].number() if passed.positional else -1
    if (
        target.open
        or not isinstance(position, int)
        or not -len(target.elements) <= position < len(target.elements)
    ):
        target.open = True
        return unknown("popped", *target.elements, origin=origin)
    return target.elements.pop(position)


def _shift(machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin) -> Value:
    return _pop(machine, target, Passed([Scalar(0)]), frame, origin)


def _fill(machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin) -> Value:
    value = passed.positional[0] if passed.positional else Scalar(None)
    return Sequence([value for _ in target.elements], target.open, origin=origin)


def _copy(machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin) -> Value:
    return Sequence(list(target.elements), target.open, origin=origin)


def _reverse(machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin) -> Value:
    machine.journal.on_list(target)
    target.elements.reverse()
    return target


def _self(machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin) -> Value:
    return target


def _pairs(machine: Machine, target: Sequence, passed: Passed, frame: Frame, origin: Origin) -> Value:
    pairs: list[Value] = [Sequence([Scalar(i), e]) for i, e in enumerate(target.elements)]
    return Sequence(pairs, target.open, origin=origin)


LISTS: dict[str, ListHandler] = {
    "map": _map,
    "forEach": _for_each,
    "flatMap": _flat_map,
    "flat": _flat,
    "filter": _filter,
    "find": _find,
    "some": _some,
    "every": _every,
    "reduce": _reduce,
    "push": _push,
    "append": _push,
    "add": _push,
    "extend": _extend,
    "unshift": _mutate,
    "insert": _mutate,
    "splice": _mutate,
    "remove": _mutate,
    "clear": _mutate,
    "concat": _concat,
    "slice": _slice,
    "join": _join,
    "includes": _includes,
    "has": _includes,
    "indexOf": _index_of,
    "index": _index_of,
    "at": _at,
    "pop": _pop,
    "shift": _shift,
    "fill": _fill,
    "copy": _copy,
    "reverse": _reverse,
    "sort": _self,
    "values": _self,
    "entries": _pairs,
}
