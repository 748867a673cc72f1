"""Documents that a program writes as one literal text."""

from __future__ import annotations

import json
import re
from typing import Any

from stackproof.frameworks.common.strings import string
from stackproof.model.values import JsonText, MapEntry, Mapping, Scalar, Sequence, Value

# Arguments that are JSON in all types that have them.
ARGUMENTS = frozenset(
    {
        "access_policies",
        "access_policy",
        "assume_role_policy",
        "container_definitions",
        "dashboard_body",
        "definition",
        "delivery_policy",
        "event_pattern",
        "filter_policy",
        "input",
        "policy",
        "redrive_allow_policy",
        "redrive_policy",
        "secret_string",
    }
)

_HOLE = re.compile("\x00([0-9]+)\x00")
_LONGEST = 200_000


def read(value: Value) -> Value:
    """The document in a literal text, holes included; the value itself where it is no such text.

    Holes are understood inside of JSON's strings only. The parts of the document have no place of their own.
    """
    pieces = value.pieces()
    if not pieces or not isinstance(pieces[0], str) or not pieces[0].lstrip().startswith(("{", "[")):
        return value
    holes = [piece for piece in pieces if isinstance(piece, Value)]
    numbered = iter(range(len(holes)))
    text = "".join(p if isinstance(p, str) else f"\x00{next(numbered)}\x00" for p in pieces)
    if len(text) > _LONGEST:
        return value
    try:
        content = _value(json.loads(text, strict=False), holes)
    except (ValueError, RecursionError):
        return value
    return JsonText(content, literal=True, origin=value.origin)


def _value(data: Any, holes: list[Value]) -> Value:
    match data:
        case dict():
            if any("\x00" in key for key in data):
                raise ValueError("a key is not known")
            return Mapping({key: MapEntry(_value(inner, holes)) for key, inner in data.items()})
        case list():
            return Sequence([_value(inner, holes) for inner in data])
        case str():
            return _text(data, holes)
        case _:
            return Scalar(data)


def _text(data: str, holes: list[Value]) -> Value:
    parts: list[str | Value] = []
    for number, piece in enumerate(_HOLE.split(data)):
        if number % 2:
            parts.append(holes[int(piece)])
        elif piece:
            parts.append(piece)
    if len(parts) == 1 and isinstance(parts[0], Value):
        return parts[0]
    return string(parts, None)
