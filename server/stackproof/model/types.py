"""The small structural type language in which packages' declarations are told.

Types are immutable and shared: two equal types that were read from text are the same object. What a type
cannot say (functions, conditional types, type parameters) is `ANY`, which everything satisfies.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import Final, Literal

import msgspec

NamedKind = Literal["class", "struct", "interface", "enum", "unknown"]


class Primitive(msgspec.Struct, frozen=True, gc=False):
    """``integer`` only where a language tells it from ``number``; ``json`` is any JSON object, ``any`` anything."""

    name: Literal["string", "number", "integer", "boolean", "any", "date", "json", "void"]


class Constant(msgspec.Struct, frozen=True, gc=False):
    """One string as a type (``"GP2"``)."""

    value: str


class ListOf(msgspec.Struct, frozen=True):
    """A list or array."""

    item: Type


class MapOf(msgspec.Struct, frozen=True):
    """A map from arbitrary strings."""

    item: Type


class Union(msgspec.Struct, frozen=True):
    """Any one of at least two types; ``every`` when a value must satisfy all of them."""

    options: tuple[Type, ...]
    every: bool = False


class Named(msgspec.Struct, frozen=True, gc=False):
    """A declared type by its id (see `facts.Fact.id`)."""

    id: str
    kind: NamedKind


class Deferred(msgspec.Struct, frozen=True):
    """``input``: the item or something that will hold it (``pulumi.Input<T>``). ``output``, ``promise``: only the latter."""

    item: Type
    how: Literal["input", "output", "promise"]


Type = Primitive | Constant | ListOf | MapOf | Union | Named | Deferred

STRING: Final = Primitive("string")
NUMBER: Final = Primitive("number")
INTEGER: Final = Primitive("integer")
BOOLEAN: Final = Primitive("boolean")
ANY: Final = Primitive("any")
DATE: Final = Primitive("date")
JSON: Final = Primitive("json")
VOID: Final = Primitive("void")

_LETTERS: Final = {
    "s": STRING, "n": NUMBER, "i": INTEGER, "b": BOOLEAN, "a": ANY, "d": DATE, "j": JSON, "v": VOID,
}  # fmt: skip
_OF_PRIMITIVE: Final = {type_.name: letter for letter, type_ in _LETTERS.items()}
_KINDS: Final[dict[str, NamedKind]] = {
    "C": "class", "S": "struct", "I": "interface", "E": "enum", "U": "unknown",
}  # fmt: skip
_OF_KIND: Final = {kind: letter for letter, kind in _KINDS.items()}
_HOWS: Final[dict[str, Literal["input", "output", "promise"]]] = {"<": "input", ">": "output", "^": "promise"}
_OF_HOW: Final = {how: sign for sign, how in _HOWS.items()}


def alternatives(type_: Type) -> Iterator[Type]:
    """What a value may be in the end: unions taken apart, and values that arrive later replaced by what arrives."""
    if isinstance(type_, Deferred):
        yield from alternatives(type_.item)
    elif isinstance(type_, Union) and not type_.every:
        for option in type_.options:
            yield from alternatives(option)
    else:
        yield type_


@lru_cache(maxsize=16384)
def takes_anything(type_: Type) -> bool:
    """Whether nothing can be said about the values of this type: anything goes, or it is not known what does."""
    return any(t == ANY or (isinstance(t, Named) and t.kind == "unknown") for t in alternatives(type_))


def named(type_: Type, *kinds: NamedKind) -> Iterator[Named]:
    """The declared types of these kinds (all when none is given) at any depth of lists, maps and unions."""
    if isinstance(type_, Named):
        if not kinds or type_.kind in kinds:
            yield type_
    elif isinstance(type_, Union):
        for option in type_.options:
            yield from named(option, *kinds)
    elif isinstance(type_, ListOf | MapOf | Deferred):
        yield from named(type_.item, *kinds)


# --- the text in which types are stored ----------------------------------------------------------
#
# One letter for primitives, a sign before what it applies to: `[s` list of strings, `{s` map, `<s` input,
# `(s|n)` union, `(Ia.B&Ic.D)` all of them, `Sid` a struct with its id, `'text'` a constant.


def write_type(type_: Type) -> str:
    """The compact text of a type, which `read_type` reads."""
    if isinstance(type_, Primitive):
        return _OF_PRIMITIVE[type_.name]
    if isinstance(type_, Named):
        return _OF_KIND[type_.kind] + type_.id
    if isinstance(type_, ListOf):
        return "[" + write_type(type_.item)
    if isinstance(type_, MapOf):
        return "{" + write_type(type_.item)
    if isinstance(type_, Deferred):
        return _OF_HOW[type_.how] + write_type(type_.item)
    if isinstance(type_, Union):
        return "(" + ("&" if type_.every else "|").join(map(write_type, type_.options)) + ")"
    return "'" + type_.value.replace("\\", "\\\\").replace("'", "\\'") + "'"


@lru_cache(maxsize=16384)
def read_type(text: str) -> Type:
    """The type behind a text of `write_type`; what cannot be read is `ANY`."""
    try:
        type_, end = _read(text, 0, 0)
    except (IndexError, KeyError, RecursionError):
        return ANY
    return type_ if end == len(text) else ANY


def _read(text: str, at: int, depth: int) -> tuple[Type, int]:
    if depth > 60:
        raise RecursionError
    sign = text[at]
    if sign in _LETTERS:
        return _LETTERS[sign], at + 1
    if sign in "[{":
        item, end = _read(text, at + 1, depth + 1)
        return (ListOf(item) if sign == "[" else MapOf(item)), end
    if sign in _HOWS:
        item, end = _read(text, at + 1, depth + 1)
        return Deferred(item, _HOWS[sign]), end
    if sign == "(":
        return _read_union(text, at + 1, depth + 1)
    if sign == "'":
        return _read_constant(text, at + 1)
    end = at + 1
    while end < len(text) and text[end] not in "|&)":
        end += 1
    return Named(text[at + 1 : end], _KINDS[sign]), end


def _read_union(text: str, at: int, depth: int) -> tuple[Type, int]:
    options: list[Type] = []
    every = False
    while True:
        option, at = _read(text, at, depth)
        options.append(option)
        at += 1
        if text[at - 1] == ")":
            return Union(tuple(options), every), at
        every = text[at - 1] == "&"


def _read_constant(text: str, at: int) -> tuple[Type, int]:
    letters = []
    while text[at] != "'":
        if text[at] == "\\":
            at += 1
        letters.append(text[at])
        at += 1
    return Constant("".join(letters)), at + 1


def union_of(options: list[Type]) -> Type:
    """One type for several: doubles dropped, a single one stands for itself."""
    unique = tuple(dict.fromkeys(options))
    return unique[0] if len(unique) == 1 else Union(unique)
