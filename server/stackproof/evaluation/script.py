"""Standard functions of TypeScript."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackproof.evaluation.frame import Frame
from stackproof.evaluation.functions import (
    Handler,
    ceiling,
    elements_of,
    first,
    floor,
    from_json,
    listing,
    mapping_from,
    nothing,
    numbers,
    rounded,
    same_value,
    to_integer,
    to_json,
    to_number,
    to_text,
    to_truth,
    unique,
)
from stackproof.evaluation.operators import unknown
from stackproof.model.runtime import Instance, Passed, Reference
from stackproof.model.values import (
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


def _keys(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    value = first(passed)
    if isinstance(value, Mapping):
        return Sequence([Scalar(k) for k in value.entries], value.open, origin=origin)
    return unknown("keys", value, origin=origin)


def _values(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    value = first(passed)
    if isinstance(value, Mapping):
        return Sequence([e.value for e in value.entries.values()], value.open, origin=origin)
    return unknown("values", value, origin=origin)


def entries_of(value: Value, origin: Origin) -> Value:
    """The key and value pairs of a mapping."""
    if isinstance(value, Mapping):
        pairs: list[Value] = [Sequence([Scalar(k), e.value]) for k, e in value.entries.items()]
        return Sequence(pairs, value.open, origin=origin)
    return unknown("entries", value, origin=origin)


def _entries(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    return entries_of(first(passed), origin)


def _assign(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    target = first(passed)
    if isinstance(target, Mapping):
        for source in passed.positional[1:]:
            if isinstance(source, Mapping):
                for key, entry in source.entries.items():
                    machine.set_entry(target, key, entry)
            if not isinstance(source, Mapping | Scalar) or (isinstance(source, Mapping) and source.open):
                machine.journal.on_open(target)
                target.open = True
        return target
    if isinstance(target, Instance | Reference):
        _assign_all(machine, target, passed.positional[1:], origin)
        return target
    return unknown("Object.assign", *passed.positional, origin=origin)


def _assign_all(machine: Machine, target: Instance | Reference, sources: list[Value], origin: Origin) -> None:
    """Set the attributes of an object to the entries of others."""
    for source in sources:
        if not isinstance(source, Mapping) or source.open:
            machine.escape([target, source], machine.gap("unknown-target", "Object.assign", origin))
            continue
        for key, entry in source.entries.items():
            if isinstance(target, Instance):
                machine.set_field(target, key, entry.value)
            else:
                path = ".".join((*target.path, key))
                machine.set_write(target.construction, path, MapEntry(entry.value, entry.key_origin, origin))


def _from_entries(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    return mapping_from(machine, first(passed), frame, origin)


def _array_from(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    source, function = first(passed), passed.at(1)
    if isinstance(source, Mapping) and "length" in source.entries:
        length = source.entries["length"].value.number()
        if not isinstance(length, int):
            source = unknown("array of unknown length", origin=origin)
        else:
            source = Sequence([Scalar(None) for _ in range(min(max(length, 0), machine.fuel.UNROLL))])
    known = elements_of(machine, source, frame, origin)
    if known is None:
        return unknown("Array.from", source, origin=origin)
    if function is None:
        return Sequence(known[0], known[1], origin=origin)
    results = [
        machine.call(function, Passed([e, Scalar(i)], origin=origin), frame, origin)
        for i, e in enumerate(known[0])
    ]
    return Sequence(results, known[1], origin=origin)


def _array(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    length = passed.positional[0].number() if len(passed.positional) == 1 else None
    if isinstance(length, int):
        return Sequence(
            [Scalar(None) for _ in range(min(max(length, 0), machine.fuel.UNROLL))], origin=origin
        )
    if len(passed.positional) == 1 and passed.positional[0].is_unknown():
        return unknown("array of unknown length", origin=origin)
    return Sequence(list(passed.positional), passed.open, origin=origin)


def _is_array(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    value = first(passed)
    if isinstance(value, Unknown | Reference):
        return Unknown("isArray", origin=origin)
    return Scalar(isinstance(value, Sequence), origin=origin)


def _promise_all(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    return first(passed)


def _new_map(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    return (
        mapping_from(machine, passed.positional[0], frame, origin)
        if passed.positional
        else Mapping({}, origin=origin)
    )


SCRIPT: dict[str, Handler] = {
    "JSON.stringify": to_json,
    "JSON.parse": from_json,
    "Object.keys": _keys,
    "Object.values": _values,
    "Object.entries": _entries,
    "Object.assign": _assign,
    "Object.fromEntries": _from_entries,
    "Object.freeze": same_value,
    "structuredClone": same_value,
    "Array.from": _array_from,
    "Array.of": listing,
    "Array": _array,
    "Array.isArray": _is_array,
    "String": to_text,
    "Number": to_number,
    "parseInt": to_integer,
    "parseFloat": to_number,
    "Boolean": to_truth,
    "Math.min": numbers(min),
    "Math.max": numbers(max),
    "Math.floor": numbers(floor),
    "Math.ceil": numbers(ceiling),
    "Math.round": numbers(rounded),
    "Promise.all": _promise_all,
    "Promise.resolve": _promise_all,
    "Map": _new_map,
    "Set": unique,
    "console.log": nothing,
    "console.warn": nothing,
    "console.error": nothing,
}
