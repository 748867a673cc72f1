"""Writes dicts as the structs that a library declares for them."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.model.fix import Fix, TypedDict, WriteTyped
from stackproof.model.runtime import Reference
from stackproof.model.types import (
    BOOLEAN,
    INTEGER,
    NUMBER,
    STRING,
    Constant,
    ListOf,
    Type,
    alternatives,
    named,
    takes_anything,
)
from stackproof.model.values import Data, Scalar, Sequence, Value
from stackproof.rulekit.dicts import PlainDict


def typed(found: PlainDict) -> Fix | None:
    """The fix that writes a dict, and those inside of it, as structs; None where that cannot be done."""
    written = list(_written(found))
    dicts = tuple(told for each in written if (told := _told(each)) is not None)
    if len(dicts) < len(written) or not all(_stay_right(each) for each in written):
        return None
    doubt = next((text for each in written if (text := _doubt(each))), "")
    return Fix(
        title=f"Write it as '{found.owner.name}'",
        goal="dict-as-struct",
        intents=(WriteTyped(found.way.call.call, dicts, found.way.attribute),),
        safe=not doubt,
        why_unsafe=doubt,
        preferred=True,
    )


def _written(found: PlainDict) -> Iterator[PlainDict]:
    """A dict and all those which are written out inside of it."""
    yield found
    for key in found.value.entries:
        for inner in found.once_typed(key):
            if _encloses(found, inner):
                yield from _written(inner)


def _encloses(outer: PlainDict, inner: PlainDict) -> bool:
    around, at = outer.at, inner.at
    return around is not None and at is not None and around.file == at.file and around.span.encloses(at.span)


def _told(found: PlainDict) -> TypedDict | None:
    """None for dicts that hold what the struct does not take, or may hold more than is known."""
    owner, entries = found.owner, found.value.entries
    meant = {key: p.name for key in entries if (p := found.meant(key)) is not None}
    known = len(meant) == len(entries) == len(set(meant.values())) and found.value.is_closed()
    if not known or found.at is None or not owner.importable:
        return None
    return TypedDict(found.at, owner.module, owner.name, meant)


def _stay_right(found: PlainDict) -> bool:
    """Whether what is held in variables is taken by the struct as well as it was by the dict."""
    for key in found.value.entries:
        for inner in found.once_typed(key):
            if not _encloses(found, inner) and inner.converted and any(map(inner.meant, inner.ignored)):
                return False
    return True


def _doubt(found: PlainDict) -> str:
    """Why the struct may be refused where the dict was not; empty when it is not."""
    given = {p.name for key in found.value.entries if (p := found.meant(key)) is not None}
    missing = [p.name for p in found.properties.values() if p.required and p.name not in given]
    if missing:
        return f"'{found.owner.name}' also needs '{missing[0]}'."
    for key, entry in found.value.entries.items():
        property_ = found.meant(key)
        if property_ is not None and not _fits(property_.type, entry.value):
            return f"'{found.owner.name}' may not take what '{key}' holds."
    return ""


def _fits(type_: Type, value: Value) -> bool:
    """Whether a struct takes a value, as far as it is known; where it wants structs, it must be."""
    if takes_anything(type_):
        return True
    options = list(alternatives(type_))
    for each in value.alternatives():
        match each:
            case Scalar():
                if each.data is not None and not any(_is(t, each.data) for t in options):
                    return False
            case Sequence():
                lists = [t.item for t in options if isinstance(t, ListOf)]
                if not lists or not all(_fits(lists[0], element) for element in each.elements):
                    return False
            case Reference():
                pass
            case _:
                if each.is_unknown() and next(named(type_, "struct"), None) is not None:
                    return False
    return True


def _is(type_: Type, data: Data) -> bool:
    match data:
        case bool():
            return type_ == BOOLEAN
        case int() | float():
            return type_ in (NUMBER, INTEGER)
        case _:
            return type_ == STRING or isinstance(type_, Constant)
