"""Terraform functions (``Fn.join``) on values that are known."""

from __future__ import annotations

from collections.abc import Callable

from stackproof.frameworks.cdktf import texts
from stackproof.frameworks.common.strings import string
from stackproof.frameworks.vocabulary.names import canonical
from stackproof.model.values import (
    Absent,
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

_Function = Callable[[list[Value], Origin | None], Value | None]


def call(name: str, arguments: list[Value], origin: Origin | None) -> Value:
    """The value of a function by its name in any casing; `Unknown` that mentions the arguments otherwise."""
    function = _FUNCTIONS.get(canonical(name))
    result = function(arguments, origin) if function is not None and arguments else None
    if result is not None:
        return result
    return Unknown(f"computed by the Terraform function '{name}'", tuple(arguments), origin=origin)


def _same(arguments: list[Value], origin: Origin | None) -> Value | None:
    return arguments[0]


def _to_json(arguments: list[Value], origin: Origin | None) -> Value | None:
    return JsonText(arguments[0], origin=origin)


def _from_json(arguments: list[Value], origin: Origin | None) -> Value | None:
    return arguments[0].content if isinstance(arguments[0], JsonText) else None


def _join(arguments: list[Value], origin: Origin | None) -> Value | None:
    if len(arguments) != 2 or (separator := arguments[0].text()) is None:
        return None
    elements = _listed(arguments[1])
    if elements is None:
        return None
    parts: list[str | Value] = []
    for number, element in enumerate(elements):
        if number:
            parts.append(separator)
        parts.extend(element.pieces() or (element,))
    return string(parts, origin)


def _listed(value: Value) -> list[Value] | None:
    return list(value.elements) if isinstance(value, Sequence) and not value.open else None


def _concat(arguments: list[Value], origin: Origin | None) -> Value | None:
    # `Fn.concat([a, b])` takes one list of lists.
    lists = arguments
    if len(arguments) == 1 and isinstance(arguments[0], Sequence):
        lists = list(arguments[0].elements)
        if arguments[0].open:
            return None
    if not all(isinstance(part, Sequence) for part in lists):
        return None
    return Sequence(
        [e for part in lists for e in part.items()],
        open=any(not part.is_closed() for part in lists),
        origin=origin,
    )


def _flatten(arguments: list[Value], origin: Origin | None) -> Value | None:
    if not isinstance(arguments[0], Sequence):
        return None
    found: list[Value] = []
    is_open = arguments[0].open
    pending = list(reversed(arguments[0].elements))
    while pending:
        value = pending.pop()
        if isinstance(value, Sequence):
            is_open = is_open or value.open
            pending.extend(reversed(value.elements))
        else:
            found.append(value)
    return Sequence(found, open=is_open, origin=origin)


def _merge(arguments: list[Value], origin: Origin | None) -> Value | None:
    maps = arguments
    if len(arguments) == 1 and isinstance(arguments[0], Sequence):
        if arguments[0].open:
            return None
        maps = list(arguments[0].elements)
    entries: dict[str, MapEntry] = {}
    is_open = False
    for part in maps:
        if not isinstance(part, Mapping):
            return None
        entries.update(part.entries)
        is_open = is_open or part.open
    return Mapping(entries, open=is_open, origin=origin)


def _element(arguments: list[Value], origin: Origin | None) -> Value | None:
    elements = _listed(arguments[0])
    index = arguments[1].number() if len(arguments) > 1 else None
    return elements[int(index) % len(elements)] if elements and index is not None else None


def _lookup(arguments: list[Value], origin: Origin | None) -> Value | None:
    key = arguments[1].text() if len(arguments) > 1 else None
    if key is None or not isinstance(arguments[0], Mapping):
        return None
    if key in arguments[0].entries:
        return arguments[0].entries[key].value
    return arguments[2] if len(arguments) > 2 and not arguments[0].open else None


def _length(arguments: list[Value], origin: Origin | None) -> Value | None:
    text, elements = arguments[0].text(), _listed(arguments[0])
    if text is not None:
        return Scalar(len(text), origin=origin)
    if isinstance(arguments[0], Mapping) and not arguments[0].open:
        return Scalar(len(arguments[0].entries), origin=origin)
    return None if elements is None else Scalar(len(elements), origin=origin)


def _keys(arguments: list[Value], origin: Origin | None) -> Value | None:
    if not isinstance(arguments[0], Mapping):
        return None
    # Terraform's maps are in the order of their keys.
    keys = sorted(arguments[0].entries)
    return Sequence([Scalar(k, origin=origin) for k in keys], open=arguments[0].open, origin=origin)


def _values(arguments: list[Value], origin: Origin | None) -> Value | None:
    if not isinstance(arguments[0], Mapping):
        return None
    entries = arguments[0].entries
    return Sequence([entries[k].value for k in sorted(entries)], open=arguments[0].open, origin=origin)


def _distinct(arguments: list[Value], origin: Origin | None) -> Value | None:
    elements = _listed(arguments[0])
    if elements is None or not all(isinstance(e, Scalar) for e in elements):
        return None
    kept: list[Value] = []
    for element in elements:
        if isinstance(element, Scalar) and not any(k.is_(element.data) for k in kept):
            kept.append(element)
    return Sequence(kept, origin=origin)


def _compact(arguments: list[Value], origin: Origin | None) -> Value | None:
    elements = _listed(arguments[0])
    if elements is None or any(e.is_unknown() for e in elements):
        return None
    return Sequence([e for e in elements if not (e.is_("") or e.is_(None))], origin=origin)


def _reverse(arguments: list[Value], origin: Origin | None) -> Value | None:
    elements = _listed(arguments[0])
    return None if elements is None else Sequence(elements[::-1], origin=origin)


def _slice(arguments: list[Value], origin: Origin | None) -> Value | None:
    elements = _listed(arguments[0])
    bounds = [a.number() for a in arguments[1:]]
    if elements is None or len(bounds) != 2 or not all(isinstance(b, int) for b in bounds):
        return None
    start, end = (int(b) for b in bounds if b is not None)
    return Sequence(elements[start:end], origin=origin) if 0 <= start <= end <= len(elements) else None


def _only(arguments: list[Value], origin: Origin | None) -> Value | None:
    elements = _listed(arguments[0])
    return elements[0] if elements is not None and len(elements) == 1 else None


def _contains(arguments: list[Value], origin: Origin | None) -> Value | None:
    elements = _listed(arguments[0])
    wanted = arguments[1] if len(arguments) == 2 else None
    if elements is None or not isinstance(wanted, Scalar):
        return None
    if any(e.is_(wanted.data) for e in elements):
        return Scalar(True, origin=origin)
    return Scalar(False, origin=origin) if all(e.is_not(wanted.data) for e in elements) else None


def _nested(arguments: list[Value], origin: Origin | None) -> Value | None:
    """`Fn.lookupNested(value, [keys])`."""
    steps = _listed(arguments[1]) if len(arguments) == 2 else None
    value = arguments[0]
    for step in steps or ():
        key, number = step.text(), step.number()
        if key is None and not isinstance(number, int):
            return None
        value = value.get(key if key is not None else int(number or 0))
    return value if steps is not None and not isinstance(value, Absent) else None


def _coalesce(arguments: list[Value], origin: Origin | None) -> Value | None:
    elements = _listed(arguments[0])
    for element in elements or ():
        if not (element.is_(None) or element.is_("")):
            return element if element.is_present() and element.is_not("") else None
    return None


def _either(arguments: list[Value], origin: Origin | None) -> Value | None:
    """`Fn.conditional(condition, a, b)`."""
    if len(arguments) != 3:
        return None
    if arguments[0].is_(True) or arguments[0].is_(False):
        return arguments[1] if arguments[0].is_(True) else arguments[2]
    return choice(arguments[1:], origin)


def _numbers(compute: Callable[[list[float | int]], float | int]) -> _Function:
    def apply(arguments: list[Value], origin: Origin | None) -> Value | None:
        elements = _listed(arguments[0]) if isinstance(arguments[0], Sequence) else arguments
        numbers = [e.number() for e in elements or ()]
        known = [n for n in numbers if n is not None]
        return Scalar(compute(known), origin=origin) if known and len(known) == len(numbers) else None

    return apply


_FUNCTIONS: dict[str, _Function] = {
    "jsonencode": _to_json,
    "jsondecode": _from_json,
    "join": _join,
    "concat": _concat,
    "flatten": _flatten,
    "merge": _merge,
    "element": _element,
    "lookup": _lookup,
    "lookupnested": _nested,
    "lengthof": _length,
    "keys": _keys,
    "values": _values,
    "distinct": _distinct,
    "compact": _compact,
    "reverse": _reverse,
    "slice": _slice,
    "one": _only,
    "contains": _contains,
    "coalesce": _coalesce,
    "conditional": _either,
    "max": _numbers(max),
    "min": _numbers(min),
    "sum": _numbers(sum),
    "abs": _numbers(lambda numbers: abs(numbers[0])),
    **texts.FUNCTIONS,
    **dict.fromkeys(
        ("tolist", "toset", "tomap", "tostring", "tonumber", "tobool", "sensitive", "nonsensitive"), _same
    ),
}
