"""Changes a small piece of what is written, and leaves all around it as it is."""

from __future__ import annotations

from stackproof.frameworks.valuespelling import Declined
from stackproof.model.code import Change, ReplaceSource
from stackproof.model.fix import AmendText
from stackproof.model.ports import Naming
from stackproof.model.values import Origin
from stackproof.text import Span


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
