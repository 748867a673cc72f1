"""Reduces types to the leaves that they hold, so that differently written ones can be compared."""

from __future__ import annotations

import re
from collections.abc import Callable

from stackproof.model.types import Constant, Deferred, ListOf, MapOf, Named, Primitive, Type, Union

# A leaf below its containers: `[]str` in a list of strings, `{}str` in a map.
Leaves = frozenset[str]

_TOKEN = re.compile(r"\s*([\w.]+|[\[\](),|]|'[^']*'|\.\.\.)")
_DROPPED = {"None", "NoneType", "Awaitable", "Output", "T"}
_SAME = {"Number": "float", "numeric": "float", "datetime.datetime": "datetime"}
_PRIMITIVES = {
    "string": "str", "number": "float", "integer": "int", "boolean": "bool", "any": "Any", "date": "datetime",
    "json": "{}Any", "void": "None",
}  # fmt: skip


def of_type(type_: Type, name: Callable[[Named], str]) -> Leaves:
    """The leaves of one of our types."""
    if isinstance(type_, Primitive):
        return frozenset({_PRIMITIVES[type_.name]})
    if isinstance(type_, Named):
        return frozenset({name(type_)})
    if isinstance(type_, Constant):
        return frozenset({"str"})
    if isinstance(type_, Deferred):
        return of_type(type_.item, name)
    if isinstance(type_, Union):
        return frozenset(leaf for option in type_.options for leaf in of_type(option, name))
    sign = "[]" if isinstance(type_, ListOf) else "{}"
    assert isinstance(type_, ListOf | MapOf)
    return frozenset(sign + leaf for leaf in of_type(type_.item, name))


def of_annotation(text: str) -> Leaves:
    """The leaves of a Python annotation, as source or as `typing` prints it."""
    text = re.sub(r"ForwardRef\('([^']*)'\)|<class '([^']*)'>", r"\1\2", text).replace('"', "'")
    text = text.replace("'", "")
    tokens = _TOKEN.findall(text)
    found, rest = _read(tokens, 0)
    assert rest == len(tokens), text
    # What jsii calls a number is either.
    halves = {leaf for leaf in found if leaf.endswith("int") and f"{leaf[:-3]}float" in found}
    return frozenset(leaf for leaf in found - halves if not leaf.endswith("ArgsDict"))


def _read(tokens: list[str], at: int) -> tuple[Leaves, int]:
    found, at = _single(tokens, at)
    while at < len(tokens) and tokens[at] == "|":
        more, at = _single(tokens, at + 1)
        found |= more
    return found, at


def _single(tokens: list[str], at: int) -> tuple[Leaves, int]:
    name = tokens[at].rpartition(".")[2]
    name = _SAME.get(name, name)
    at += 1
    if at >= len(tokens) or tokens[at] != "[":
        return (frozenset() if name in _DROPPED else frozenset({name})), at
    arguments = []
    while tokens[at] != "]":
        argument, at = _read(tokens, at + 1)
        arguments.append(argument)
    at += 1
    if name in ("Optional", "Union"):
        return frozenset().union(*arguments), at
    if name in ("Input",):
        return arguments[0], at
    if name in _DROPPED:
        return frozenset(), at
    if name in ("Sequence", "List", "list"):
        return frozenset("[]" + leaf for leaf in arguments[0]), at
    if name in ("Mapping",):
        return frozenset("{}" + leaf for leaf in arguments[1]), at
    if name in ("Dict", "dict"):
        # What may be given in place of a struct.
        return frozenset(), at
    return frozenset({name}), at
