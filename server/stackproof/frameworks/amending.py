"""Changes a small piece of what is written, and leaves all around it as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackproof.frameworks.intents import is_deferred
from stackproof.frameworks.valuespelling import Declined, Here
from stackproof.model.code import AddItem, Change, ReplaceCode, ReplaceSource
from stackproof.model.fix import AmendText, Given, TakeAttribute, WriteAt
from stackproof.model.ports import Naming
from stackproof.model.values import Origin, ResourceReference
from stackproof.text import Span

if TYPE_CHECKING:
    from stackproof.frameworks.spelling import Spelling


def renamed_member(names: Naming, at: Origin | None, old: str, new: str) -> Change:
    """Another member of what an expression reads one of. Raises `Declined` where it is written in another way."""
    if at is None or not names.source(at).endswith(f".{old}"):
        raise Declined
    return ReplaceSource(Origin(at.file, Span(at.span.end - len(old.encode()), at.span.end)), new)


def amended(intent: AmendText, names: Naming) -> Change:
    """Other text for a piece that stands once where a value is written."""
    at, source = intent.at, names.source(intent.at).encode()
    old = intent.old.encode()
    if source.count(old) != 1:
        raise Declined
    start = at.span.start + source.index(old)
    return ReplaceSource(Origin(at.file, Span(start, start + len(old))), intent.new)


def taken(spelling: Spelling, intent: TakeAttribute) -> Change:
    """Another attribute where one is read: only its name changes. Raises `Declined`."""
    value = intent.value
    if not isinstance(value, ResourceReference):
        raise Declined
    here = Here(spelling.naming(intent.resource), intent.resource)
    kind = value.resource.type
    old, new = (spelling.attribute(kind, name, here) for name in (value.attribute, intent.attribute))
    return renamed_member(here.names, value.origin, old, new)


def write_at(spelling: Spelling, intent: WriteAt) -> None:
    """Note an argument in the place of an expression, or as one more entry of an object. Raises `Declined`."""
    resource, at = intent.resource, intent.at
    spelling.alone(resource)
    here = Here(spelling.naming(resource), resource)
    outer = resource.construction.origin
    if outer.file == at.file and outer.span.encloses(at.span):
        code = spelling.code(intent.value, resource.type, (), here)
    elif isinstance(intent.value, Given):
        # Names may mean something else there.
        code = spelling.given_anywhere(intent.value.names[0], here)
    else:
        raise Declined
    spelling.changes.append(AddItem(at, intent.entry, code) if intent.entry else ReplaceCode(at, code))
    if is_deferred(intent.value):
        spelling.deferred(resource, at, here)
    spelling.insert_before(here)
