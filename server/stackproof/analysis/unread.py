"""Finds variables that are given a value and never read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from stackproof.analysis.terrain import Terrain
from stackproof.languages.places import Line, Places
from stackproof.languages.source import Source
from stackproof.model.graph import Unread
from stackproof.model.program import (
    Assignment,
    Call,
    ExpressionStatement,
    Function,
    Name,
    Parameter,
    PatternEntry,
    Unparsed,
)
from stackproof.model.values import Origin
from stackproof.text import Document, Span


def unread(terrain: Terrain, words: Iterable[str]) -> tuple[Unread, ...]:
    """Those of all files of the program that hold one of ``words`` (in lower case), in order.

    A name that is read anywhere in its file counts as read.
    """
    found: list[Unread] = []
    wanted = [word.encode() for word in words]
    for file, source in terrain.sources.items():
        text = source.document.data.lower()
        if not any(word in text for word in wanted):
            continue
        places = terrain.places(file)
        if places is not None and not source.module.broken:
            found += _in_file(file, source, places)
    return tuple(sorted(found, key=lambda u: u.at))


def _in_file(file: str, source: Source, places: Places) -> Iterator[Unread]:
    document, python = source.document, source.module.language == "python"
    mentions = Counter(node.id for node, _ in places.of(Name))
    bound: dict[str, list[Span]] = {}
    for each in places.nodes:
        node = each.node
        if isinstance(node, Assignment | Parameter | PatternEntry) and isinstance(node.target, Name):
            if isinstance(node, Parameter) and node.property:
                mentions[node.target.id] += 1
            bound.setdefault(node.target.id, []).append(node.target.span.shift(each.base))
    dark = [document.text(node.span.shift(base)) for node, base in places.of(Unparsed)]
    for name, spans in bound.items():
        if mentions[name] != len(spans) or any(name in text for text in dark):
            continue
        for span in spans:
            if not _may_be_imported(places.enclosing(span), document, python):
                yield Unread(name, Origin(file, span), _removable(file, places, span, document))


def _may_be_imported(lines: list[Line], document: Document, python: bool) -> bool:
    """Whether a variable of a module can be had by others."""
    if any(isinstance(outer, Function) for line in lines for outer in line.around):
        return False
    return python or any(document.text(line.span).startswith("export") for line in lines)


def _removable(file: str, places: Places, span: Span, document: Document) -> Origin | None:
    """The whole lines of the statement that gives the value, where it does nothing else."""
    lines = places.enclosing(span)
    statement = lines[-1].statement if lines else None
    if not isinstance(statement, ExpressionStatement) or len(statement.expressions) != 1:
        return None
    assignment = statement.expressions[0]
    if not isinstance(assignment, Assignment):
        return None
    if not isinstance(assignment.target, Name) or assignment.operator is not None:
        return None
    whole = lines[-1].span
    if any(whole.encloses(node.span.shift(base)) for node, base in places.of(Call)):
        return None
    start = document.lines.start(document.lines.line_of(whole.start))
    end = document.lines.start(document.lines.line_of(whole.end) + 1)
    around = document.text(Span(start, whole.start)), document.text(Span(whole.end, end))
    if around[0].strip() or around[1].strip(" \t\r\n;"):
        return None
    return Origin(file, Span(start, end))
