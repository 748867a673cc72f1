"""Finds calls that certainly lack an argument without which the installed library does not work."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import Bag, Finding, Graph, Severity, bags, by_version, given_in, rule
from stackproof.rulekit.nearest import nearest
from stackproof.rulekit.placeholders import completed


def _is_looked_up(bag: Bag) -> bool:
    """Whether options may say which existing thing is meant, so that nothing else need be given."""
    entry = bag.call.call.arguments.keywords.get("opts")
    if entry is None:
        return False
    options = given_in(entry.value)
    return options is None or not options.closed or "id" in options.entries or "urn" in options.entries


def _may_be_elsewhere(bag: Bag) -> bool:
    """Whether arguments may be given in another way than by name."""
    call, signature = bag.call.call, bag.call.signature
    passed = call.arguments
    if bag.path:
        return False
    if call.site.language == "python":
        names = 1 if bag.owner.kind == "class" else 0
        taken = names if bag.is_pulumi else len(signature.parameters)
        return len(passed.positional) > taken or "args" in passed.keywords or _is_looked_up(bag)
    given = 0 <= signature.options_at < len(passed.positional)
    return not given and not signature.options_required


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
        if not bag.given.closed or _may_be_elsewhere(bag):
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
