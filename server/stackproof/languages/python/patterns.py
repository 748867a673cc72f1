"""Assignment targets: names, members, indexed places, unpacking."""

from __future__ import annotations

from tree_sitter import Node

from stackproof.languages.python.context import Context, parts
from stackproof.languages.python.displays import elements
from stackproof.model.program import (
    Assignment,
    ExpressionStatement,
    Index,
    ListPattern,
    Member,
    Name,
    Pattern,
    PatternEntry,
    Placed,
    Unparsed,
)

_SEQUENCES = frozenset({"pattern_list", "tuple_pattern", "list_pattern", "tuple", "list", "expression_list"})
_RESTS = frozenset({"list_splat_pattern", "list_splat"})


def pattern(context: Context, node: Node) -> Pattern:
    """Lower what stands left of ``=``, after ``for`` or after ``as``."""
    kind = node.type
    if kind == "identifier":
        return context.syntax_error(node) if node.is_missing else context.name(node)
    if kind in _SEQUENCES:
        return _sequence(context, node)
    if kind in ("attribute", "subscript"):
        target = context.expression(node)
        if isinstance(target, Name | Member | Index | Unparsed):
            return target
    if kind in ("parenthesized_expression", "as_pattern_target"):
        inner = parts(node)
        if len(inner) == 1 and context.depth < 100:
            context.depth += 1
            lowered = pattern(context, inner[0])
            context.depth -= 1
            return lowered
    return context.unparsed(node, "target", broken=node.has_error)


def _sequence(context: Context, node: Node) -> Pattern:
    if context.depth >= 100:
        return context.unparsed(node, "nested too deeply")
    context.depth += 1
    entries: list[PatternEntry] = []
    for child in elements(context, node):
        if isinstance(child, Unparsed):
            # As a rest, for it may stand for any number of targets.
            entries.append(PatternEntry(span=child.span, target=child, rest=True))
        elif child.type in _RESTS:
            inner = parts(child)
            target = pattern(context, inner[0]) if len(inner) == 1 else context.syntax_error(child)
            entries.append(PatternEntry(span=context.span(child), target=target, rest=True))
        else:
            entries.append(PatternEntry(span=context.span(child), target=pattern(context, child)))
    context.depth -= 1
    return ListPattern(span=context.span(node), entries=tuple(entries))


def unknown(context: Context, target: Node, reason: str) -> Placed:
    """A statement that binds ``target`` to a value nobody knows."""
    outer = context.base
    context.base = target.start_byte
    span = context.span(target)
    assigned = Assignment(
        span=span, target=pattern(context, target), value=Unparsed(span=span, reason=reason)
    )
    context.base = outer
    return Placed(target.start_byte - outer, ExpressionStatement(span=span, expressions=(assigned,)))
