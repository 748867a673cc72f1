"""Tells what the text around a value says about its type, where no node of the program does."""

from __future__ import annotations

import re
from typing import Final

from stackproof.analysis.terrain import Terrain
from stackproof.model.program import ListDisplay, Literal, ObjectDisplay, Template
from stackproof.model.values import Origin
from stackproof.text import Span

_WRITTEN_OUT: Final = (Literal, Template, ListDisplay, ObjectDisplay)
# How far back a declaration begins, and how far on what follows it is looked at.
_REACH: Final = 200
_CAST: Final = re.compile(r"\s*(?:as|satisfies)\b")
_WAIVED: Final = re.compile(r"^\s*(?://|/\*)\s*@ts-(?:ignore|expect-error)\b")
_ALL_WAIVED: Final = re.compile(r"^\s*//\s*@ts-nocheck\b", re.MULTILINE)


def is_declared_plainly(terrain: Terrain, origin: Origin, name: str) -> bool:
    """Whether what is written out at a place is the value of a variable of this name, to which nobody gives a type.

    In Python types are no matter.
    """
    source, places = terrain.sources.get(origin.file), terrain.places(origin.file)
    if source is None or places is None or all(places.at(origin.span, kind) is None for kind in _WRITTEN_OUT):
        return False
    start, end = origin.span.start, origin.span.end
    before = source.document.text(Span(max(0, start - _REACH), start))
    word = re.escape(name)
    if source.module.language == "python":
        return re.search(rf"(?:^|[\n;]|\b){word}\s*(?::[^=\n]+)?=\s*$", before) is not None
    after = source.document.text(Span(end, end + _REACH))
    declared = re.search(rf"\b(?:const|let|var)\s+{word}\s*=\s*$", before)
    return declared is not None and _CAST.match(after) is None


def is_waived(terrain: Terrain, origin: Origin) -> bool:
    """Whether a comment tells the TypeScript compiler to let pass what stands at a place."""
    source = terrain.sources.get(origin.file)
    if source is None or source.module.language == "python":
        return False
    lines = source.document.text(Span(0, origin.span.start)).split("\n")
    above = next((line for line in reversed(lines[:-1]) if line.strip()), "")
    return _WAIVED.match(above) is not None or _ALL_WAIVED.search("\n".join(lines[:50])) is not None
