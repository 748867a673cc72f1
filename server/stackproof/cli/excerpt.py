"""Source excerpts with the guilty range underlined."""

from __future__ import annotations

import unicodedata
from typing import NamedTuple

from stackproof.cli.style import Style, visible
from stackproof.text import Document, Span

_TAB = 4
_MAX_COLUMNS = 160
_MAX_LINES = 6
_LEAD = 40


class Mark(NamedTuple):
    """How a range is underlined: with which character, in which colour, with what words behind it."""

    char: str
    kind: str
    label: str = ""


class _Cell(NamedTuple):
    text: str
    width: int


def width_of(char: str) -> int:
    """The terminal columns that a character takes."""
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def excerpt(
    document: Document, span: Span, mark: Mark, gutter: int, style: Style, context: int = 0
) -> list[str]:
    """Lines that show ``span`` with line numbers ``gutter`` columns wide, framed by empty ones.

    ``context`` further lines are shown on either side. Nothing is shown of an empty text.
    """
    if not document.data:
        return []
    lines = document.lines
    first = lines.line_of(min(span.start, len(document.data)))
    last = lines.line_of(max(min(span.end, len(document.data)), span.start))
    # A range that ends with its line's end does not reach into the next line.
    if last > first and lines.start(last) >= span.end:
        last -= 1
    bar = style.paint("frame", f"{' ' * gutter} |")
    out = [bar]
    out += _context(document, range(max(0, first - context), first), gutter, style, first != last)
    if first == last:
        out += _single(document, first, span, mark, gutter, style)
    else:
        out += _several(document, first, last, span, mark, gutter, style)
    until = min(last + 1 + context, len(lines) - (not lines.content(len(lines) - 1)))
    out += _context(document, range(last + 1, until), gutter, style, first != last)
    return out


def _context(document: Document, numbers: range, gutter: int, style: Style, barred: bool) -> list[str]:
    out = []
    for number in numbers:
        text = _join(_cells(document.lines.content(number).decode("utf-8", "replace"), 0)[: _MAX_COLUMNS - 1])
        out.append(_numbered(number, ("  " if barred else "") + text, gutter, style))
    return out


def _single(document: Document, line: int, span: Span, mark: Mark, gutter: int, style: Style) -> list[str]:
    start = document.lines.start(line)
    content = document.lines.content(line)
    before = _cells(content[: span.start - start].decode("utf-8", "replace"), 0)
    column = sum(c.width for c in before)
    guilty = _cells(content[span.start - start : span.end - start].decode("utf-8", "replace"), column)
    after = _cells(
        content[max(span.start, span.end) - start :].decode("utf-8", "replace"),
        column + sum(c.width for c in guilty),
    )
    cut = column > _MAX_COLUMNS - _LEAD
    if cut:
        kept: list[_Cell] = []
        while before and sum(c.width for c in kept) < _LEAD:
            kept.insert(0, before.pop())
        before = [_Cell("…", 1), *kept]
        column = sum(c.width for c in before)
    room = max(_MAX_COLUMNS - column, 1)
    shown = _fit([*guilty, *after], room)
    length = max(1, min(sum(c.width for c in guilty), sum(c.width for c in shown)))
    underline = style.paint(mark.kind, mark.char * length + (f" {visible(mark.label)}" if mark.label else ""))
    bar = style.paint("frame", f"{' ' * gutter} |")
    return [
        _numbered(line, _join([*before, *shown]), gutter, style),
        f"{bar} {' ' * column}{underline}",
    ]


def _several(
    document: Document, first: int, last: int, span: Span, mark: Mark, gutter: int, style: Style
) -> list[str]:
    numbers = list(range(first, last + 1))
    left_out = len(numbers) > _MAX_LINES
    shown = [*numbers[: _MAX_LINES - 2], last] if left_out else numbers
    out = []
    for number in shown:
        edge = style.paint(mark.kind, "/" if number == first else "|")
        cells = _cells(document.lines.content(number).decode("utf-8", "replace"), 0)
        out.append(_numbered(number, f"{edge} {_join(_fit(cells, _MAX_COLUMNS))}", gutter, style))
        if left_out and number == shown[-2]:
            out.append(style.paint("frame", "...".ljust(gutter + 2)) + " " + style.paint(mark.kind, "|"))
    end = document.lines.content(last)[: span.end - document.lines.start(last)].decode("utf-8", "replace")
    column = min(max(sum(c.width for c in _cells(end, 0)), 1), _MAX_COLUMNS)
    tail = style.paint(
        mark.kind, f"|{'_' * column}{mark.char}" + (f" {visible(mark.label)}" if mark.label else "")
    )
    out.append(style.paint("frame", f"{' ' * gutter} |") + f" {tail}")
    return out


def _numbered(line: int, text: str, gutter: int, style: Style) -> str:
    return f"{style.paint('frame', f'{line + 1:>{gutter}} |')} {text}".rstrip()


def _cells(text: str, column: int) -> list[_Cell]:
    """The characters as they are shown from ``column`` on: tabs widened, controls made visible."""
    out = []
    for char in text:
        if char == "\t":
            width = _TAB - column % _TAB
            out.append(_Cell(" " * width, width))
        elif char == "\ufeff":
            out.append(_Cell("", 0))
        else:
            out.append(_Cell(visible(char), width_of(char)))
        column += out[-1].width
    return out


def _fit(cells: list[_Cell], room: int) -> list[_Cell]:
    if sum(c.width for c in cells) <= room:
        return cells
    out: list[_Cell] = []
    used = 0
    for cell in cells:
        if used + cell.width > room - 1:
            break
        out.append(cell)
        used += cell.width
    return [*out, _Cell("…", 1)]


def _join(cells: list[_Cell]) -> str:
    return "".join(cell.text for cell in cells)
