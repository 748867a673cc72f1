"""Reading of TypeScript, JavaScript files into the program model."""

from __future__ import annotations

import tree_sitter_typescript
from tree_sitter import Language, Parser

from stackproof.languages.lowering import Memory
from stackproof.languages.source import Source, parse
from stackproof.languages.typescript.context import Pieces
from stackproof.languages.typescript.lower import lower
from stackproof.text import Document

_PLAIN = (".ts", ".mts", ".cts")
# JavaScript has no casts in angle brackets, so markup is what they mean there.
_MARKUP = (".tsx", ".jsx", ".js", ".mjs", ".cjs")


class TypeScript:
    """The `SourceLanguage` for TypeScript, JavaScript and both with markup."""

    name = "typescript"
    suffixes = frozenset({*_PLAIN, *_MARKUP})

    def __init__(self) -> None:
        self._plain = Language(tree_sitter_typescript.language_typescript())
        self._markup = Language(tree_sitter_typescript.language_tsx())

    def read(self, document: Document, previous: Source | None = None) -> Source:
        """``document`` parsed and lowered, faster when ``previous`` is an earlier version of the same file."""
        markup = document.path.lower().endswith(_MARKUP)
        # A parser holds the state of the parse that it is doing, so each reading has its own.
        parser = Parser(self._markup if markup else self._plain)
        if previous is not None and (
            previous.language != self.name or previous.document.path != document.path
        ):
            previous = None
        tree = parse(parser, document, previous)
        memory: Memory[Pieces] = Memory() if previous is None else previous.memory
        return Source(document, self.name, tree, lower(document, tree, memory), memory)
