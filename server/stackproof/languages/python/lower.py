"""Lowers a Python syntax tree to the program model."""

from __future__ import annotations

from dataclasses import dataclass

from tree_sitter import Node

from stackproof.languages.lowering import Memory
from stackproof.languages.python.blocks import block
from stackproof.languages.python.context import Context, Remembered
from stackproof.languages.python.expressions import EXPRESSIONS
from stackproof.languages.python.statements import STATEMENTS
from stackproof.languages.python.torn import Tears
from stackproof.model.program import Block, Comment, Placed
from stackproof.text import Span

_DIRECTIVE = b"stackproof:"


@dataclass(frozen=True, slots=True)
class Lowered:
    """A block and how much of its text was not understood.

    ``lost`` counts the bytes of broken text, ``repaired`` is true when lines were told apart that the syntax
    tree reads as one statement.
    """

    body: Block
    lost: int
    repaired: bool


def lower(data: bytes, root: Node, memory: Memory[Remembered]) -> Lowered:
    """The statements of ``root``, which was parsed from ``data``."""
    return _lowered(Context(data, EXPRESSIONS, STATEMENTS, memory), root)


def lower_mended(
    data: bytes, root: Node, memory: Memory[Remembered], written: bytes, tears: Tears
) -> Lowered:
    """The statements of ``root``, parsed from ``data``, which is ``written`` with its ``tears`` mended."""
    return _lowered(Context(data, EXPRESSIONS, STATEMENTS, memory, tears, written), root)


def _lowered(context: Context, root: Node) -> Lowered:
    if root.is_error:
        context.broken = True
        context.base = root.start_byte
        body = Block((Placed(root.start_byte, context.syntax_error(root)),))
    else:
        body = block(context, root)
    return Lowered(body, context.lost, context.repairs > 0)


def directives(data: bytes, root: Node) -> tuple[Comment, ...]:
    """The comments of ``data`` that speak to Stackproof."""
    found: dict[int, Comment] = {}
    at = data.find(_DIRECTIVE)
    while at >= 0:
        node = root.descendant_for_byte_range(at, at + 1)
        if node is not None and node.type == "comment":
            start = node.start_byte
            raw = data[start : node.end_byte].rstrip()
            text = raw.decode("utf-8", "replace").lstrip("#").strip()
            found[start] = Comment(span=Span(start, start + len(raw)), text=text)
        at = data.find(_DIRECTIVE, at + 1)
    return tuple(found.values())
