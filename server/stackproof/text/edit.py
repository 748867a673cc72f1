"""A replacement of a range of bytes by new text."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from stackproof.text.span import Span


class Edit(msgspec.Struct, frozen=True, gc=False, order=True):
    """Replace ``span`` (bytes of the old text) by ``new_text``."""

    span: Span
    new_text: str


def apply_edits(data: bytes, edits: Iterable[Edit]) -> bytes:
    """``data`` with all edits applied; their spans are of the old text.

    Insertions at the same place keep the order in which they are given.

    Raises:
        ValueError: two edits overlap, or one lies outside the text.
    """
    out: list[bytes] = []
    done = 0
    for edit in sorted(edits, key=lambda e: (e.span.start, e.span.end)):
        if edit.span.start < done or edit.span.end > len(data) or edit.span.end < edit.span.start:
            raise ValueError(f"edits overlap or leave the text at byte {edit.span.start}")
        out.append(data[done : edit.span.start])
        out.append(edit.new_text.encode("utf-8", "surrogatepass"))
        done = edit.span.end
    out.append(data[done:])
    return b"".join(out)
