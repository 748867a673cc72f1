"""``match`` statements, as switches as far as their patterns are values."""

from __future__ import annotations

from tree_sitter import Node

from stackproof.languages.python.blocks import header, suite
from stackproof.languages.python.context import Context, parts, tokens
from stackproof.languages.python.patterns import unknown
from stackproof.model.program import Block, Case, Expression, Member, Statement, Switch, Unary

_VALUES = frozenset({"integer", "float", "string", "concatenated_string", "true", "false", "none"})


def match(context: Context, node: Node) -> tuple[Statement, ...]:
    """A `Switch` that does not fall; a pattern that is no plain value becomes an `Unparsed` test."""
    body = node.child_by_field_name("body")
    cases = [
        _case(context, child)
        for child in ([] if body is None else body.children)
        if child.type == "case_clause"
    ]
    subjects = node.children_by_field_name("subject")
    return (
        Switch(
            span=context.span(node),
            subject=header(context, node, subjects[0] if len(subjects) == 1 else None),
            cases=tuple(cases),
            falls=False,
        ),
    )


def _case(context: Context, node: Node) -> Case:
    body = suite(context, node, node.child_by_field_name("consequence"))
    patterns = [child for child in parts(node) if child.type == "case_pattern"]
    guarded = node.child_by_field_name("guard") is not None
    span = context.span(node)
    tests: tuple[Expression, ...] | None = None
    if len(patterns) == 1 and not guarded and not node.has_error:
        tests = _tests(context, patterns[0])
    if tests is not None:
        return Case(span=span, tests=tests, body=body)
    whole = patterns[0] if patterns else node
    bound = [unknown(context, name, "pattern") for each in patterns for name in _names(each)]
    if not guarded and not node.has_error and len(patterns) == 1 and _is_capture(patterns[0]):
        return Case(span=span, tests=(), body=Block((*bound, *body.statements)))
    return Case(
        span=span,
        tests=(context.unparsed(whole, "pattern", broken=node.has_error),),
        body=Block((*bound, *body.statements)),
    )


def _tests(context: Context, node: Node) -> tuple[Expression, ...] | None:
    """The values of a pattern, none for a wildcard; None for a pattern that is no plain value."""
    inner = tokens(node)
    if len(inner) == 1 and inner[0].type == "_":
        return ()
    if len(inner) == 1 and inner[0].type == "union_pattern":
        inner = tokens(inner[0])
    tests: list[Expression] = []
    minus: Node | None = None
    for each in inner:
        if each.type == "-":
            minus = each
            continue
        if each.type == "|":
            continue
        value = _value(context, each)
        if value is None:
            return None
        if minus is not None:
            span = context.between(minus.start_byte, each.end_byte)
            value = Unary(span=span, operator="-", operand=value)
            minus = None
        tests.append(value)
    return tuple(tests) if tests else None


def _value(context: Context, node: Node) -> Expression | None:
    if node.type in _VALUES:
        return context.expression(node)
    names = parts(node)
    if node.type != "dotted_name" or len(names) < 2:
        return None
    value: Expression = context.name(names[0])
    for name in names[1:]:
        value = Member(
            span=context.between(node.start_byte, name.end_byte),
            object=value,
            name=context.text(name),
            name_span=context.span(name),
        )
    return value


def _is_capture(pattern: Node) -> bool:
    inner = parts(pattern)
    return len(inner) == 1 and inner[0].type == "dotted_name" and len(parts(inner[0])) == 1


def _names(pattern: Node) -> list[Node]:
    """The names a pattern may bind."""
    found: list[Node] = []
    pending = [pattern]
    while pending:
        each = pending.pop()
        if each.type in ("class_pattern", "keyword_pattern"):
            pending += reversed(parts(each)[1:])
        elif each.type == "identifier":
            found.append(each)
        elif each.type != "dotted_name" or len(parts(each)) == 1:
            pending += reversed(parts(each))
    return found
