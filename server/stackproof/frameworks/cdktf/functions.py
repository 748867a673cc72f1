"""Terraform functions (``Fn.join``) on values that are known."""

from __future__ import annotations

import ipaddress
from collections.abc import Callable

from stackproof.frameworks.common.strings import string
from stackproof.frameworks.vocabulary.names import canonical
from stackproof.model.values import (
    JsonText,
    MapEntry,
    Mapping,
    Origin,
    Scalar,
    Sequence,
    Unknown,
    Value,
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


def _subnet(arguments: list[Value], origin: Origin | None) -> Value | None:
    if len(arguments) != 3:
        return None
    prefix, bits, number = arguments[0].text(), arguments[1].number(), arguments[2].number()
    if prefix is None or not isinstance(bits, int) or not isinstance(number, int):
        return None
    try:
        network = ipaddress.ip_network(prefix, strict=False)
        length = network.prefixlen + bits
        if not network.prefixlen <= length <= network.max_prefixlen or not 0 <= number < 1 << bits:
            return None
        first = int(network.network_address) + (number << (network.max_prefixlen - length))
        return Scalar(str(type(network)((first, length))), origin=origin)
    except ValueError:
        return None


def _text(change: Callable[[str], str]) -> _Function:
    def apply(arguments: list[Value], origin: Origin | None) -> Value | None:
        text = arguments[0].text()
        return None if text is None else Scalar(change(text), origin=origin)

    return apply


def _replace(arguments: list[Value], origin: Origin | None) -> Value | None:
    texts = [a.text() for a in arguments]
    if len(texts) != 3 or texts[0] is None or texts[1] is None or texts[2] is None:
        return None
    # Between slashes stands a regular expression.
    if texts[1].startswith("/") and texts[1].endswith("/"):
        return None
    return Scalar(texts[0].replace(texts[1], texts[2]), origin=origin)


_FUNCTIONS: dict[str, _Function] = {
    "jsonencode": _to_json,
    "jsondecode": _from_json,
    "join": _join,
    "concat": _concat,
    "flatten": _flatten,
    "merge": _merge,
    "element": _element,
    "lookup": _lookup,
    "cidrsubnet": _subnet,
    "lower": _text(str.lower),
    "upper": _text(str.upper),
    "trimspace": _text(str.strip),
    "replace": _replace,
    **dict.fromkeys(
        ("tolist", "toset", "tomap", "tostring", "tonumber", "tobool", "sensitive", "nonsensitive"), _same
    ),
}
