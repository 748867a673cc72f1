"""Finds log groups that are to keep events for a time which CloudWatch Logs does not offer."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from stackproof.rulekit import Finding, Fix, Graph, Resource, Severity, Value, anchor, rule
from stackproof.rulekit.scalars import instead, scalars


def _days(data: object) -> float | None:
    """A number of days as a number or digits; None for anything else."""
    if isinstance(data, str) and data.strip().isdigit():
        return int(data)
    return data if isinstance(data, int | float) and not isinstance(data, bool) else None


def _fixes(group: Resource, value: Value, days: float, offered: tuple[int, ...]) -> Iterator[Fix]:
    at = bisect_left(offered, days)
    near = [*offered[at : at + 1], *offered[max(at - 1, 0) : at]]
    for number, other in enumerate(near):
        yield instead(
            group,
            value,
            other,
            goal="set-log-retention",
            title=f"Keep events for {other} days",
            why_unsafe="" if other > days else "Events are then deleted earlier.",
            safe=other > days,
            preferred=number == 0,
        )


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    offered = graph.services.log_retentions()
    for group in graph.of("aws_cloudwatch_log_group"):
        value = group["retention_in_days"]
        days = [_days(v.data) for v in scalars(value)]
        # 0 stands for keeping events for ever.
        if not offered or not days or any(d is None or d == 0 or d in offered for d in days):
            continue
        first = days[0] or 0
        yield Finding(
            at=anchor(value, group),
            message=f"log group '{group.name}' cannot keep events for {first} days, which is none of the offered periods",
            fixes=list(_fixes(group, value, first, offered)),
        )
