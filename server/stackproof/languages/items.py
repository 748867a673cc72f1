"""Adds and removes elements of bracketed lists in source text, whatever their layout."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from stackproof.languages.style import Style
from stackproof.text import Edit, Span

_SPACE = re.compile(rb"[ \t]*")


@dataclass(frozen=True)
class Brackets:
    """A list in the text: the span between its brackets, and its elements in order.

    ``padded`` for brackets that have spaces inside when they stand on one line (``{ a }``).
    """

    inner: Span
    items: tuple[Span, ...]
    padded: bool = False
    comment: bytes = b"//"


def line_indent(data: bytes, offset: int) -> str:
    """The white space with which the line of ``offset`` begins."""
    start = data.rfind(b"\n", 0, offset) + 1
    match = re.compile(rb"[ \t]*").match(data, start)
    return match.group().decode() if match else ""


def column(data: bytes, offset: int) -> int:
    """How many bytes stand before ``offset`` on its line."""
    return offset - (data.rfind(b"\n", 0, offset) + 1)


def is_spread_out(data: bytes, brackets: Brackets) -> bool:
    """Whether the elements stand on lines of their own."""
    if not brackets.items:
        return False
    return b"\n" in data[brackets.inner.start : brackets.items[0].start]


def item_indent(data: bytes, brackets: Brackets, style: Style) -> str:
    """The indentation at which a new element's own lines are relative to."""
    if is_spread_out(data, brackets):
        return line_indent(data, brackets.items[-1].start)
    return line_indent(data, brackets.inner.start)


def append(data: bytes, brackets: Brackets, texts: Sequence[str], style: Style) -> list[Edit]:
    """Put new elements behind the last one, with the commas and lines of the list."""
    if not brackets.items:
        return [_fill(data, brackets, texts, style)]
    last = brackets.items[-1].end
    comma = _comma(data, last, brackets)
    if not is_spread_out(data, brackets):
        return [Edit(Span(last, last), "".join(", " + t for t in texts))]
    lead = style.newline + line_indent(data, brackets.items[-1].start)
    joined = ",".join(lead + t for t in texts)
    if comma is None:
        rest = _rest_of_line(data, last, brackets)
        if rest == last:
            return [Edit(Span(last, last), "," + joined)]
        return [Edit(Span(last, last), ","), Edit(Span(rest, rest), joined)]
    rest = _rest_of_line(data, comma + 1, brackets)
    return [Edit(Span(rest, rest), joined + ",")]


def spread(data: bytes, brackets: Brackets, texts: Sequence[str], style: Style) -> list[Edit] | None:
    """The same, with every element moved to a line of its own; None where that would disturb something."""
    if is_spread_out(data, brackets) or b"\n" in data[brackets.inner.start : brackets.inner.end]:
        return None
    if _has_comment(data, brackets):
        return None
    base = line_indent(data, brackets.inner.start)
    lead = style.newline + base + style.indent
    old = [data[s.start : s.end].decode("utf-8", "replace") for s in brackets.items]
    body = "".join(f"{lead}{t}," for t in [*old, *texts])
    return [Edit(brackets.inner, f"{body}{style.newline}{base}")]


def remove(data: bytes, brackets: Brackets, numbers: Sequence[int]) -> list[Edit]:
    """Take elements out with their commas, leaving no empty lines."""
    gone = set(numbers)
    if len(gone) == len(brackets.items) and not _has_comment(data, brackets):
        return [Edit(brackets.inner, "")]
    kept = [n for n in range(len(brackets.items)) if n not in gone]
    edits: list[Edit] = []
    for number in sorted(gone):
        item = brackets.items[number]
        comma = _comma(data, item.end, brackets)
        end = item.end if comma is None else comma + 1
        edits.append(Edit(_with_its_line(data, brackets, Span(item.start, end)), ""))
    if kept and len(brackets.items) - 1 in gone and _comma(data, brackets.items[-1].end, brackets) is None:
        # The list has no comma behind its last element, and it shall stay so.
        before = brackets.items[kept[-1]]
        comma = _comma(data, before.end, brackets)
        first = next(e for e in edits if e.span.start > before.start)
        if comma is not None and not is_spread_out(data, brackets):
            edits = [e for e in edits if e.span.start < before.start]
            edits.append(Edit(Span(before.end, brackets.items[-1].end), ""))
        elif comma is not None and comma + 1 <= first.span.start:
            edits.append(Edit(Span(comma, comma + 1), ""))
    return edits


def _fill(data: bytes, brackets: Brackets, texts: Sequence[str], style: Style) -> Edit:
    """The first elements of an empty list."""
    flat = ", ".join(texts)
    inner = data[brackets.inner.start : brackets.inner.end]
    room = style.width - column(data, brackets.inner.start)
    if b"\n" not in inner and "\n" not in flat and len(flat) + 4 <= room:
        return Edit(
            brackets.inner if not inner.strip() else _end(brackets), f" {flat} " if brackets.padded else flat
        )
    base = line_indent(data, brackets.inner.start)
    lead = style.newline + base + style.indent
    body = "".join(f"{lead}{t}," for t in texts) + style.newline + base
    return Edit(brackets.inner if not inner.strip() else _end(brackets), body)


def _end(brackets: Brackets) -> Span:
    return Span(brackets.inner.end, brackets.inner.end)


def _has_comment(data: bytes, brackets: Brackets) -> bool:
    """Whether a comment stands between the elements."""
    at = brackets.inner.start
    for item in (*brackets.items, Span(brackets.inner.end, brackets.inner.end)):
        between = data[at : item.start]
        if between.strip(b" \t\r\n,"):
            return True
        at = item.end
    return False


def _comma(data: bytes, at: int, brackets: Brackets) -> int | None:
    """The place of the comma that follows, behind white space and comments."""
    end = brackets.inner.end
    while at < end:
        char = data[at : at + 1]
        if char in b" \t\r\n":
            at += 1
        elif char == b",":
            return at
        elif data.startswith(b"/*", at) and brackets.comment == b"//":
            close = data.find(b"*/", at + 2)
            at = end if close < 0 else close + 2
        elif data.startswith(brackets.comment, at):
            line = data.find(b"\n", at)
            at = end if line < 0 else line
        else:
            return None
    return None


def _rest_of_line(data: bytes, at: int, brackets: Brackets) -> int:
    """The end of the line if only a comment stands on the rest of it, else ``at``."""
    start = at + len(_SPACE.match(data, at).group())  # type: ignore[union-attr]
    if data.startswith(brackets.comment, start):
        line = data.find(b"\n", start, brackets.inner.end)
        if line >= 0:
            return line - 1 if data[line - 1 : line] == b"\r" else line
    if brackets.comment == b"//" and data.startswith(b"/*", start):
        close = data.find(b"*/", start)
        line = data.find(b"\n", start, brackets.inner.end)
        if 0 <= close < line and not data[close + 2 : line].strip():
            return close + 2
    return at


def _with_its_line(data: bytes, brackets: Brackets, span: Span) -> Span:
    """An element with the white space around it that belongs to it; whole lines where it has them."""
    start = data.rfind(b"\n", 0, span.start) + 1
    end = _rest_of_line(data, span.end, brackets)
    stop = data.find(b"\n", end)
    alone_before = start > brackets.inner.start and not data[start : span.start].strip()
    alone_after = 0 <= stop < brackets.inner.end and not data[end:stop].strip()
    if alone_before and alone_after:
        return Span(start, stop + 1)
    after = span.end + len(_SPACE.match(data, span.end).group())  # type: ignore[union-attr]
    return Span(span.start, min(after, brackets.inner.end))
