"""Methods of mappings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from stackproof.evaluation import operators
from stackproof.evaluation.callbacks import once_for_many
from stackproof.evaluation.frame import Frame
from stackproof.evaluation.operators import unknown
from stackproof.model.runtime import Passed
from stackproof.model.values import (
    MOST_OPTIONS,
    MapEntry,
    Mapping,
    Origin,
    Scalar,
    Sequence,
    Unknown,
    Value,
    choice,
)

if TYPE_CHECKING:
    from stackproof.evaluation.machine import Machine

MappingHandler = Callable[["Machine", Mapping, Passed, Frame, Origin], Value | None]


def _get(machine: Machine, target: Mapping, passed: Passed, frame: Frame, origin: Origin) -> Value:
    key = passed.positional[0] if passed.positional else Unknown("key")
    default = passed.positional[1] if len(passed.positional) > 1 else Scalar(None, origin=origin)
    if not isinstance(key, Scalar):
        found = [e.value for e in target.entries.values()]
        if target.open or len(found) >= MOST_OPTIONS:
            return unknown("element", *found, default, key, origin=origin)
        return choice([*found, default], origin)
    entry = target.entries.get(str(key.data))
    if entry is not None:
        return entry.value
    return choice([default, Unknown("element", origin=origin)], origin) if target.open else default


def _set(machine: Machine, target: Mapping, passed: Passed, frame: Frame, origin: Origin) -> Value:
    key = passed.positional[0] if passed.positional else Unknown("key")
    value = passed.positional[1] if len(passed.positional) > 1 else Scalar(None)
    if isinstance(key, Scalar):
        machine.set_entry(target, str(key.data), MapEntry(value, key.origin, origin))
    else:
        machine.journal.on_open(target)
        target.open = True
    return target


def _has(machine: Machine, target: Mapping, passed: Passed, frame: Frame, origin: Origin) -> Value:
    return operators.binary(
        "in", passed.positional[0] if passed.positional else Scalar(None), target, False, origin
    )


def _items(machine: Machine, target: Mapping, passed: Passed, frame: Frame, origin: Origin) -> Value:
    pairs: list[Value] = [Sequence([Scalar(k), e.value]) for k, e in target.entries.items()]
    return Sequence(pairs, target.open, origin=origin)


def _keys(machine: Machine, target: Mapping, passed: Passed, frame: Frame, origin: Origin) -> Value:
    return Sequence([Scalar(k) for k in target.entries], target.open, origin=origin)


def _values(machine: Machine, target: Mapping, passed: Passed, frame: Frame, origin: Origin) -> Value:
    return Sequence([e.value for e in target.entries.values()], target.open, origin=origin)


def _update(machine: Machine, target: Mapping, passed: Passed, frame: Frame, origin: Origin) -> Value:
    sources: list[Value] = [*passed.positional, Mapping(passed.keywords, passed.open)]
    for source in sources:
        if isinstance(source, Mapping):
            for key, entry in source.entries.items():
                machine.set_entry(target, key, entry)
        if not isinstance(source, Mapping) or source.open:
            machine.journal.on_open(target)
            target.open = True
    return Scalar(None, origin=origin)


def _setdefault(machine: Machine, target: Mapping, passed: Passed, frame: Frame, origin: Origin) -> Value:
    value = _get(machine, target, passed, frame, origin)
    key = passed.positional[0].text() if passed.positional else None
    if key is not None and key not in target.entries:
        machine.set_entry(target, key, MapEntry(value))
    return value


def _take(machine: Machine, target: Mapping, passed: Passed, frame: Frame, origin: Origin) -> Value:
    value = _get(machine, target, passed, frame, origin)
    key = passed.positional[0].text() if passed.positional else None
    if key is None:
        machine.journal.on_open(target)
        target.open = True
    elif key in target.entries:
        machine.journal.on_dict(target.entries, key)  # type: ignore[arg-type]
        machine.journal.on_removal(target.entries)
        del target.entries[key]
    return value


def _copy_mapping(machine: Machine, target: Mapping, passed: Passed, frame: Frame, origin: Origin) -> Value:
    return Mapping(dict(target.entries), target.open, origin=origin)


def _for_each_entry(machine: Machine, target: Mapping, passed: Passed, frame: Frame, origin: Origin) -> Value:
    for key, entry in list(target.entries.items()):
        if passed.positional:
            machine.call(
                passed.positional[0], Passed([entry.value, Scalar(key)], origin=origin), frame, origin
            )
    if target.open and passed.positional:
        once_for_many(machine, passed.positional[0], [Unknown("entry")], frame, origin)
    return Scalar(None, origin=origin)


MAPPINGS: dict[str, MappingHandler] = {
    "get": _get,
    "set": _set,
    "has": _has,
    "hasOwnProperty": _has,
    "items": _items,
    "entries": _items,
    "keys": _keys,
    "values": _values,
    "update": _update,
    "setdefault": _setdefault,
    "pop": _take,
    "delete": _take,
    "copy": _copy_mapping,
    "forEach": _for_each_entry,
}
