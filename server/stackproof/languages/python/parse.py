"""Reads Python files into the program model, again and again while they change."""

from __future__ import annotations

import re
from typing import Any

import tree_sitter_python
from tree_sitter import Language, Parser, Tree

from stackproof.languages.lowering import Memory
from stackproof.languages.python.context import Remembered
from stackproof.languages.python.lower import Lowered, directives, lower, lower_mended
from stackproof.languages.python.torn import find_tears
from stackproof.languages.source import Source, parse
from stackproof.model.program import Module
from stackproof.text import Document

_LONE_CR = re.compile(rb"\r(?!\n)")


class PythonSource(Source):
    """A Python file; ``mended`` is its text without unfinished lines, with the tree of that text."""

    __slots__ = ("mended",)

    def __init__(
        self,
        document: Document,
        tree: Tree,
        module: Module,
        memory: Memory[Any],
        mended: Source | None = None,
    ) -> None:
        super().__init__(document, "python", tree, module, memory)
        self.mended = mended


class Python:
    """The language of ``.py`` and ``.pyi`` files. Not for use by two threads at once."""

    name = "python"
    suffixes = frozenset({".py", ".pyi"})

    def __init__(self) -> None:
        self._parser = Parser(Language(tree_sitter_python.language()))

    def read(self, document: Document, previous: Source | None = None) -> Source:
        """``document`` parsed and lowered, with what ``previous`` (an earlier version) already knew."""
        before = previous if isinstance(previous, PythonSource) else None
        memory: Memory[Remembered] = Memory() if before is None else before.memory
        data = document.data
        if b"\r" in data and _LONE_CR.search(data):
            # Python ends lines at a lone carriage return, the grammar does not.
            data = _LONE_CR.sub(b"\n", data)
            before = None
        elif before is not None and _LONE_CR.search(before.document.data):
            before = None
        parsed = Document(document.path, data)
        memory.begin(len(data))
        tree = parse(self._parser, parsed, before)
        if not tree.root_node.has_error:
            lowered = lower(data, tree.root_node, memory)
            if not lowered.repaired:
                return _source(document, data, tree, lowered, memory)
        return self._read_broken(document, parsed, before, tree, memory)

    def _read_broken(
        self,
        document: Document,
        parsed: Document,
        before: PythonSource | None,
        tree: Tree,
        memory: Memory[Remembered],
    ) -> Source:
        data = parsed.data
        tears = find_tears(data)
        mended: Source | None = None
        again: Lowered | None = None
        if tears:
            text = Document(document.path, tears.mend(data))
            base = None if before is None else before.mended or before
            fixed = parse(self._parser, text, base)
            if fixed.root_node.has_error and base is not None:
                fixed = self._parser.parse(text.data)
            again = lower_mended(text.data, fixed.root_node, memory, data, tears)
            source = _source(document, text.data, fixed, again, memory, broken=True)
            mended = Source(text, self.name, fixed, source.module, memory)
            if not fixed.root_node.has_error:
                return PythonSource(document, tree, source.module, memory, mended)
        if before is not None and tree.root_node.has_error:
            # How errors are recovered from depends on the old tree; what is told about a text must not.
            tree = self._parser.parse(data)
        lowered = lower(data, tree.root_node, memory)
        if mended is not None and again is not None and again.lost < lowered.lost:
            return PythonSource(document, tree, mended.module, memory, mended)
        return _source(document, data, tree, lowered, memory, broken=True)


def _source(
    document: Document,
    data: bytes,
    tree: Tree,
    lowered: Lowered,
    memory: Memory[Remembered],
    *,
    broken: bool = False,
) -> PythonSource:
    module = Module(
        path=document.path,
        language="python",
        body=lowered.body,
        broken=broken,
        directives=directives(data, tree.root_node),
    )
    return PythonSource(document, tree, module, memory)
