"""Lowering of operators, members, calls; each node type has its handler."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from typing import Literal as Lit

from tree_sitter import Node

from stackproof.languages.lowering import parts
from stackproof.languages.typescript.context import Context, ExpressionHandler, is_torn
from stackproof.languages.typescript.literals import template
from stackproof.model.program import (
    Argument,
    Assignment,
    Binary,
    BinaryOperator,
    Call,
    Conditional,
    Expression,
    Index,
    Item,
    ListDisplay,
    Literal,
    Member,
    Name,
    Super,
    Unary,
    Unparsed,
)
from stackproof.text import Span

_BINARY: Final[Mapping[str, BinaryOperator]] = {
    "+": "+", "-": "-", "*": "*", "/": "/", "%": "%", "**": "**",
    "==": "==", "===": "==", "!=": "!=", "!==": "!=", "<": "<", "<=": "<=", ">": ">", ">=": ">=",
    "&&": "and", "||": "or", "??": "??", "in": "in", "instanceof": "instanceof",
    "|": "|", "&": "&", "^": "^", "<<": "<<", ">>": ">>",
}  # fmt: skip

_UNARY: Final[Mapping[str, Lit["not", "-", "+", "~", "typeof", "void", "delete"]]] = {
    "!": "not", "-": "-", "+": "+", "~": "~", "typeof": "typeof", "void": "void", "delete": "delete",
}  # fmt: skip


def first_named(context: Context, node: Node) -> Expression:
    """The first operand, for what leaves no trace: parentheses, ``await``, ``as``, ``!``."""
    for child in node.children:
        if child.is_named and child.type != "comment":
            return context.expression(child)
    return context.unsupported(node)


def last_named(context: Context, node: Node) -> Expression:
    """The last operand, for the old cast ``<T>x``."""
    for child in reversed(node.children):
        if child.is_named and child.type != "comment":
            return context.expression(child)
    return context.unsupported(node)


def _name(context: Context, node: Node) -> Expression:
    return Name(span=context.span(node), id=context.text(node))


def _super(context: Context, node: Node) -> Expression:
    return Super(span=context.span(node))


_CASTS = frozenset({"as_expression", "satisfies_expression"})


def member(context: Context, node: Node) -> Expression:
    """``object.name``; without a name it is not understood."""
    children = node.children
    if len(children) != 3:
        children = parts(node)
        if len(children) != 3:
            return context.syntax_error(node)
    if context.broken and children[2].is_missing:
        return context.syntax_error(node)
    if children[0].type in _CASTS:
        # The grammar takes the end of a dotted type (`x as aws.ec2.Vpc`) for a member of the cast value, which
        # would need parentheses.
        return context.expression(children[0])
    return Member(
        span=context.span(node),
        object=context.expression(children[0]),
        name=context.text(children[2]),
        name_span=context.span(children[2]),
        optional=children[1].type == "optional_chain",
    )


def _index(context: Context, node: Node) -> Expression:
    children = parts(node)
    if len(children) < 4:
        return context.syntax_error(node)
    return Index(
        span=context.span(node),
        object=context.expression(children[0]),
        index=context.expression(children[-2]),
        optional=len(children) > 4,
    )


def call(context: Context, node: Node) -> Expression:
    """A call, also of a template tag."""
    children = node.children
    given = children[-1]
    span = context.span(given)
    if given.type == "template_string":
        argument = Argument(span=span, value=template(context, given))
        callee = context.expression(children[0])
        return Call(
            span=context.span(node), callee=callee, arguments=(argument,), arguments_span=span, tagged=True
        )
    if given.type != "arguments":
        return context.syntax_error(node)
    optional = len(children) > 2 and any(child.type == "?." for child in children)
    return Call(
        span=context.span(node),
        callee=context.expression(children[0]),
        arguments=arguments(context, given),
        arguments_span=span,
        optional=optional,
    )


def _new(context: Context, node: Node) -> Expression:
    children = parts(node)
    if len(children) < 2:
        return context.syntax_error(node)
    span = context.span(node)
    given: tuple[Argument, ...] = ()
    given_span = Span(span.end, span.end)
    if children[-1].type == "arguments":
        given, given_span = arguments(context, children[-1]), context.span(children[-1])
    elif context.broken:
        # The arguments may be in the broken text that follows.
        unknown = Unparsed(span=given_span, reason="syntax error", broken=True)
        given = (Argument(span=given_span, value=unknown, spread="*"),)
    return Call(
        span=span,
        callee=context.expression(children[1]),
        arguments=given,
        arguments_span=given_span,
        new=True,
    )


def arguments(context: Context, node: Node) -> tuple[Argument, ...]:
    """The arguments of a call; broken text among them may be any number of arguments."""
    given: list[Argument] = []
    for child in node.children:
        if child.is_named:
            kind = child.type
            if kind == "comment":
                continue
            if kind == "spread_element":
                given.append(
                    Argument(span=context.span(child), value=first_named(context, child), spread="*")
                )
            elif kind == "ERROR":
                given.append(
                    Argument(span=context.span(child), value=context.syntax_error(child), spread="*")
                )
            else:
                # The whole argument, with what leaves no trace in its value: a cast, parentheses.
                given.append(Argument(span=context.span(child), value=context.expression(child)))
        elif context.broken and child.is_missing:
            given.append(Argument(span=context.span(child), value=context.syntax_error(child), spread="*"))
    return tuple(given)


def _conditional(context: Context, node: Node) -> Expression:
    children = parts(node)
    if len(children) != 5:
        return context.syntax_error(node)
    return Conditional(
        span=context.span(node),
        test=context.expression(children[0]),
        then=context.expression(children[2]),
        otherwise=context.expression(children[4]),
    )


def _binary(context: Context, node: Node) -> Expression:
    children = parts(node)
    operator = _BINARY.get(children[1].type) if len(children) == 3 else None
    if operator is None or children[0].type == "private_property_identifier":
        return context.unsupported(node)
    return Binary(
        span=context.span(node),
        operator=operator,
        left=context.expression(children[0]),
        right=context.expression(children[2]),
    )


def _unary(context: Context, node: Node) -> Expression:
    children = parts(node)
    operator = _UNARY.get(children[0].type)
    if operator is None or len(children) != 2:
        return context.unsupported(node)
    return Unary(span=context.span(node), operator=operator, operand=context.expression(children[1]))


def _assignment(context: Context, node: Node) -> Expression:
    children = parts(node)
    if len(children) != 3:
        return context.unsupported(node)
    return Assignment(
        span=context.span(node),
        target=context.pattern(children[0]),
        value=context.expression(children[2]),
    )


def _augmented(context: Context, node: Node) -> Expression:
    children = parts(node)
    operator = _BINARY.get(children[1].type[:-1]) if len(children) == 3 else None
    if operator is None:
        return context.unsupported(node)
    return Assignment(
        span=context.span(node),
        target=context.pattern(children[0]),
        value=context.expression(children[2]),
        operator=operator,
    )


def _update(context: Context, node: Node) -> Expression:
    children = parts(node)
    if len(children) != 2:
        return context.unsupported(node)
    postfix = children[0].is_named
    target, mark = children if postfix else reversed(children)
    return Assignment(
        span=context.span(node),
        target=context.pattern(target),
        value=Literal(span=context.span(mark), value=1),
        operator="+" if mark.type == "++" else "-",
        former=postfix,
    )


def sequence(context: Context, node: Node) -> list[Expression]:
    """The operands of commas, or the one expression that ``node`` is."""
    if node.type != "sequence_expression" or (context.broken and is_torn(node)):
        return [context.expression(node)]
    return [context.expression(child) for child in node.named_children if child.type != "comment"]


def _comma(context: Context, node: Node) -> Expression:
    """``a, b`` as a value: the last of a list whose items are all evaluated."""
    span = context.span(node)
    items = [Item(span=value.span, value=value) for value in sequence(context, node)]
    last = Literal(span=items[-1].span, value=len(items) - 1)
    return Index(span=span, object=ListDisplay(span=span, items=tuple(items)), index=last)


EXPRESSIONS: Final[Mapping[str, ExpressionHandler]] = {
    "this": _name,
    "import": _name,
    "property_identifier": _name,
    "shorthand_property_identifier": _name,
    "super": _super,
    "member_expression": member,
    "nested_identifier": member,
    "subscript_expression": _index,
    "call_expression": call,
    "new_expression": _new,
    "ternary_expression": _conditional,
    "binary_expression": _binary,
    "unary_expression": _unary,
    "assignment_expression": _assignment,
    "augmented_assignment_expression": _augmented,
    "update_expression": _update,
    "sequence_expression": _comma,
    "parenthesized_expression": first_named,
    "await_expression": first_named,
    "as_expression": first_named,
    "satisfies_expression": first_named,
    "non_null_expression": first_named,
    "instantiation_expression": first_named,
    "type_assertion": last_named,
}
