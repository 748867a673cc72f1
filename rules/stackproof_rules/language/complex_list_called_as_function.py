"""Finds elements of computed lists, maps and blocks that are read in a way the library does not offer."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import (
    Finding,
    Fix,
    Graph,
    Origin,
    ReplaceText,
    Severity,
    by_version,
    rule,
)
from stackproof.rulekit.elements import Access, accesses

_MANNERS = {
    "call": "is not a function",
    "index": "cannot be indexed",
    "iterate": "cannot be iterated",
    "length": "has no length",
    "method": "is not read like that",
}


def _finding(
    written: str,
    manner: str,
    access: Origin,
    replacement: str | None,
    severity: Severity,
    by: str,
    compiled: bool,
) -> Finding:
    message = f"'{written}' {_MANNERS[manner]}"
    fixes: list[Fix] = []
    if replacement is not None:
        message += f"; read an element with '{replacement}'" if replacement else "; it is one block"
        title = f"Read the element with '{replacement}'" if replacement else "Read the block itself"
        intents = (ReplaceText(access, replacement),)
        fixes.append(
            Fix(
                title=title,
                goal="call-get",
                intents=intents,
                safe=not by,
                why_unsafe="Look what it is in the version that you use." if by else "",
                preferred=True,
            )
        )
    return Finding(at=access, message=message + by, fixes=fixes, severity=severity, told_by_compiler=compiled)


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    """By the types of the installed packages, and by what is usual where those are not known."""
    known: dict[Origin, Access] = {found.access: found for found in accesses(graph)}
    usual = {use.access for use in graph.uses if not use.allowed}
    for access, found in known.items():
        if found.allowed:
            continue
        sure = access in usual or found.package.is_installed
        # From one version of a provider to the next, lists become single blocks and back.
        other = Severity.HINT if found.block else Severity.WARNING
        yield _finding(
            found.written,
            found.manner,
            access,
            found.replacement,
            Severity.ERROR if sure else other,
            "" if sure else by_version(found.package),
            found.compiled,
        )
    for use in graph.uses:
        if not use.allowed and use.access not in known:
            yield _finding(use.written, use.manner, use.access, use.replacement, Severity.ERROR, "", False)
