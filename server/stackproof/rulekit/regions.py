"""Finds the names of regions that are written out in the arguments of resources."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from stackproof.model.construction import Construction
from stackproof.model.graph import Graph, Resource
from stackproof.model.values import (
    Certainty,
    JsonText,
    Mapping,
    Origin,
    Scalar,
    Sequence,
    Template,
    Value,
)

Path = tuple[str | int, ...]

_NAME = (
    r"(?:us-gov|us|eu|ap|sa|ca|me|af|il|mx|cn)"
    r"-(?:northeast|northwest|southeast|southwest|north|south|east|west|central)-\d"
)
# A region stands alone, with the letter of a zone, or between the marks of ARNs, addresses and queries.
_WRITTEN = re.compile(rf"(?:^|(?<=[.:/=#@]))(?P<region>{_NAME})(?P<zone>[a-f])?(?=$|[.:/&#?])")
# What belongs to a certain account, or is in a bucket, is where it is and stays there.
_SETTLED = re.compile(r"(?<!\d)\d{12}(?!\d)|s3[.-](?:website[.-])?(?:dualstack\.)?[a-z]{2}-")


@dataclass(frozen=True, eq=False)
class WrittenRegion:
    """A region inside a text in an argument of a resource. ``path`` leads to the text.

    ``zone`` when the text names an availability zone.
    """

    resource: Resource
    path: Path
    value: Value
    at: Origin
    region: str
    zone: bool


def written_regions(graph: Graph) -> Iterator[WrittenRegion]:
    """All that stand right in the calls that make resources, or in calls inside of them, each place once."""
    calls = _calls(graph)
    seen: set[Origin] = set()
    for resource in graph.resources:
        if resource.external or resource.elsewhere:
            continue
        for path, value in _texts(resource.properties, ()):
            origin = value.origin
            if origin is None or value.certainty is not Certainty.WRITTEN or origin in seen:
                continue
            found = _region_in(value)
            if found is None:
                continue
            seen.add(origin)
            if found[0] not in graph.excerpt(origin):
                # A variable may have put it in.
                continue
            if not _is_in_a_call(origin, calls.get(origin.file, ())):
                continue
            yield WrittenRegion(resource, path, value, origin, *found)


def texts(value: Value) -> Iterator[str]:
    """All that is written out as text inside a value."""
    for _, text in _texts(value, ()):
        yield from (p for p in text.pieces() if isinstance(p, str))


def _texts(value: Value, path: Path) -> Iterator[tuple[Path, Value]]:
    """The certain texts inside a value, with the way to them."""
    match value:
        case Scalar() | Template():
            yield path, value
        case Mapping():
            for name, entry in value.entries.items():
                yield from _texts(entry.value, (*path, name))
        case Sequence():
            for number, element in enumerate(value.elements):
                yield from _texts(element, (*path, number))
        case JsonText() if not value.literal:
            yield from _texts(value.content, path)


def _region_in(value: Value) -> tuple[str, bool] | None:
    """The one region that a text names, and whether it is a zone of it."""
    literal = "".join(p if isinstance(p, str) else "\0" for p in value.pieces())
    found = list(_WRITTEN.finditer(literal))
    if len(found) != 1 or _SETTLED.search(literal):
        return None
    [match] = found
    return match["region"], match["zone"] is not None


def _calls(graph: Graph) -> dict[str, list[Construction]]:
    found: dict[str, list[Construction]] = {}
    for call in graph.calls:
        found.setdefault(call.origin.file, []).append(call)
    return found


def _is_in_a_call(origin: Origin, calls: list[Construction] | tuple[()]) -> bool:
    """Whether a text stands in a call of the library's, and not among what the program passes to classes of its own."""
    around = [c for c in calls if c.origin.span.encloses(origin.span)]
    if not around:
        return False
    innermost = min(around, key=lambda c: c.origin.span.end - c.origin.span.start)
    return innermost.user_class is None
