"""What every part of the TypeScript lowering shares while it walks one tree."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import TypeAlias

from tree_sitter import Node

from stackproof.languages.lowering import DEPTH_LIMIT, Memory, mentions
from stackproof.model.program import Block, Expression, Method, Name, Pattern, Placed, Statement, Unparsed
from stackproof.text import Span

ExpressionHandler: TypeAlias = "Callable[[Context, Node], Expression]"
StatementHandler: TypeAlias = "Callable[[Context, Node], tuple[Statement, ...]]"
PatternHandler: TypeAlias = "Callable[[Context, Node], Pattern]"
RepairHandler: TypeAlias = "Callable[[Context, Node, int], list[Placed]]"
Pieces: TypeAlias = "tuple[Statement, ...] | Method"

_NAMES = frozenset(
    {"identifier", "shorthand_property_identifier", "shorthand_property_identifier_pattern", "this"}
)

# Levels of nesting that a statement, a class count for: lowering them takes more of Python's own stack.
STATEMENT_DEPTH = 2
CLASS_DEPTH = 3

_IDENTIFIER = re.compile(r"[^\W\d][\w$]*|\$[\w$]*")

# These hold lists or blocks, so that one broken element does not take the others with it.
_TOLERANT = frozenset(
    {
        "array", "arrow_function", "class", "function_expression", "generator_function", "object",
        "template_string",
    }
)  # fmt: skip


class Context:
    """The walk over one tree; everything it returns is relative to ``base``.

    ``base`` is the first byte of the statement that is being lowered. ``broken`` tells that this statement
    holds a syntax error somewhere, so that only broken statements pay for looking where.
    """

    __slots__ = (
        "base",
        "broken",
        "cut",
        "data",
        "depth",
        "expressions",
        "memory",
        "patterns",
        "repair",
        "statements",
    )

    def __init__(
        self,
        data: bytes,
        memory: Memory[Pieces],
        expressions: Mapping[str, ExpressionHandler],
        patterns: Mapping[str, PatternHandler],
        statements: Mapping[str, StatementHandler],
        repair: RepairHandler,
    ) -> None:
        self.data = data
        self.memory = memory
        self.expressions = expressions
        self.patterns = patterns
        self.statements = statements
        self.repair = repair
        self.base = 0
        self.depth = 0
        self.broken = False
        # Set when the depth limit cut something off: such a piece is true only at this depth.
        self.cut = False

    def span(self, node: Node) -> Span:
        """Where ``node`` is, relative to the current statement."""
        base = self.base
        return Span(node.start_byte - base, node.end_byte - base)

    def text(self, node: Node) -> str:
        """The text of ``node``."""
        return self.data[node.start_byte : node.end_byte].decode("utf-8", "replace")

    def unsupported(self, node: Node, reason: str | None = None) -> Unparsed:
        """Stands for correct text that has no place in the model."""
        return Unparsed(
            span=self.span(node),
            reason=reason or node.type.replace("_", " "),
            mentions=mentions(node, _NAMES, self.data),
        )

    def syntax_error(self, first: Node, last: Node | None = None) -> Unparsed:
        """Stands for broken text, from ``first`` to the end of ``last``.

        Every word in it counts as a mention, because the parser may have taken names for anything.
        """
        start, end = first.start_byte, (last or first).end_byte
        return Unparsed(
            span=Span(start - self.base, end - self.base),
            reason="syntax error",
            mentions=words(self.data[start:end]),
            broken=True,
        )

    def expression(self, node: Node) -> Expression:
        """Lower any expression; what is broken or nested too deeply becomes `Unparsed`."""
        kind = node.type
        if self.broken and (node.is_missing or (kind not in _TOLERANT and is_torn(node))):
            return self.syntax_error(node)
        if kind == "identifier":
            base = self.base
            start, end = node.start_byte, node.end_byte
            return Name(
                span=Span(start - base, end - base), id=self.data[start:end].decode("utf-8", "replace")
            )
        handler = self.expressions.get(kind)
        if handler is None:
            return self.unsupported(node)
        if self.depth >= DEPTH_LIMIT:
            return self.too_deep(node)
        self.depth += 1
        lowered = handler(self, node)
        self.depth -= 1
        return lowered

    def pattern(self, node: Node) -> Pattern:
        """Lower what stands on the left of an assignment or where a parameter is named."""
        kind = node.type
        if self.broken and (node.is_missing or is_torn(node)):
            return self.syntax_error(node)
        if kind == "identifier":
            return Name(span=self.span(node), id=self.text(node))
        handler = self.patterns.get(kind)
        if handler is None:
            return self.unsupported(node)
        if self.depth >= DEPTH_LIMIT:
            return self.too_deep(node)
        self.depth += 1
        lowered = handler(self, node)
        self.depth -= 1
        return lowered

    def place(self, node: Node, placed: list[Placed], around: int) -> None:
        """Lower one statement and append what it leaves behind, placed relative to the byte ``around``."""
        start = node.start_byte
        at = start - around
        for statement in self.statement(node):
            placed.append(Placed(at, statement))

    def statement(self, node: Node) -> tuple[Statement, ...]:
        """Lower one statement, relative to its own first byte. Types and the like leave nothing behind."""
        kind = node.type
        start = node.start_byte
        clean = not node.has_error
        text = b""
        # Deep statements neither use nor feed the memory, because there the depth limit may cut.
        shared = clean and self.depth < DEPTH_LIMIT // 2
        if shared:
            text = self.data[start : node.end_byte]
            known = self.memory.recall(kind, text)
            if isinstance(known, tuple):
                return known
        if self.depth >= DEPTH_LIMIT:
            base, self.base = self.base, start
            lowered: tuple[Statement, ...] = (self.too_deep(node),)
            self.base = base
            return lowered
        outer = (self.base, self.broken, self.cut)
        self.base, self.broken, self.cut = start, not clean, False
        self.depth += STATEMENT_DEPTH
        handler = self.statements.get(kind)
        if not clean and (node.is_error or node.is_missing):
            lowered = (self.syntax_error(node),)
        elif handler is None:
            lowered = (self.unsupported(node),)
        else:
            lowered = handler(self, node)
        self.depth -= STATEMENT_DEPTH
        cut = self.cut
        self.base, self.broken, self.cut = outer
        if cut:
            self.cut = True
        elif shared:
            self.memory.remember(kind, text, lowered)
        return lowered

    def block(self, children: list[Node], scoped: bool) -> Block:
        """The statements among ``children``, placed relative to the current statement."""
        placed: list[Placed] = []
        base = self.base
        for child in children:
            if self.broken and child.is_error:
                placed += self.repair(self, child, base)
            elif child.is_named and child.type != "comment":
                self.place(child, placed, base)
            elif self.broken and child.is_missing:
                at = child.start_byte - base
                placed.append(Placed(at, Unparsed(span=Span(0, 0), reason="syntax error", broken=True)))
        return Block(tuple(placed), scoped)

    def too_deep(self, node: Node) -> Unparsed:
        """Stands for text nested beyond the limit."""
        self.cut = True
        return self.unsupported(node, "nested too deeply")


def words(text: bytes) -> tuple[str, ...]:
    """Everything in ``text`` that could be a name, each once."""
    return tuple(dict.fromkeys(_IDENTIFIER.findall(text.decode("utf-8", "replace"))))


def is_torn(node: Node) -> bool:
    """Whether a syntax error lies directly in the node, not deeper.

    A missing name is an error of its own; a missing bracket or colon is one of the node around it.
    """
    if node.is_error:
        return True
    if not node.has_error:
        return False
    return any(child.is_error or (child.is_missing and not child.is_named) for child in node.children)
