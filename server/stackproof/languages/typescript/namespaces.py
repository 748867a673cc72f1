"""Lowering of namespaces to the function calls that they are at run time."""

from __future__ import annotations

from tree_sitter import Node

from stackproof.languages.lowering import parts
from stackproof.languages.typescript.context import Context
from stackproof.languages.typescript.functions import function_name
from stackproof.model.program import (
    Assignment,
    Block,
    Call,
    Entry,
    Expression,
    Function,
    Literal,
    Name,
    ObjectDisplay,
    Placed,
    Return,
)
from stackproof.text import Span


def namespace(context: Context, node: Node) -> Expression:
    """``namespace X { ... }`` as ``const X = (() => { ...; return { the exported names } })()``."""
    path: list[Node] = []
    body: Node | None = None
    for child in node.children:
        if child.type == "statement_block":
            body = child
        elif child.type in ("identifier", "nested_identifier"):
            path = _path(child)
    if not path or body is None:
        return context.unsupported(node)
    span = context.span(body)
    value: Expression = Call(
        span=span,
        callee=Function(
            span=span, name=None, parameters=(), body=_returning_exports(context, body), arrow=True
        ),
        arguments=(),
        arguments_span=Span(span.end, span.end),
    )
    for step in reversed(path[1:]):
        # Each further name of `namespace A.B` is a member of the one before it.
        key = Literal(span=context.span(step), value=context.text(step))
        value = ObjectDisplay(span=span, entries=(Entry(span=span, key=key, value=value),))
    target = Name(span=context.span(path[0]), id=context.text(path[0]))
    return Assignment(span=context.span(node), target=target, value=value, declares="const")


def _path(node: Node) -> list[Node]:
    path: list[Node] = []
    while node.type == "nested_identifier":
        inner = parts(node)
        path.append(inner[-1])
        node = inner[0]
    return [node, *reversed(path)]


def _returning_exports(context: Context, body: Node) -> Block:
    block = context.block(body.children, False)
    at = body.end_byte - context.base
    here = Span(0, 0)
    names = [
        name
        for child in body.children
        if child.type == "export_statement"
        for name in _declared(context, child)
    ]
    entries = tuple(
        Entry(span=here, key=Literal(span=here, value=name), value=Name(span=here, id=name), shorthand=True)
        for name in dict.fromkeys(names)
    )
    returned = Return(span=here, value=ObjectDisplay(span=here, entries=entries))
    return Block((*block.statements, Placed(at, returned)))


def _declared(context: Context, node: Node) -> list[str]:
    """The names that an export statement with a declaration binds."""
    names: list[str] = []
    for child in node.children:
        kind = child.type
        if kind in ("lexical_declaration", "variable_declaration"):
            for declarator in child.children:
                if declarator.type == "variable_declarator" and declarator.children[0].type == "identifier":
                    names.append(context.text(declarator.children[0]))
        elif kind in ("interface_declaration", "type_alias_declaration", "ambient_declaration"):
            continue
        elif child.is_named and (name := function_name(context, child)) is not None:
            names.append(name)
    return names
