"""What is being typed at a cursor: a name, a value, or the inside of a string."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal

from stackproof.languages.passage import Element, Passage
from stackproof.text import Span

_QUOTED: Final = re.compile(rb"""(?P<quote>["'])(?P<inner>[^"'\r\n]*)(?P<close>["']?)""")
_DOTS: Final = frozenset((b".", b"?."))
_OPENERS: Final = frozenset((b"(", b"[", b"{"))


@dataclass(frozen=True)
class Cursor:
    """A place within a bracket, where a ``name`` or ``value`` may be typed; ``written`` is what is there already.

    ``quoted`` when that is the inside of a string. ``element`` is what the place belongs to, without a label where a
    new one begins. ``bound`` when the name has its value already.
    """

    opener: int
    element: Element
    kind: Literal["name", "value"]
    written: Span
    quoted: bool = False
    bound: bool = False


def cursor_at(passage: Passage, offset: int) -> Cursor | None:
    """What is typed at a byte; None outside of brackets, in comments and within other words."""
    tokens = passage.tokens
    number = tokens.before(offset)
    if number < 0 or tokens.in_comment(offset):
        return None
    token = tokens[number]
    if token.kind == "string":
        return _in_string(passage, number, offset)
    if token.kind == "number" and token.end >= offset:
        return None
    if token.text in _DOTS:
        first = _chain_start(passage, number)
        if first > number:
            return None
        return _at(passage, first, Span(tokens[first].start, offset), quoted=False)
    if token.kind == "name" and token.end >= offset:
        first = _chain_start(passage, number - 1) if tokens.text(number - 1) in _DOTS else number
        return _at(passage, first, Span(tokens[first].start, token.end), quoted=False)
    return _at(passage, number + 1, Span(offset, offset), quoted=False, empty=True)


def _chain_start(passage: Passage, dot: int) -> int:
    """The first of the names that are joined by dots up to a dot."""
    tokens = passage.tokens
    while tokens.text(dot) in _DOTS and tokens.kind(dot - 1) == "name":
        dot -= 2
    return dot + 1


def _in_string(passage: Passage, number: int, offset: int) -> Cursor | None:
    token = passage.tokens[number]
    match = _QUOTED.fullmatch(token.text)
    if match is None:
        return None
    closed = match["close"] == match["quote"]
    inner = Span(token.start + match.start("inner"), token.start + match.end("inner"))
    if not inner.start <= offset <= inner.end or (not closed and match["close"]):
        return None
    # What was not closed may hold the rest of the line.
    return _at(passage, number, inner if closed else Span(inner.start, offset), quoted=True)


def _at(passage: Passage, number: int, written: Span, *, quoted: bool, empty: bool = False) -> Cursor | None:
    """The cursor in the place of a token, or in front of it when nothing is ``empty`` there yet."""
    tokens = passage.tokens
    before = number - 1
    text = tokens.text(before)
    opener = before if text in _OPENERS else tokens.opener[before] if before >= 0 else -1
    if opener < 0 or tokens.closer[opener] < before:
        return None
    element = passage.element_at(
        opener, before if empty and text not in _OPENERS and text != b"," else number
    )
    if text in _OPENERS or text == b",":
        if empty:
            element = Element(number, number, _position(passage, opener, number))
        dotted = tokens.text(number + 1) in _DOTS and not empty
        names = tokens.text(opener) != b"[" and not (quoted and tokens.text(opener) == b"(") and not dotted
        bound = element.key == number and not empty
        kind: Literal["name", "value"] = "name" if names else "value"
        return Cursor(opener, element, kind, written, quoted, bound)
    if element.label and element.key == before - 1 and element.key >= 0:
        return Cursor(opener, element, "value", written, quoted)
    return None


def _position(passage: Passage, opener: int, number: int) -> int:
    """How many elements without a label stand before a place."""
    return sum(1 for e in passage.elements(opener) if not e.label and e.end > e.start and e.end <= number)
