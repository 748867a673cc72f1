"""Finds dicts in Python programs that lose what they hold because the library wants a struct there."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import Finding, Graph, Related, Severity, as_sure_as, by_version, rule
from stackproof.rulekit.dicts import PlainDict, plain_dicts
from stackproof.rulekit.structs import typed

_MOST_NAMED = 5
_PLACES = {
    "argument": "a dict as this argument",
    "list": "a dict in a list",
    "dict": "a dict inside another one",
}


def _listed(names: list[str]) -> str:
    """Names in quotes, at most a few of them."""
    shown = [f"'{name}'" for name in names[:_MOST_NAMED]]
    if len(names) > len(shown):
        shown.append(f"{len(names) - len(shown)} more")
    return shown[0] if len(shown) == 1 else f"{', '.join(shown[:-1])} and {shown[-1]}"


def _lost(found: PlainDict, before: str = "") -> Iterator[str]:
    """The keys that do not arrive, with those on the way to them."""
    for key in found.given:
        if key in found.ignored:
            yield before + key
        elif found.understood(key) is not None:
            for inner in found.inside(key):
                yield from _lost(inner, f"{before}{key}.")


def _needed(found: PlainDict) -> Iterator[tuple[PlainDict, str]]:
    """What is missing without the keys that do not arrive, so that the library refuses the whole."""
    for property_ in found.lacking:
        if property_.name in found.ignored:
            yield found, property_.name
    for key in found.given:
        if found.understood(key) is not None:
            for inner in found.inside(key):
                yield from _needed(inner)


def _could_lose(found: PlainDict) -> bool:
    """Whether the struct has properties whose names are not the same in both spellings."""
    return any(p.name != p.source_name for p in found.properties.values())


def _has_strangers(found: PlainDict) -> bool:
    """Whether there are keys, at any depth, that mean nothing to the struct."""
    return any(
        found.understood(key) is None or any(map(_has_strangers, found.inside(key))) for key in found.given
    )


def _outcome(found: PlainDict) -> tuple[str, Severity] | None:
    """What becomes of a dict, in words; None where there is nothing to say."""
    if found.converted:
        refused = [key for key in found.ignored if (p := found.meant(key)) is not None]
        if not refused:
            return None
        wanted = _listed([p.name for key in refused if (p := found.meant(key)) is not None])
        return (
            f"the program stops here: '{found.owner.name}' takes {wanted}, not {_listed(refused)}",
            Severity.ERROR,
        )
    if found.is_refused:
        return f"the program stops here: only '{found.owner.name}' is taken, no dict", Severity.ERROR
    place = _PLACES[found.way.place]
    needed = next(_needed(found), None)
    if needed is not None:
        inner, name = needed
        of = "" if inner.owner.id == found.owner.id else f" of '{inner.owner.name}'"
        return (
            f"the program stops here: {place} does not become '{found.owner.name}', so '{name}'{of} is missing",
            Severity.ERROR,
        )
    lost = list(dict.fromkeys(_lost(found)))
    if lost:
        are = "is" if len(lost) == 1 else "are"
        return f"{_listed(lost)} {are} dropped: {place} does not become '{found.owner.name}'", Severity.ERROR
    if found.given and _could_lose(found) and not _has_strangers(found):
        return (
            f"{place} does not become '{found.owner.name}': a key with an underscore would be dropped",
            Severity.HINT,
        )
    return None


def _outermost(found: PlainDict) -> Iterator[PlainDict]:
    """The dicts to speak of: the first one on each way inside with which something is wrong."""
    if not found.converted or found.ignored:
        yield found
        return
    for key in found.given:
        for inner in found.inside(key):
            yield from _outermost(inner)


def _taker(found: PlainDict) -> list[Related]:
    """What is given the dict, where that is not around it."""
    call, at = found.way.call, found.at
    around = call.call.arguments.origin if found.way.attribute is None else None
    if around is None or at is None or (around.file == at.file and around.span.encloses(at.span)):
        return []
    return [Related(call.call.callee_origin, f"'{call.fact.name}' is given it here")]


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    seen: set[tuple[object, str]] = set()
    for outer in plain_dicts(graph):
        for found in _outermost(outer):
            outcome, key = _outcome(found), (found.at, found.owner.id)
            if outcome is None or found.at is None or key in seen:
                continue
            seen.add(key)
            message, severity = outcome
            package = found.way.call.package
            fix = typed(found)
            yield Finding(
                at=found.at,
                message=message + by_version(package),
                related=_taker(found),
                fixes=[] if fix is None else [fix],
                severity=as_sure_as(package, severity),
            )
