"""Statements other than imports, classes and ``match``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal as Lit
from typing import cast

from tree_sitter import Node

from stackproof.languages.python.blocks import block, header, suite
from stackproof.languages.python.classes import class_, decorator
from stackproof.languages.python.context import Context, StatementHandler, is_torn, parts
from stackproof.languages.python.expressions import assignment
from stackproof.languages.python.functions import function
from stackproof.languages.python.imports import from_import, future_import, import_
from stackproof.languages.python.matches import match
from stackproof.languages.python.patterns import pattern, unknown
from stackproof.model.program import (
    Argument,
    Assignment,
    Block,
    Call,
    Expression,
    ExpressionStatement,
    ForEach,
    FunctionDefinition,
    Group,
    If,
    Jump,
    Literal,
    Name,
    Placed,
    Raise,
    Return,
    Statement,
    Try,
    Unary,
    Unparsed,
    While,
)
from stackproof.text import Span

# A longer chain of ``elif`` would nest too deeply in the model.
_MAX_BRANCHES = 100


def _expression(context: Context, node: Node) -> tuple[Statement, ...]:
    """An expression for its effect; docstrings and ``...`` have none."""
    inner = parts(node)
    if context.broken and is_torn(node):
        return (context.syntax_error(node),)
    lowered: list[Expression] = []
    if len(inner) == 1 and inner[0].type == "assignment":
        assigned = assignment(context, inner[0])
        if isinstance(assigned, Unparsed):
            return (assigned,)
        if assigned is not None:
            lowered.append(assigned)
    else:
        for child in inner:
            if child.type == "ellipsis":
                continue
            each = context.expression(child)
            if isinstance(each, Literal) and isinstance(each.value, str):
                continue
            if isinstance(each, Unparsed) and len(inner) == 1:
                return (each,)
            lowered.append(each)
    if not lowered:
        return ()
    return (ExpressionStatement(span=context.span(node), expressions=tuple(lowered)),)


def _nothing(context: Context, node: Node) -> tuple[Statement, ...]:
    return ()


def _scope(context: Context, node: Node) -> tuple[Statement, ...]:
    """``global`` and ``nonlocal``: their names may from here on change elsewhere too."""
    return (context.unparsed(node, node.type.removesuffix("_statement")),)


def _print(context: Context, node: Node) -> tuple[Statement, ...]:
    """Python 2's ``print x``, which tree-sitter also sees in half-typed calls."""
    if context.broken and node.has_error:
        return (context.syntax_error(node),)
    span = context.span(node)
    inner = [each for each in parts(node) if each.type != "chevron"]
    arguments = tuple(Argument(span=context.span(each), value=context.expression(each)) for each in inner)
    start = node.start_byte
    called = Call(
        span=span,
        callee=Name(span=Span(0, 5), id="print"),
        arguments=arguments,
        arguments_span=context.between(start + 5, node.end_byte),
    )
    return (ExpressionStatement(span=span, expressions=(called,)),)


def _valued(context: Context, node: Node) -> Expression | None:
    """The expression after the keyword of ``return``, ``raise`` or ``assert``."""
    if context.broken and is_torn(node):
        return context.syntax_error(node)
    inner = parts(node)
    return context.expression(inner[0]) if inner else None


def _return(context: Context, node: Node) -> tuple[Statement, ...]:
    return (Return(span=context.span(node), value=_valued(context, node)),)


def _raise(context: Context, node: Node) -> tuple[Statement, ...]:
    return (Raise(span=context.span(node), value=_valued(context, node)),)


def _assert(context: Context, node: Node) -> tuple[Statement, ...]:
    tested = _valued(context, node)
    expressions = () if tested is None else (tested,)
    return (ExpressionStatement(span=context.span(node), expressions=expressions),)


def _jump(context: Context, node: Node) -> tuple[Statement, ...]:
    kind = cast('Lit["break", "continue"]', node.type.removesuffix("_statement"))
    return (Jump(span=context.span(node), kind=kind),)


def _delete(context: Context, node: Node) -> tuple[Statement, ...]:
    inner = parts(node)
    if context.broken and node.has_error:
        return (context.syntax_error(node),)
    if len(inner) == 1 and inner[0].type in ("expression_list", "tuple"):
        inner = parts(inner[0])
    span = context.span(node)
    deleted = tuple(
        Unary(span=context.span(each), operator="delete", operand=context.expression(each)) for each in inner
    )
    return (ExpressionStatement(span=span, expressions=deleted),)


def _if(context: Context, node: Node) -> tuple[Statement, ...]:
    """``elif`` branches become nested `If` nodes; all of them begin where their own text begins."""
    branches = [node]
    otherwise: Block | None = None
    for child in node.children:
        if child.type == "elif_clause":
            branches.append(child)
        elif child.type == "else_clause":
            otherwise = suite(context, child, child.child_by_field_name("body"))
    base = context.base
    lowered: If | None = None
    for branch in reversed(branches[:_MAX_BRANCHES]):
        if lowered is None and len(branches) > _MAX_BRANCHES:
            start = branches[_MAX_BRANCHES].start_byte
            context.base = start
            rest = context.unparsed_range(start, node.end_byte, "nested too deeply")
            otherwise = Block((Placed(start - branch.start_byte, rest),))
        elif lowered is None and otherwise is not None:
            moved = base - branch.start_byte
            otherwise = Block(tuple(Placed(each.at + moved, each.statement) for each in otherwise.statements))
        context.base = branch.start_byte
        lowered = If(
            span=context.between(branch.start_byte, node.end_byte),
            test=header(context, branch, branch.child_by_field_name("condition")),
            then=suite(context, branch, branch.child_by_field_name("consequence")),
            otherwise=otherwise,
        )
        distance = branch.start_byte - _before(branches, branch)
        otherwise = Block((Placed(distance, lowered),))
    context.base = base
    return (lowered,) if lowered is not None else (context.syntax_error(node),)


def _before(branches: list[Node], branch: Node) -> int:
    """Where the branch before this one begins."""
    position = branches.index(branch)
    return branches[max(position - 1, 0)].start_byte


def _else(context: Context, node: Node) -> Block | None:
    for child in node.children:
        if child.type == "else_clause":
            return suite(context, child, child.child_by_field_name("body"))
    return None


def _for(context: Context, node: Node) -> tuple[Statement, ...]:
    left = node.child_by_field_name("left")
    if left is None:
        return (context.syntax_error(node),)
    return (
        ForEach(
            span=context.span(node),
            target=pattern(context, left),
            iterable=header(context, node, node.child_by_field_name("right")),
            body=suite(context, node, node.child_by_field_name("body")),
            otherwise=_else(context, node),
        ),
    )


def _while(context: Context, node: Node) -> tuple[Statement, ...]:
    """``while``; its ``else`` runs after it, or perhaps where the loop may be left early."""
    span = context.span(node)
    body = node.child_by_field_name("body")
    loop = While(
        span=span,
        test=header(context, node, node.child_by_field_name("condition")),
        body=suite(context, node, body),
    )
    otherwise = _else(context, node)
    if otherwise is None:
        return (loop,)
    after: Statement
    if body is not None and b"break" in context.data[body.start_byte : body.end_byte]:
        test = Unparsed(span=Span(0, 0), reason="break")
        after = If(span=span, test=test, then=otherwise)
    else:
        after = Group(span=span, items=(), body=otherwise)
    return (loop, after)


def _try(context: Context, node: Node) -> tuple[Statement, ...]:
    handlers: list[Block] = []
    otherwise = finally_ = None
    for child in node.children:
        kind = child.type
        if kind in ("except_clause", "except_group_clause"):
            handlers.append(_handler(context, child))
        elif kind == "else_clause":
            otherwise = suite(context, child, child.child_by_field_name("body"))
        elif kind == "finally_clause":
            finally_ = suite(context, child, _last_block(child))
    return (
        Try(
            span=context.span(node),
            body=suite(context, node, node.child_by_field_name("body")),
            handlers=tuple(handlers),
            otherwise=otherwise,
            finally_=finally_,
        ),
    )


def _handler(context: Context, node: Node) -> Block:
    """A handler's block, led by its ``as`` name bound to something unknown."""
    lowered = suite(context, node, _last_block(node))
    for child in parts(node):
        if child.type == "as_pattern":
            alias = child.child_by_field_name("alias")
            if alias is not None:
                return Block((unknown(context, alias, "exception"), *lowered.statements))
    return lowered


def _last_block(node: Node) -> Node | None:
    found = [child for child in node.children if child.type == "block"]
    return found[-1] if found else None


def _with(context: Context, node: Node) -> tuple[Statement, ...]:
    items: list[Expression] = []
    for clause in node.children:
        if clause.type == "with_clause":
            for item in parts(clause):
                items.append(_managed(context, item))
    lowered = suite(context, node, node.child_by_field_name("body"))
    return (Group(span=context.span(node), items=tuple(items), body=lowered),)


def _managed(context: Context, item: Node) -> Expression:
    inner = parts(item)
    if item.type != "with_item" or len(inner) != 1 or (context.broken and is_torn(item)):
        return context.syntax_error(item)
    value = inner[0]
    within = parts(value)
    if value.type == "as_pattern" and len(within) == 2 and not (context.broken and is_torn(value)):
        return Assignment(
            span=context.span(value),
            target=pattern(context, within[1]),
            value=context.expression(within[0]),
        )
    return context.expression(value)


def _function(context: Context, node: Node) -> tuple[Statement, ...]:
    return (FunctionDefinition(span=context.span(node), function=function(context, node, node)),)


def _class(context: Context, node: Node) -> tuple[Statement, ...]:
    return (class_(context, node, node),)


def _decorated(context: Context, node: Node) -> tuple[Statement, ...]:
    inner = parts(node)
    if not inner or (context.broken and is_torn(node)):
        return (context.syntax_error(node),)
    definition = inner[-1]
    decorators = tuple(decorator(context, each) for each in inner[:-1])
    if definition.type == "class_definition":
        return (class_(context, node, definition, decorators),)
    if definition.type == "function_definition":
        lowered = function(context, node, definition, decorators)
        return (FunctionDefinition(span=context.span(node), function=lowered),)
    return (context.syntax_error(node),)


def _block(context: Context, node: Node) -> tuple[Statement, ...]:
    return (Group(span=context.span(node), items=(), body=block(context, node)),)


STATEMENTS: Mapping[str, StatementHandler] = MappingProxyType(
    {
        "expression_statement": _expression,
        "pass_statement": _nothing,
        "type_alias_statement": _nothing,
        "global_statement": _scope,
        "nonlocal_statement": _scope,
        "print_statement": _print,
        "return_statement": _return,
        "raise_statement": _raise,
        "assert_statement": _assert,
        "break_statement": _jump,
        "continue_statement": _jump,
        "delete_statement": _delete,
        "if_statement": _if,
        "for_statement": _for,
        "while_statement": _while,
        "try_statement": _try,
        "with_statement": _with,
        "match_statement": match,
        "function_definition": _function,
        "class_definition": _class,
        "decorated_definition": _decorated,
        "import_statement": import_,
        "import_from_statement": from_import,
        "future_import_statement": future_import,
        "block": _block,
    }
)
