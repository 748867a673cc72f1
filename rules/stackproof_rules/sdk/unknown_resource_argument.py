"""Finds named arguments that a class or function of the installed library does not take."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import (
    Bag,
    Finding,
    Fix,
    Graph,
    RemoveEntry,
    Severity,
    as_sure_as,
    bags,
    by_version,
    rule,
)
from stackproof.rulekit.nearest import Near, nearest
from stackproof.rulekit.renaming import renamed

# What resources of some framework take besides their own arguments.
_ALWAYS = frozenset({
    "args", "opts", "depends_on", "dependsOn", "provider", "lifecycle", "count", "for_each", "forEach",
    "provisioners", "connection",
})  # fmt: skip


def _severity(bag: Bag, near: Near | None) -> Severity | None:
    """How sure it is that a name is a mistake; None where it may only be older or newer than what is known."""
    package = bag.call.package
    if package.is_installed or (near is not None and near.how == "spelling"):
        return as_sure_as(package, Severity.ERROR)
    return Severity.HINT if near is not None and near.how in ("slip", "meaning") else None


def _fixes(bag: Bag, name: str, near: Near | None) -> Iterator[Fix]:
    rename = None
    if near is not None:
        entry, meant = bag.given.entries[name], bag.spelled(near.name)
        rename = renamed(name, entry, meant, safe=near.how == "spelling")
    if rename is not None:
        yield rename
    if near is not None and bag.accepted[near.name].required:
        return
    yield Fix(
        title=f"Remove '{name}'",
        goal="remove-argument",
        intents=(RemoveEntry(bag.call.call, (*bag.path, name)),),
        why_unsafe="What it was to say is then said nowhere.",
    )


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    for bag in bags(graph):
        for name, entry in bag.written():
            if name in _ALWAYS or bag.argument(name) is not None:
                continue
            near = nearest(name, bag.free(), bag.around)
            severity = _severity(bag, near)
            if severity is None or entry.key_origin is None:
                continue
            meant = f"; did you mean '{bag.spelled(near.name)}'?" if near is not None else ""
            yield Finding(
                at=entry.key_origin,
                message=f"'{bag.owner.name}' takes no argument '{name}'{meant}{by_version(bag.call.package)}",
                fixes=list(_fixes(bag, name, near)),
                severity=severity,
                told_by_compiler=bag.is_compiled,
            )
