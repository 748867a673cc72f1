"""Lowering of functions with their parameters."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tree_sitter import Node

from stackproof.languages.lowering import parts
from stackproof.languages.typescript.context import Context, ExpressionHandler
from stackproof.model.program import (
    Block,
    Expression,
    Function,
    Name,
    Parameter,
    Pattern,
    Placed,
    Return,
    Statement,
    Unparsed,
)
from stackproof.text import Span


def annotation(context: Context, node: Node) -> str:
    """The type as written, without its colon."""
    return context.text(node).removeprefix(":").strip()


def parameters(context: Context, node: Node) -> tuple[Parameter, ...]:
    """The parameters of a ``formal_parameters`` node; ``this`` is not one."""
    lowered: list[Parameter] = []
    for child in node.children:
        kind = child.type
        if kind in ("required_parameter", "optional_parameter"):
            parameter = _parameter(context, child, kind == "optional_parameter")
            if not (isinstance(parameter.target, Name) and parameter.target.id == "this"):
                lowered.append(parameter)
        elif context.broken and (child.is_error or child.is_missing):
            lowered.append(Parameter(span=context.span(child), target=context.syntax_error(child), rest="*"))
    return tuple(lowered)


def _parameter(context: Context, node: Node, optional: bool) -> Parameter:
    target: Pattern | None = None
    default: Expression | None = None
    written: str | None = None
    rest = marked = False
    for child in node.children:
        kind = child.type
        if kind in ("accessibility_modifier", "readonly", "override_modifier"):
            marked = True
        elif kind == "type_annotation":
            written = annotation(context, child)
        elif kind == "this":
            target = Name(span=context.span(child), id="this")
        elif not child.is_named or kind in ("comment", "decorator"):
            continue
        elif target is None:
            rest = kind == "rest_pattern"
            target = context.pattern(child)
        else:
            default = context.expression(child)
    return Parameter(
        span=context.span(node),
        target=context.syntax_error(node) if target is None else target,
        default=default,
        annotation=written,
        rest="*" if rest else "",
        optional=optional,
        property=marked,
    )


def statement_block(context: Context, node: Node, scoped: bool) -> Block:
    """The statements of ``{ ... }``."""
    return context.block(node.children, scoped)


def returning(context: Context, node: Node) -> Block:
    """The body of an arrow function that is one expression: a block of one `Return`."""
    start, end = node.start_byte, node.end_byte
    base, context.base = context.base, start
    value = context.expression(node)
    context.base = base
    statement: Statement = Return(span=Span(0, end - start), value=value)
    return Block((Placed(start - base, statement),))


def function(
    context: Context,
    node: Node,
    name: str | None,
    arrow: bool = False,
    decorators: tuple[Expression, ...] = (),
) -> Function:
    """Any function node; what is missing of it is an `Unparsed` body or no parameters."""
    given: tuple[Parameter, ...] = ()
    body: Block | None = None
    generator = False
    last_torn: Node | None = None
    after_arrow = False
    for child in node.children:
        kind = child.type
        if kind == "formal_parameters":
            given = parameters(context, child)
        elif kind == "statement_block":
            body = statement_block(context, child, False)
        elif kind == "=>":
            after_arrow = True
        elif kind == "*":
            generator = True
        elif kind == "ERROR":
            last_torn = child
        elif arrow and child.is_named and kind != "comment":
            if after_arrow:
                body = returning(context, child)
            elif kind == "identifier":
                given = (Parameter(span=context.span(child), target=context.pattern(child)),)
    if body is None or (last_torn is not None and not body.statements):
        torn = last_torn or node
        at = torn.start_byte - context.base
        unknown = context.syntax_error(torn)
        moved = Unparsed(
            span=unknown.span.shift(-at), reason=unknown.reason, mentions=unknown.mentions, broken=True
        )
        body = Block((Placed(at, moved),))
    return Function(
        span=context.span(node),
        name=name,
        parameters=given,
        body=body,
        arrow=arrow,
        decorators=decorators,
        generator=generator,
    )


def method_function(context: Context, node: Node, name: str | None) -> Function:
    """The function of a ``method_definition``."""
    return function(context, node, name)


def function_name(context: Context, node: Node) -> str | None:
    """The name of a function or class that is declared or written as an expression."""
    for child in parts(node):
        if child.type in ("identifier", "type_identifier"):
            return context.text(child) or None
        if child.type in ("formal_parameters", "class_body", "class_heritage"):
            return None
    return None


def _arrow(context: Context, node: Node) -> Expression:
    return function(context, node, None, arrow=True)


def _function_expression(context: Context, node: Node) -> Expression:
    return function(context, node, function_name(context, node))


FUNCTIONS: Final[Mapping[str, ExpressionHandler]] = {
    "arrow_function": _arrow,
    "function_expression": _function_expression,
    "generator_function": _function_expression,
}
