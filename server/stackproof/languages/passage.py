"""One text as its words tell it: imports, brackets and their elements, in either language."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from stackproof.languages.imported import Imported
from stackproof.languages.tokens import Hole, Lexicon, Tokens

_CLOSING = frozenset((b")", b"]", b"}"))


@dataclass(frozen=True)
class Wording:
    """What a language tells by its words: how they are cut, what imports bind, which braces hold keys.

    ``holes`` are the places within the text of a string that hold code, with the marks around it.
    """

    language: Literal["typescript", "python"]
    lexicon: Lexicon
    imported: Callable[[Tokens], Imported]
    is_object: Callable[[Tokens, int], bool]
    holes: Callable[[bytes], list[Hole]]


@dataclass(frozen=True)
class Element:
    """What stands between two commas: tokens ``start`` to ``end``. ``value`` is the first token behind a label.

    ``label`` is the name of a keyword or key, at token ``key`` (-1 without one). ``position`` counts those before
    it that have no label.
    """

    start: int
    end: int
    position: int
    label: str = ""
    key: int = -1
    value: int = -1
    spread: bool = False


class Passage:
    """A text with what its words say."""

    def __init__(self, data: bytes, wording: Wording, earlier: Passage | None = None) -> None:
        """``earlier`` is how the text was before an edit."""
        self.language = wording.language
        self.tokens: Tokens = Tokens(data, wording.lexicon, None if earlier is None else earlier.tokens)
        self._wording = wording

    @cached_property
    def imported(self) -> Imported:
        """What its imports bind."""
        return self._wording.imported(self.tokens)

    def unveiled(self, offset: int) -> Passage:
        """The text as seen from a byte: where that is code within a string, the string is no more than that code."""
        seen: Passage = self
        while True:
            number = seen.tokens.under(offset)
            token = seen.tokens[number] if number >= 0 else None
            if token is None or token.kind != "string":
                return seen
            holes = self._wording.holes(token.text)
            if not any(h.start <= offset - token.start <= h.end for h in holes):
                return seen
            shown = bytearray(b" " * len(token.text))
            for hole in holes:
                shown[hole.opens], shown[hole.closes - 1] = b"("[0], b")"[0]
                shown[hole.start : hole.end] = token.text[hole.start : hole.end]
            data = seen.tokens.data
            seen = Passage(data[: token.start] + bytes(shown) + data[token.end :], self._wording, seen)

    def is_object(self, opener: int) -> bool:
        """Whether a brace holds keys with values."""
        return self.tokens.text(opener) == b"{" and self._wording.is_object(self.tokens, opener)

    def elements(self, opener: int) -> Iterator[Element]:
        """What stands within a bracket, in order; the last may be empty."""
        tokens, end = self.tokens, self.tokens.closer[opener]
        start = number = opener + 1
        position = 0
        while True:
            if number >= end or tokens.text(number) == b",":
                element = self._element(opener, start, number, position)
                position += not element.label
                yield element
                if number >= end:
                    return
                start = number + 1
            closer = tokens.closer[number] if number < end else -1
            # What was never closed ends in front of the token that tells so.
            number = (
                number + 1
                if closer < 0
                else min(max(closer + (self.tokens.text(closer) in _CLOSING), number + 1), end)
            )

    def element_at(self, opener: int, number: int) -> Element:
        """The element in which a token stands, or behind which it would be put."""
        last = None
        for element in self.elements(opener):
            last = element
            if number <= element.end - 1 or element.end > number:
                break
        assert last is not None
        return last

    def _element(self, opener: int, start: int, end: int, position: int) -> Element:
        tokens = self.tokens
        if tokens.text(start) in (b"...", b"*", b"**"):
            return Element(start, end, position, spread=True)
        kind, behind = tokens.kind(start), tokens.text(start + 1) if start + 1 < end else b""
        text = tokens.text(start).decode("utf-8", "replace") if start < end else ""
        if tokens.text(opener) == b"(":
            labelled = self.language == "python" and kind == "name" and behind == b"="
        else:
            labelled = behind == b":" and kind in ("name", "string") and tokens.text(opener) == b"{"
        if labelled and start < end:
            label = text[1:-1] if kind == "string" else text
            return Element(start, end, position, label, start, start + 2)
        if self.language == "typescript" and self.is_object(opener) and kind == "name" and start < end:
            shorthand = end == start + 1 and (tokens.text(end) == b"," or tokens.text(end) in _CLOSING)
            if shorthand or behind == b"(":
                return Element(start, end, position, text, start, start)
        return Element(start, end, position)
