"""Standard functions of Python."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackproof.evaluation import members, operators
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
from stackproof.model.construction import Operation
from stackproof.model.runtime import ClassValue, Instance, Passed, Reference, Symbol
from stackproof.model.values import (
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


def _from_keys(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    known = elements_of(machine, first(passed), frame, origin)
    if known is None or not all(isinstance(key, Scalar) for key in known[0]):
        return unknown("dict.fromkeys", *passed.positional, origin=origin)
    value = passed.at(1)
    shared = value if value is not None else Scalar(None, origin=origin)
    names = [str(key.data) for key in known[0] if isinstance(key, Scalar)]
    return Mapping({name: MapEntry(shared) for name in names}, known[1], origin=origin)


def _length(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    value = first(passed)
    match value:
        case Sequence() if not value.open:
            return Scalar(len(value.elements), origin=origin)
        case Mapping() if not value.open:
            return Scalar(len(value.entries), origin=origin)
        case Scalar() if isinstance(value.data, str):
            return Scalar(len(value.data), origin=origin)
        case Reference():
            machine.evaluation.operations.append(
                Operation("length", value, (), origin, origin, machine.site(frame))
            )
            return unknown("length", value, origin=origin)
        case _:
            return unknown("length", value, origin=origin)


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
    known = elements_of(machine, first(passed), frame, origin)
    start = passed.at(1, "start")
    begin = start.number() if start is not None else 0
    if known is None or not isinstance(begin, int):
        return unknown("enumerate", first(passed), origin=origin)
    pairs: list[Value] = [Sequence([Scalar(begin + i), e]) for i, e in enumerate(known[0])]
    return Sequence(pairs, known[1], origin=origin)


def _zip(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    lists = [elements_of(machine, v, frame, origin) for v in passed.positional]
    if not lists or any(k is None for k in lists):
        return unknown("zip", *passed.positional, origin=origin)
    known = [k for k in lists if k is not None]
    tuples: list[Value] = [Sequence(list(t)) for t in zip(*(k[0] for k in known), strict=False)]
    return Sequence(tuples, any(k[1] for k in known), origin=origin)


def _reversed(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    known = elements_of(machine, first(passed), frame, origin)
    return (
        unknown("reversed", origin=origin)
        if known is None
        else Sequence(known[0][::-1], known[1], origin=origin)
    )


def _sorted(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    known = elements_of(machine, first(passed), frame, origin)
    if known is None:
        return unknown("sorted", first(passed), origin=origin)
    texts = [v.text() for v in known[0]]
    if "key" not in passed.keywords and all(t is not None for t in texts):
        backwards = passed.at(-1, "reverse")
        ordered = sorted(
            known[0], key=lambda v: v.text() or "", reverse=backwards is not None and backwards.is_(True)
        )
        return Sequence(ordered, known[1], origin=origin)
    return Sequence(known[0], known[1], origin=origin)


def _map(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    if (
        len(passed.positional) != 2
        or (known := elements_of(machine, passed.positional[1], frame, origin)) is None
    ):
        return unknown("map", *passed.positional, origin=origin)
    function = passed.positional[0]
    return Sequence(
        [machine.call(function, Passed([e], origin=origin), frame, origin) for e in known[0]],
        known[1],
        origin=origin,
    )


def _filter(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    if (
        len(passed.positional) != 2
        or (known := elements_of(machine, passed.positional[1], frame, origin)) is None
    ):
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
        known = elements_of(machine, first(passed), frame, origin)
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
        return unknown("getattr", first(passed), origin=origin)
    value = members.get(machine, first(passed), name, frame, origin)
    if len(passed.positional) > 2 and value.is_unknown():
        return choice([value, passed.positional[2]], origin)
    return value


def _setattr(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    name = passed.positional[1].text() if len(passed.positional) == 3 else None
    target = first(passed)
    if name is not None and isinstance(target, Instance):
        machine.set_field(target, name, passed.positional[2])
    elif name is not None and isinstance(target, Reference):
        path = ".".join((*target.path, name))
        machine.set_write(target.construction, path, MapEntry(passed.positional[2], origin, origin))
    else:
        machine.escape(passed.positional, machine.gap("unknown-target", "setattr", origin))
    return Scalar(None, origin=origin)


def _isinstance(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    value, kind = first(passed), passed.at(1)
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


def _variable(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    """A variable of the environment, which may be set to anything; else its default holds."""
    value = Unknown("environment variable", outside=True, origin=origin)
    default = passed.at(1, "default")
    return value if default is None or default.is_(None) else choice([value, default], origin)


def _next(machine: Machine, passed: Passed, frame: Frame, origin: Origin) -> Value:
    value = first(passed)
    if isinstance(value, Sequence) and value.elements and not value.open:
        return value.elements[0]
    return unknown("next", *passed.positional, origin=origin)


PYTHON: dict[str, Handler] = {
    "os.environ.get": _variable,
    "os.getenv": _variable,
    "json.dumps": to_json,
    "json.loads": from_json,
    "copy.deepcopy": same_value,
    "copy.copy": same_value,
    "typing.cast": same_value,
    "str": to_text,
    "int": to_integer,
    "float": to_number,
    "bool": to_truth,
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
    "list": listing,
    "tuple": listing,
    "set": unique,
    "frozenset": unique,
    "iter": listing,
    "next": _next,
    "dict": _dict,
    "dict.fromkeys": _from_keys,
    "min": numbers(min),
    "max": numbers(max),
    "sum": numbers(sum),
    "abs": numbers(lambda n: abs(n[0])),
    "round": numbers(rounded),
    "math.floor": numbers(floor),
    "math.ceil": numbers(ceiling),
    "getattr": _getattr,
    "setattr": _setattr,
    "isinstance": _isinstance,
    "print": nothing,
}
