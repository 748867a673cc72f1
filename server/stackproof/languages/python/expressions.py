"""Expressions other than strings, calls and displays."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal as Lit
from typing import cast

from tree_sitter import Node

from stackproof.languages.python import displays, strings
from stackproof.languages.python.context import Context, ExpressionHandler, is_torn, parts, tokens
from stackproof.languages.python.functions import lambda_
from stackproof.languages.python.patterns import pattern
from stackproof.model.program import (
    Assignment,
    Binary,
    BinaryOperator,
    Clause,
    Comprehension,
    Conditional,
    Expression,
    Index,
    Item,
    ListDisplay,
    Literal,
    Member,
    Slice,
    Unary,
)

_BINARY: Mapping[str, BinaryOperator] = MappingProxyType(
    {
        "+": "+",
        "-": "-",
        "*": "*",
        "/": "/",
        "//": "//",
        "%": "%",
        "**": "**",
        "|": "|",
        "&": "&",
        "^": "^",
        "<<": "<<",
        ">>": ">>",
        "and": "and",
        "or": "or",
        "==": "==",
        "!=": "!=",
        "<>": "!=",
        "<": "<",
        "<=": "<=",
        ">": ">",
        ">=": ">=",
        "in": "in",
        "not in": "not in",
        "is": "==",
        "is not": "!=",
    }
)
_COMPREHENSIONS: Mapping[str, Lit["list", "set", "dict", "generator"]] = MappingProxyType(
    {
        "list_comprehension": "list",
        "set_comprehension": "set",
        "dictionary_comprehension": "dict",
        "generator_expression": "generator",
    }
)


def _identifier(context: Context, node: Node) -> Expression:
    return context.name(node)


def _integer(context: Context, node: Node) -> Expression:
    text = context.text(node).replace("_", "")
    try:
        value = int(text, 0)
    except ValueError:
        return context.unparsed(node, "number")
    return Literal(span=context.span(node), value=value)


def _float(context: Context, node: Node) -> Expression:
    try:
        value = float(context.text(node).replace("_", ""))
    except ValueError:
        return context.unparsed(node, "number")
    return Literal(span=context.span(node), value=value)


def _true(context: Context, node: Node) -> Expression:
    return Literal(span=context.span(node), value=True)


def _false(context: Context, node: Node) -> Expression:
    return Literal(span=context.span(node), value=False)


def _none(context: Context, node: Node) -> Expression:
    return Literal(span=context.span(node), value=None)


def _attribute(context: Context, node: Node) -> Expression:
    inner = parts(node)
    if len(inner) != 2 or (context.broken and inner[1].is_missing):
        return context.syntax_error(node)
    name = context.text(inner[1])
    return Member(
        span=context.span(node),
        object=context.expression(inner[0]),
        name="constructor" if name == "__init__" else name,
        name_span=context.span(inner[1]),
    )


def _subscript(context: Context, node: Node) -> Expression:
    inner = parts(node)
    if len(inner) < 2:
        return context.syntax_error(node)
    object_ = context.expression(inner[0])
    index = context.expression(inner[1])
    if len(inner) > 2 or (len(tokens(node)) > 4 and inner[1].type != "list_splat"):
        # ``x[a, b]`` and ``x[a,]`` are indexed by a tuple.
        rest = [index, *(context.expression(each) for each in inner[2:])]
        index = ListDisplay(
            span=context.between(inner[1].start_byte, inner[-1].end_byte),
            items=tuple(Item(span=each.span, value=each) for each in rest),
            kind="tuple",
        )
    return Index(span=context.span(node), object=object_, index=index)


def _slice(context: Context, node: Node) -> Expression:
    found: list[Expression | None] = [None]
    for child in tokens(node):
        if child.type == ":":
            found.append(None)
        else:
            found[-1] = context.expression(child)
    found += [None] * (3 - len(found))
    return Slice(span=context.span(node), start=found[0], stop=found[1], step=found[2])


def _parenthesized(context: Context, node: Node) -> Expression:
    inner = parts(node)
    return context.expression(inner[0]) if len(inner) == 1 else context.syntax_error(node)


def _binary(context: Context, node: Node) -> Expression:
    inner = tokens(node)
    if len(inner) != 3:
        return context.syntax_error(node)
    operator = _BINARY.get(inner[1].type)
    if operator is None:
        return context.unparsed(node, "operator")
    return Binary(
        span=context.span(node),
        operator=operator,
        left=context.expression(inner[0]),
        right=context.expression(inner[2]),
    )


def _comparison(context: Context, node: Node) -> Expression:
    """``a < b < c`` becomes ``a < b and b < c``."""
    inner = tokens(node)
    if len(inner) < 3 or len(inner) % 2 == 0:
        return context.syntax_error(node)
    if len(inner) == 3:
        return _binary(context, node)
    operands = [context.expression(each) for each in inner[::2]]
    result: Expression | None = None
    for position, token in enumerate(inner[1::2]):
        operator = _BINARY.get(token.type)
        if operator is None:
            return context.unparsed(node, "operator")
        left, right = operands[position], operands[position + 1]
        pair = Binary(
            span=context.between(inner[2 * position].start_byte, inner[2 * position + 2].end_byte),
            operator=operator,
            left=left,
            right=right,
        )
        if result is None:
            result = pair
        elif position > 100:
            return context.unparsed(node, "nested too deeply")
        else:
            span = context.between(node.start_byte, inner[2 * position + 2].end_byte)
            result = Binary(span=span, operator="and", left=result, right=pair)
    return result if result is not None else context.syntax_error(node)


def _not(context: Context, node: Node) -> Expression:
    inner = parts(node)
    if len(inner) != 1:
        return context.syntax_error(node)
    return Unary(span=context.span(node), operator="not", operand=context.expression(inner[0]))


def _unary(context: Context, node: Node) -> Expression:
    inner = tokens(node)
    if len(inner) != 2 or inner[0].type not in ("-", "+", "~"):
        return context.syntax_error(node)
    return Unary(
        span=context.span(node),
        operator=cast('Lit["-", "+", "~"]', inner[0].type),
        operand=context.expression(inner[1]),
    )


def _await(context: Context, node: Node) -> Expression:
    return _parenthesized(context, node)


def _conditional(context: Context, node: Node) -> Expression:
    inner = parts(node)
    if len(inner) != 3:
        return context.syntax_error(node)
    then, test, otherwise = inner
    return Conditional(
        span=context.span(node),
        test=context.expression(test),
        then=context.expression(then),
        otherwise=context.expression(otherwise),
    )


def _named(context: Context, node: Node) -> Expression:
    inner = parts(node)
    if len(inner) != 2:
        return context.syntax_error(node)
    return Assignment(
        span=context.span(node), target=pattern(context, inner[0]), value=context.expression(inner[1])
    )


def assignment(context: Context, node: Node) -> Expression | None:
    """``a = b = c`` and ``x: T = v``; None for an annotation without value or a type alias."""
    inner = tokens(node)
    if len(inner) < 3 or (context.broken and is_torn(node)):
        return context.syntax_error(node)
    annotated = inner[1].type == ":"
    if annotated and (len(inner) < 5 or context.text(inner[2]).rpartition(".")[2] == "TypeAlias"):
        return None
    return Assignment(
        span=context.span(node), target=pattern(context, inner[0]), value=context.expression(inner[-1])
    )


def _assigned(context: Context, node: Node) -> Expression:
    return assignment(context, node) or context.unparsed(node, "annotation")


def _augmented(context: Context, node: Node) -> Expression:
    inner = tokens(node)
    if len(inner) != 3:
        return context.syntax_error(node)
    operator = _BINARY.get(inner[1].type.removesuffix("="))
    if operator is None:
        return context.unparsed(node, "operator")
    return Assignment(
        span=context.span(node),
        target=pattern(context, inner[0]),
        value=context.expression(inner[2]),
        operator=operator,
    )


def _comprehension(context: Context, node: Node) -> Expression:
    inner = parts(node)
    if len(inner) < 2:
        return context.syntax_error(node)
    body = inner[0]
    clauses: list[Clause] = []
    for child in inner[1:]:
        within = parts(child)
        if child.type == "for_in_clause" and len(within) >= 2 and not (context.broken and is_torn(child)):
            target, *iterables = within
            iterable = context.expression(iterables[0]) if len(iterables) == 1 else None
            clauses.append(
                Clause(
                    span=context.span(child),
                    target=pattern(context, target),
                    iterable=iterable or context.unparsed(child, "iterable"),
                )
            )
        elif child.type == "if_clause" and clauses and len(within) == 1:
            last = clauses[-1]
            span = context.between(last.span.start + context.base, child.end_byte)
            clauses[-1] = Clause(
                span=span,
                target=last.target,
                iterable=last.iterable,
                conditions=(*last.conditions, context.expression(within[0])),
            )
        else:
            return context.syntax_error(node)
    kind = _COMPREHENSIONS[node.type]
    key: Expression | None = None
    if kind == "dict":
        pair = parts(body)
        if body.type != "pair" or len(pair) != 2 or (context.broken and is_torn(body)):
            return context.syntax_error(node)
        key = context.expression(pair[0])
        body = pair[1]
    return Comprehension(
        span=context.span(node),
        kind=kind,
        element=context.expression(body),
        clauses=tuple(clauses),
        key=key,
    )


EXPRESSIONS: Mapping[str, ExpressionHandler] = MappingProxyType(
    {
        "identifier": _identifier,
        "string": strings.string,
        "concatenated_string": strings.concatenated,
        "integer": _integer,
        "float": _float,
        "true": _true,
        "false": _false,
        "none": _none,
        "attribute": _attribute,
        "call": displays.call,
        "subscript": _subscript,
        "slice": _slice,
        "list": displays.list_display,
        "list_splat": displays.splat,
        "tuple": displays.tuple_display,
        "expression_list": displays.tuple_display,
        "set": displays.set_display,
        "dictionary": displays.dictionary,
        "parenthesized_expression": _parenthesized,
        "binary_operator": _binary,
        "boolean_operator": _binary,
        "comparison_operator": _comparison,
        "not_operator": _not,
        "unary_operator": _unary,
        "await": _await,
        "conditional_expression": _conditional,
        "named_expression": _named,
        "assignment": _assigned,
        "augmented_assignment": _augmented,
        "lambda": lambda_,
        "list_comprehension": _comprehension,
        "set_comprehension": _comprehension,
        "dictionary_comprehension": _comprehension,
        "generator_expression": _comprehension,
    }
)
