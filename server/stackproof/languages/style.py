"""How a file is laid out: its indentation, quotes, line ends."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass

from stackproof.languages.places import Places
from stackproof.model.program import ExpressionStatement, Literal
from stackproof.text import Document

WIDTH = 100
_INDENTED = re.compile(rb"^([ \t]+)\S", re.MULTILINE)


@dataclass(frozen=True)
class Style:
    """The habits of one file. ``quote`` is one character, ``end`` what statements end with."""

    indent: str
    quote: str
    end: str
    newline: str
    width: int = WIDTH


def style_of(document: Document, places: Places) -> Style:
    """The habits that most of a file follows; the language's usual ones where the file shows none."""
    typescript = places.module.language == "typescript"
    return Style(
        indent=_indent(document.data, "  " if typescript else "    "),
        quote=_quote(document.data, places, "'" if typescript else '"'),
        end=_end(document.data, places) if typescript else "",
        newline="\r\n" if b"\r\n" in document.data else "\n",
    )


def _indent(data: bytes, usual: str) -> str:
    widths: Counter[int] = Counter()
    tabs = before = 0
    for match in _INDENTED.finditer(data):
        lead = match.group(1)
        if b"\t" in lead:
            tabs += 1
            continue
        step = len(lead) - before
        before = len(lead)
        if step in (2, 3, 4, 8):
            widths[step] += 1
    if tabs > sum(widths.values()):
        return "\t"
    return " " * widths.most_common(1)[0][0] if widths else usual


def _quote(data: bytes, places: Places, usual: str) -> str:
    seen: Counter[bytes] = Counter()
    for literal, base in places.of(Literal):
        if isinstance(literal.value, str):
            seen[data[literal.span.start + base : literal.span.start + base + 1]] += 1
    single, double = seen[b"'"], seen[b'"']
    if single == double:
        return usual
    return "'" if single > double else '"'


def _end(data: bytes, places: Places) -> str:
    with_mark = without = 0
    for line in places.lines:
        if isinstance(line.statement, ExpressionStatement):
            if data[line.span.end - 1 : line.span.end + 1].find(b";") >= 0:
                with_mark += 1
            else:
                without += 1
    return "" if without > with_mark else ";"
