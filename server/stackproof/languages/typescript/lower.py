"""Lowering of a whole TypeScript syntax tree to the program model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from tree_sitter import Node, Tree

from stackproof.languages.lowering import Memory
from stackproof.languages.typescript.classes import CLASSES
from stackproof.languages.typescript.context import Context, ExpressionHandler, Pieces
from stackproof.languages.typescript.displays import DISPLAYS
from stackproof.languages.typescript.expressions import EXPRESSIONS
from stackproof.languages.typescript.functions import FUNCTIONS
from stackproof.languages.typescript.literals import LITERALS
from stackproof.languages.typescript.patterns import PATTERNS
from stackproof.languages.typescript.repair import repair
from stackproof.languages.typescript.statements import STATEMENTS
from stackproof.model.program import Comment, Module
from stackproof.text import Document, Span

_DIRECTIVE: Final = b"stackproof:"

_ALL_EXPRESSIONS: Final[Mapping[str, ExpressionHandler]] = {
    **EXPRESSIONS,
    **LITERALS,
    **DISPLAYS,
    **FUNCTIONS,
    **CLASSES,
}


def lower(document: Document, tree: Tree, memory: Memory[Pieces]) -> Module:
    """The program of one file; statements that ``memory`` knows are taken from it.

    Never raises; broken or unknown text becomes `Unparsed`.
    """
    root = tree.root_node
    memory.begin(len(document.data))
    context = Context(document.data, memory, _ALL_EXPRESSIONS, PATTERNS, STATEMENTS, repair)
    context.broken = root.has_error
    # Text in which the parser found no order at all has one broken node as its root.
    body = context.block(root.children if root.type == "program" else [root], False)
    return Module(
        path=document.path,
        language="typescript",
        body=body,
        broken=root.has_error,
        directives=_directives(document.data, root),
    )


def _directives(data: bytes, root: Node) -> tuple[Comment, ...]:
    found: list[Comment] = []
    at = data.find(_DIRECTIVE)
    while at >= 0:
        node = root.descendant_for_byte_range(at, at + len(_DIRECTIVE))
        end = at + len(_DIRECTIVE)
        if node is not None and node.type == "comment":
            end = node.end_byte
            text = _comment_text(data[node.start_byte : end].decode("utf-8", "replace"))
            found.append(Comment(span=Span(node.start_byte, end), text=text))
        at = data.find(_DIRECTIVE, end)
    return tuple(found)


def _comment_text(comment: str) -> str:
    """What a comment says, without its marks."""
    if comment.startswith("//"):
        return comment.lstrip("/").strip()
    inner = comment.removeprefix("/*").removesuffix("*/")
    return "\n".join(line.strip().lstrip("*").strip() for line in inner.splitlines()).strip()
