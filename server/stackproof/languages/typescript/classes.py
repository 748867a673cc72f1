"""Lowering of classes with their members."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final
from typing import Literal as Lit

from tree_sitter import Node

from stackproof.languages.lowering import DEPTH_LIMIT, parts
from stackproof.languages.typescript.context import CLASS_DEPTH, Context, ExpressionHandler, is_torn
from stackproof.languages.typescript.expressions import last_named
from stackproof.languages.typescript.functions import (
    annotation,
    function,
    function_name,
    statement_block,
)
from stackproof.languages.typescript.patterns import plain_key
from stackproof.model.program import (
    Block,
    ClassDefinition,
    Expression,
    Field,
    Group,
    Method,
    Placed,
    Statement,
)
from stackproof.text import Span

_NAMES: Final = frozenset(
    {"property_identifier", "private_property_identifier", "string", "number", "computed_property_name"}
)

_TYPES_ONLY: Final = frozenset(
    {"method_signature", "abstract_method_signature", "index_signature", "comment", "decorator"}
)

MethodKind = Lit["method", "getter", "setter", "static", "class"]


class Members:
    """What a class body was lowered to so far."""

    __slots__ = ("fields", "methods", "rest")

    def __init__(self) -> None:
        self.methods: list[Method] = []
        self.fields: list[Field] = []
        self.rest: list[Placed] = []


def class_definition(
    context: Context,
    node: Node,
    statement: Node,
    decorated: tuple[Expression, ...] = (),
    exported: bool = False,
    default: bool = False,
) -> ClassDefinition:
    """Any class node, ``statement`` the node with its ``export``; broken members are in its ``body``."""
    members = Members()
    inherited: list[Expression] = []
    name_span = Span(node.start_byte - context.base, node.start_byte - context.base)
    abstract = False
    decorators = list(decorated)
    for child in node.children:
        kind = child.type
        if kind == "class_body":
            for body_child in child.children:
                member(context, body_child, members)
        elif kind == "class_heritage":
            inherited += bases(context, child)
        elif kind == "type_identifier":
            name_span = context.span(child)
        elif kind == "abstract":
            abstract = True
        elif kind == "decorator":
            decorators.append(last_named(context, child))
        elif context.broken and child.is_error:
            _unknown(context, child, members)
    return ClassDefinition(
        span=context.span(statement),
        name=function_name(context, node),
        bases=tuple(inherited),
        methods=tuple(members.methods),
        fields=tuple(members.fields),
        name_span=name_span,
        decorators=tuple(decorators),
        abstract=abstract,
        exported=exported,
        default=default,
        body=Block(tuple(members.rest)) if members.rest else None,
    )


def bases(context: Context, node: Node) -> list[Expression]:
    """The base classes of a ``class_heritage``; interfaces are not among them."""
    found: list[Expression] = []
    for clause in node.children:
        if clause.type == "extends_clause":
            found += [
                context.expression(child)
                for child in clause.children
                if child.is_named and child.type not in ("type_arguments", "comment")
            ]
        elif context.broken and clause.is_error:
            found.append(context.syntax_error(clause))
    return found


def member(context: Context, node: Node, members: Members) -> None:
    """Add what one child of a class body is to ``members``."""
    kind = node.type
    if kind == "method_definition":
        _method(context, node, members)
    elif kind == "public_field_definition":
        _field(context, node, members)
    elif kind == "class_static_block":
        _static_block(context, node, members)
    elif context.broken and (node.is_error or node.is_missing):
        _unknown(context, node, members)
    elif node.is_named and kind not in _TYPES_ONLY:
        _unsupported(context, node, members)


def _unknown(context: Context, node: Node, members: Members) -> None:
    base, context.base = context.base, node.start_byte
    members.rest.append(Placed(node.start_byte - base, context.syntax_error(node)))
    context.base = base


def _unsupported(context: Context, node: Node, members: Members) -> None:
    base, context.base = context.base, node.start_byte
    members.rest.append(Placed(node.start_byte - base, context.unsupported(node)))
    context.base = base


def _static_block(context: Context, node: Node, members: Members) -> None:
    base, context.base = context.base, node.start_byte
    body = next((child for child in node.children if child.type == "statement_block"), None)
    if body is not None:
        lowered: Statement = Group(
            span=context.span(node), items=(), body=statement_block(context, body, True)
        )
        members.rest.append(Placed(node.start_byte - base, lowered))
    context.base = base


def _method(context: Context, node: Node, members: Members) -> None:
    start = node.start_byte
    at = start - context.base
    span = context.span(node)
    clean = not node.has_error
    shared = clean and context.depth < DEPTH_LIMIT // 2
    text = context.data[start : node.end_byte] if shared else b""
    if shared:
        known = context.memory.recall("method_definition", text)
        if isinstance(known, Method):
            members.methods.append(_moved(known, at, span))
            return
    outer = (context.base, context.broken, context.cut)
    context.base, context.broken, context.cut = start, not clean, False
    lowered = _lowered_method(context, node)
    cut = context.cut
    context.base, context.broken, context.cut = outer
    if lowered is None:
        _unknown(context, node, members) if not clean else _unsupported(context, node, members)
        return
    members.methods.append(_moved(lowered, at, span))
    if cut:
        context.cut = True
    elif shared:
        context.memory.remember("method_definition", text, lowered)


def _moved(method: Method, at: int, span: Span) -> Method:
    return Method(span=span, name=method.name, function=method.function, at=at, kind=method.kind)


def _lowered_method(context: Context, node: Node) -> Method | None:
    """The method relative to its own first byte; None when its name has to be computed."""
    kind: MethodKind = "method"
    name: str | None = None
    for child in node.children:
        spelled = child.type
        if spelled == "static":
            kind = "static"
        elif spelled == "get":
            kind = "getter"
        elif spelled == "set":
            kind = "setter"
        elif spelled in _NAMES:
            name = plain_key(context, child)
            break
    if not name:
        return None
    context.depth += CLASS_DEPTH
    lowered = function(context, node, name)
    context.depth -= CLASS_DEPTH
    return Method(span=lowered.span, name=name, function=lowered, at=0, kind=kind)


def _field(context: Context, node: Node, members: Members) -> None:
    name: str | None = None
    named = static = optional = assigned = False
    written: str | None = None
    value: Expression | None = None
    for child in parts(node):
        kind = child.type
        if kind == "static":
            static = True
        elif kind == "?":
            optional = True
        elif kind == "type_annotation":
            written = annotation(context, child)
        elif kind == "=":
            assigned = True
        elif not named and kind in _NAMES:
            named = True
            name = plain_key(context, child)
        elif assigned and child.is_named:
            value = context.expression(child)
    if name is None or (context.broken and is_torn(node)):
        _unknown(context, node, members) if context.broken else _unsupported(context, node, members)
        return
    members.fields.append(
        Field(
            span=context.span(node),
            name=name,
            value=value,
            annotation=written,
            static=static,
            optional=optional,
        )
    )


def _class_expression(context: Context, node: Node) -> Expression:
    return class_definition(context, node, node)


CLASSES: Final[Mapping[str, ExpressionHandler]] = {"class": _class_expression}
