"""What every part of the Python lowering shares while it walks one tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from keyword import iskeyword
from typing import TypeAlias

from tree_sitter import Node

from stackproof.languages.lowering import Memory
from stackproof.languages.python.torn import Tears, joins_lines
from stackproof.model.program import Expression, Method, Name, Placed, Statement, Unparsed
from stackproof.text import Span

# Together these stay well below Python's own recursion limit, also under a caller that is itself deep.
MAX_EXPRESSION_DEPTH = 150
MAX_BLOCK_DEPTH = 50

# Comments may stand between any two tokens, a backslash at any line end.
TRIVIA = frozenset({"comment", "line_continuation"})

# These hold a list, so that one broken element does not take the others with it.
_LISTS = frozenset(
    {"call", "argument_list", "list", "tuple", "set", "dictionary", "string", "concatenated_string"}
)

# Statements that hold no blocks, so that only brackets, strings and backslashes cover their line ends.
_SIMPLE = frozenset(
    {
        "expression_statement",
        "return_statement",
        "raise_statement",
        "assert_statement",
        "delete_statement",
        "import_statement",
        "import_from_statement",
    }
)

_IDENTIFIER = re.compile(r"[^\W\d]\w*")

# A statement node may leave no statement behind, or several. Methods are kept apart from functions.
Remembered: TypeAlias = tuple[Statement, ...] | Method

ExpressionHandler: TypeAlias = "Callable[[Context, Node], Expression]"
StatementHandler: TypeAlias = "Callable[[Context, Node], tuple[Statement, ...]]"


class Context:
    """The state of one lowering.

    ``base`` is the first byte of the statement being lowered: all spans are made relative to it.
    ``broken`` says whether that statement holds a syntax error, so that clean statements skip every check.
    ``data`` is what was parsed; where ``tears`` were mended in it, ``written`` is the text as it stands in the
    file. ``lost`` counts the bytes that became broken `Unparsed`, ``repairs`` the tears and joined lines among
    them, of which the syntax tree knows nothing.
    """

    __slots__ = (
        "base",
        "block_depth",
        "broken",
        "data",
        "depth",
        "expressions",
        "lost",
        "memory",
        "repairs",
        "statements",
        "tears",
        "written",
    )

    def __init__(
        self,
        data: bytes,
        expressions: Mapping[str, ExpressionHandler],
        statements: Mapping[str, StatementHandler],
        memory: Memory[Remembered],
        tears: Tears | None = None,
        written: bytes | None = None,
    ) -> None:
        self.data = data
        self.tears = tears
        self.written = data if written is None else written
        self.lost = 0
        self.repairs = 0
        self.expressions = expressions
        self.statements = statements
        self.memory = memory
        self.base = 0
        self.depth = 0
        self.block_depth = 0
        self.broken = False

    def span(self, node: Node) -> Span:
        """The node's bytes, relative to the statement."""
        base = self.base
        return Span(node.start_byte - base, node.end_byte - base)

    def between(self, start: int, end: int) -> Span:
        """Absolute offsets made relative to the statement."""
        return Span(start - self.base, end - self.base)

    def text(self, node: Node) -> str:
        """The node's text as written."""
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def name(self, node: Node) -> Name:
        """An identifier as a reference."""
        return Name(span=self.span(node), id=self.text(node))

    def unparsed(self, node: Node, reason: str, *, broken: bool = False) -> Unparsed:
        """The node as text that was not understood."""
        return self.unparsed_range(node.start_byte, node.end_byte, reason, broken=broken)

    def unparsed_range(self, start: int, end: int, reason: str, *, broken: bool = False) -> Unparsed:
        """The absolute bytes ``start`` to ``end`` as text that was not understood.

        Every word counts as a mention, also inside strings and comments: in broken text nobody knows
        where a string begins.
        """
        if broken:
            self.lost += end - start
        found = _IDENTIFIER.findall(self.written[start:end].decode("utf-8", "replace"))
        words = [word for word in found if not iskeyword(word)]
        return Unparsed(
            span=self.between(start, end),
            reason=reason,
            mentions=tuple(dict.fromkeys(words)),
            broken=broken,
        )

    def syntax_error(self, node: Node) -> Unparsed:
        """The node as broken syntax."""
        return self.unparsed(node, "syntax error", broken=True)

    def expression(self, node: Node) -> Expression:
        """Lower any expression node; what is broken or too deep becomes `Unparsed`."""
        kind = node.type
        if self.broken and ((kind not in _LISTS and is_torn(node)) or node.is_missing):
            return self.syntax_error(node)
        if kind == "identifier":
            return self.name(node)
        handler = self.expressions.get(kind)
        if handler is None:
            return self.unparsed(node, kind.replace("_", " "))
        if self.depth >= MAX_EXPRESSION_DEPTH:
            return self.unparsed(node, "nested too deeply")
        self.depth += 1
        lowered = handler(self, node)
        self.depth -= 1
        return lowered

    def optional(self, node: Node | None) -> Expression | None:
        """Lower an expression that may be absent."""
        return None if node is None else self.expression(node)

    def statement(self, node: Node, placed: list[Placed], around: int) -> None:
        """Lower one statement node, placed relative to ``around`` (absolute), and append what it leaves."""
        start = node.start_byte
        at = start - around
        if self.tears is not None:
            tear = self.tears.at(start)
            if tear is not None:
                placed.append(Placed(at, self._unfinished(start, tear.end)))
                return
        kind = node.type
        clean = not node.has_error
        text = self.data[start : node.end_byte] if clean else b""
        if clean:
            known = self.memory.recall(kind, text)
            if isinstance(known, tuple):
                placed += [Placed(at, statement) for statement in known]
                return
            if kind in _SIMPLE and b"\n" in text and joins_lines(text):
                placed.append(Placed(at, self._unfinished(start, node.end_byte)))
                return
        outer = (self.base, self.depth, self.broken)
        repairs = self.repairs
        self.base, self.depth, self.broken = start, 0, not clean
        self.block_depth += 1
        lowered = self._statement(node, kind)
        self.block_depth -= 1
        self.base, self.depth, self.broken = outer
        if clean and repairs == self.repairs:
            self.memory.remember(kind, text, lowered)
        placed += [Placed(at, statement) for statement in lowered]

    def _unfinished(self, start: int, end: int) -> Unparsed:
        self.repairs += 1
        outer, self.base = self.base, start
        lowered = self.unparsed_range(start, end, "unfinished line", broken=True)
        self.base = outer
        return lowered

    def _statement(self, node: Node, kind: str) -> tuple[Statement, ...]:
        if node.is_error or (self.broken and node.is_missing):
            return (self.syntax_error(node),)
        handler = self.statements.get(kind)
        if handler is None:
            return (self.unparsed(node, kind.replace("_", " ")),)
        if self.block_depth > MAX_BLOCK_DEPTH:
            return (self.unparsed(node, "nested too deeply"),)
        return handler(self, node)


def is_torn(node: Node) -> bool:
    """Whether a syntax error lies directly in the node, not deeper.

    A missing name is an error of its own; a missing bracket or colon is one of the node around it.
    """
    if node.is_error:
        return True
    if not node.has_error:
        return False
    return any(child.is_error or (child.is_missing and not child.is_named) for child in node.children)


def parts(node: Node) -> list[Node]:
    """The named children without comments; of clean nodes the grammar's operands in order."""
    children = node.named_children
    for child in children:
        # Asking for the type makes a string, so first ask what costs less.
        if child.is_extra and child.type in TRIVIA:
            return [kept for kept in children if kept.type not in TRIVIA]
    return children


def tokens(node: Node) -> list[Node]:
    """All children without comments, punctuation included."""
    return [child for child in node.children if not (child.is_extra and child.type in TRIVIA)]
