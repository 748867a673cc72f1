"""Places and indexes of attribute accesses, for judging how attributes are used."""

from __future__ import annotations

from typing import Literal

from stackproof.model.construction import Construction
from stackproof.model.values import Origin, Value
from stackproof.text import Span

Manner = Literal["call", "index", "iterate", "method", "length"]


def whole_number(arguments: tuple[Value, ...]) -> int | None:
    """The index that is the only argument, be it a number or the text of one."""
    if len(arguments) != 1:
        return None
    number, text = arguments[0].number(), arguments[0].text()
    if isinstance(number, int) and number >= 0:
        return number
    return int(text) if text is not None and text.isascii() and text.isdigit() else None


def arguments_of(call: Construction) -> Origin:
    """The argument list of a method call, ``('0')``: what follows the method's name."""
    return Origin(call.origin.file, Span(call.callee_origin.span.end, call.origin.span.end))


def method_of(call: Construction) -> Origin:
    """A method's name with its arguments, ``get('0')``, without the dot."""
    return Origin(call.origin.file, Span(call.callee_origin.span.start, call.origin.span.end))


def dotted_method_of(call: Construction) -> Origin | None:
    """The same with its dot; None unless one plain dot stands right after the receiver."""
    before = None if call.receiver is None else call.receiver.origin
    start = call.callee_origin.span.start
    if before is None or before.file != call.origin.file or before.span.end != start - 1:
        return None
    return Origin(call.origin.file, Span(start - 1, call.origin.span.end))
