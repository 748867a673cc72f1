"""What every language offers: files read into the program model, imports resolved to files."""

from __future__ import annotations

from typing import Any, Literal, Protocol

import msgspec
from tree_sitter import Parser, Tree

from stackproof.languages.lowering import Memory
from stackproof.model.names import FileNames
from stackproof.model.program import Module
from stackproof.text import Document


class Source:
    """One version of one file, parsed and lowered.

    ``memory`` belongs to the language that made the source: it is handed from version to version, so that
    statements which an edit left alone are not lowered again.
    """

    __slots__ = ("document", "language", "memory", "module", "names", "tree")

    def __init__(
        self, document: Document, language: str, tree: Tree, module: Module, memory: Memory[Any]
    ) -> None:
        self.document = document
        self.language = language
        self.tree = tree
        self.module = module
        self.memory = memory
        # What it imports, and the names it says: worked out when first asked for.
        self.names: FileNames | None = None


class SourceLanguage(Protocol):
    """A language whose files are read into the program model.

    ``suffixes`` are file name endings with their dot, in lower case.
    """

    @property
    def name(self) -> str: ...

    @property
    def suffixes(self) -> frozenset[str]: ...

    def read(self, document: Document, previous: Source | None = None) -> Source:
        """``document`` parsed and lowered, with what ``previous`` (an earlier version) already knew.

        Never raises: text that is not understood becomes ``Unparsed``.
        """
        ...


class Files(Protocol):
    """The files of a project as the editor sees them, unsaved changes included; paths are absolute."""

    def is_file(self, path: str) -> bool: ...

    def read(self, path: str) -> bytes | None:
        """The bytes of a file, None when there is no such file."""
        ...


class Resolution(msgspec.Struct, frozen=True):
    """What an import means.

    ``file``: the project's own file at ``path``. ``external``: an installed package or a part of the standard
    library. ``missing``: it can only mean a file of the project, which does not exist. ``module`` is the
    import as written, or the name under which an external module is generally known.
    """

    kind: Literal["file", "external", "missing"]
    path: str | None
    module: str


class Names(Protocol):
    """Resolves imports; remembers what it looked up, so it lives as long as one view of the files."""

    def resolve(self, specifier: str, importer: str) -> Resolution:
        """What ``specifier`` means in the file ``importer`` (an absolute path)."""
        ...


def change_window(old: bytes, new: bytes) -> tuple[int, int, int]:
    """The one stretch in which two texts differ: start, its end in ``old``, its end in ``new``.

    Equal texts give an empty stretch at their end.
    """
    shorter = min(len(old), len(new))
    start = _common_prefix(old, new, shorter)
    tail = _common_suffix(old, new, shorter - start)
    return start, len(old) - tail, len(new) - tail


def _common_prefix(old: bytes, new: bytes, limit: int) -> int:
    low, high = 0, limit
    while low < high:
        # The upper middle, so that each round makes the range smaller.
        middle = (low + high + 1) // 2
        if old[low:middle] == new[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


def _common_suffix(old: bytes, new: bytes, limit: int) -> int:
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if old[len(old) - middle : len(old) - low] == new[len(new) - middle : len(new) - low]:
            low = middle
        else:
            high = middle - 1
    return low


def parse(parser: Parser, document: Document, previous: Source | None = None) -> Tree:
    """The syntax tree of ``document``; unchanged parts of ``previous`` are taken over.

    The tree of ``previous`` itself is left as it is. How the parser repairs broken text depends on the parts
    that it takes over, so broken text is parsed from its beginning: what is understood of a text must not
    depend on how it was typed.
    """
    if previous is None:
        return parser.parse(document.data)
    old, new = previous.document.data, document.data
    if old == new:
        return previous.tree
    start, old_end, new_end = change_window(old, new)
    edited = previous.tree.copy()
    edited.edit(start, old_end, new_end, _point(old, start), _point(old, old_end), _point(new, new_end))
    tree = parser.parse(new, edited)
    return parser.parse(new) if tree.root_node.has_error else tree


def _point(data: bytes, offset: int) -> tuple[int, int]:
    """Row and column as tree-sitter counts them: newlines only, columns in bytes."""
    return data.count(b"\n", 0, offset), offset - (data.rfind(b"\n", 0, offset) + 1)
