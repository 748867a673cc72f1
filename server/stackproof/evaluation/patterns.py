"""Assigning values to names, members and destructuring patterns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackproof.evaluation import members, mentions
from stackproof.evaluation.frame import Frame
from stackproof.model.program import Index, ListPattern, Member, Name, ObjectPattern, Pattern, Unparsed
from stackproof.model.runtime import ClassValue, Instance, Reference, Scope, Symbol
from stackproof.model.values import (
    Choice,
    JsonText,
    MapEntry,
    Mapping,
    Scalar,
    Sequence,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from stackproof.evaluation.machine import Machine


def assign(machine: Machine, pattern: Pattern, value: Value, frame: Frame, declares: str = "plain") -> None:
    """Give the parts of ``value`` to the targets of ``pattern``."""
    match pattern:
        case Name():
            _assign_name(machine, pattern, value, frame, declares)
        case Member():
            target = machine.evaluate(pattern.object, frame)
            set_member(machine, target, pattern.name, value, frame, pattern)
        case Index():
            target = machine.evaluate(pattern.object, frame)
            index = machine.evaluate(pattern.index, frame)
            _set_index(machine, target, index, value, frame, pattern)
        case ListPattern():
            _assign_list(machine, pattern, value, frame, declares)
        case ObjectPattern():
            _assign_object(machine, pattern, value, frame, declares)
        case Unparsed():
            machine.escape([value], machine.gap("unsupported", pattern.reason, frame.origin(pattern)))


def _assign_name(machine: Machine, name: Name, value: Value, frame: Frame, declares: str) -> None:
    scope = frame.scope
    if declares == "plain" and frame.typescript:
        scope = _owner(scope, name.id) or scope
    elif declares == "var" or not frame.typescript:
        while scope.kind == "block" and scope.parent is not None:
            scope = scope.parent
    end = frame.base + frame.statement.end
    # The end of a function is exchanged with the function.
    if machine.history is not None and declares != "parameter":
        machine.history.touch(frame.module.path, end)
    machine.bind(scope, name.id, value, end)


def _owner(scope: Scope, name: str) -> Scope | None:
    current: Scope | None = scope
    while current is not None:
        if name in current.names:
            return current
        current = current.parent
    return None


def set_member(
    machine: Machine, target: Value, name: str, value: Value, frame: Frame, node: Member | Index
) -> None:
    """``target.name = value``."""
    here = frame.origin(node)
    match target:
        case Instance():
            machine.set_field(target, name, value)
        case ClassValue():
            machine.journal.on_dict(target.statics, name)  # type: ignore[arg-type]
            target.statics[name] = value
        case Mapping():
            machine.set_entry(target, name, MapEntry(value, here, here))
        case Reference() if not target.path:
            machine.set_write(target.construction, name, MapEntry(value, here, here))
        case Reference():
            key = ".".join((*target.path, name))
            machine.set_write(target.construction, key, MapEntry(value, here, here))
        case Choice():
            for option in target.options:
                if isinstance(option, Instance | Mapping | Reference):
                    old = members.get(machine, option, name, frame, here)
                    set_member(machine, option, name, Choice((old, value), origin=here), frame, node)
        case _:
            if isinstance(target, Symbol) and isinstance(node, Member):
                mentions.note(machine, target, node, frame, "write")
            machine.escape(
                [value], machine.gap("unknown-target", f"assigned to {name} of something unknown", here)
            )


def _set_index(
    machine: Machine, target: Value, index: Value, value: Value, frame: Frame, node: Index
) -> None:
    here = frame.origin(node)
    match target:
        case Mapping() | Instance() if isinstance(index, Scalar):
            set_member(machine, target, str(index.data), value, frame, node)
        case Mapping():
            machine.journal.on_open(target)
            target.open = True
        case Sequence():
            machine.journal.on_list(target)
            position = index.number()
            if isinstance(position, int) and 0 <= position < len(target.elements):
                target.elements[position] = value
            elif position == len(target.elements) and not target.open:
                target.elements.append(value)
            else:
                target.elements.append(value)
                target.open = True
        case Reference():
            key = index.text() or "?"
            machine.set_write(target.construction, ".".join((*target.path, key)), MapEntry(value, here, here))
        case _:
            machine.escape(
                [value], machine.gap("unknown-target", "assigned to an element of something unknown", here)
            )


def _assign_list(machine: Machine, pattern: ListPattern, value: Value, frame: Frame, declares: str) -> None:
    source = value.content if isinstance(value, JsonText) else value
    known = source if isinstance(source, Sequence) else None
    rest_at = next((i for i, e in enumerate(pattern.entries) if e is not None and e.rest), None)
    for number, entry in enumerate(pattern.entries):
        if entry is None:
            continue
        part: Value
        after = len(pattern.entries) - number - 1
        if known is None:
            part = (
                members.element(machine, value, number, frame)
                if rest_at is None
                else Unknown("destructured", (value,))
            )
        elif entry.rest:
            end = len(known.elements) - after
            part = Sequence(known.elements[number:end], known.open)
        elif rest_at is not None and number > rest_at:
            part = (
                known.elements[-after - 1]
                if len(known.elements) > after and not known.open
                else Unknown("destructured", (value,))
            )
        elif number < len(known.elements):
            part = known.elements[number]
        else:
            part = Unknown("destructured", (value,)) if known.open or not frame.typescript else Scalar(None)
        if entry.default is not None:
            part = with_default(machine, part, entry.default, frame)
        assign(machine, entry.target, part, frame, declares)


def with_default(machine: Machine, part: Value, default: object, frame: Frame) -> Value:
    """The part, or its default where it is (or may be) nothing."""
    from stackproof.model.values import choice

    if part.is_(None):
        return machine.evaluate(default, frame)  # type: ignore[arg-type]
    if part.is_unknown() or any(v.is_(None) for v in part.alternatives()):
        return choice([part, machine.evaluate(default, frame)])  # type: ignore[arg-type]
    return part


def _assign_object(
    machine: Machine, pattern: ObjectPattern, value: Value, frame: Frame, declares: str
) -> None:
    taken: set[str] = set()
    for entry in pattern.entries:
        part: Value
        if entry.rest:
            if isinstance(value, Mapping):
                left = {k: e for k, e in value.entries.items() if k not in taken}
                part = Mapping(left, value.open, origin=value.origin)
            else:
                part = Unknown("destructured", (value,))
        else:
            key = entry.key or ""
            taken.add(key)
            part = members.get(machine, value, key, frame, frame.origin(entry))
            if entry.default is not None:
                part = with_default(machine, part, entry.default, frame)
        assign(machine, entry.target, part, frame, declares)
