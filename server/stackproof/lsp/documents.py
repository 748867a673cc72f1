"""The texts that are open in the editor, kept by byte offsets."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from lsprotocol import types

from stackproof.lsp import positions, uris
from stackproof.text import Document, Encoding, Span


@dataclass(frozen=True)
class Splice:
    """One replacement as it happened: the bytes that went, and how many came."""

    removed: Span
    inserted: int


@dataclass
class OpenDocument:
    """A text in the editor under the address by which the editor calls it.

    ``path`` is None for what is not a file (``untitled:``, ``git:``).
    """

    uri: str
    path: str | None
    document: Document


class Documents:
    """All open texts, found by any spelling of their address."""

    def __init__(self, encoding: Encoding = Encoding.UTF16) -> None:
        self.encoding = encoding
        self._open: dict[str, OpenDocument] = {}

    def __iter__(self) -> Iterator[OpenDocument]:
        return iter(tuple(self._open.values()))

    def open(self, item: types.TextDocumentItem) -> OpenDocument:
        """Take over a text; opening twice replaces it."""
        path = uris.to_path(item.uri)
        document = Document.from_text(path or item.uri, item.text, item.version)
        self._open[path or item.uri] = opened = OpenDocument(item.uri, path, document)
        return opened

    def close(self, uri: str) -> OpenDocument | None:
        """Forget a text; None when it was not open."""
        return self._open.pop(_key(uri), None)

    def get(self, uri: str) -> OpenDocument | None:
        """The open text with this address."""
        return self._open.get(_key(uri))

    def at(self, path: str) -> OpenDocument | None:
        """The open text of this file."""
        return self._open.get(path)

    def uri(self, path: str) -> str:
        """The address of a file, in the editor's own spelling when it is open."""
        opened = self._open.get(path)
        return opened.uri if opened else uris.to_uri(path)

    def change(
        self, uri: str, version: int, changes: Iterable[types.TextDocumentContentChangeEvent]
    ) -> tuple[OpenDocument, list[Splice]] | None:
        """Apply the changes one after the other; None when the text is not open."""
        opened = self.get(uri)
        if opened is None:
            return None
        splices = []
        for change in changes:
            document = opened.document
            if isinstance(change, types.TextDocumentContentChangePartial):
                span = positions.to_span(document, change.range, self.encoding)
            else:
                span = Span(0, len(document.data))
            new = document.replace(span, change.text, version)
            splices.append(_smallest(document.data, span, new.data))
            opened.document = new
        if opened.document.version != version:
            opened.document = Document(opened.document.path, opened.document.data, version)
        return opened, splices


def _key(uri: str) -> str:
    return uris.to_path(uri) or uri


def _smallest(old: bytes, span: Span, new: bytes) -> Splice:
    """The replacement without what stayed the same at its ends: some editors send the whole text each time."""
    start, old_end, new_end = span.start, span.end, len(new) - (len(old) - span.end)
    before, after = old[start:old_end], new[start:new_end]
    limit = min(len(before), len(after))
    same = _common(before, after, limit)
    tail = _common(before[same:][::-1], after[same:][::-1], limit - same)
    return Splice(Span(start + same, old_end - tail), new_end - tail - (start + same))


def _common(a: bytes, b: bytes, limit: int) -> int:
    """How many of the first ``limit`` bytes are equal, by halving: comparing slices is fast, bytes are not."""
    low, high = 0, limit
    while low < high:
        middle = (low + high + 1) // 2
        if a[low:middle] == b[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low
