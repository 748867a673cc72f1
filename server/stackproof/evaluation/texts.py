"""Methods of strings, with and without holes."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from stackproof.evaluation import operators
from stackproof.evaluation.frame import Frame
from stackproof.evaluation.lists import join_all
from stackproof.evaluation.operators import unknown
from stackproof.model.runtime import Passed
from stackproof.model.values import (
    Origin,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    pass

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


def text_method(data: str, name: str, passed: Passed, frame: Frame, origin: Origin) -> Value | None:
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


def template_method(
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
