"""Finds attributes of library modules, classes, enums and objects that the installed version does not have."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import (
    Finding,
    Fix,
    Graph,
    Related,
    ReplaceText,
    Severity,
    as_sure_as,
    by_version,
    rule,
)
from stackproof.rulekit.absent import Absent, absent


def _severity(found: Absent) -> Severity | None:
    """How sure it is that it is a mistake; None where there may be such an attribute after all."""
    near = found.near
    if near is None and not found.vouched:
        return None
    if (
        found.read.package.is_installed
        or found.kind == "own"
        or (near is not None and near.how == "spelling")
    ):
        return as_sure_as(found.read.package, Severity.ERROR)
    # Other versions may have what this one has not.
    return Severity.HINT if near is not None and near.how in ("slip", "number", "meaning") else None


def _message(found: Absent) -> str:
    name = found.read.mention.name
    if found.kind == "module":
        return f"there is no '{name}' in '{found.owner}'"
    noun = (
        "method" if found.read.mention.how == "call" else "member" if found.kind == "static" else "attribute"
    )
    return f"'{found.owner}' has no {noun} '{name}'"


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    for found in absent(graph):
        severity, near, read = _severity(found), found.near, found.read
        if severity is None:
            continue
        meant = "" if near is None else f"; did you mean '{near.name}'?"
        safe = near is not None and near.how == "spelling"
        fix = None if near is None else Fix(
            title=f"Replace it with '{near.name}'",
            goal="name-existing-member",
            intents=(ReplaceText(read.at, near.name),),
            safe=safe,
            why_unsafe="" if safe else "It is for you to say which one is meant.",
            preferred=True,
        )  # fmt: skip
        yield Finding(
            at=read.at,
            message=f"{_message(found)}{meant}{by_version(read.package)}",
            related=[]
            if found.defined is None
            else [Related(found.defined, f"'{found.owner}' is defined here")],
            fixes=[] if fix is None else [fix],
            severity=severity,
            told_by_compiler=read.is_compiled,
        )
