"""Lowering of control flow, blocks, plain statements."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tree_sitter import Node

from stackproof.languages.lowering import parts
from stackproof.languages.typescript.context import Context, StatementHandler, is_torn
from stackproof.languages.typescript.declarations import DECLARATIONS, variables
from stackproof.languages.typescript.expressions import sequence
from stackproof.languages.typescript.imports import require
from stackproof.model.program import (
    Block,
    Case,
    Expression,
    ExpressionStatement,
    ForEach,
    ForLoop,
    Group,
    If,
    Import,
    Jump,
    Placed,
    Raise,
    Return,
    Statement,
    Switch,
    Try,
    While,
)


def _expression_statement(context: Context, node: Node) -> tuple[Statement, ...]:
    children = node.children
    inner = next((child for child in children if child.is_named and child.type != "comment"), None)
    if inner is None or (context.broken and any(child.is_error for child in children)):
        return (context.syntax_error(node),)
    if inner.type in ("internal_module", "module") and (handler := DECLARATIONS.get(inner.type)):
        return handler(context, inner)
    imported = require(context, node, None, inner)
    if imported is not None:
        return (imported,)
    return (ExpressionStatement(span=context.span(node), expressions=tuple(sequence(context, inner))),)


def _body(context: Context, node: Node) -> Block:
    """The body of a loop or branch: a block, or one statement."""
    if node.type == "statement_block":
        return context.block(node.children, True)
    return context.block([node], True)


def _parts(context: Context, node: Node) -> list[Node] | None:
    """The children without comments; None when broken text stands among them."""
    if context.broken and is_torn(node):
        return None
    return parts(node)


def _if(context: Context, node: Node) -> tuple[Statement, ...]:
    children = _parts(context, node)
    if children is None or len(children) < 3:
        return (context.syntax_error(node),)
    otherwise: Block | None = None
    if len(children) > 3:
        alternative = parts(children[3])
        if len(alternative) != 2:
            return (context.syntax_error(node),)
        otherwise = _body(context, alternative[1])
    return (
        If(
            span=context.span(node),
            test=context.expression(children[1]),
            then=_body(context, children[2]),
            otherwise=otherwise,
        ),
    )


def _for_in(context: Context, node: Node) -> tuple[Statement, ...]:
    children = _parts(context, node)
    if children is None:
        return (context.syntax_error(node),)
    word = next((at for at, child in enumerate(children) if child.type in ("of", "in")), 0)
    if word < 1 or len(children) != word + 4:
        return (context.unsupported(node),)
    return (
        ForEach(
            span=context.span(node),
            target=context.pattern(children[word - 1]),
            iterable=context.expression(children[word + 1]),
            body=_body(context, children[word + 3]),
            keys=children[word].type == "in",
        ),
    )


def _for(context: Context, node: Node) -> tuple[Statement, ...]:
    children = _parts(context, node)
    if children is None or len(children) < 5:
        return (context.syntax_error(node),)
    # The three parts are told by the marks around them: `for ( a ; b ; c ) body`.
    initial: tuple[Expression, ...] = ()
    test: Expression | None = None
    update: tuple[Expression, ...] = ()
    part = 0
    for child in children[2:-2]:
        kind = child.type
        if kind in ("lexical_declaration", "variable_declaration"):
            initial = tuple(made for made in variables(context, child) if not isinstance(made, Import))
            part = 1
        elif kind in (";", "empty_statement"):
            part += 1
        elif kind == "expression_statement":
            inner = next((made for made in child.children if made.is_named and made.type != "comment"), None)
            lowered = () if inner is None else tuple(sequence(context, inner))
            if part == 0:
                initial = lowered
            else:
                test = lowered[-1] if lowered else None
            part += 1
        elif part == 0:
            initial = tuple(sequence(context, child))
        elif part == 1:
            test = context.expression(child)
        else:
            update = tuple(sequence(context, child))
    return (
        ForLoop(
            span=context.span(node),
            initial=initial,
            test=test,
            update=update,
            body=_body(context, children[-1]),
        ),
    )


def _while(context: Context, node: Node) -> tuple[Statement, ...]:
    children = _parts(context, node)
    if children is None or len(children) < 3:
        return (context.syntax_error(node),)
    test = context.expression(children[1])
    return (While(span=context.span(node), test=test, body=_body(context, children[2])),)


def _do(context: Context, node: Node) -> tuple[Statement, ...]:
    children = _parts(context, node)
    if children is None or len(children) < 4:
        return (context.syntax_error(node),)
    test = context.expression(children[3])
    return (While(span=context.span(node), test=test, body=_body(context, children[1]), first=True),)


def _return(context: Context, node: Node) -> tuple[Statement, ...]:
    return (Return(span=context.span(node), value=_operand(context, node)),)


def _throw(context: Context, node: Node) -> tuple[Statement, ...]:
    return (Raise(span=context.span(node), value=_operand(context, node)),)


def _operand(context: Context, node: Node) -> Expression | None:
    if context.broken and is_torn(node):
        return context.syntax_error(node)
    for child in node.children:
        if child.is_named and child.type != "comment":
            return context.expression(child)
    return None


def _break(context: Context, node: Node) -> tuple[Statement, ...]:
    return (Jump(span=context.span(node), kind="break"),)


def _continue(context: Context, node: Node) -> tuple[Statement, ...]:
    return (Jump(span=context.span(node), kind="continue"),)


def _try(context: Context, node: Node) -> tuple[Statement, ...]:
    body = Block(())
    handlers: list[Block] = []
    finally_: Block | None = None
    children = _parts(context, node)
    if children is None:
        return (context.syntax_error(node),)
    for child in children:
        kind = child.type
        if kind == "statement_block":
            body = _body(context, child)
        elif kind in ("catch_clause", "finally_clause"):
            if context.broken and is_torn(child):
                return (context.syntax_error(node),)
            block = _body(context, child.children[-1])
            if kind == "catch_clause":
                handlers.append(block)
            else:
                finally_ = block
    return (Try(span=context.span(node), body=body, handlers=tuple(handlers), finally_=finally_),)


def _switch(context: Context, node: Node) -> tuple[Statement, ...]:
    children = _parts(context, node)
    if children is None or len(children) != 3:
        return (context.syntax_error(node),)
    cases: list[Case] = []
    for child in children[2].children:
        kind = child.type
        if context.broken and (child.is_error or child.is_missing or is_torn(child)):
            # Without knowing the cases it is not known which one runs.
            return (context.syntax_error(node),)
        if kind not in ("switch_case", "switch_default"):
            continue
        inner = parts(child)
        colon = next((at for at, part in enumerate(inner) if part.type == ":"), len(inner))
        tests = tuple(context.expression(part) for part in inner[1:colon])
        cases.append(
            Case(span=context.span(child), tests=tests, body=context.block(inner[colon + 1 :], False))
        )
    return (Switch(span=context.span(node), subject=context.expression(children[1]), cases=tuple(cases)),)


def _group(context: Context, node: Node) -> tuple[Statement, ...]:
    return (Group(span=context.span(node), items=(), body=context.block(node.children, True)),)


def _labeled(context: Context, node: Node) -> tuple[Statement, ...]:
    if context.broken and is_torn(node):
        return (context.syntax_error(node),)
    placed: list[Placed] = []
    context.place(parts(node)[-1], placed, context.base)
    return (Group(span=context.span(node), items=(), body=Block(tuple(placed))),)


def _nothing(context: Context, node: Node) -> tuple[Statement, ...]:
    return ()


STATEMENTS: Final[Mapping[str, StatementHandler]] = {
    **DECLARATIONS,
    "expression_statement": _expression_statement,
    "statement_block": _group,
    "if_statement": _if,
    "for_in_statement": _for_in,
    "for_statement": _for,
    "while_statement": _while,
    "do_statement": _do,
    "return_statement": _return,
    "throw_statement": _throw,
    "break_statement": _break,
    "continue_statement": _continue,
    "try_statement": _try,
    "switch_statement": _switch,
    "labeled_statement": _labeled,
    "empty_statement": _nothing,
    "debugger_statement": _nothing,
    "hash_bang_line": _nothing,
}
