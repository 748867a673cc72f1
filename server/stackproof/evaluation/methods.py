"""Methods of strings, lists and mappings."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from stackproof.evaluation import members, operators
from stackproof.evaluation.frame import Frame
from stackproof.evaluation.operators import unknown
from stackproof.model.runtime import FunctionValue, Passed
from stackproof.model.values import (
    MapEntry,
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


def call_method(
    machine: Machine, target: Value, name: str, passed: Passed, frame: Frame, origin: Origin
) -> Value | None:
    """The value of a method of plain data; None when data has no such method or nothing is known of it."""
    if name == "then" and frame.typescript and passed.positional:
        return machine.call(passed.positional[0], Passed([target], origin=origin), frame, origin)
    if isinstance(target, FunctionValue):
        return _function_method(machine, target, name, passed, frame, origin)
    if isinstance(target, Sequence):
        handler = _LISTS.get(name)
        return handler(machine, target, passed, frame, origin) if handler is not None else None
    if isinstance(target, Mapping):
        entry = _MAPPINGS.get(name)
        return entry(machine, target, passed, frame, origin) if entry is not None else None
    if isinstance(target, Scalar) and isinstance(target.data, str):
        return _text_method(target.data, name, passed, frame, origin)
    if isinstance(target, Template):
        return _template_method(target, name, passed, frame, origin)
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
    if name not in ("forEach", "map", "flatMap", "filter", "find", "some", "every", "reduce"):
        return None
    functions = [v for v in passed.positional if isinstance(v, FunctionValue)]
    if not functions:
        return None
    element = Unknown("an element of something unknown", (target,), origin=origin)
    result = _once_for_many(machine, functions[0], [element], frame, origin)
    if name in ("map", "flatMap"):
        return Sequence([result], open=True, origin=origin)
    return Unknown(f"result of {name}", (target,), origin=origin)


def _once_for_many(
    machine: Machine, function: Value, arguments: list[Value], frame: Frame, origin: Origin
) -> Value:
    was = frame.many, frame.conditional
    frame.many = frame.conditional = True
    try:
        return machine.call(function, Passed(arguments, open=True, origin=origin), frame, origin)
    finally:
        frame.many, frame.conditional = was


# --- lists ---------------------------------------------------------------------------------------

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
        element = Unknown("an element of something unknown", tuple(target.elements))
        results.append(_once_for_many(machine, function, [element, Unknown("index")], frame, origin))
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


_LISTS: dict[str, ListHandler] = {
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


# --- mappings ------------------------------------------------------------------------------------

MappingHandler = Callable[["Machine", Mapping, Passed, Frame, Origin], Value | None]


def _get(machine: Machine, target: Mapping, passed: Passed, frame: Frame, origin: Origin) -> Value:
    key = passed.positional[0] if passed.positional else Unknown("key")
    default = passed.positional[1] if len(passed.positional) > 1 else Scalar(None, origin=origin)
    if not isinstance(key, Scalar):
        return unknown("element", *(e.value for e in target.entries.values()), default, origin=origin)
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
        _once_for_many(machine, passed.positional[0], [Unknown("entry")], frame, origin)
    return Scalar(None, origin=origin)


_MAPPINGS: dict[str, MappingHandler] = {
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


# --- strings -------------------------------------------------------------------------------------

_PLAIN: dict[str, Callable[[str], str]] = {
    "toLowerCase": str.lower,
    "toUpperCase": str.upper,
    "trim": str.strip,
    "trimStart": str.lstrip,
    "trimEnd": str.rstrip,
    "lower": str.lower,
    "upper": str.upper,
    "title": str.title,
    "capitalize": str.capitalize,
    "casefold": str.casefold,
    "toString": str,
    "valueOf": str,
    "normalize": str,
    "encode": str,
}


def _text_method(data: str, name: str, passed: Passed, frame: Frame, origin: Origin) -> Value | None:
    if name in _PLAIN:
        return Scalar(_PLAIN[name](data), origin=origin)
    if name == "format" and not frame.typescript:
        return _format(data, passed, origin)
    if name == "join" and not frame.typescript and passed.positional:
        listed = passed.positional[0]
        return join_all(Scalar(data), listed, frame, origin) if isinstance(listed, Sequence) else None
    if name == "concat":
        return operators.join([data, *passed.positional], True, origin)
    arguments = [v.data if isinstance(v, Scalar) else _MISSING for v in passed.positional]
    if _MISSING in arguments or passed.keywords or passed.open:
        return None
    try:
        result = _text_call(data, name, arguments, frame.typescript)
    except (TypeError, ValueError, IndexError, OverflowError, MemoryError):
        return None
    if isinstance(result, list):
        return Sequence([Scalar(r, origin=origin) for r in result], origin=origin)
    return Scalar(result, origin=origin) if result is not _MISSING else None  # type: ignore[arg-type]


_MISSING = object()


def _text_call(data: str, name: str, arguments: list[object], typescript: bool) -> object:
    match (name, arguments):
        case ("replace", [str(old), str(new)]):
            return data.replace(old, new, 1) if typescript else data.replace(old, new)
        case ("replaceAll", [str(old), str(new)]):
            return data.replace(old, new)
        case ("split", [str(separator)]):
            return data.split(separator) if separator else list(data)
        case ("split", [str(separator), int(limit)]) if typescript:
            pieces = data.split(separator) if separator else list(data)
            return pieces[:limit] if limit >= 0 else pieces
        case ("split" | "rsplit", [str(separator), int(limit)]) if not typescript:
            return getattr(data, name)(separator, limit)
        case ("rsplit", [str(separator)]) if not typescript:
            return data.rsplit(separator)
        case ("partition" | "rpartition", [str(separator)]) if not typescript:
            return list(getattr(data, name)(separator))
        case ("split", []):
            return data.split() if not typescript else [data]
        case ("startsWith" | "startswith", [str(start)]):
            return data.startswith(start)
        case ("endsWith" | "endswith", [str(end)]):
            return data.endswith(end)
        case ("includes", [str(part)]):
            return part in data
        case ("indexOf" | "find", [str(part)]):
            return data.find(part)
        case ("substring" | "slice", [int(start)]):
            return data[max(start, 0) if name == "substring" else start :]
        case ("substring" | "slice", [int(start), int(end)]):
            return data[start:end] if name == "slice" else data[max(0, min(start, end)) : max(start, end, 0)]
        case ("substr", [int(start), int(length)]):
            return data[start:][:length]
        case ("charAt", [int(at)]):
            return data[at : at + 1]
        case ("padStart", [int(width), str(fill)]) if len(fill) == 1:
            return data.rjust(min(width, 1000), fill)
        case ("zfill", [int(width)]):
            return data.zfill(min(width, 1000))
        case ("repeat", [int(times)]) if 0 <= times * len(data) <= 10_000:
            return data * times
        case ("strip" | "lstrip" | "rstrip", []):
            return getattr(data, name)()
        case ("strip" | "lstrip" | "rstrip", [str(chars)]):
            return getattr(data, name)(chars)
        case ("removeprefix", [str(part)]):
            return data.removeprefix(part)
        case ("removesuffix", [str(part)]):
            return data.removesuffix(part)
        case ("isdigit" | "isalpha" | "isalnum", []):
            return getattr(data, name)()
        case _:
            return _MISSING


def _format(data: str, passed: Passed, origin: Origin) -> Value | None:
    import string

    parts: list[str | Value] = []
    counter = 0
    try:
        fields = list(string.Formatter().parse(data))
    except ValueError:
        return None
    for literal, field, specification, conversion in fields:
        parts.append(literal)
        if field is None:
            continue
        value = passed.at(counter if field == "" else int(field)) if field == "" or field.isdigit() else None
        counter += field == ""
        if value is None and field in passed.keywords:
            value = passed.keywords[field].value
        if value is None or specification or conversion:
            value = Unknown("formatted", (value,) if value is not None else ())
        parts.append(value)
    return operators.join(parts, False, origin)


def _template_method(
    target: Template, name: str, passed: Passed, frame: Frame, origin: Origin
) -> Value | None:
    """Methods that act on each literal piece alone; what they make of the holes is not known."""
    if name in ("toString", "valueOf", "trim", "strip"):
        return target
    if name in ("toLowerCase", "toUpperCase", "lower", "upper"):
        change = _PLAIN[name]
        parts = tuple(change(p) if isinstance(p, str) else unknown("case changed", p) for p in target.parts)
        return Template(parts, origin=origin)
    if name in ("startsWith", "startswith") and passed.positional:
        first, start = target.parts[0], passed.positional[0].text()
        if (
            isinstance(first, str)
            and start is not None
            and (len(first) >= len(start) or not start.startswith(first))
        ):
            return Scalar(first.startswith(start), origin=origin)
    if name in ("endsWith", "endswith") and passed.positional:
        last, end = target.parts[-1], passed.positional[0].text()
        if isinstance(last, str) and end is not None and (len(last) >= len(end) or not end.endswith(last)):
            return Scalar(last.endswith(end), origin=origin)
    if name == "concat":
        return operators.join([target, *passed.positional], True, origin)
    return unknown(f"result of {name}", target, origin=origin) if name in _KNOWN_TEXT else None


_KNOWN_TEXT = frozenset(
    [
        "replace",
        "replaceAll",
        "split",
        "rsplit",
        "partition",
        "rpartition",
        "substring",
        "slice",
        "substr",
        "includes",
        "indexOf",
        "padStart",
        "repeat",
        "match",
        "charAt",
        "find",
        "format",
        "join",
        "removeprefix",
        "removesuffix",
        "lstrip",
        "rstrip",
        "trimStart",
        "trimEnd",
        "title",
        "capitalize",
        "encode",
    ]
)

__all__ = ["call_method", "join_all"]
