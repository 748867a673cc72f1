"""Writes another name where an argument has a wrong one."""

from __future__ import annotations

from stackproof.model.fix import Fix, ReplaceText
from stackproof.model.values import MapEntry, Origin
from stackproof.text import Span


def renamed(written: str, entry: MapEntry, name: str, *, safe: bool) -> Fix | None:
    """The fix that renames a key, quoted or not; None where its text is not the name itself."""
    key, whole = entry.key_origin, entry.origin
    if key is None:
        return None
    length = len(written.encode())
    start, end = key.span.start, key.span.end
    if end - start == length + 2:
        at, text = Span(start + 1, end - 1), name
    elif end - start != length:
        return None
    elif whole is not None and whole.span == key.span:
        # `{ vpc }` stands for a variable of that name, too.
        at, text = Span(start, start), f"{name}: "
    else:
        at, text = key.span, name
    return Fix(
        title=f"Rename it to '{name}'",
        goal="rename-argument",
        intents=(ReplaceText(Origin(key.file, at), text),),
        safe=safe,
        why_unsafe="" if safe else "It is for you to say which argument is meant, and what it then holds.",
        preferred=True,
    )
