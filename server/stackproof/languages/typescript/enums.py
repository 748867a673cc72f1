"""Lowering of enumerations to the objects that they are at run time."""

from __future__ import annotations

from tree_sitter import Node

from stackproof.languages.lowering import parts
from stackproof.languages.typescript.context import Context
from stackproof.languages.typescript.patterns import literal_key
from stackproof.model.program import (
    Assignment,
    Entry,
    Expression,
    Literal,
    Name,
    ObjectDisplay,
)


def enumeration(context: Context, node: Node) -> Assignment:
    """``enum E { A, B }`` as ``const E = { A: 0, B: 1 }``."""
    target = Name(span=context.span(node), id="")
    entries: tuple[Entry, ...] = ()
    span = context.span(node)
    for child in node.children:
        if child.type == "identifier":
            target = Name(span=context.span(child), id=context.text(child))
        elif child.type == "enum_body":
            entries = _entries(context, child)
            span = context.span(child)
    return Assignment(
        span=context.span(node),
        target=target,
        value=ObjectDisplay(span=span, entries=entries),
        declares="const",
    )


def _entries(context: Context, node: Node) -> tuple[Entry, ...]:
    entries: list[Entry] = []
    known: dict[str, Expression] = {}
    following: int | None = 0
    for child in node.children:
        kind = child.type
        span = context.span(child)
        value: Expression
        if context.broken and (child.is_error or child.is_missing):
            entries.append(Entry(span=span, key=None, value=context.syntax_error(child)))
            continue
        if kind == "enum_assignment":
            inner = parts(child)
            key = literal_key(context, inner[0])
            value = context.expression(inner[2]) if len(inner) == 3 else context.syntax_error(child)
            if isinstance(value, Name):
                # Members may use the members before them by their bare names.
                value = known.get(value.id, value)
        elif child.is_named and kind != "comment":
            key = literal_key(context, child)
            if following is None:
                value = context.unsupported(child, "computed enumeration member")
            else:
                value = Literal(span=span, value=following)
        else:
            continue
        number = value.value if isinstance(value, Literal) else None
        following = number + 1 if isinstance(number, int) else None
        if isinstance(key, Literal) and isinstance(key.value, str):
            known[key.value] = value
        entries.append(Entry(span=span, key=key, value=value))
    return tuple(entries)
