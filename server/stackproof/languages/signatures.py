"""Writes arguments into calls of the program's own, and parameters into its functions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackproof.languages.items import Brackets, line_indent
from stackproof.languages.rendering import Unwritable
from stackproof.model.code import AddItem, AddParameter, RemoveItem, Variable
from stackproof.model.program import Call, Function, Node, ObjectDisplay
from stackproof.text import Span

if TYPE_CHECKING:
    from stackproof.languages.job import Job


def carry_out(job: Job, change: AddItem | RemoveItem | AddParameter) -> None:
    """Take one change into account. Raises `Unwritable`."""
    match change:
        case AddItem():
            _add(job, change)
        case RemoveItem():
            brackets = _held(job, change.holder.span)[1]
            if not 0 <= change.number < len(brackets.items):
                raise Unwritable("there is no such argument")
            job.remove_item(brackets, change.number)
        case AddParameter():
            _take(job, change)


def _held(job: Job, span: Span) -> tuple[Node, Brackets]:
    """The call or object at a place, with what stands between its brackets."""
    items: tuple[Node, ...]
    if (call := job.places.at(span, Call)) is not None:
        node, base = call
        whole, items = node.arguments_span.shift(base), node.arguments
        found: Node = node
    elif (display := job.places.at(span, ObjectDisplay)) is not None:
        found, base = display
        whole, items = found.span.shift(base), display[0].entries
    else:
        raise Unwritable("there is neither a call nor an object")
    if job.data[whole.start : whole.start + 1] not in (b"(", b"{"):
        raise Unwritable("without brackets of its own")
    inner = Span(whole.start + 1, whole.end - 1)
    spans = tuple(item.span.shift(base) for item in items)
    padded = isinstance(found, ObjectDisplay)
    return found, Brackets(inner, spans, padded=padded, comment=job.writer.comment)


def _add(job: Job, change: AddItem) -> None:
    node, brackets = _held(job, change.holder.span)
    if isinstance(node, Call):
        job.add_item(brackets, job.writer.argument(change.name), change.value)
    elif isinstance(change.value, Variable) and change.value.path == change.name:
        job.add_item(brackets, "", change.value)
    else:
        job.add_item(brackets, f"{job.renderer.key(change.name)}: ", change.value)


def _take(job: Job, change: AddParameter) -> None:
    """Behind the last parameter that has a name of its own."""
    found = job.places.at(change.function.span, Function)
    if found is None:
        raise Unwritable("the function was not found")
    node, base = found
    plain = [p for p in node.parameters if not p.rest]
    if not plain:
        raise Unwritable("the function has no other parameters")
    last = plain[-1].span.shift(base)
    typed = any(p.annotation is not None for p in plain)
    text = job.writer.parameter(change.name, change.kind, typed, job.data)
    begin = job.data.rfind(b"\n", 0, last.start) + 1
    alone = not job.data[begin : last.start].strip()
    lead = job.style.newline + line_indent(job.data, last.start) if alone else " "
    job.insert(last.end, f",{lead}{text}")
