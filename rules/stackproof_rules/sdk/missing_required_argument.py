"""Finds calls that certainly lack an argument without which the installed library does not work."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import Bag, Finding, Graph, Severity, bags, by_version, rule
from stackproof.rulekit.nearest import nearest
from stackproof.rulekit.placeholders import completed


def _missing(bag: Bag) -> list[str]:
    unknown = [name for name, _ in bag.written() if bag.argument(name) is None]
    free = bag.free()
    meant = {near.name for name in unknown if (near := nearest(name, free, bag.around)) is not None}
    # What is wrong by another version's word may be right by the installed one's.
    if unknown and not bag.call.package.is_installed:
        return []
    return [name for name in free if bag.accepted[name].required and name not in meant]


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    for bag in bags(graph):
        if not bag.given.closed or bag.may_be_elsewhere:
            continue
        missing = _missing(bag)
        at = bag.given.at if bag.path else bag.call.call.callee_origin
        if not missing or at is None:
            continue
        package = bag.call.package
        fix = completed(bag, [bag.accepted[name] for name in missing])
        listed = ", ".join(f"'{bag.spelled(name)}'" for name in missing)
        yield Finding(
            at=at,
            message=f"'{bag.owner.name}' needs {listed}{by_version(package)}",
            fixes=[] if fix is None else [fix],
            severity=Severity.ERROR if package.is_installed else Severity.HINT,
            told_by_compiler=bag.is_compiled,
        )
