"""Finds settings that will block or outlive the removal of a stack which is meant to be removed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stackproof.rulekit import (
    Certainty,
    Finding,
    Fix,
    Graph,
    IsProduction,
    Plain,
    Resource,
    SetArgument,
    Severity,
    Value,
    anchor,
    head,
    rule,
)
from stackproof.rulekit.environment import Purpose, environment_value, purpose
from stackproof.rulekit.profiles import protection_asked_by

Path = tuple[str | int, ...]
_ALWAYS = "in every environment, short-lived ones too"

# Type, argument, the value that protects, the value that does not.
_PROTECTIONS: tuple[tuple[str, Path, bool | str, bool | str], ...] = (
    ("aws_lb", ("enable_deletion_protection",), True, False),
    ("aws_db_instance", ("deletion_protection",), True, False),
    ("aws_rds_cluster", ("deletion_protection",), True, False),
    ("aws_rds_global_cluster", ("deletion_protection",), True, False),
    ("aws_docdb_cluster", ("deletion_protection",), True, False),
    ("aws_neptune_cluster", ("deletion_protection",), True, False),
    ("aws_dynamodb_table", ("deletion_protection_enabled",), True, False),
    ("aws_cognito_user_pool", ("deletion_protection",), "ACTIVE", "INACTIVE"),
    ("aws_eks_cluster", ("deletion_protection",), True, False),
    ("aws_instance", ("disable_api_termination",), True, False),
    ("aws_launch_template", ("disable_api_termination",), True, False),
    ("aws_networkfirewall_firewall", ("delete_protection",), True, False),
    ("aws_qldb_ledger", ("deletion_protection",), True, False),
)
_SNAPSHOTS = (
    "aws_db_instance",
    "aws_rds_cluster",
    "aws_docdb_cluster",
    "aws_neptune_cluster",
    "aws_redshift_cluster",
)


_TYPES = frozenset({type_ for type_, *_ in _PROTECTIONS} | set(_SNAPSHOTS))
_OPTIONS = frozenset({"lifecycle", "pulumi:protect", "pulumi:retain_on_delete"})


def _is_concerned(resource: Resource) -> bool:
    """Whether anything could be found at all: most resources have no such setting."""
    return resource.type in _TYPES or any(name in _OPTIONS for name in resource.properties.entries)


@dataclass(frozen=True, eq=False)
class Obstacle:
    """What stands in the way of removing a resource: the value, and what it does in words."""

    value: Value
    does: str
    fixes: tuple[Fix, ...] = ()


def _fixes(resource: Resource, path: Path, off: bool | str) -> Iterator[Fix]:
    if off is False:
        yield Fix(
            title="Protect in production only",
            goal="protect-production-only",
            intents=(SetArgument(resource, path, IsProduction(environment_value(resource))),),
            subjects=(resource,),
            why_unsafe="The change must be deployed once before the stack can be removed.",
            preferred=True,
        )
    yield Fix(
        title="Turn deletion protection off",
        goal="turn-off-deletion-protection",
        intents=(SetArgument(resource, path, Plain(off)),),
        subjects=(resource,),
        why_unsafe="The resource can then be deleted by mistake, in production too.",
    )


def _skip_snapshot(resource: Resource) -> Fix:
    return Fix(
        title="Delete without a final snapshot",
        goal="skip-final-snapshot",
        intents=(SetArgument(resource, ("skip_final_snapshot",), Plain(True)),),
        subjects=(resource,),
        why_unsafe="The data is lost when the database is deleted.",
    )


def _obstacles(resource: Resource, meant_for: Purpose | None) -> Iterator[Obstacle]:
    """What the author wrote, the most direct obstacle first."""
    for type_, path, on, off in _PROTECTIONS:
        if type_ != resource.type:
            continue
        value = resource.properties.get(*path)
        if value.is_(on) and value.certainty is Certainty.WRITTEN:
            yield Obstacle(value, "is protected from deletion", tuple(_fixes(resource, path, off)))
    never = resource["lifecycle"].get(0, "prevent_destroy")
    if never.is_(True):
        fixes = _fixes(resource, ("lifecycle", "prevent_destroy"), off=False)
        yield Obstacle(never, "is protected from deletion", tuple(fixes))
    protect = resource["pulumi:protect"]
    if protect.is_(True):
        yield Obstacle(protect, "is protected from deletion")
    kept = resource["pulumi:retain_on_delete"]
    if kept.is_(True):
        yield Obstacle(kept, "is kept when its stack is removed")
    skip = resource["skip_final_snapshot"]
    nameless = resource["final_snapshot_identifier"].is_absent() and skip.is_(False)
    # The default is a matter of short-lived stacks only: elsewhere nobody has decided anything yet.
    decided = skip.certainty is Certainty.WRITTEN or meant_for == "short-lived"
    if resource.type in _SNAPSHOTS and nameless and decided:
        fix = _skip_snapshot(resource)
        yield Obstacle(skip, "cannot be deleted without a name for its final snapshot", (fix,))


def _leftovers(graph: Graph) -> Iterator[Finding]:
    """Buckets that stay behind, where the user says that all must go."""
    if graph.environment != "ephemeral":
        return
    for bucket in graph.of("aws_s3_bucket"):
        keeps = bucket["force_destroy"]
        if not bucket.external and not bucket.implied and (keeps.is_absent() or keeps.is_(False)):
            yield Finding(
                at=keeps if keeps.certainty is Certainty.WRITTEN and keeps.is_(False) else head(bucket),
                message=f"bucket '{bucket.name}' stays behind when it still has objects in it",
                severity=Severity.HINT,
            )


@rule(severity=Severity.INFORMATION)
def check(graph: Graph) -> Iterator[Finding]:
    yield from _leftovers(graph)
    for resource in graph.resources:
        # What is created under a condition may be meant for production only.
        if resource.external or resource.conditional or not _is_concerned(resource):
            continue
        meant_for = purpose(graph, resource)
        if meant_for == "production" or (meant_for is None and protection_asked_by(graph) is not None):
            continue
        obstacle = next(_obstacles(resource, meant_for), None)
        if obstacle is None:
            continue
        rest = _ALWAYS if meant_for is None else "which blocks removing this environment"
        if obstacle.does.startswith("is kept") and meant_for is not None:
            rest = "so it outlives this environment"
        yield Finding(
            at=anchor(obstacle.value, resource),
            message=f"'{resource.name}' {obstacle.does}{' ' if meant_for is None else ', '}{rest}",
            fixes=list(obstacle.fixes),
            severity=Severity.HINT if meant_for is None else Severity.INFORMATION,
        )
