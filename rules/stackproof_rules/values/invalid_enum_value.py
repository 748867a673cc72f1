"""Finds words and numbers where an argument takes only certain others."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stackproof.rulekit import Finding, Fix, Graph, Limits, Resource, Severity, Value, anchor, rule
from stackproof.rulekit.scalars import closest, instead, limited, scalars, shown
from stackproof.rulekit.texts import is_open

_NUMBERS = re.compile(r"\d+")
# Lists up to this length hardly ever grow, except from one; a word that is not like any of a longer one may be newer than the facts.
_SMALL = 10
_MOST_OFFERED = 4
# Terraform's own words for nothing.
_NOTHING = ("", None)


def _allowed(data: object, limits: Limits) -> bool:
    text = str(data)
    if limits.any_case:
        return any(text.lower() == str(v).lower() for v in limits.values)
    # Numbers may be written as text, and text that is a number as one.
    return any(text == str(v) for v in limits.values)


def _is_plain(data: object) -> bool:
    """Whether a scalar is what it says: no expression inside, and nothing to be filled in."""
    return not isinstance(data, bool) and not is_open(str(data))


def _numbered(text: str, limits: Limits) -> bool:
    """Whether a word is one of those that are allowed with other numbers in it, as later versions are."""
    bare = _NUMBERS.sub("0", text)
    return any(bare == _NUMBERS.sub("0", str(v)) for v in limits.values)


def _fixes(resource: Resource, value: Value, meant: str | None, limits: Limits) -> Iterator[Fix]:
    if meant is not None:
        written = next(v for v in limits.values if str(v) == meant)
        yield instead(resource, value, written, goal="set-enum-value", safe=True, preferred=True)
    elif len(limits.values) <= _MOST_OFFERED:
        for other in limits.values:
            yield instead(
                resource,
                value,
                other,
                goal="set-enum-value",
                why_unsafe="It is for you to say which of the values is meant.",
            )


def _listed(limits: Limits) -> str:
    words = [str(v) for v in limits.values]
    return ", ".join(words[:_SMALL]) + (", ..." if len(words) > _SMALL else "")


def _found(graph: Graph, resource: Resource, path: str, value: Value, limits: Limits) -> Finding | None:
    written = scalars(value)
    if not written or any(
        v.data in _NOTHING or not _is_plain(v.data) or _allowed(v.data, limits) for v in written
    ):
        return None
    data = written[0].data
    numbered = _numbered(str(data), limits)
    meant = None if numbered else closest(str(data), map(str, limits.values))
    certain = not numbered and (meant is not None or 1 < len(limits.values) <= _SMALL)
    return Finding(
        at=anchor(value, resource),
        message=f"'{path.rpartition('.')[2]}' of '{resource.name}' cannot be {shown(data)}"
        + (f"; did you mean '{meant}'?" if meant is not None else f": it is one of {_listed(limits)}")
        + ("" if certain else f" (as of {graph.services.as_of})"),
        fixes=list(_fixes(resource, value, meant, limits)),
        severity=Severity.ERROR if certain else Severity.WARNING,
    )


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    for resource in graph.resources:
        if resource.external:
            continue
        for path, limits, value in limited(graph, resource):
            found = _found(graph, resource, path, value, limits) if limits.values else None
            if found is not None:
                yield found
