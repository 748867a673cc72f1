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
    Parameter,
    PatternEntry,
)
from stackproof.text import Span


def bound_names(places: Places) -> set[str]:
    """All names that assignments, parameters, definitions or imports bind, in any scope of the file."""
    found: set[str] = set()
    for each in places.nodes:
        match each.node:
            case Assignment() | Parameter() | PatternEntry() | ForEach() | Clause():
                if isinstance(each.node.target, Name):
                    found.add(each.node.target.id)
            case ClassDefinition() | Function():
                if each.node.name is not None:
                    found.add(each.node.name)
            case Import():
                found.update(n for n in (each.node.namespace, each.node.default) if n)
            case ImportedName():
                found.add(each.node.alias)
            case _:
                pass
    return found


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
