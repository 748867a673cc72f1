"""Lowering of what stands on the left of an assignment or where a parameter is named."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tree_sitter import Node

from stackproof.languages.lowering import parts
from stackproof.languages.typescript.context import Context, PatternHandler
from stackproof.languages.typescript.literals import number, string_value
from stackproof.model.program import (
    Expression,
    Index,
    ListPattern,
    Literal,
    Member,
    Name,
    ObjectPattern,
    Pattern,
    PatternEntry,
)


def plain_key(context: Context, node: Node) -> str | None:
    """The name that a property key spells, None when it has to be computed."""
    kind = node.type
    if kind == "string":
        return string_value(context, node)
    if kind == "number":
        value = number(context.text(node))
        return None if value is None else str(value)
    if kind == "computed_property_name":
        inner = parts(node)
        if len(inner) == 3 and inner[1].type in ("string", "number"):
            return plain_key(context, inner[1])
        return None
    return context.text(node)


def _name(context: Context, node: Node) -> Pattern:
    return Name(span=context.span(node), id=context.text(node))


def _place(context: Context, node: Node) -> Pattern:
    lowered: Expression = context.expression(node)
    if isinstance(lowered, (Name, Member, Index)):
        return lowered
    return context.unsupported(node)


def _wrapped(context: Context, node: Node) -> Pattern:
    for child in parts(node):
        if child.is_named:
            return context.pattern(child)
    return context.unsupported(node)


def _defaulted(context: Context, node: Node) -> tuple[Pattern, Expression | None]:
    """A target and its default, for nodes that may be ``target = default``."""
    if node.type in ("assignment_pattern", "assignment_expression", "object_assignment_pattern"):
        inner = parts(node)
        if len(inner) == 3 and not (context.broken and any(child.is_error for child in inner)):
            return context.pattern(inner[0]), context.expression(inner[2])
        return context.syntax_error(node), None
    return context.pattern(node), None


def _entry(context: Context, node: Node, keyed: bool) -> PatternEntry:
    kind = node.type
    span = context.span(node)
    if kind in ("rest_pattern", "spread_element"):
        return PatternEntry(span=span, target=_wrapped(context, node), rest=True)
    if kind in ("pair_pattern", "pair"):
        inner = parts(node)
        if len(inner) != 3 or (context.broken and any(child.is_error for child in inner)):
            return PatternEntry(span=span, target=context.syntax_error(node), rest=True)
        key = plain_key(context, inner[0])
        target, default = _defaulted(context, inner[2])
        if key is None:
            return PatternEntry(span=span, target=context.unsupported(node), rest=True)
        return PatternEntry(span=span, target=target, key=key, default=default)
    target, default = _defaulted(context, node)
    if not keyed:
        return PatternEntry(span=span, target=target, default=default)
    if isinstance(target, Name):
        return PatternEntry(span=span, target=target, key=target.id, default=default)
    return PatternEntry(span=span, target=target, rest=True)


def _object(context: Context, node: Node) -> Pattern:
    entries = [_entry(context, child, True) for child in node.named_children if child.type != "comment"]
    return ObjectPattern(span=context.span(node), entries=tuple(entries))


def _list(context: Context, node: Node) -> Pattern:
    entries: list[PatternEntry | None] = []
    empty = True
    for child in parts(node):
        if child.is_named:
            entries.append(_entry(context, child, False))
            empty = False
        elif child.type == ",":
            # A comma ends the place before it, which may have been left out.
            if empty:
                entries.append(None)
            empty = True
    return ListPattern(span=context.span(node), entries=tuple(entries))


PATTERNS: Final[Mapping[str, PatternHandler]] = {
    "shorthand_property_identifier_pattern": _name,
    "shorthand_property_identifier": _name,
    "undefined": _name,
    "object_pattern": _object,
    "object": _object,
    "array_pattern": _list,
    "array": _list,
    "member_expression": _place,
    "subscript_expression": _place,
    "non_null_expression": _wrapped,
    "parenthesized_expression": _wrapped,
    "as_expression": _wrapped,
    "satisfies_expression": _wrapped,
    "rest_pattern": _wrapped,
}


def literal_key(context: Context, node: Node) -> Expression:
    """A property key as an expression: a `Literal` for plain names."""
    key = plain_key(context, node)
    if key is not None:
        return Literal(span=context.span(node), value=key)
    inner = parts(node)
    if node.type == "computed_property_name" and len(inner) == 3:
        return context.expression(inner[1])
    return context.unsupported(node)
