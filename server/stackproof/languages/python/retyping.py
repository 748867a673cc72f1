"""Writes dicts as calls with named arguments, leaving all else in them as it stands."""

from __future__ import annotations

import keyword
from collections.abc import Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, TypeAlias

from stackproof.languages.binding import line_end
from stackproof.languages.items import column, line_indent
from stackproof.languages.places import Places
from stackproof.languages.rendering import Unwritable
from stackproof.model.code import Code, Elements, Invocation, Retype, Retyped, Verbatim
from stackproof.model.program import (
    Argument,
    Assignment,
    Binary,
    Call,
    Comprehension,
    Conditional,
    Entry,
    Expression,
    Function,
    ListDisplay,
    Literal,
    Name,
    ObjectDisplay,
    Unparsed,
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
    given = set(_given(job, change))
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


# --- what else may use it ------------------------------------------------------------------------


def _given(job: Job, change: Retype) -> Iterator[Span]:
    """The dicts which go nowhere but to what takes them, as they are."""
    taker = change.taker.span
    for call, base in job.places.of(Call):
        if call.arguments_span.shift(base) == taker:
            for argument in call.arguments:
                if argument.spread != "**":
                    yield from _passed(job, argument.value, base)
    for assignment, base in job.places.of(Assignment):
        if assignment.target.span.shift(base) == taker and assignment.operator is None:
            yield from _passed(job, assignment.value, base)


def _passed(job: Job, expression: Expression, base: int, named: bool = True) -> Iterator[Span]:
    """The places of the dicts that an expression surely hands on without a look into them."""
    inner: list[Expression] = []
    match expression:
        case ObjectDisplay():
            yield expression.span.shift(base)
            inner = [entry.value for entry in expression.entries if entry.key is not None]
        case Call():
            yield expression.span.shift(base)
            if isinstance(expression.callee, Name) and expression.callee.id == "dict":
                inner = [a.value for a in expression.arguments if a.name is not None]
        case ListDisplay():
            inner = [item.value for item in expression.items]
        case Conditional():
            inner = [expression.then, expression.otherwise]
        case Binary() if expression.operator == "+":
            inner = [expression.left, expression.right]
        case Comprehension() if expression.key is None:
            inner = [expression.element]
        case Name() if named:
            held = _held(job, expression, base)
            if held is not None:
                yield from _passed(job, *held, named=False)
    for each in inner:
        yield from _passed(job, each, base, named)


def _held(job: Job, name: Name, base: int) -> tuple[Expression, int] | None:
    """What is assigned to a local variable that is read nowhere else."""
    places = job.places
    mentions = [n for n, _ in places.of(Name) if n.id == name.id]
    if len(mentions) != 2 or any(name.id in u.mentions for u, _ in places.of(Unparsed)):
        return None
    function = _function(places, name.span.shift(base))
    for assignment, there in places.of(Assignment):
        target = assignment.target
        if not isinstance(target, Name) or target.id != name.id or assignment.operator is not None:
            continue
        between = job.data[target.span.end + there : assignment.value.span.start + there]
        # What is in a module may be used by others; an annotation would no longer be true.
        if function is None or _function(places, assignment.span.shift(there)) != function:
            return None
        return (assignment.value, there) if between.strip() == b"=" else None
    return None


def _function(places: Places, span: Span) -> Span | None:
    """The innermost function around a place."""
    around = [
        node.span.shift(base) for node, base in places.of(Function) if node.span.shift(base).encloses(span)
    ]
    return max(around, key=lambda s: s.start, default=None)
