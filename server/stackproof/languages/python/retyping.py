"""Writes dicts as calls with named arguments, leaving all else in them as it stands."""

from __future__ import annotations

import keyword
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, TypeAlias

from stackproof.languages.binding import line_end
from stackproof.languages.items import column, line_indent
from stackproof.languages.python.handing import Handing
from stackproof.languages.rendering import Unwritable
from stackproof.model.code import Code, Elements, Invocation, Retype, Retyped, Verbatim
from stackproof.model.program import (
    Argument,
    Call,
    Entry,
    Expression,
    ListDisplay,
    Literal,
    Name,
    ObjectDisplay,
)
from stackproof.text import Edit, Span

if TYPE_CHECKING:
    from stackproof.languages.job import Job

# A name, its place with all that stands between it and the value, the place of the value, and the value.
_Argument: TypeAlias = tuple[str, Span, Span, Expression]


def retype(job: Job, change: Retype) -> None:
    """Take the change into account. Raises `Unwritable`."""
    whole = change.objects[0].at
    if whole.file != change.taker.file:
        raise Unwritable("the dict is in another file than what takes it")
    given = set(Handing(job.data, job.places).given_to(change.taker.span))
    if any(each.at.span not in given for each in change.objects):
        raise Unwritable("the dict may be used for something else")
    calls = {each.at.span: _Called(job, each) for each in change.objects}
    edits = [edit for each in calls.values() for edit in each.edits()]
    if _is_too_long(job, whole.span, edits):
        with suppress(Unwritable):
            code = _spread_out(job, calls, *calls[whole.span].found)
            indent = line_indent(job.data, whole.span.start)
            text = job.renderer.broken(code, indent, column(job.data, whole.span.start))
            edits = [Edit(whole.span, text)]
    for edit in edits:
        job.put(edit.span, edit.new_text)


class _Called:
    """A dict, written ``{"a": x}`` or ``dict(a=x)``, that is to be ``Name(a=x)``.

    ``arguments`` are the names, what stands there instead of a name and what leads to it, and the values' texts.
    """

    def __init__(self, job: Job, wanted: Retyped) -> None:
        self._data = job.data
        self._wanted = wanted
        self.span = wanted.at.span
        self.callee = job.renderer.flat(wanted.callee)
        display, made = job.places.at(self.span, ObjectDisplay), job.places.at(self.span, Call)
        if display is not None and job.data[self.span.start : self.span.start + 1] == b"{":
            self.found: tuple[Expression, int] = display
            self.arguments = [self._entry(entry, display[1]) for entry in display[0].entries]
        elif made is not None and isinstance(made[0].callee, Name) and made[0].callee.id == "dict":
            self.found = made
            self.arguments = [self._keyword(argument, made[1]) for argument in made[0].arguments]
        else:
            raise Unwritable("the dict is not written out")
        names = [name for name, *_ in self.arguments]
        if len(set(names)) < len(names):
            raise Unwritable("a key is written twice")

    def edits(self) -> Iterator[Edit]:
        """What changes, with all else left as it stands."""
        node, base = self.found
        if isinstance(node, Call):
            yield Edit(node.callee.span.shift(base), self.callee)
        else:
            yield Edit(Span(self.span.start, self.span.start + 1), f"{self.callee}(")
            yield Edit(Span(self.span.end - 1, self.span.end), ")")
        for name, lead, *_ in self.arguments:
            yield Edit(lead, f"{name}=")

    def _entry(self, entry: Entry, base: int) -> _Argument:
        key = entry.key
        if not isinstance(key, Literal) or key.span.start != entry.span.start:
            raise Unwritable("a key comes from elsewhere")
        start, end = key.span.start + base, key.span.end + base
        colon = self._data.find(b":", end, entry.value.span.start + base)
        if colon < 0 or self._data[end:colon].strip():
            raise Unwritable("something stands behind a key")
        end = colon + 1
        while self._data[end : end + 1] in (b" ", b"\t"):
            end += 1
        value = Span(end, entry.span.end + base)
        return self._argument(key.value), Span(start, end), value, entry.value

    def _keyword(self, argument: Argument, base: int) -> _Argument:
        if argument.name is None or argument.name_span is None:
            raise Unwritable("a key comes from elsewhere")
        start, end = argument.name_span.start + base, argument.name_span.end + base
        sign = self._data.find(b"=", end) + 1
        value = Span(sign, argument.span.end + base)
        return self._argument(argument.name), Span(start, sign), value, argument.value

    def _argument(self, key: object) -> str:
        name = self._wanted.names.get(key) if isinstance(key, str) else None
        if name is None or not name.isidentifier() or keyword.iskeyword(name):
            raise Unwritable("a key is no argument")
        return name


# --- lines that grow too long --------------------------------------------------------------------


def _is_too_long(job: Job, span: Span, edits: list[Edit]) -> bool:
    """Whether a dict on one line makes that line longer than lines are to be, which it was not before."""
    if b"\n" in job.data[span.start : span.end]:
        return False
    stop = line_end(job.data, span.end)
    length = column(job.data, stop)
    grown = sum(len(e.new_text) - (e.span.end - e.span.start) for e in edits)
    return length <= job.style.width < length + grown


def _spread_out(job: Job, calls: dict[Span, _Called], node: Expression, base: int) -> Code:
    """An expression as code that may go over several lines, with the dicts in it as calls."""
    span = node.span.shift(base)
    called = calls.get(span)
    if called is not None:
        return Invocation(
            Verbatim(called.callee),
            keywords=tuple(
                (name, _value(job, calls, value, inner, base)) for name, _, value, inner in called.arguments
            ),
        )
    if not isinstance(node, ListDisplay) or any(item.spread for item in node.items):
        raise Unwritable("what holds the dict has a shape of its own")
    return Elements(tuple(_value(job, calls, i.span.shift(base), i.value, base) for i in node.items))


def _value(job: Job, calls: dict[Span, _Called], whole: Span, node: Expression, base: int) -> Code:
    if any(whole.encloses(span) for span in calls):
        return _spread_out(job, calls, node, base)
    return Verbatim(job.data[whole.start : whole.end].decode("utf-8", "replace").strip())
