"""Finds half-typed lines by brackets, quotes and indentation, which a grammar alone reads across.

The grammar skips a line end wherever no statement may end: ``self.`` followed by ``x = 1`` on the next line
is one clean assignment to it, and an open bracket takes the rest of the file with it. Python programmers
indent, so the lines that are not finished can be told from those around them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Mapping
from types import MappingProxyType

import msgspec

_TOKEN = re.compile(
    rb"""(?P<long>\"\"\"|''')"""
    rb"""|(?P<short>"(?:[^"\\\n]|\\\r?\n|\\.)*+"?|'(?:[^'\\\n]|\\\r?\n|\\.)*+'?)"""
    rb"|(?P<comment>#[^\n]*)|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<joined>\\\r?\n)|(?P<line>\n[ \t\f]*)"
)
_CLOSED: Mapping[bytes, re.Pattern[bytes]] = MappingProxyType(
    {
        b'"""': re.compile(rb'[^"\\]*+(?:(?:\\[\s\S]|"(?!""))[^"\\]*+)*+"""'),
        b"'''": re.compile(rb"[^'\\]*+(?:(?:\\[\s\S]|'(?!''))[^'\\]*+)*+'''"),
    }
)
# Each search for an end that is not there walks to the end of the text.
_MAX_UNCLOSED = 3
_DANGLING = re.compile(
    rb"(?:(?<!\.\.)\.|[=+\-/%|&^~<>@!]|\*|\b(?:and|or|not|in|is|if|else|elif|lambda|import|from|as|for|while"
    rb"|with|def|class|await|del|assert|global|nonlocal))$"
)
_NUMBER = re.compile(rb"(?<![\w.])\d[\d_]*\.$")
_HEADER = re.compile(rb"(?:async[ \t]+)?(?:def|class|if|elif|else|for|while|with|try|except|finally)\b")
# What can begin a statement, yet no line inside brackets.
_KEYWORD = re.compile(
    rb"(?:def|class|import|return|raise|while|try|pass|break|continue|del|global|nonlocal|assert)\b(?![ \t]*=)"
    rb"|@\w|(?:async[ \t]+def|from[ \t]+[.\w]+[ \t]+import|with)\b(?![ \t]*=)"
)
_WORD = re.compile(rb"[^\W\d]")
_INK = re.compile(rb"[^\r\n]")
# A line end that the grammar skips follows one of these.
_SKIPPING = re.compile(
    rb"(?:[.=+\-/%|&^~<>@!*]|\b(?:and|or|not|in|is|if|else|lambda|import|from|as|await|del|assert|raise|yield))"
    rb"[ \t\f]*(?:#[^\n]*)?\r?\n"
)
_PAIRS: Mapping[int, int] = MappingProxyType({ord(")"): ord("("), ord("]"): ord("["), ord("}"): ord("{")})


class Tear(msgspec.Struct, frozen=True, gc=False):
    """Bytes ``start`` to ``end`` hold unfinished lines with all lines that belong under them."""

    start: int
    end: int


class Tears:
    """The torn ranges of one text, in order."""

    def __init__(self, tears: list[Tear]) -> None:
        self._tears = tears
        self._starts = [tear.start for tear in tears]

    def __bool__(self) -> bool:
        return bool(self._tears)

    def __len__(self) -> int:
        return sum(tear.end - tear.start for tear in self._tears)

    def at(self, start: int) -> Tear | None:
        """The torn range that begins at ``start``."""
        position = bisect_left(self._starts, start)
        if position < len(self._starts) and self._starts[position] == start:
            return self._tears[position]
        return None

    def mend(self, data: bytes) -> bytes:
        """``data`` with every torn range replaced by a ``0`` and spaces.

        Length, line ends and comments stay as they are.
        """
        pieces: list[bytes] = []
        done = 0
        for tear in self._tears:
            pieces += [data[done : tear.start], b"0"]
            done = tear.start + 1
            for kind, start, end in _tokens(data, done, tear.end):
                if kind == "comment":
                    pieces += [_blank(data[done:start]), data[start:end]]
                    done = end
            pieces.append(_blank(data[done : tear.end]))
            done = tear.end
        pieces.append(data[done:])
        return b"".join(pieces)


def _blank(text: bytes) -> bytes:
    return _INK.sub(b" ", text)


def joins_lines(text: bytes) -> bool:
    """Whether a simple statement runs on over a line end that no bracket, string or backslash covers."""
    if not _SKIPPING.search(text):
        return False
    depth = 0
    for kind, _, _ in _tokens(text, 0, len(text)):
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
        elif kind == "line" and depth <= 0:
            return True
    return False


def _tokens(data: bytes, position: int, end: int) -> Iterator[tuple[str, int, int]]:
    """The kind, start and end of everything that decides where lines end.

    A string that nothing closes is a ``torn`` token; what follows its quotes, or its line, is code again.
    """
    unclosed = 0
    while (match := _TOKEN.search(data, position, end)) is not None:
        kind, start, position = match.lastgroup or "", match.start(), match.end()
        if kind == "long":
            closed = None
            if unclosed < _MAX_UNCLOSED:
                closed = _CLOSED[match.group()].match(data, position, end)
            if closed is None:
                unclosed += 1
                kind = "torn"
            else:
                position = closed.end()
        elif kind == "short" and (position - start < 2 or data[position - 1] != data[start]):
            kind = "torn"
        yield kind, start, position


def find_tears(data: bytes) -> Tears:
    """The unfinished lines of ``data``."""
    return Tears(_Scan(data).run())


class _Scan:
    """One walk over a text, logical line by logical line."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.tears: list[Tear] = []
        self.open: list[int] = []
        self.torn = False
        self.start = self.indent = 0
        # Lines deeper than this belong to the last tear.
        self.under: int | None = None

    def run(self) -> list[Tear]:
        data = self.data
        first = 3 if data.startswith(b"\xef\xbb\xbf") else 0
        while first < len(data) and data[first] in b" \t\f":
            first += 1
        self._begin(first, first)
        comment = -1
        for kind, start, end in _tokens(data, first, len(data)):
            if kind == "line":
                indent = end - start - 1
                if self.open and not self._recovers(end, indent):
                    continue
                self._finish(comment if comment >= 0 else start)
                self._begin(end, indent)
                comment = -1
            elif kind == "comment":
                comment = -1 if self.open else start
            elif kind == "open":
                self.open.append(data[start])
            elif kind == "close":
                if self.open and self.open[-1] == _PAIRS[data[start]]:
                    self.open.pop()
                else:
                    self.torn = True
            elif kind == "torn":
                self.torn = True
        self._finish(comment if comment >= 0 else len(data))
        return self.tears

    def _recovers(self, position: int, indent: int) -> bool:
        """Whether the line at ``position`` begins a statement, so that the open brackets were never closed."""
        data = self.data
        if _KEYWORD.match(data, position):
            return True
        return indent <= self.indent and _WORD.match(data, position) is not None

    def _begin(self, position: int, indent: int) -> None:
        self.start, self.indent = position, indent
        self.open.clear()
        self.torn = False

    def _finish(self, end: int) -> None:
        code = self.data[self.start : end].rstrip()
        if not code:
            return
        end = self.start + len(code)
        if self.under is not None and self.indent > self.under:
            self.tears[-1] = Tear(self.tears[-1].start, end)
            return
        self.under = None
        if self.torn or self.open or self._is_unfinished(code):
            self.tears.append(Tear(self.start, end))
            self.under = self.indent

    def _is_unfinished(self, code: bytes) -> bool:
        if _HEADER.match(code) and b":" not in code:
            return True
        if not _DANGLING.search(code) or _NUMBER.search(code):
            return False
        return not (code.endswith(b"*") and code.startswith(b"from"))
