"""Finds deletion protection that will block the removal of a stack which is meant to be removed."""

from __future__ import annotations

from collections.abc import Iterator

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
    anchor,
    rule,
)
from stackproof.rulekit.environment import environment_value, purpose

Path = tuple[str | int, ...]

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


@rule(severity=Severity.INFORMATION)
def check(graph: Graph) -> Iterator[Finding]:
    for type_, path, on, off in _PROTECTIONS:
        for resource in graph.of(type_):
            value = resource.properties.get(*path)
            written = value.is_(on) and value.certainty is Certainty.WRITTEN
            meant_for = purpose(graph, resource)
            if resource.external or not written or meant_for == "production":
                continue
            if meant_for is None:
                message = (
                    f"'{resource.name}' is protected from deletion in every environment, short-lived ones too"
                )
            else:
                message = (
                    f"'{resource.name}' is protected from deletion, which blocks removing this environment"
                )
            yield Finding(
                at=anchor(value, resource),
                message=message,
                fixes=list(_fixes(resource, path, off)),
                severity=Severity.HINT if meant_for is None else Severity.INFORMATION,
            )
