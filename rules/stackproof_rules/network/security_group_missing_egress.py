"""Finds security groups that keep what is behind them from opening the connections it needs."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import Anchor, Finding, Graph, Related, Resource, Severity, anchor, head, rule
from stackproof.rulekit.outbound import Shut, shut
from stackproof.rulekit.outbound_fixes import cures


def _message(found: Shut, group: Resource) -> str:
    caller = found.caller
    if found.port is None:
        return f"{caller.what} cannot reach {caller.to}: security group '{group.name}' lets nothing out"
    goal = f"port {found.port}" if caller.to == "anything" else f"port {found.port} of {caller.to}"
    return f"{caller.what} cannot reach {goal}: no rule of security group '{group.name}' lets that out"


def _at(group: Resource) -> Anchor:
    given = group["egress"]
    return anchor(given, group) if given.is_present() and given.origin is not None else head(group)


@rule(severity=Severity.WARNING)
def check(graph: Graph) -> Iterator[Finding]:
    told: set[tuple[int, int | None]] = set()
    # The worst first, since one cure serves everybody behind the group.
    for found in sorted(shut(graph), key=lambda each: each.caller.severity.rank):
        group = found.groups[0]
        if (id(group), found.port) in told:
            continue
        told.add((id(group), found.port))
        caller = found.caller
        related = [Related(anchor(caller.groups, caller.resource), f"{caller.what} is behind it")]
        related += [
            Related(head(other), f"'{other.name}' does not let it out either") for other in found.groups[1:]
        ]
        yield Finding(
            at=_at(group),
            message=_message(found, group),
            related=related,
            fixes=cures(graph, found),
            severity=caller.severity,
        )
