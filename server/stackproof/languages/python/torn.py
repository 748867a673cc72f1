"""Finds half-typed lines by brackets, quotes and indentation, which a grammar alone reads across.

The grammar skips a line end wherever no statement may end: ``self.`` followed by ``x = 1`` on the next line
is one clean assignment to it, and an open bracket takes the rest of the file with it. Python programmers
indent, so the lines that are not finished can be told from those around them.
"""

from __future__ import annotations

import re
from bisect import bisect_left

import msgspec

_TOKEN = re.compile(
    rb'(?P<long>"""[^"\\]*+(?:(?:\\[\s\S]|"(?!""))[^"\\]*+)*+"""'
    rb"|'''[^'\\]*+(?:(?:\\[\s\S]|'(?!''))[^'\\]*+)*+''')"
    rb"""|(?P<short>"(?:[^"\\\n]|\\\r?\n|\\.)*+"?|'(?:[^'\\\n]|\\\r?\n|\\.)*+'?)"""
    rb"|(?P<comment>#[^\n]*)|(?P<open>[(\[{])|(?P<close>[)\]}])|(?P<joined>\\\r?\n)|(?P<line>\n[ \t\f]*)"
)
_TRIPLES = (b'"""', b"'''")
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
_PAIRS = {ord(")"): ord("("), ord("]"): ord("["), ord("}"): ord("{")}


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
            for token in _TOKEN.finditer(data, done, tear.end):
                if token.lastgroup == "comment":
                    pieces += [_blank(data[done : token.start()]), token.group()]
                    done = token.end()
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
    for token in _TOKEN.finditer(text):
        kind = token.lastgroup
        if kind == "open":
            depth += 1
        elif kind == "close":
            depth -= 1
        elif kind == "line" and depth <= 0:
            return True
    return False


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
        position = 3 if data.startswith(b"\xef\xbb\xbf") else 0
        while position < len(data) and data[position] in b" \t\f":
            position += 1
        self._begin(position, position)
        comment = -1
        while True:
            token = _TOKEN.search(data, position)
            if token is None:
                break
            kind, position = token.lastgroup, token.end()
            if kind == "line":
                if self.open and not self._recovers(position, position - token.start() - 1):
                    continue
                end = comment if comment >= 0 else token.start()
                self._finish(end)
                self._begin(position, position - token.start() - 1)
                comment = -1
            elif kind == "comment":
                comment = -1 if self.open else token.start()
            elif kind == "open":
                self.open.append(data[token.start()])
            elif kind == "close":
                if self.open and self.open[-1] == _PAIRS[data[token.start()]]:
                    self.open.pop()
                else:
                    self.torn = True
            elif kind == "short":
                position = self._short(token)
        self._finish(comment if comment >= 0 else len(data))
        return self.tears

    def _short(self, token: re.Match[bytes]) -> int:
        """Where to go on after a quoted string; an unfinished one tears its line."""
        text = token.group()
        if len(text) == 2 and self.data[token.start() : token.start() + 3] in _TRIPLES:
            # Three quotes that nothing closes: the text behind them is code again.
            self.torn = True
            return token.start() + 3
        if len(text) < 2 or text[-1] != text[0]:
            self.torn = True
        return token.end()

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
