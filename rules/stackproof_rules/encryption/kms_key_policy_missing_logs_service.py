"""Finds encrypted log groups whose key does not let CloudWatch Logs use it."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import (
    Answer,
    Certainty,
    Finding,
    Graph,
    Related,
    Resource,
    Severity,
    anchor,
    follow,
    head,
    rule,
    waits_for,
)
from stackproof.rulekit.log_encryption import KeyAccess, Refusal, asymmetric, key_access, not_an_arn
from stackproof.rulekit.log_encryption_fixes import arn_fix, dependency_fix, policy_fixes

_WHY = {
    Refusal.DEFAULT_POLICY: "it has the default key policy, which lets no service use it",
    Refusal.NO_STATEMENT: "its policy has no statement for the logs service",
    Refusal.ACTIONS: "its policy does not let the logs service both encrypt and decrypt",
    Refusal.WILDCARD: "its policy has a condition that takes '*' literally, which 'ArnLike' would not",
    Refusal.CONDITION: "its policy has a condition that this log group does not meet",
}


def _refused(group: Resource, key: Resource, access: KeyAccess) -> Finding:
    refusal = access.refusal or Refusal.NO_STATEMENT
    if key["policy"].certainty is Certainty.DEFAULT and access.holder is key:
        refusal = Refusal.DEFAULT_POLICY
    why = _WHY[refusal]
    where = Related(head(key), why) if access.holder is None else Related(head(access.holder), "its policy")
    related = [where]
    if access.culprit is not None and access.culprit.origin is not None:
        related.append(Related(access.culprit, "the log group's ARN is not like this"))
    return Finding(
        at=anchor(group["kms_key_id"], group),
        message=f"CloudWatch Logs may not use key '{key.name}' for '{group.name}': {why}",
        related=related,
        fixes=policy_fixes(key, group, access),
    )


def _too_early(group: Resource, key: Resource, policy: Resource | None) -> Iterator[Finding]:
    if policy is None or policy.implied or waits_for(group, policy) is not Answer.NO:
        return
    yield Finding(
        at=anchor(group["kms_key_id"], group),
        message=f"'{group.name}' may be created before the policy that lets logs use key '{key.name}'",
        related=[Related(head(policy), "the key's policy")],
        fixes=[dependency_fix(group, policy)],
        severity=Severity.WARNING,
    )


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    for group in graph.of("aws_cloudwatch_log_group"):
        given = group["kms_key_id"]
        if group.external:
            continue
        key = follow(given, "aws_kms_key")
        known = key is not None and key.type == "aws_kms_key"
        if not_an_arn(given):
            yield Finding(
                at=anchor(given, group),
                message=f"the key of log group '{group.name}' must be given by its ARN, not by id or alias",
                fixes=[arn_fix(key, group)] if key is not None and known else [],
            )
        if key is None or not known or not graph.is_closed_around([key]):
            continue
        unfit = asymmetric(key)
        if unfit is not None:
            yield Finding(
                at=anchor(given, group),
                message=f"CloudWatch Logs cannot use key '{key.name}' for '{group.name}': only symmetric keys will do",
                related=[Related(anchor(unfit, key), "this makes the key unfit for encrypting logs")],
            )
            continue
        access = key_access(graph, key, group)
        if access.granted is Answer.NO:
            yield _refused(group, key, access)
        elif access.granted is Answer.YES and access.holder is not key:
            yield from _too_early(group, key, access.holder)
