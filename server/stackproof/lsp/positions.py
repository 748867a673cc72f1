"""The one place where byte spans become editor positions."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from stackproof.text import Document, Encoding, Position, Span


def negotiate(capabilities: types.ClientCapabilities) -> Encoding:
    """The first encoding in the client's own order that is known here; UTF-16 when it does not say."""
    general = capabilities.general
    for offered in (general.position_encodings if general else None) or ():
        try:
            return Encoding(str(getattr(offered, "value", offered)))
        except ValueError:
            continue
    return Encoding.UTF16


def to_range(document: Document, span: Span, encoding: Encoding) -> types.Range:
    """The range of a span of ``document``; what lies outside the text is moved to its ends."""
    start = document.position(span.start, encoding)
    end = document.position(max(span.start, span.end), encoding)
    return types.Range(
        types.Position(start.line, start.character),
        types.Position(end.line, end.character),
    )


def to_offset(document: Document, position: types.Position, encoding: Encoding) -> int:
    """The byte offset of an editor's position; impossible positions are moved to the nearest possible one."""
    offset = document.offset(Position(max(position.line, 0), max(position.character, 0)), encoding)
    # Counted in bytes, a position may fall into the middle of a character, where no text may be cut.
    while offset < len(document.data) and document.data[offset] & 0xC0 == 0x80:
        offset += 1
    return offset


def to_span(document: Document, place: types.Range, encoding: Encoding) -> Span:
    """The span of an editor's range, with its ends in order."""
    ends = sorted((to_offset(document, place.start, encoding), to_offset(document, place.end, encoding)))
    return Span(ends[0], ends[1])


def to_text_edits(
    document: Document, edits: Iterable[tuple[Span, str]], encoding: Encoding
) -> list[types.TextEdit]:
    """Replacements of spans of ``document`` as the editor wants them, in their order."""
    return [types.TextEdit(to_range(document, span, encoding), text) for span, text in edits]
