"""Finds databases whose automatic backups are off, or kept for less time than a profile asks for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from stackproof.rulekit import (
    Certainty,
    Finding,
    Fix,
    Graph,
    Plain,
    Resource,
    SetArgument,
    Severity,
    anchor,
    head,
    rule,
)
from stackproof.rulekit.backups import may_be_in_a_plan
from stackproof.rulekit.environment import is_told_by_names, purpose
from stackproof.rulekit.profiles import Floor, backup_floor

# The argument with the number of days, and that number when it is not given.
_KINDS: Mapping[str, tuple[str, int]] = MappingProxyType(
    {
        "aws_db_instance": ("backup_retention_period", 0),
        "aws_rds_cluster": ("backup_retention_period", 1),
        "aws_docdb_cluster": ("backup_retention_period", 1),
        "aws_neptune_cluster": ("backup_retention_period", 1),
        "aws_elasticache_replication_group": ("snapshot_retention_limit", 0),
    }
)
_CACHE = "aws_elasticache_replication_group"
# What is made from another database or its backups is not the only place of its data.
_MADE_FROM = (
    "replicate_source_db",
    "replication_source_identifier",
    "global_replication_group_id",
    "snapshot_identifier",
    "snapshot_name",
    "snapshot_arns",
    "restore_to_point_in_time",
)
_WEEK, _LONGEST = 7, 35
_PRODUCTION = Floor(_WEEK, "AWS Security Hub (RDS.11)")


def _days(resource: Resource) -> float | None:
    """For how many days backups are kept; None when that is not certain."""
    name, otherwise = _KINDS[resource.type]
    value = resource[name]
    if value.is_absent():
        return otherwise
    text = value.text()
    return int(text) if text is not None and text.isdigit() else value.number()


def _fix(resource: Resource, days: int, *, preferred: bool) -> Fix:
    name, _ = _KINDS[resource.type]
    return Fix(
        title=f"Keep backups for {days} days",
        goal="keep-backups",
        intents=(SetArgument(resource, (name,), Plain(days)),),
        subjects=(resource,),
        why_unsafe="Backups beyond the size of the database cost about 0.10 USD a month for each gigabyte.",
        preferred=preferred,
    )


def _finding(resource: Resource, message: str, least: int, severity: Severity | None) -> Finding:
    value = resource[_KINDS[resource.type][0]]
    written = value.is_present() and value.certainty is Certainty.WRITTEN and value.origin is not None
    wanted = dict.fromkeys((max(least, _WEEK), _LONGEST))
    return Finding(
        at=anchor(value, resource) if written else head(resource),
        message=message,
        fixes=[_fix(resource, days, preferred=n == 0) for n, days in enumerate(wanted)],
        severity=severity,
    )


def _is_concerned(graph: Graph, resource: Resource) -> bool:
    original = all(resource[name].is_absent() for name in _MADE_FROM)
    if resource.external or purpose(graph, resource) == "short-lived":
        return False
    return original and graph.is_closed_around([resource]) and not may_be_in_a_plan(graph, resource)


def _is_decided(graph: Graph, resource: Resource) -> bool:
    """Whether somebody wrote the number, in what is not perhaps for development, or it certainly is for production."""
    written = resource[_KINDS[resource.type][0]].is_present()
    return purpose(graph, resource) == "production" or (written and is_told_by_names(graph, resource))


@rule(severity=Severity.WARNING)
def check(graph: Graph) -> Iterator[Finding]:
    floor = backup_floor(graph)
    asked = floor if floor is not None else _PRODUCTION if graph.environment == "prod" else None
    for resource in graph.of(*_KINDS):
        days = _days(resource)
        if days is None or days < 0 or not _is_concerned(graph, resource):
            continue
        if days == 0 and (resource.type != _CACHE or floor is not None):
            message = f"'{resource.name}' has no automatic backups: what is lost in it cannot be restored"
            severity = None if floor is not None or _is_decided(graph, resource) else Severity.INFORMATION
            yield _finding(resource, message, asked.days if asked is not None else _WEEK, severity)
        elif asked is not None and 0 < days < asked.days and resource.type != _CACHE:
            message = (
                f"backups of '{resource.name}' are kept for {days} day{'s' if days > 1 else ''}, "
                f"and {asked.asked_by} asks for {asked.days}"
            )
            severity = Severity.WARNING if floor is not None else Severity.INFORMATION
            yield _finding(resource, message, asked.days, severity)
