"""What the lowering of every language shares: remembered statements, nodes without comments, mentions."""

from __future__ import annotations

from typing import Generic, TypeVar

from tree_sitter import Node as SyntaxNode

# Nesting beyond this becomes `Unparsed`; every level costs several frames of Python's own stack.
DEPTH_LIMIT = 150

_SMALLEST_BUDGET = 1 << 20

Lowered = TypeVar("Lowered")


class Memory(Generic[Lowered]):
    """Lowered pieces by the type and the bytes of their node, so that equal text is lowered once.

    Only nodes without syntax errors may be kept: a broken node's shape depends on the text around it. There
    are two generations. What is used lives in the younger one; when the younger one has grown to several
    times the size of the file it becomes the older one, which the next change of generation forgets.
    """

    __slots__ = ("_older", "_used", "_younger")

    def __init__(self) -> None:
        self._younger: dict[tuple[str, bytes], Lowered] = {}
        self._older: dict[tuple[str, bytes], Lowered] = {}
        self._used = 0

    def begin(self, size: int) -> None:
        """Start a lowering of a file of ``size`` bytes; forgets the unused when memory has grown too large."""
        if self._used > max(_SMALLEST_BUDGET, 16 * size):
            self._older = self._younger
            self._younger = {}
            self._used = 0

    def recall(self, kind: str, data: bytes) -> Lowered | None:
        """What a node of type ``kind`` with the bytes ``data`` was lowered to."""
        key = (kind, data)
        found = self._younger.get(key)
        if found is None and (found := self._older.get(key)) is not None:
            self._younger[key] = found
            self._used += len(data)
        return found

    def remember(self, kind: str, data: bytes, lowered: Lowered) -> None:
        """Keep ``lowered`` for nodes of this type and these bytes; the node must have no syntax error."""
        self._younger[kind, data] = lowered
        self._used += len(data)

    def __len__(self) -> int:
        return len(self._younger) + len(self._older)


def parts(node: SyntaxNode) -> list[SyntaxNode]:
    """The children of ``node`` without comments."""
    return [child for child in node.children if child.type != "comment"]


def mentions(node: SyntaxNode, kinds: frozenset[str], data: bytes) -> tuple[str, ...]:
    """The texts of all nodes at or under ``node`` of one of the ``kinds``, each once, in order.

    ``kinds`` are the grammar's node types for identifiers. Deep trees are no problem.
    """
    found: dict[str, None] = {}
    pending = [node]
    while pending:
        current = pending.pop()
        if current.type in kinds:
            text = data[current.start_byte : current.end_byte].decode("utf-8", "replace")
            if text:
                found[text] = None
        elif current.child_count:
            pending.extend(reversed(current.children))
    return tuple(found)
