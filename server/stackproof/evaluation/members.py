"""Reading attributes and elements of values."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackproof.evaluation import classes, modules
from stackproof.evaluation.frame import Frame
from stackproof.evaluation.standard import is_environment
from stackproof.model.construction import Operation
from stackproof.model.program import Slice
from stackproof.model.runtime import (
    ClassValue,
    FunctionValue,
    Instance,
    ModuleValue,
    Passed,
    Reference,
    Symbol,
)
from stackproof.model.values import (
    MOST_OPTIONS,
    Choice,
    JsonText,
    Mapping,
    Origin,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
    choice,
)

if TYPE_CHECKING:
    from stackproof.evaluation.machine import Machine


def get(
    machine: Machine, target: Value, name: str, frame: Frame, origin: Origin, called: bool = False
) -> Value:
    """``target.name``; ``called`` when it is called at once, so that nobody keeps it."""
    match target:
        case Instance():
            return _instance(machine, target, name, frame, origin, called)
        case Mapping():
            return _mapping(target, name, frame, origin)
        case Reference():
            return _reference(machine, target, name, origin)
        case Symbol() if is_environment(target) and (frame.typescript or name != "get"):
            return Unknown(f"environment variable {name}", outside=True, origin=origin)
        case Symbol():
            for library in machine.libraries:
                if (value := library.attribute(target, name)) is not None:
                    return value
            return Symbol(target.module, (*target.names, name), origin=origin)
        case ModuleValue():
            value = modules.member(machine, target, name)
            return value if value is not None else Unknown(f"{name} is not in the module", origin=origin)
        case ClassValue():
            found = classes.static(machine, target, name, called)
            return found if found is not None else Unknown(f"{name} is not in the class", origin=origin)
        case Sequence() if name == "length":
            return (
                Unknown("length", origin=origin)
                if target.open
                else Scalar(len(target.elements), origin=origin)
            )
        case Scalar() if name == "length" and isinstance(target.data, str):
            return Scalar(len(target.data), origin=origin)
        case Choice():
            # Reading from nothing stops the program, so where it goes on there was something.
            return choice([get(machine, o, name, frame, origin) for o in something(target)], origin)
        case Unknown():
            return Unknown(target.reason, target.mentions, target.outside, origin=origin)
        case _:
            for library in machine.libraries:
                if (value := library.attribute(target, name)) is not None:
                    return value
            return Unknown(
                f"attribute {name}",
                (target,) if not isinstance(target, Scalar | Template) else (),
                origin=origin,
            )


def _instance(
    machine: Machine, target: Instance, name: str, frame: Frame, origin: Origin, called: bool
) -> Value:
    if (value := target.fields.get(name)) is not None:
        return value
    found = classes.find(target.cls, name)
    if found is not None:
        method, owner = found
        function = FunctionValue(
            method.function,
            owner.base + method.at,
            owner.module,
            owner.scope,
            this=target if method.kind != "static" else None,
            owner=owner,
            origin=origin,
        )
        if method.kind == "getter":
            return machine.call(function, Passed(origin=origin), frame, origin)
        machine.hold(function, called)
        return function
    static = classes.static(machine, target.cls, name, called)
    if static is not None and not (isinstance(static, Symbol) and target.construction is not None):
        return static
    if target.construction is not None:
        # What the program's classes do not define comes from the library's, as a member of this very object.
        return _reference(machine, Reference(target.construction, origin=origin), name, origin)
    if target.open:
        return Unknown(f"attribute {name}", origin=origin)
    return Scalar(None, origin=origin) if frame.typescript else Unknown(f"attribute {name}", origin=origin)


def _mapping(target: Mapping, name: str, frame: Frame, origin: Origin) -> Value:
    if (entry := target.entries.get(name)) is not None:
        return entry.value
    if target.open:
        return Unknown(f"{name} of something partly known", target.rest, origin=origin)
    # An object has no size, a `Map` has one.
    missing = frame.typescript and name != "size"
    return Scalar(None, origin=origin) if missing else Unknown(f"attribute {name}", origin=origin)


def _reference(machine: Machine, target: Reference, name: str, origin: Origin) -> Value:
    if (written := target.construction.writes.get(name)) is not None and not target.path:
        return written.value
    for library in machine.libraries:
        if (value := library.attribute(target, name)) is not None:
            return value
    return Reference(target.construction, (*target.path, name), origin=origin)


def element(machine: Machine, target: Value, index: int, frame: Frame) -> Value:
    """``target[index]`` for a known index, without recording an operation."""
    match target:
        case Sequence():
            if index < 0:
                index = index + len(target.elements) if not target.open else -1
            if 0 <= index < len(target.elements):
                return target.elements[index]
            if target.open or not frame.typescript:
                return Unknown("element beyond what is known", tuple(target.elements))
            return Scalar(None)
        case JsonText():
            return element(machine, target.content, index, frame)
        case Instance() if classes.is_named_tuple(target.cls):
            return element(machine, Sequence(list(target.fields.values()), target.open), index, frame)
        case Choice():
            return choice([element(machine, o, index, frame) for o in target.options])
        case Reference():
            return Reference(target.construction, (*target.path, f"[{index}]"), origin=target.origin)
        case _:
            return Unknown("element", (target,))


# Methods that run their callback for each element of a list.
LOOPS = frozenset({"forEach", "map", "flatMap", "filter", "find", "some", "every", "reduce"})


def something(value: Choice) -> list[Value]:
    """The options that are more than nothing; all of them when there are none."""
    return [o for o in value.options if not o.is_(None)] or list(value.options)


def may_be_nothing(value: Value) -> bool:
    """Whether one of several options is nothing, so that optional access has nothing as one of its results."""
    return isinstance(value, Choice) and any(o.is_(None) for o in value.options)


def any_element(source: Value, origin: Origin | None) -> Value:
    """What stands for each element of something whose elements are not known."""
    match source:
        case Reference():
            return Reference(source.construction, (*source.path, "[?]"), origin=origin)
        case Unknown():
            return Unknown(source.reason, source.mentions, source.outside, origin=origin)
        case Sequence() if source.elements:
            return Unknown("an element of something unknown", tuple(source.elements), origin=origin)
        case _:
            return Unknown("an element of something unknown", (source,), origin=origin)


def index(machine: Machine, target: Value, key: Value, frame: Frame, origin: Origin, access: Origin) -> Value:
    """``target[key]``; indexing an attribute of a construction is recorded as an operation."""
    if isinstance(target, Choice):
        return choice([index(machine, o, key, frame, origin, access) for o in something(target)], origin)
    if isinstance(key, Choice):
        return choice([index(machine, target, k, frame, origin, access) for k in key.options], origin)
    position = key.number()
    text = key.text()
    if isinstance(target, Reference):
        machine.evaluation.operations.append(
            Operation("index", target, (key,), origin, access, machine.site(frame))
        )
        step = str(position) if position is not None else f'"{text}"' if text is not None else "?"
        return Reference(target.construction, (*target.path, f"[{step}]"), origin=origin)
    if isinstance(target, JsonText):
        return index(machine, target.content, key, frame, origin, access)
    if isinstance(target, Mapping):
        name = text if text is not None else str(key.data) if isinstance(key, Scalar) else None
        if name is None:
            found = [e.value for e in target.entries.values()]
            return _one_of(found, target.is_closed(), key, "element under an unknown key", frame, origin)
        return _mapping(target, name, frame, origin)
    if isinstance(target, Sequence):
        if isinstance(position, int):
            return element(machine, target, position, frame)
        return _one_of(
            target.elements, target.is_closed(), key, "element under an unknown index", frame, origin
        )
    if isinstance(target, Scalar) and isinstance(target.data, str) and isinstance(position, int):
        data = target.data
        return (
            Scalar(data[position], origin=origin)
            if -len(data) <= position < len(data)
            else Scalar(None, origin=origin)
        )
    if isinstance(target, Instance | ClassValue | ModuleValue | Symbol) and text is not None:
        return get(machine, target, text, frame, origin)
    if isinstance(target, Instance) and isinstance(position, int):
        return element(machine, target, position, frame)
    return Unknown(
        "element of something unknown", (target,) if not isinstance(target, Scalar) else (), origin=origin
    )


def _one_of(found: list[Value], closed: bool, key: Value, reason: str, frame: Frame, origin: Origin) -> Value:
    """One of the values under all keys; nothing at all when TypeScript finds none under the right one."""
    if not closed or not found or len(found) >= MOST_OPTIONS:
        return Unknown(reason, (*found, key) if not isinstance(key, Scalar) else tuple(found), origin=origin)
    return choice([*found, Scalar(None)] if frame.typescript else found, origin)


def slice_of(machine: Machine, target: Value, node: Slice, frame: Frame, origin: Origin) -> Value:
    """``target[start:stop:step]``."""
    bounds: list[int | None] = []
    for part in (node.start, node.stop, node.step):
        if part is None:
            bounds.append(None)
            continue
        number = machine.evaluate(part, frame).number()
        if not isinstance(number, int):
            return Unknown("slice with unknown bounds", (target,), origin=origin)
        bounds.append(number)
    if bounds[2] == 0:
        return Unknown("slice", (target,), origin=origin)
    cut = slice(*bounds)
    if isinstance(target, Sequence):
        return Sequence(target.elements[cut], target.open, origin=origin)
    if isinstance(target, Scalar) and isinstance(target.data, str):
        return Scalar(target.data[cut], origin=origin)
    return Unknown("slice", (target,), origin=origin)


def iterate(machine: Machine, value: Value, frame: Frame, origin: Origin) -> tuple[list[Value], bool] | None:
    """The elements a loop over ``value`` sees, and whether there may be more; None when nothing is known."""
    match value:
        case Sequence():
            return list(value.elements), value.open
        case Mapping() if frame.typescript:
            # Of all mappings, only a `Map` can be gone through.
            return [Sequence([Scalar(k), e.value]) for k, e in value.entries.items()], value.open
        case Mapping():
            return keys(value)
        case Instance() if classes.is_named_tuple(value.cls):
            return list(value.fields.values()), value.open
        case JsonText():
            return None
        case Scalar() if isinstance(value.data, str):
            return [Scalar(c) for c in value.data], False
        case ClassValue() if value.statics and classes.is_enum(value):
            return [v for v in value.statics.values() if isinstance(v, Instance)], False
        case Reference():
            machine.evaluation.operations.append(
                Operation("iterate", value, (), origin, origin, machine.site(frame))
            )
            return None
        case Choice():
            parts = [iterate(machine, o, frame, origin) for o in value.options]
            known = [p for p in parts if p is not None]
            merged: list[Value] = []
            for elements, _ in known:
                merged.extend(e for e in elements if not any(e is m for m in merged))
            return merged, True
        case _:
            return None


def keys(value: Value) -> tuple[list[Value], bool] | None:
    """The keys of a value, indexes for lists, and whether there may be more; None when nothing is known."""
    match value:
        case Mapping():
            return [Scalar(k, origin=e.key_origin) for k, e in value.entries.items()], value.open
        case Sequence():
            return [Scalar(str(i)) for i in range(len(value.elements))], value.open
        case _:
            return None
