"""Finds what keeps data in production and can be deleted by mistake."""

from __future__ import annotations

from collections.abc import Iterator

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
from stackproof.rulekit.profiles import protection_asked_by

# Type, argument, the value that protects, the value that does not.
_PROTECTIONS: tuple[tuple[str, str, bool | str, bool | str], ...] = (
    ("aws_db_instance", "deletion_protection", True, False),
    ("aws_rds_cluster", "deletion_protection", True, False),
    ("aws_docdb_cluster", "deletion_protection", True, False),
    ("aws_neptune_cluster", "deletion_protection", True, False),
    ("aws_dynamodb_table", "deletion_protection_enabled", True, False),
    ("aws_cognito_user_pool", "deletion_protection", "ACTIVE", "INACTIVE"),
    ("aws_lb", "enable_deletion_protection", True, False),
)


def _is_copy(resource: Resource) -> bool:
    """Whether it only repeats what another database keeps, or may."""
    source = resource["replicate_source_db"]
    return source.is_present() or source.is_unknown()


@rule(severity=Severity.INFORMATION)
def check(graph: Graph) -> Iterator[Finding]:
    asked_by = protection_asked_by(graph)
    if graph.environment != "prod" and asked_by is None:
        return
    if graph.environment not in (None, "prod"):
        # Whatever a standard asks for, it asks for it in production.
        return
    because = " in production" if asked_by is None else f", which {asked_by} asks for"
    for type_, argument, on, off in _PROTECTIONS:
        for resource in graph.of(type_):
            if resource.external or resource.conditional or _is_copy(resource):
                continue
            value = resource[argument]
            unprotected = value.is_absent() or value.is_(off)
            if resource.escapes or not unprotected:
                continue
            written = value.certainty is Certainty.WRITTEN and value.is_(off)
            yield Finding(
                at=anchor(value, resource) if written else head(resource),
                message=f"'{resource.name}' is not protected from deletion{because}",
                fixes=[
                    Fix(
                        title="Protect it from deletion",
                        goal="protect-from-deletion",
                        intents=(SetArgument(resource, (argument,), Plain(on)),),
                        subjects=(resource,),
                        why_unsafe="The stack cannot be removed any more before the protection is taken off again.",
                        preferred=True,
                    )
                ],
            )
