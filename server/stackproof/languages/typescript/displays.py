"""Lowering of arrays, objects, the functions written inside objects."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tree_sitter import Node

from stackproof.languages.lowering import parts
from stackproof.languages.typescript.context import Context, ExpressionHandler
from stackproof.languages.typescript.expressions import first_named
from stackproof.languages.typescript.functions import method_function
from stackproof.languages.typescript.patterns import literal_key, plain_key
from stackproof.model.program import Entry, Expression, Item, ListDisplay, Literal, Name, ObjectDisplay


def _array(context: Context, node: Node) -> Expression:
    items: list[Item] = []
    empty = True
    for child in node.children:
        if child.is_named:
            kind = child.type
            if kind == "comment":
                continue
            empty = False
            if kind == "spread_element":
                items.append(Item(span=context.span(child), value=first_named(context, child), spread=True))
            elif kind == "ERROR":
                items.append(Item(span=context.span(child), value=context.syntax_error(child), spread=True))
            else:
                items.append(Item(span=context.span(child), value=context.expression(child)))
        elif context.broken and child.is_missing:
            items.append(Item(span=context.span(child), value=context.syntax_error(child), spread=True))
        elif child.type == ",":
            if empty:
                span = context.span(child)
                items.append(Item(span=span, value=Literal(span=span, value=None)))
            empty = True
    return ListDisplay(span=context.span(node), items=tuple(items))


def _object(context: Context, node: Node) -> Expression:
    entries: list[Entry] = []
    for child in node.children:
        if child.is_named:
            kind = child.type
            if kind == "pair":
                entries += _pair(context, child)
            elif kind != "comment":
                entries.append(_entry(context, child, kind))
        elif context.broken and child.is_missing:
            entries.append(_open(context, child))
    return ObjectDisplay(span=context.span(node), entries=tuple(entries))


def _open(context: Context, node: Node) -> Entry:
    """Broken text among the entries: there may be any others."""
    return Entry(span=context.span(node), key=None, value=context.syntax_error(node))


def _pair(context: Context, node: Node) -> list[Entry]:
    children = node.children
    if len(children) != 3:
        children = parts(node)
    if len(children) == 3 and not (context.broken and any(child.is_error for child in children)):
        key = literal_key(context, children[0])
        return [Entry(span=context.span(node), key=key, value=context.expression(children[2]))]
    if not children or children[0].is_error:
        return [_open(context, node)]
    # The broken text may hold the beginning of the next entries, so the object is open as well.
    key = literal_key(context, children[0])
    known = Entry(span=context.span(node), key=key, value=context.syntax_error(node))
    return [known, _open(context, node)]


def _entry(context: Context, node: Node, kind: str) -> Entry:
    span = context.span(node)
    if kind == "shorthand_property_identifier":
        text = context.text(node)
        return Entry(
            span=span, key=Literal(span=span, value=text), value=Name(span=span, id=text), shorthand=True
        )
    if kind == "spread_element":
        return Entry(span=span, key=None, value=first_named(context, node))
    if kind == "method_definition":
        return _method(context, node)
    return Entry(
        span=span,
        key=None,
        value=context.syntax_error(node) if context.broken else context.unsupported(node),
    )


def _method(context: Context, node: Node) -> Entry:
    span = context.span(node)
    accessor = False
    for child in node.children:
        kind = child.type
        if kind in ("get", "set"):
            accessor = True
        elif child.is_named and kind not in ("comment", "ERROR"):
            key = literal_key(context, child)
            if accessor:
                return Entry(span=span, key=key, value=context.unsupported(node, "accessor"))
            name = plain_key(context, child)
            return Entry(span=span, key=key, value=method_function(context, node, name))
    return _open(context, node)


DISPLAYS: Final[Mapping[str, ExpressionHandler]] = {
    "array": _array,
    "object": _object,
}
