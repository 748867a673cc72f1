"""Names that every program has: the languages' own globals and standard libraries."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from stackproof.evaluation import members, operators
from stackproof.evaluation.frame import Frame
from stackproof.evaluation.operators import unknown
from stackproof.model.runtime import ClassValue, FunctionValue, Instance, Passed, Reference, Symbol
from stackproof.model.values import (
    JsonText,
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

_SCRIPT_CONSTANTS: dict[str, object] = {"undefined": None, "NaN": float("nan"), "Infinity": float("inf")}
_SCRIPT_GLOBALS = frozenset(
    [
        "Array",
        "Boolean",
        "BigInt",
        "Buffer",
        "Date",
        "Error",
        "Infinity",
        "JSON",
        "Map",
        "Math",
        "Number",
        "Object",
        "Promise",
        "Reflect",
        "RegExp",
        "Set",
        "String",
        "Symbol",
        "TypeError",
        "RangeError",
        "URL",
        "URLSearchParams",
        "WeakMap",
        "__dirname",
        "__filename",
        "clearTimeout",
        "console",
        "decodeURIComponent",
        "encodeURIComponent",
        "exports",
        "globalThis",
        "isNaN",
        "isFinite",
        "module",
        "parseFloat",
        "parseInt",
        "process",
        "queueMicrotask",
        "require",
        "setImmediate",
        "setInterval",
        "setTimeout",
        "structuredClone",
    ]
)
_PYTHON_GLOBALS = frozenset(
    [
        "ArithmeticError",
        "AssertionError",
        "AttributeError",
        "BaseException",
        "EnvironmentError",
        "Exception",
        "FileNotFoundError",
        "IOError",
        "ImportError",
        "IndexError",
        "KeyError",
        "KeyboardInterrupt",
        "LookupError",
        "ModuleNotFoundError",
        "NameError",
        "NotImplementedError",
        "OSError",
        "RuntimeError",
        "StopIteration",
        "SystemExit",
        "TypeError",
        "ValueError",
        "__file__",
        "abs",
        "all",
        "any",
        "bool",
        "bytes",
        "callable",
        "chr",
        "classmethod",
        "dict",
        "dir",
        "divmod",
        "enumerate",
        "filter",
        "float",
        "format",
        "frozenset",
        "getattr",
        "globals",
        "hasattr",
        "hash",
        "id",
        "input",
        "int",
        "isinstance",
        "issubclass",
        "iter",
        "len",
        "list",
        "locals",
        "map",
        "max",
        "min",
        "next",
        "object",
        "open",
        "ord",
        "pow",
        "print",
        "property",
        "range",
        "repr",
        "reversed",
        "round",
        "set",
        "setattr",
        "slice",
        "sorted",
        "staticmethod",
        "str",
        "sum",
        "super",
        "tuple",
        "type",
        "vars",
        "zip",
        "NotImplemented",
        "Ellipsis",
    ]
)


def global_value(name: str, frame: Frame, origin: Origin) -> Value | None:
    """What a name means that the program does not bind; None when the language has no such name."""
    if frame.typescript:
        if name in _SCRIPT_CONSTANTS:
            data = _SCRIPT_CONSTANTS[name]
            return Scalar(data if data is None or isinstance(data, float) else None, origin=origin)
        return Symbol("", (name,), origin=origin) if name in _SCRIPT_GLOBALS else None
    return Symbol("", (name,), origin=origin) if name in _PYTHON_GLOBALS else None


def call_global(
    machine: Machine, symbol: Symbol, passed: Passed, frame: Frame, origin: Origin
) -> Value | None:
    """The value of a call of a standard function; None when nothing is known of it."""
    table = _SCRIPT if frame.typescript else _PYTHON
    name = ".".join((symbol.module, *symbol.names)) if symbol.module else ".".join(symbol.names)
    handler = table.get(name)
    return handler(machine, passed, frame, origin) if handler is not None else None


Handler = Callable[["Machine", Passed, Frame, Origin], Value | None]


def _first(passed: Passed) -> Value:
    return passed.positional[0] if passed.positional else Unknown("missing argument")


def _known(machine: Machine, value: Value, frame: Frame, origin: Origin) -> tuple[list[Value], bool] | None:
    return members.iterate(machine, value, frame, origin)


def _json(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    return JsonText(_first(passed), origin=origin)


def _from_json(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    value = _first(passed)
    return value.content if isinstance(value, JsonText) else unknown("parsed JSON", value, origin=origin)


def _keys(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    value = _first(passed)
    if isinstance(value, Mapping):
        return Sequence([Scalar(k) for k in value.entries], value.open, origin=origin)
    return unknown("keys", value, origin=origin)


def _values(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    value = _first(passed)
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
    return entries_of(_first(passed), origin)


def _assign(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    target = _first(passed)
    if isinstance(target, Mapping):
        for source in passed.positional[1:]:
            if isinstance(source, Mapping):
                for key, entry in source.entries.items():
                    machine.set_entry(target, key, entry)
            if not isinstance(source, Mapping | Scalar) or (isinstance(source, Mapping) and source.open):
                machine.journal.on_open(target)
                target.open = True
        return target
    return unknown("Object.assign", *passed.positional, origin=origin)


def mapping_from(machine: Machine, value: Value, frame: Frame, origin: Origin) -> Value:
    """A mapping from key and value pairs."""
    known = _known(machine, value, frame, origin)
    if known is None:
        return unknown("mapping", value, origin=origin)
    mapping = Mapping({}, known[1], origin=origin)
    for pair in known[0]:
        key = pair.get(0)
        if isinstance(key, Scalar) and isinstance(pair, Sequence) and len(pair.elements) == 2:
            mapping.entries[str(key.data)] = MapEntry(pair.elements[1])
        else:
            mapping.open = True
    return mapping


def _from_entries(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    return mapping_from(machine, _first(passed), frame, origin)


def _same(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    return _first(passed)


def _array_from(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    source, function = _first(passed), passed.at(1)
    if isinstance(source, Mapping) and "length" in source.entries:
        length = source.entries["length"].value.number()
        if not isinstance(length, int):
            source = unknown("array of unknown length", origin=origin)
        else:
            source = Sequence([Scalar(None) for _ in range(min(max(length, 0), machine.fuel.UNROLL))])
    known = _known(machine, source, frame, origin)
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
    value = _first(passed)
    if isinstance(value, Unknown | Reference):
        return Unknown("isArray", origin=origin)
    return Scalar(isinstance(value, Sequence), origin=origin)


def _text(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    if not passed.positional:
        return Scalar("", origin=origin)
    value = _first(passed)
    if isinstance(value, Instance):
        return unknown("text of an object", value, origin=origin)
    return operators.join([value], frame.typescript, origin)


def _number(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    value = _first(passed)
    if not isinstance(value, Scalar):
        return unknown("number", value, origin=origin)
    try:
        number = float(value.data) if value.data is not None else 0.0
    except ValueError:
        return unknown("number", origin=origin)
    if number != number or number in (float("inf"), float("-inf")):
        return Scalar(number, origin=origin)
    return Scalar(int(number) if number.is_integer() else number, origin=origin)


def _integer(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    result = _number(machine, passed, frame, origin).number()
    if result is None or result != result or abs(result) == float("inf"):
        return unknown("integer", *passed.positional, origin=origin)
    return Scalar(int(result), origin=origin)


def _truth(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    if not passed.positional:
        return Scalar(False, origin=origin)
    answer = operators.truth(_first(passed), frame.typescript)
    return Unknown("truth", origin=origin) if answer is None else Scalar(answer, origin=origin)


def _numbers(fold: Callable[[list[float]], float]) -> Handler:
    def handler(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
        values = list(passed.positional)
        if len(values) == 1 and isinstance(values[0], Sequence):
            if values[0].open:
                return unknown("numbers", origin=origin)
            values = values[0].elements
        numbers = [v.number() for v in values]
        if not numbers or any(n is None for n in numbers) or passed.open:
            return unknown("numbers", *values, origin=origin)
        try:
            result = fold([n for n in numbers if n is not None])
        except (ArithmeticError, ValueError):
            return unknown("numbers", origin=origin)
        return Scalar(
            int(result) if isinstance(result, float) and result.is_integer() else result, origin=origin
        )

    return handler


def _floor(numbers: list[float]) -> float:
    return numbers[0] // 1


def _ceil(numbers: list[float]) -> float:
    return -(-numbers[0] // 1)


def _round(numbers: list[float]) -> float:
    return round(numbers[0])


def _promise_all(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    return _first(passed)


def _new_map(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    return (
        mapping_from(machine, passed.positional[0], frame, origin)
        if passed.positional
        else Mapping({}, origin=origin)
    )


def _new_set(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    return _listing(machine, passed, frame, origin)


def _listing(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    if not passed.positional:
        return Sequence([], origin=origin)
    known = _known(machine, _first(passed), frame, origin)
    if known is None:
        return unknown("list", _first(passed), origin=origin)
    return Sequence(known[0], known[1], origin=origin)


def _unique(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    listed = _listing(machine, passed, frame, origin)
    if isinstance(listed, Sequence):
        kept: list[Value] = []
        for element in listed.elements:
            if not any(operators.equal(element, k) is True for k in kept):
                kept.append(element)
        return Sequence(kept, listed.open, origin=origin)
    return listed


def _dict(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    mapping = Mapping({}, passed.open, origin=origin)
    if passed.positional:
        source = passed.positional[0]
        made = source if isinstance(source, Mapping) else mapping_from(machine, source, frame, origin)
        if not isinstance(made, Mapping):
            return unknown("dict", source, origin=origin)
        mapping.entries.update(made.entries)
        mapping.open = mapping.open or made.open
    mapping.entries.update(passed.keywords)
    return mapping


def _length(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    value = _first(passed)
    match value:
        case Sequence() if not value.open:
            return Scalar(len(value.elements), origin=origin)
        case Mapping() if not value.open:
            return Scalar(len(value.entries), origin=origin)
        case Scalar() if isinstance(value.data, str):
            return Scalar(len(value.data), origin=origin)
        case _:
            return unknown("length", origin=origin)


def _range(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    numbers = [v.number() for v in passed.positional]
    if not 1 <= len(numbers) <= 3 or not all(isinstance(n, int) for n in numbers):
        return unknown("range", *passed.positional, origin=origin)
    try:
        values = range(*(n for n in numbers if isinstance(n, int)))
    except ValueError:
        return unknown("range", origin=origin)
    kept = values[: machine.fuel.UNROLL]
    return Sequence([Scalar(n) for n in kept], len(kept) < len(values), origin=origin)


def _enumerate(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    known = _known(machine, _first(passed), frame, origin)
    start = passed.at(1, "start")
    first = start.number() if start is not None else 0
    if known is None or not isinstance(first, int):
        return unknown("enumerate", _first(passed), origin=origin)
    pairs: list[Value] = [Sequence([Scalar(first + i), e]) for i, e in enumerate(known[0])]
    return Sequence(pairs, known[1], origin=origin)


def _zip(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    lists = [_known(machine, v, frame, origin) for v in passed.positional]
    if not lists or any(k is None for k in lists):
        return unknown("zip", *passed.positional, origin=origin)
    known = [k for k in lists if k is not None]
    tuples: list[Value] = [Sequence(list(t)) for t in zip(*(k[0] for k in known), strict=False)]
    return Sequence(tuples, any(k[1] for k in known), origin=origin)


def _reversed(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    known = _known(machine, _first(passed), frame, origin)
    return (
        unknown("reversed", origin=origin)
        if known is None
        else Sequence(known[0][::-1], known[1], origin=origin)
    )


def _sorted(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    known = _known(machine, _first(passed), frame, origin)
    if known is None:
        return unknown("sorted", _first(passed), origin=origin)
    texts = [v.text() for v in known[0]]
    if "key" not in passed.keywords and all(t is not None for t in texts):
        backwards = passed.at(-1, "reverse")
        ordered = sorted(
            known[0], key=lambda v: v.text() or "", reverse=backwards is not None and backwards.is_(True)
        )
        return Sequence(ordered, known[1], origin=origin)
    return Sequence(known[0], known[1], origin=origin)


def _map(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    if len(passed.positional) != 2 or (known := _known(machine, passed.positional[1], frame, origin)) is None:
        return unknown("map", *passed.positional, origin=origin)
    function = passed.positional[0]
    return Sequence(
        [machine.call(function, Passed([e], origin=origin), frame, origin) for e in known[0]],
        known[1],
        origin=origin,
    )


def _filter(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    if len(passed.positional) != 2 or (known := _known(machine, passed.positional[1], frame, origin)) is None:
        return unknown("filter", *passed.positional, origin=origin)
    function, kept, is_open = passed.positional[0], [], known[1]
    for element in known[0]:
        tested = element if function.is_(None) else machine.call(function, Passed([element]), frame, origin)
        answer = operators.truth(tested, frame.typescript)
        if answer is not False:
            kept.append(element)
            is_open = is_open or answer is None
    return Sequence(kept, is_open, origin=origin)


def _quantifier(stop: bool) -> Handler:
    def handler(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
        known = _known(machine, _first(passed), frame, origin)
        if known is None:
            return Unknown("any or all", origin=origin)
        answers = [operators.truth(v, frame.typescript) for v in known[0]]
        if stop in answers:
            return Scalar(stop, origin=origin)
        if None in answers or known[1]:
            return Unknown("any or all", origin=origin)
        return Scalar(not stop, origin=origin)

    return handler


def _getattr(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    name = passed.positional[1].text() if len(passed.positional) > 1 else None
    if name is None:
        return unknown("getattr", _first(passed), origin=origin)
    value = members.get(machine, _first(passed), name, frame, origin)
    if len(passed.positional) > 2 and value.is_unknown():
        return choice([value, passed.positional[2]], origin)
    return value


def _setattr(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    name = passed.positional[1].text() if len(passed.positional) == 3 else None
    target = _first(passed)
    if name is not None and isinstance(target, Instance):
        machine.set_field(target, name, passed.positional[2])
    else:
        machine.escape(passed.positional, machine.gap("unknown-target", "setattr", origin))
    return Scalar(None, origin=origin)


def _isinstance(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    value, kind = _first(passed), passed.at(1)
    if isinstance(kind, Symbol) and kind.module == "" and isinstance(value, Scalar | Sequence | Mapping):
        types: dict[str, tuple[type, ...]] = {
            "str": (str,),
            "bool": (bool,),
            "int": (int,),
            "float": (float,),
        }
        name = kind.names[-1]
        if isinstance(value, Scalar) and name in types:
            return Scalar(isinstance(value.data, types[name]), origin=origin)
        if name in ("list", "tuple", "dict"):
            right = isinstance(value, Mapping) if name == "dict" else isinstance(value, Sequence)
            return (
                Scalar(right, origin=origin)
                if not right or name != "tuple"
                else Unknown("isinstance", origin=origin)
            )
    if isinstance(value, Instance) and isinstance(kind, ClassValue):
        from stackproof.evaluation.classes import ancestors

        return Scalar(any(c is kind for c in ancestors(value.cls)), origin=origin)
    return Unknown("isinstance", origin=origin)


def _nothing(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value | None:
    return (
        None if any(isinstance(v, FunctionValue) for v in passed.positional) else Scalar(None, origin=origin)
    )


def _next(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    value = _first(passed)
    if isinstance(value, Sequence) and value.elements and not value.open:
        return value.elements[0]
    return unknown("next", *passed.positional, origin=origin)


_SCRIPT: dict[str, Handler] = {
    "JSON.stringify": _json,
    "JSON.parse": _from_json,
    "Object.keys": _keys,
    "Object.values": _values,
    "Object.entries": _entries,
    "Object.assign": _assign,
    "Object.fromEntries": _from_entries,
    "Object.freeze": _same,
    "structuredClone": _same,
    "Array.from": _array_from,
    "Array.of": _listing,
    "Array": _array,
    "Array.isArray": _is_array,
    "String": _text,
    "Number": _number,
    "parseInt": _integer,
    "parseFloat": _number,
    "Boolean": _truth,
    "Math.min": _numbers(min),
    "Math.max": _numbers(max),
    "Math.floor": _numbers(_floor),
    "Math.ceil": _numbers(_ceil),
    "Math.round": _numbers(_round),
    "Promise.all": _promise_all,
    "Promise.resolve": _promise_all,
    "Map": _new_map,
    "Set": _unique,
    "console.log": _nothing,
    "console.warn": _nothing,
    "console.error": _nothing,
}
_PYTHON: dict[str, Handler] = {
    "json.dumps": _json,
    "json.loads": _from_json,
    "copy.deepcopy": _same,
    "copy.copy": _same,
    "typing.cast": _same,
    "str": _text,
    "int": _integer,
    "float": _number,
    "bool": _truth,
    "len": _length,
    "range": _range,
    "enumerate": _enumerate,
    "zip": _zip,
    "reversed": _reversed,
    "sorted": _sorted,
    "map": _map,
    "filter": _filter,
    "any": _quantifier(True),
    "all": _quantifier(False),
    "list": _listing,
    "tuple": _listing,
    "set": _unique,
    "frozenset": _unique,
    "iter": _listing,
    "next": _next,
    "dict": _dict,
    "min": _numbers(min),
    "max": _numbers(max),
    "sum": _numbers(sum),
    "abs": _numbers(lambda n: abs(n[0])),
    "round": _numbers(_round),
    "math.floor": _numbers(_floor),
    "math.ceil": _numbers(_ceil),
    "getattr": _getattr,
    "setattr": _setattr,
    "isinstance": _isinstance,
    "print": _nothing,
}
