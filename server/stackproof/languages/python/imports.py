"""Import statements in all their forms."""

from __future__ import annotations

from tree_sitter import Node

from stackproof.languages.python.context import Context, is_torn, parts
from stackproof.model.program import Import, ImportedName, Statement
from stackproof.text import Span


def import_(context: Context, node: Node) -> tuple[Statement, ...]:
    """``import a, b.c as d``, one `Import` each."""
    if context.broken and node.has_error:
        return (context.syntax_error(node),)
    span = context.span(node)
    lowered: list[Statement] = []
    for child in parts(node):
        path, alias = _renamed(context, child)
        module = _dotted(context, path)
        bound = alias or module.partition(".")[0]
        lowered.append(
            Import(
                span=span,
                module=module,
                module_span=context.span(path),
                namespace=bound,
                path_binding=alias is None and "." in module,
            )
        )
    return tuple(lowered)


def from_import(context: Context, node: Node) -> tuple[Statement, ...]:
    """``from m import a as b``, ``from . import a``, ``from m import *``."""
    inner = parts(node)
    if len(inner) < 2 or (context.broken and (is_torn(node) or node.has_error)):
        return (context.syntax_error(node),)
    module = inner[0]
    names, star = _names(context, inner[1:])
    return (
        Import(
            span=context.span(node),
            module=_dotted(context, module),
            module_span=context.span(module),
            names=names,
            star=star,
        ),
    )


def future_import(context: Context, node: Node) -> tuple[Statement, ...]:
    """``from __future__ import a``, whose module is a keyword of the grammar."""
    module = next((child for child in node.children if child.type == "__future__"), None)
    if module is None or node.has_error:
        return (context.syntax_error(node),)
    names, _ = _names(context, parts(node))
    module_span: Span = context.span(module)
    return (Import(span=context.span(node), module="__future__", module_span=module_span, names=names),)


def _names(context: Context, nodes: list[Node]) -> tuple[tuple[ImportedName, ...], bool]:
    names: list[ImportedName] = []
    star = False
    for child in nodes:
        if child.type == "wildcard_import":
            star = True
            continue
        path, alias = _renamed(context, child)
        name = _dotted(context, path)
        names.append(ImportedName(span=context.span(child), name=name, alias=alias or name))
    return tuple(names), star


def _renamed(context: Context, node: Node) -> tuple[Node, str | None]:
    inner = parts(node)
    if node.type == "aliased_import" and len(inner) == 2:
        return inner[0], context.text(inner[1])
    return node, None


def _dotted(context: Context, node: Node) -> str:
    """The path without the spaces and line ends that may stand around its dots."""
    return "".join(context.text(node).replace("\\", " ").split())
