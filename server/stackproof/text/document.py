"""An immutable text with its own line index, the one gate between bytes and editor positions."""

from __future__ import annotations

import re
from bisect import bisect_right
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from stackproof.text.span import Span

# The protocol knows three line ends only. Python's str.splitlines() knows many more, which would
# put every later position on the wrong line.
_LINE_END = re.compile(rb"\r\n|\n|\r")


class Encoding(StrEnum):
    """In which units an editor counts the characters of a line."""

    UTF8 = "utf-8"
    UTF16 = "utf-16"
    UTF32 = "utf-32"


class Position(NamedTuple):
    """Zero-based line and character, the character in the units of an `Encoding`."""

    line: int
    character: int


class LineIndex:
    """Where the lines of a text begin."""

    __slots__ = ("_data", "_starts")

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._starts = [0, *(m.end() for m in _LINE_END.finditer(data))]

    def __len__(self) -> int:
        return len(self._starts)

    def start(self, line: int) -> int:
        """Byte offset of the first character of ``line``; the text's end for lines beyond it."""
        if line < 0:
            return 0
        return self._starts[line] if line < len(self._starts) else len(self._data)

    def line_of(self, offset: int) -> int:
        """Number of the line that holds the byte at ``offset``."""
        return bisect_right(self._starts, offset) - 1

    def content(self, line: int) -> bytes:
        """The bytes of ``line`` without its line end."""
        return self._data[self.start(line) : self.start(line + 1)].rstrip(b"\r\n")


def _units(text: str, encoding: Encoding) -> int:
    if encoding is Encoding.UTF32:
        return len(text)
    if encoding is Encoding.UTF16:
        return len(text) + sum(1 for c in text if ord(c) > 0xFFFF)
    return len(text.encode("utf-8", "surrogatepass"))


class Document:
    """One version of one file's text, as UTF-8 bytes.

    ``path`` is an absolute file path. ``version`` is the editor's number, -1 for files read from disk.
    """

    def __init__(self, path: str, data: bytes, version: int = -1) -> None:
        self.path = path
        self.data = data
        self.version = version

    @classmethod
    def from_text(cls, path: str, text: str, version: int = -1) -> Document:
        """A document from decoded text; lone surrogates survive."""
        return cls(path, text.encode("utf-8", "surrogatepass"), version)

    @cached_property
    def lines(self) -> LineIndex:
        """The line index, made on first use."""
        return LineIndex(self.data)

    def text(self, span: Span | None = None) -> str:
        """The text of ``span``, or all of it."""
        data = self.data if span is None else self.data[span.start : span.end]
        return data.decode("utf-8", "replace")

    def position(self, offset: int, encoding: Encoding) -> Position:
        """The editor position of a byte offset; offsets outside the text are moved to its ends."""
        offset = max(0, min(offset, len(self.data)))
        line = self.lines.line_of(offset)
        before = self.data[self.lines.start(line) : offset]
        return Position(line, _units(before.decode("utf-8", "replace"), encoding))

    def offset(self, position: Position, encoding: Encoding) -> int:
        """The byte offset of an editor position; positions past a line's end mean its end."""
        if position.line >= len(self.lines):
            return len(self.data)
        start = self.lines.start(position.line)
        content = self.lines.content(position.line)
        if encoding is Encoding.UTF8:
            return start + min(max(position.character, 0), len(content))
        units = taken = 0
        for char in content.decode("utf-8", "replace"):
            if units >= position.character:
                break
            units += _units(char, encoding)
            taken += len(char.encode("utf-8", "surrogatepass"))
        return start + min(taken, len(content))

    def replace(self, span: Span, new_text: str, version: int) -> Document:
        """The next version, with the bytes of ``span`` replaced."""
        new = new_text.encode("utf-8", "surrogatepass")
        return Document(self.path, self.data[: span.start] + new + self.data[span.end :], version)
