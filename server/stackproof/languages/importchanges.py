"""Writes imports under given names, and takes names out of imports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackproof.languages.binding import line_end, top_imports
from stackproof.languages.items import Brackets
from stackproof.languages.rendering import Unwritable
from stackproof.model.code import Imported
from stackproof.model.importing import AddImport, DropNames
from stackproof.model.program import Import
from stackproof.text import Span

if TYPE_CHECKING:
    from stackproof.languages.job import Job


def carry_out(job: Job, change: AddImport | DropNames) -> None:
    """Take one change into account. Raises `Unwritable`."""
    match change:
        case AddImport():
            what = Imported(change.module, change.name or change.alias, namespace=not change.name)
            job.names.bind(what, change.alias)
        case DropNames():
            _drop(job, change)


def _drop(job: Job, change: DropNames) -> None:
    found = next(((s, at) for s, at in top_imports(job.places) if at == change.statement.span), None)
    if found is None:
        raise Unwritable("the import does not stand at the top of its file")
    statement, span = found
    if any(not 0 <= number < len(statement.names) for number in change.numbers):
        raise Unwritable("there is no such name")
    if len(set(change.numbers)) == len(statement.names) and not statement.namespace and not statement.default:
        _whole_line(job, span)
        return
    brackets = _brackets(job, statement, span)
    for number in change.numbers:
        job.remove_item(brackets, number)


def _brackets(job: Job, statement: Import, span: Span) -> Brackets:
    """What stands between the braces or parentheses of an import, or behind its ``import``."""
    items = tuple(name.span.shift(span.start - statement.span.start) for name in statement.names)
    opening, closing = items[0].start, items[-1].end
    for mark, end in ((b"{", b"}"), (b"(", b")")):
        before = job.data.rfind(mark, span.start, items[0].start)
        after = job.data.find(end, closing, span.end)
        if before >= 0 and after >= 0:
            opening, closing = before + 1, after
            break
    return Brackets(Span(opening, closing), items, padded=True, comment=job.writer.comment)


def _whole_line(job: Job, span: Span) -> None:
    """The statement with its line, which must hold nothing else."""
    start, end = job.data.rfind(b"\n", 0, span.start) + 1, line_end(job.data, span.end)
    if job.data[start : span.start].strip() or job.data[span.end : end].strip(b" \t;"):
        raise Unwritable("something else stands on the same line")
    after = end
    while after < len(job.data) and job.data[after : after + 1] in (b"\r", b"\n"):
        after += 1
        if job.data[after - 1 : after] == b"\n":
            break
    job.put(Span(start, after), "")
