"""Strings put together from pieces."""

from __future__ import annotations

from stackproof.model.values import Origin, Scalar, Template, Value


def string(parts: list[str | Value], origin: Origin | None) -> Value:
    """A string of pieces: scalars are written out, a string without holes is a scalar."""
    merged: list[str | Value] = []
    for part in parts:
        piece: str | Value = part
        if isinstance(part, Scalar) and part.data is not None:
            piece = str(part.data).lower() if isinstance(part.data, bool) else str(part.data)
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        else:
            merged.append(piece)
    if not merged:
        return Scalar("", origin=origin)
    if len(merged) == 1 and isinstance(merged[0], str):
        return Scalar(merged[0], origin=origin)
    return Template(tuple(merged), origin=origin)
