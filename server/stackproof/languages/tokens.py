"""The words of a text with the brackets around them, told even where the text is half typed."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple, TypeAlias

from stackproof.languages.source import change_window
from stackproof.text import Span

TokenKind = Literal["name", "string", "number", "sign"]
_OPENING: Final = frozenset((b"(", b"[", b"{"))
_CLOSING: Final = {b")": b"(", b"]": b"[", b"}": b"{"}
# How far behind a token its pattern may look.
_AHEAD: Final = 4


class Token(NamedTuple):
    """One word, literal or sign; ``first`` when nothing but space stands before it on its line."""

    kind: TokenKind
    text: bytes
    start: int
    end: int
    first: bool

    @property
    def span(self) -> Span:
        """Its place in the file."""
        return Span(self.start, self.end)


class Hole(NamedTuple):
    """Code within a string, from its opening mark to behind its closing one; the code itself is ``start`` to ``end``."""

    opens: int
    start: int
    end: int
    closes: int


# Whether a token that begins a line cannot stand inside the innermost of the brackets that are open there.
Ends: TypeAlias = "Callable[[Tokens, int, list[int]], bool]"


@dataclass(frozen=True)
class Lexicon:
    """How a language is cut into words.

    ``pattern`` has a group for each kind of token, and ``comment`` and ``line``. ``finish`` says where a token that
    begins here ends in truth (templates), by its first byte. ``ends`` tells brackets that were never closed.
    """

    pattern: re.Pattern[bytes]
    ends: Ends
    finish: Callable[[bytes, int], int]


class Tokens:
    """The tokens of one text. ``opener`` and ``closer`` hold positions in the list of tokens, -1 for none.

    ``opener[i]`` is the innermost bracket around token ``i``; ``closer[i]`` is where what bracket ``i`` opened ends:
    its partner, or the first token that cannot be inside.
    """

    def __init__(self, data: bytes, lexicon: Lexicon, earlier: Tokens | None = None) -> None:
        """``earlier`` are those of a text with the same beginning, of which this one takes over what it can."""
        self.data = data
        self.all: list[Token] = []
        self.comments: list[Span] = []
        self._cut(lexicon, 0 if earlier is None else self._take_over(earlier))
        self._starts = [token.start for token in self.all]
        self.opener = [-1] * len(self.all)
        self.closer = [-1] * len(self.all)
        self._partners: dict[int, int] = {}
        self._match(lexicon.ends)

    def __len__(self) -> int:
        return len(self.all)

    def __getitem__(self, number: int) -> Token:
        return self.all[number]

    def text(self, number: int) -> bytes:
        """The text of a token; nothing outside of the list."""
        return self.all[number].text if 0 <= number < len(self.all) else b""

    def kind(self, number: int) -> str:
        """The kind of a token; nothing outside of the list."""
        return self.all[number].kind if 0 <= number < len(self.all) else ""

    def under(self, offset: int) -> int:
        """The token of which ``offset`` is a byte; -1 for space and comments."""
        found = bisect_right(self._starts, offset) - 1
        return found if found >= 0 and offset < self.all[found].end else -1

    def before(self, offset: int) -> int:
        """The last token that begins before ``offset``; -1 when there is none."""
        return bisect_left(self._starts, offset) - 1

    def in_comment(self, offset: int) -> bool:
        """Whether a cursor at ``offset`` is within a comment."""
        found = bisect_left(self.comments, Span(offset, offset)) - 1
        return found >= 0 and self.comments[found].start < offset <= self.comments[found].end

    def partner(self, number: int) -> int:
        """The bracket which a closing one closes; -1 when there is none."""
        return self._partners.get(number, -1)

    def indent(self, number: int) -> int:
        """How far the line of a token is indented."""
        start = self.data.rfind(b"\n", 0, self.all[number].start) + 1
        end = start
        while self.data[end : end + 1] in (b" ", b"\t"):
            end += 1
        return end - start

    def around(self, number: int) -> Iterator[int]:
        """The brackets around a token, innermost first."""
        opener = self.opener[number] if 0 <= number < len(self.all) else -1
        while opener >= 0:
            yield opener
            opener = self.opener[opener]

    def _take_over(self, earlier: Tokens) -> int:
        """Keep the tokens in front of the first difference; where they end."""
        same = change_window(earlier.data, self.data)[0]
        # The pattern looks a little ahead.
        kept = bisect_left(earlier._starts, same - _AHEAD)
        while kept and earlier.all[kept - 1].end > same - _AHEAD:
            kept -= 1
        self.all = earlier.all[:kept]
        end = self.all[-1].end if kept else 0
        self.comments = [span for span in earlier.comments if span.end <= end]
        return end

    def _cut(self, lexicon: Lexicon, start: int) -> None:
        position: int | None = start
        while position is not None:
            position = self._cut_from(position, lexicon)

    def _cut_from(self, position: int, lexicon: Lexicon) -> int | None:
        """Up to a token whose end the pattern cannot tell: behind that; None at the end of the text."""
        # This runs with every key that is pressed, over the whole text.
        make, add, first = tuple.__new__, self.all.append, position == 0
        for match in lexicon.pattern.finditer(self.data, position):
            kind = match.lastgroup
            if kind == "line":
                first = True
            elif kind == "comment":
                self.comments.append(Span(match.start(), match.end()))
            elif kind == "open":
                start, end = match.start(), lexicon.finish(self.data, match.start())
                add(Token("string", self.data[start:end], start, end, first))
                return end
            else:
                start, end = match.span()
                add(make(Token, (kind, match[0], start, end, first)))
                first = False
        return None

    def _match(self, ends: Ends) -> None:
        stack: list[int] = []
        for number, token in enumerate(self.all):
            if token.first and stack:
                while stack and ends(self, number, stack):
                    self.closer[stack.pop()] = number
            partner = _CLOSING.get(token.text) if token.kind == "sign" else None
            if partner is not None:
                self._close(number, partner, stack)
            self.opener[number] = stack[-1] if stack else -1
            if token.kind == "sign" and token.text in _OPENING:
                stack.append(number)
        for opener in stack:
            self.closer[opener] = len(self.all)

    def _close(self, number: int, partner: bytes, stack: list[int]) -> None:
        """Close the innermost bracket of the kind, and what was left open within it."""
        depth = next((d for d in range(len(stack) - 1, -1, -1) if self.all[stack[d]].text == partner), None)
        if depth is not None:
            self._partners[number] = stack[depth]
            for opener in stack[depth:]:
                self.closer[opener] = number
            del stack[depth:]
