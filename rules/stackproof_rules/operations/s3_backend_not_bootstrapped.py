"""Finds stacks that keep their state where it cannot be kept, or not before somebody makes the place."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import Certainty, Finding, Graph, Related, Resource, Severity, anchor, head, rule

_PREFIX = "backend."


def _backends(graph: Graph) -> Iterator[Resource]:
    for resource in graph.resources:
        if resource.type.startswith(_PREFIX):
            yield resource


def _twice(graph: Graph) -> Iterator[Finding]:
    """A stack has one backend."""
    first: dict[int, Resource] = {}
    for backend in _backends(graph):
        if backend.stack is None or backend.conditional or backend.many:
            continue
        known = first.setdefault(backend.stack, backend)
        if known is not backend:
            yield Finding(
                at=head(backend),
                message="the stack has a backend already, and can have one only",
                related=[Related(head(known), "the first one")],
                severity=Severity.ERROR,
            )


def _place(graph: Graph, backend: Resource) -> Finding | None:
    bucket = backend["bucket"]
    name = bucket.text()
    made = [
        r
        for r in graph.of("aws_s3_bucket")
        if bucket.refers_to(r) or (name is not None and r["bucket"].is_(name))
    ]
    own = [r for r in made if r.stack is not None and r.stack == backend.stack]
    if own:
        shown = name or own[0].name
        return Finding(
            at=anchor(bucket, backend),
            message=f"the stack creates bucket '{shown}' itself, which must be there before its state can be kept in it",
            related=[Related(head(own[0]), "the bucket")],
        )
    if (
        made
        or name is None
        or bucket.certainty is not Certainty.WRITTEN
        or any(_may_be(r, name) for r in graph.of("aws_s3_bucket"))
    ):
        return None
    return Finding(
        at=anchor(bucket, backend),
        message=f"nothing in this program creates bucket '{name}': the first deployment fails unless it is there",
        severity=Severity.HINT,
    )


def _may_be(bucket: Resource, name: str) -> bool:
    """Whether a bucket might turn out to have this name."""
    own = bucket["bucket"]
    return own.is_unknown() or (own.is_present() and own.text() is None)


@rule(severity=Severity.WARNING)
def check(graph: Graph) -> Iterator[Finding]:
    yield from _twice(graph)
    for backend in graph.of("backend.s3"):
        found = _place(graph, backend)
        if found is not None:
            yield found
        lock = backend["dynamodb_table"]
        if lock.is_present():
            yield Finding(
                at=anchor(lock, backend),
                message="locking by a table is deprecated since Terraform 1.10; 'use_lockfile' needs none",
                severity=Severity.HINT,
            )
