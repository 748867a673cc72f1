"""Lowering of declarations, exported or not."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, TypeAlias
from typing import Literal as Lit

from tree_sitter import Node

from stackproof.languages.lowering import parts
from stackproof.languages.typescript.classes import class_definition
from stackproof.languages.typescript.context import Context, StatementHandler, is_torn, words
from stackproof.languages.typescript.enums import enumeration
from stackproof.languages.typescript.expressions import last_named
from stackproof.languages.typescript.functions import function, function_name
from stackproof.languages.typescript.imports import IMPORTS, export_names, require
from stackproof.languages.typescript.namespaces import namespace
from stackproof.model.program import (
    Assignment,
    Export,
    Expression,
    ExpressionStatement,
    FunctionDefinition,
    Import,
    ImportedName,
    Literal,
    Statement,
    Unparsed,
)
from stackproof.text import Span

# A declaration and whether it is exported; the statement is the node from which it is lowered.
_Declaration: TypeAlias = Callable[[Context, Node, Node, bool], tuple[Statement, ...]]
_Declares: TypeAlias = Lit["const", "let", "var"]

_CLASSES: Final = frozenset({"class_declaration", "abstract_class_declaration", "class"})
_FUNCTIONS: Final = frozenset({"function_declaration", "generator_function_declaration"})
_FUNCTION_VALUES: Final = frozenset({"function_expression", "generator_function"})


def variables(context: Context, node: Node) -> list[Assignment | Import | Unparsed]:
    """The declarators of ``const``, ``let`` or ``var`` in order; those of ``require`` are imports."""
    declares: _Declares = "const"
    lowered: list[Assignment | Import | Unparsed] = []
    for child in node.children:
        kind = child.type
        if kind == "let":
            declares = "let"
        elif kind == "var":
            declares = "var"
        elif kind == "variable_declarator":
            lowered.append(_declarator(context, child, declares))
        elif context.broken and child.is_error:
            last = lowered[-1] if lowered else None
            if isinstance(last, Assignment):
                # What was read as the value may be only its beginning.
                lowered[-1] = _unknown_value(context, last, child)
            else:
                lowered.append(context.syntax_error(child))
    return lowered


def _declarator(context: Context, node: Node, declares: _Declares) -> Assignment | Import:
    children = parts(node)
    target = context.pattern(children[0])
    span = context.span(node)
    value: Expression
    if context.broken and is_torn(node):
        value = context.syntax_error(node)
    elif len(children) > 2 and children[-2].type == "=":
        imported = require(context, node, target, children[-1])
        if imported is not None:
            return imported
        value = context.expression(children[-1])
    elif context.broken:
        value = Unparsed(span=Span(span.end, span.end), reason="syntax error", broken=True)
    else:
        value = Literal(span=Span(span.end, span.end), value=None)
    return Assignment(span=span, target=target, value=value, declares=declares)


def _unknown_value(context: Context, made: Assignment, torn: Node) -> Assignment:
    start = made.value.span.start + context.base
    text = context.data[start : torn.end_byte]
    span = Span(made.value.span.start, torn.end_byte - context.base)
    value = Unparsed(span=span, reason="syntax error", mentions=words(text), broken=True)
    return Assignment(
        span=Span(made.span.start, span.end), target=made.target, value=value, declares=made.declares
    )


def _variable_statement(
    context: Context, node: Node, statement: Node, exported: bool
) -> tuple[Statement, ...]:
    span = context.span(statement)
    lowered: list[Statement] = []
    run: list[Expression] = []
    for made in variables(context, node):
        if isinstance(made, Import):
            if run:
                lowered.append(ExpressionStatement(span=span, expressions=tuple(run), exported=exported))
                run = []
            lowered.append(made)
            if exported:
                lowered.append(_re_export(made))
        else:
            run.append(made)
    if run:
        lowered.append(ExpressionStatement(span=span, expressions=tuple(run), exported=exported))
    return tuple(lowered) or (context.syntax_error(node),)


def _re_export(made: Import) -> Export:
    """``export const x = require('m')`` also exports the names it binds."""
    bound = [name.alias for name in made.names]
    if made.namespace is not None:
        bound.append(made.namespace)
    return Export(
        span=made.span, names=tuple(ImportedName(span=made.span, name=name, alias=name) for name in bound)
    )


def _enumeration(context: Context, node: Node, statement: Node, exported: bool) -> tuple[Statement, ...]:
    made = enumeration(context, node)
    return (ExpressionStatement(span=context.span(statement), expressions=(made,), exported=exported),)


def _namespace(context: Context, node: Node, statement: Node, exported: bool) -> tuple[Statement, ...]:
    made = namespace(context, node)
    return (ExpressionStatement(span=context.span(statement), expressions=(made,), exported=exported),)


def _alias(context: Context, node: Node, statement: Node, exported: bool) -> tuple[Statement, ...]:
    """``import y = A.B``."""
    named = [child for child in parts(node) if child.is_named]
    if len(named) != 2:
        return (context.unsupported(node),)
    made = Assignment(
        span=context.span(node),
        target=context.pattern(named[0]),
        value=context.expression(named[1]),
        declares="const",
    )
    return (ExpressionStatement(span=context.span(statement), expressions=(made,), exported=exported),)


def _function(
    context: Context, node: Node, statement: Node, exported: bool, default: bool = False
) -> tuple[Statement, ...]:
    made = function(context, node, function_name(context, node))
    return (
        FunctionDefinition(span=context.span(statement), function=made, exported=exported, default=default),
    )


def _class(context: Context, node: Node, statement: Node, exported: bool) -> tuple[Statement, ...]:
    return (class_definition(context, node, statement, exported=exported),)


def _nothing(context: Context, node: Node, statement: Node, exported: bool) -> tuple[Statement, ...]:
    return ()


_DECLARATIONS: Final[Mapping[str, _Declaration]] = {
    "lexical_declaration": _variable_statement,
    "variable_declaration": _variable_statement,
    "enum_declaration": _enumeration,
    "internal_module": _namespace,
    "module": _namespace,
    "import_alias": _alias,
    "function_declaration": _function,
    "generator_function_declaration": _function,
    "class_declaration": _class,
    "abstract_class_declaration": _class,
    "interface_declaration": _nothing,
    "type_alias_declaration": _nothing,
    "ambient_declaration": _nothing,
    "function_signature": _nothing,
}


def _export(context: Context, node: Node) -> tuple[Statement, ...]:
    if context.broken and is_torn(node):
        return (context.syntax_error(node),)
    decorators: list[Expression] = []
    default = False
    for child in parts(node):
        kind = child.type
        if kind == "decorator":
            decorators.append(last_named(context, child))
        elif kind in ("default", "="):
            default = True
        elif kind in _CLASSES and (default or kind != "class"):
            return (
                class_definition(context, child, node, tuple(decorators), exported=True, default=default),
            )
        elif default and (kind in _FUNCTIONS or kind in _FUNCTION_VALUES):
            return _function(context, child, node, exported=True, default=True)
        elif (declared := _DECLARATIONS.get(kind)) is not None and child.is_named:
            return declared(context, child, node, True)
        elif default and child.is_named:
            return (Export(span=context.span(node), default=context.expression(child)),)
    return export_names(context, node)


def _plain(declared: _Declaration) -> StatementHandler:
    return lambda context, node: declared(context, node, node, False)


DECLARATIONS: Final[Mapping[str, StatementHandler]] = {
    **{kind: _plain(declared) for kind, declared in _DECLARATIONS.items()},
    **IMPORTS,
    "export_statement": _export,
}
