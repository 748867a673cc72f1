"""Finds the nodes of a lowered module by where they stand in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TypeVar

from stackproof.model.program import Block, Function, Method, Module, Node, Placed, Statement
from stackproof.text import Span

AnyNode = TypeVar("AnyNode", bound=Node)


@dataclass(frozen=True, eq=False)
class Found:
    """A node and the byte offset that its spans are relative to."""

    node: Node
    base: int

    @property
    def span(self) -> Span:
        """The node's place in the file."""
        return self.node.span.shift(self.base)


@dataclass(frozen=True, eq=False)
class Line:
    """A statement in its block: which one it is there, and the blocks around it, outermost first."""

    statement: Statement
    span: Span
    first: bool
    around: tuple[Statement | Function, ...]


class Places:
    """All nodes of one module with absolute spans. Built once per module, for writing only."""

    def __init__(self, module: Module) -> None:
        self.module = module
        self.nodes: list[Found] = []
        self.lines: list[Line] = []
        self._walk(module.body)
        self._by_span: dict[Span, list[Found]] = {}
        for found in self.nodes:
            self._by_span.setdefault(found.span, []).append(found)

    def at(self, span: Span, kind: type[AnyNode]) -> tuple[AnyNode, int] | None:
        """The outermost node of a class that covers exactly ``span``, with its base."""
        for found in self._by_span.get(span, ()):
            if isinstance(found.node, kind):
                return found.node, found.base
        return None

    def of(self, kind: type[AnyNode]) -> Iterator[tuple[AnyNode, int]]:
        """All nodes of a class in no particular order, with their bases."""
        for found in self.nodes:
            if isinstance(found.node, kind):
                yield found.node, found.base

    def line(self, span: Span) -> Line | None:
        """The statement at exactly ``span``."""
        return next((line for line in self.lines if line.span == span), None)

    def enclosing(self, span: Span) -> list[Line]:
        """The statements around a place, outermost first."""
        return sorted(
            (line for line in self.lines if line.span.encloses(span)),
            key=lambda line: (line.span.start, -line.span.end),
        )

    def _walk(self, body: Block) -> None:
        # A stack of its own: deeply nested programs must not exhaust Python's.
        stack: list[tuple[object, int, tuple[Statement | Function, ...]]] = [(body, 0, ())]
        while stack:
            item, base, around = stack.pop()
            if isinstance(item, Block):
                ends: set[int] = set()
                for number, placed in enumerate(item.statements):
                    self._enter(placed, base, number == 0 or base + placed.at in ends, around, stack)
                    ends.add(base + placed.at)
            elif isinstance(item, Method):
                self.nodes.append(Found(item, base))
                stack.append((item.function, base + item.at, around))
            elif isinstance(item, Node):
                self.nodes.append(Found(item, base))
                inside = (*around, item) if isinstance(item, Function) else around
                stack.extend((getattr(item, name), base, inside) for name in item.__struct_fields__)
            elif isinstance(item, tuple):
                stack.extend((each, base, around) for each in item)

    def _enter(
        self,
        placed: Placed,
        base: int,
        first: bool,
        around: tuple[Statement | Function, ...],
        stack: list[tuple[object, int, tuple[Statement | Function, ...]]],
    ) -> None:
        at = base + placed.at
        statement = placed.statement
        self.lines.append(Line(statement, statement.span.shift(at), first, around))
        stack.append((statement, at, (*around, statement)))
