"""Finds replications of buckets that S3 refuses, or that do not copy what they should."""

from __future__ import annotations

import re
from collections.abc import Iterator

from stackproof.rulekit import (
    Answer,
    Finding,
    Graph,
    Related,
    Severity,
    anchor,
    follow,
    head,
    rule,
    waits_for,
)
from stackproof.rulekit.log_delivery import kms_encryption
from stackproof.rulekit.profiles import profiles
from stackproof.rulekit.replication import Copying, copyings, is_target, may_be_taken, versions
from stackproof.rulekit.replication_fixes import (
    keep_versions,
    let_s3_take,
    say_about_markers,
    wait_for_versions,
)

_PROFILES = ("dr", "disaster-recovery")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_REPLICA = ("replica", "replicas", "replication", "dr")


def _versions(graph: Graph, copying: Copying, told: set[int]) -> Iterator[Finding]:
    """Both sides of a replication must keep versions, from before it is set up."""
    configuration = copying.configuration
    sides = ((copying.source, "source", configuration["bucket"]), (copying.target, "destination", copying.to))
    for bucket, side, value in sides:
        if bucket is None or id(bucket) in told:
            continue
        found = versions(graph, bucket)
        related = [Related(head(found.holder or bucket), f"bucket '{bucket.name}'")]
        if found.kept is Answer.NO:
            told.add(id(bucket))
            yield Finding(
                at=anchor(value, configuration),
                message=f"the {side} of this replication, bucket '{bucket.name}', does not keep versions",
                related=related,
                fixes=[keep_versions(copying, bucket, found)],
            )
        elif found.kept is Answer.YES and found.holder is not None and not found.holder.implied:
            # The provider tries again for a while, so this may go well.
            apart = found.holder is not bucket and not configuration.implied
            if apart and waits_for(configuration, found.holder) is Answer.NO:
                told.add(id(bucket))
                yield Finding(
                    at=head(configuration),
                    message=f"the replication may be set up before bucket '{bucket.name}' keeps versions",
                    related=related,
                    fixes=[wait_for_versions(configuration, found.holder)],
                    severity=Severity.INFORMATION,
                )


def _role(graph: Graph, copying: Copying, told: set[int]) -> Iterator[Finding]:
    value = copying.configuration["role"]
    role = follow(value, "aws_iam_role")
    if role is None or role.type != "aws_iam_role" or role.external or id(role) in told:
        return
    if graph.is_closed_around([role]) and may_be_taken(role) is Answer.NO:
        told.add(id(role))
        yield Finding(
            at=anchor(value, copying.configuration),
            message=f"S3 cannot take role '{role.name}' to replicate: its policy does not name s3.amazonaws.com",
            related=[Related(anchor(role["assume_role_policy"], role), "who may take the role")],
            fixes=let_s3_take(role),
        )


def _rule(graph: Graph, copying: Copying) -> Iterator[Finding]:
    configuration, source = copying.configuration, copying.source
    if source is not None and source is copying.target:
        yield Finding(
            at=anchor(copying.to, configuration),
            message=f"bucket '{source.name}' is to be replicated to itself",
        )
    chosen, markers = copying.rule.get("filter"), copying.rule.get("delete_marker_replication")
    if chosen.is_present() and markers.is_absent() and configuration.is_closed():
        yield Finding(
            at=anchor(chosen, configuration),
            message="a rule with a filter must say whether it replicates delete markers",
            fixes=[say_about_markers(copying)],
        )
    encryption = kms_encryption(graph, source) if source is not None else None
    selected = copying.rule.get("source_selection_criteria", 0, "sse_kms_encrypted_objects", 0, "status")
    left = selected.is_absent() or selected.is_("Disabled")
    if source is not None and encryption is not None and left and copying.rule.is_closed():
        yield Finding(
            at=anchor(copying.to, configuration),
            message=f"objects of '{source.name}' are encrypted with KMS, and this rule leaves such objects out",
            related=[Related(anchor(encryption[1], encryption[0]), "the encryption of new objects")],
            severity=Severity.WARNING,
        )


def _unused(graph: Graph) -> Iterator[Finding]:
    """Buckets that are called replicas, and are none."""
    if not profiles(graph).intersection(_PROFILES) or not graph.complete:
        return
    for bucket in graph.of("aws_s3_bucket"):
        words = _WORD.findall(f"{bucket.name} {bucket['bucket'].text() or ''}")
        named = any(word.lower() in _REPLICA for word in words)
        if named and graph.is_closed_around([bucket]) and is_target(graph, bucket) is Answer.NO:
            yield Finding(
                at=head(bucket),
                message=f"bucket '{bucket.name}' is called a replica, but nothing is replicated to it",
                severity=Severity.INFORMATION,
            )


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    told: set[int] = set()
    for copying in copyings(graph):
        if not copying.configuration.external:
            yield from _versions(graph, copying, told)
            yield from _role(graph, copying, told)
            yield from _rule(graph, copying)
    yield from _unused(graph)
