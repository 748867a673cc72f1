"""Lowering of imports, exports in all their spellings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tree_sitter import Node

from stackproof.languages.lowering import parts
from stackproof.languages.typescript.context import Context, StatementHandler, is_torn
from stackproof.languages.typescript.literals import string_value
from stackproof.model.program import (
    Export,
    Import,
    ImportedName,
    Name,
    ObjectPattern,
    Pattern,
    Statement,
)

_NAMES: Final = frozenset({"identifier", "string"})


def _spelled(context: Context, node: Node) -> str:
    return string_value(context, node) if node.type == "string" else context.text(node)


def _specifiers(context: Context, node: Node) -> tuple[ImportedName, ...]:
    """The names of ``{ a as b, c }``; ``type`` marks are dropped."""
    names: list[ImportedName] = []
    for child in node.children:
        if child.type in ("import_specifier", "export_specifier"):
            spelled = [_spelled(context, part) for part in child.children if part.type in _NAMES]
            if spelled:
                names.append(ImportedName(span=context.span(child), name=spelled[0], alias=spelled[-1]))
    return tuple(names)


def _import(context: Context, node: Node) -> tuple[Statement, ...]:
    names: tuple[ImportedName, ...] = ()
    default: str | None = None
    namespace: str | None = None
    source: Node | None = None
    type_only = False
    if context.broken and is_torn(node):
        return (context.syntax_error(node),)
    for child in parts(node):
        kind = child.type
        if kind == "type":
            type_only = True
        elif kind == "string":
            source = child
        elif kind == "import_clause":
            for part in child.children:
                if part.type == "identifier":
                    default = context.text(part)
                elif part.type == "namespace_import":
                    namespace = context.text(part.children[-1])
                elif part.type == "named_imports":
                    names = _specifiers(context, part)
        elif kind == "import_require_clause":
            for part in child.children:
                if part.type == "identifier":
                    namespace = context.text(part)
                elif part.type == "string":
                    source = part
    if source is None:
        return (context.syntax_error(node),) if context.broken else (context.unsupported(node),)
    return (
        Import(
            span=context.span(node),
            module=string_value(context, source),
            module_span=context.span(source),
            names=names,
            namespace=namespace,
            default=default,
            type_only=type_only,
        ),
    )


def export_names(context: Context, node: Node) -> tuple[Statement, ...]:
    """``export`` with braces or a star; exports of types are nothing at run time."""
    names: tuple[ImportedName, ...] = ()
    module: str | None = None
    namespace: str | None = None
    star = False
    for child in parts(node):
        kind = child.type
        if kind in ("type", "namespace"):
            return ()
        if kind == "*":
            star = True
        elif kind == "export_clause":
            names = _specifiers(context, child)
        elif kind == "namespace_export":
            namespace = _spelled(context, child.children[-1])
        elif kind == "string":
            module = string_value(context, child)
    span = context.span(node)
    return (Export(span=span, names=names, module=module, star=star, namespace=namespace),)


def required(context: Context, call: Node) -> Node | None:
    """The module's string in ``require('m')``, None for anything else."""
    inner = call.children
    if len(inner) != 2 or inner[0].type != "identifier" or context.text(inner[0]) != "require":
        return None
    given = parts(inner[1])
    if inner[1].type != "arguments" or len(given) != 3 or given[1].type != "string":
        return None
    return given[1]


def require(context: Context, node: Node, target: Pattern | None, value: Node) -> Import | None:
    """The `Import` that ``target = require('m')`` is, also of one member or with names taken apart.

    None when it is anything else; ``target`` is None when nothing is bound. ``node`` is the declaration.
    """
    picked: str | None = None
    if value.type == "member_expression" and target is not None:
        inner = value.children
        if len(inner) != 3 or not isinstance(target, Name):
            return None
        value, picked = inner[0], context.text(inner[2])
    if value.type != "call_expression" or (source := required(context, value)) is None:
        return None
    names: tuple[ImportedName, ...] = ()
    namespace: str | None = None
    if isinstance(target, Name) and picked is not None:
        names = (ImportedName(span=target.span, name=picked, alias=target.id),)
    elif isinstance(target, Name):
        namespace = target.id
    elif isinstance(target, ObjectPattern):
        taken: list[ImportedName] = []
        for entry in target.entries:
            plain = isinstance(entry.target, Name) and entry.default is None and not entry.rest
            if not plain or entry.key is None or not isinstance(entry.target, Name):
                return None
            taken.append(ImportedName(span=entry.span, name=entry.key, alias=entry.target.id))
        names = tuple(taken)
    elif target is not None:
        return None
    return Import(
        span=context.span(node),
        module=string_value(context, source),
        module_span=context.span(source),
        names=names,
        namespace=namespace,
    )


IMPORTS: Final[Mapping[str, StatementHandler]] = {
    "import_statement": _import,
}
