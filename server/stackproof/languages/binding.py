"""Which names a file binds anywhere, so that new ones do not collide with them."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.languages.places import Places
from stackproof.model.program import (
    Assignment,
    ClassDefinition,
    Clause,
    ForEach,
    Function,
    Import,
    ImportedName,
    Name,
    Node,
    Parameter,
    PatternEntry,
)
from stackproof.text import Span


def bound_names(places: Places) -> set[str]:
    """All names that assignments, parameters, definitions or imports bind, in any scope of the file."""
    return {name for each in places.nodes for name in bound_by(each.node)}


def bound_by(node: Node) -> tuple[str, ...]:
    """The names that one node binds by itself."""
    match node:
        case Assignment() | Parameter() | PatternEntry() | ForEach() | Clause():
            return (node.target.id,) if isinstance(node.target, Name) else ()
        case ClassDefinition() | Function():
            return () if node.name is None else (node.name,)
        case Import():
            return tuple(n for n in (node.namespace, node.default) if n)
        case ImportedName():
            return (node.alias,)
        case _:
            return ()


def free_name(wanted: str, bound: set[str]) -> str:
    """``wanted`` or, where that name is taken, one made from it."""
    if wanted not in bound:
        return wanted
    candidate = f"aws{wanted[:1].upper()}{wanted[1:]}" if wanted[:1].islower() else f"Aws{wanted}"
    number = 2
    name = candidate
    while name in bound:
        name = f"{candidate}{number}"
        number += 1
    return name


def top_imports(places: Places) -> Iterator[tuple[Import, Span]]:
    """The imports at the top level of the file, in order, with their absolute spans."""
    for placed in places.module.body.statements:
        if isinstance(placed.statement, Import):
            yield placed.statement, placed.statement.span.shift(placed.at)


def line_end(data: bytes, offset: int) -> int:
    """The end of the line of ``offset``, before its line end."""
    stop = data.find(b"\n", offset)
    if stop < 0:
        return len(data)
    return stop - 1 if data[stop - 1 : stop] == b"\r" else stop
