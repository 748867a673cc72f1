"""Functions, their parameters, lambdas."""

from __future__ import annotations

from dataclasses import dataclass

from tree_sitter import Node

from stackproof.languages.python.blocks import suite
from stackproof.languages.python.context import Context, is_torn, parts
from stackproof.languages.python.displays import elements
from stackproof.languages.python.patterns import pattern
from stackproof.model.program import (
    Block,
    Expression,
    Function,
    Parameter,
    Placed,
    Return,
    Unparsed,
)

_SCOPES = frozenset({"function_definition", "class_definition", "lambda"})


@dataclass(frozen=True, slots=True)
class Signature:
    """The parameters of a function and the name of its receiver, if it has one."""

    parameters: tuple[Parameter, ...]
    receiver: str | None = None


def lambda_(context: Context, node: Node) -> Expression:
    """``lambda a, b=1: a + b``, whose body is one `Return`."""
    inner = parts(node)
    if not inner or len(inner) > 2:
        return context.syntax_error(node)
    body = inner[-1]
    found = parameters(context, inner[0]) if len(inner) == 2 else Signature(())
    outer = context.base
    span = context.span(node)
    at = body.start_byte - outer
    context.base = body.start_byte
    returned = Return(span=context.span(body), value=context.expression(body))
    context.base = outer
    return Function(
        span=span,
        name=None,
        parameters=found.parameters,
        body=Block((Placed(at, returned),)),
        arrow=True,
    )


def function(
    context: Context,
    whole: Node,
    node: Node,
    decorators: tuple[Expression, ...] = (),
    *,
    method: bool = False,
) -> Function:
    """Lower a ``function_definition``; ``whole`` begins at its first decorator, where the base is too.

    With ``method`` the first parameter is taken out as the receiver, and ``__init__`` is called
    ``constructor``.
    """
    name = node.child_by_field_name("name")
    listed = node.child_by_field_name("parameters")
    found = Signature(()) if listed is None else parameters(context, listed, method=method)
    written = None if name is None else context.text(name)
    return Function(
        span=context.span(whole),
        name="constructor" if method and written == "__init__" else written,
        parameters=found.parameters,
        body=suite(context, node, node.child_by_field_name("body")),
        receiver=found.receiver,
        decorators=decorators,
        generator=_yields(context, node),
    )


def parameters(context: Context, node: Node, *, method: bool = False) -> Signature:
    """Lower a parameter list; broken parts become parameters with an `Unparsed` target."""
    lowered: list[Parameter] = []
    receiver: str | None = None
    keyword_only = False
    first = True
    for child in elements(context, node):
        if isinstance(child, Unparsed):
            lowered.append(Parameter(span=child.span, target=child))
            continue
        if child.type == "keyword_separator":
            keyword_only = True
            continue
        if child.type == "positional_separator":
            continue
        parameter = _parameter(context, child, keyword_only)
        if method and first and not parameter.rest and not isinstance(parameter.target, Unparsed):
            receiver = context.text(child if child.type == "identifier" else parts(child)[0])
        else:
            lowered.append(parameter)
        keyword_only = keyword_only or parameter.rest == "*"
        first = False
    return Signature(tuple(lowered), receiver)


def _parameter(context: Context, node: Node, keyword_only: bool) -> Parameter:
    span = context.span(node)
    kind = node.type
    inner = parts(node) if kind != "identifier" else [node]
    if not inner or (context.broken and is_torn(node)):
        return Parameter(span=span, target=context.syntax_error(node))
    target, annotation, default = node, None, None
    if kind in ("typed_parameter", "typed_default_parameter", "default_parameter"):
        target = inner[0]
        for each in inner[1:]:
            if each.type == "type" and annotation is None and kind != "default_parameter":
                annotation = context.text(each)
            else:
                default = context.expression(each)
    if target.type in ("list_splat_pattern", "dictionary_splat_pattern"):
        named = parts(target)
        return Parameter(
            span=span,
            target=pattern(context, named[0]) if len(named) == 1 else context.syntax_error(target),
            annotation=annotation,
            rest="*" if target.type == "list_splat_pattern" else "**",
        )
    return Parameter(
        span=span,
        target=pattern(context, target),
        default=default,
        annotation=annotation,
        keyword_only=keyword_only,
    )


def _yields(context: Context, node: Node) -> bool:
    """Whether the function itself yields, not one inside it."""
    if b"yield" not in context.data[node.start_byte : node.end_byte]:
        return False
    pending = list(node.children)
    while pending:
        each = pending.pop()
        if each.type == "yield" and each.is_named:
            return True
        if each.type not in _SCOPES:
            pending += each.children
    return False
