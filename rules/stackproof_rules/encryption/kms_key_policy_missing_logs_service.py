"""Finds log groups encrypted with a key that CloudWatch Logs is not allowed to use."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import (
    Answer,
    Certainty,
    Finding,
    Graph,
    Related,
    Severity,
    anchor,
    follow,
    head,
    rule,
)
from stackproof.rulekit.log_encryption import fixes, key_access


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    for group in graph.of("aws_cloudwatch_log_group"):
        key = follow(group["kms_key_id"], "aws_kms_key")
        if group.external or key is None or key.type != "aws_kms_key" or not graph.is_closed_around([key]):
            continue
        access = key_access(graph, key)
        if access.granted is not Answer.NO:
            continue
        holder = access.holder
        if access.policy is None or key["policy"].certainty is Certainty.DEFAULT:
            why = "it has the default key policy, which lets no service use it"
        else:
            why = "its policy has no statement for the logs service"
        where = Related(head(holder), "its policy") if holder is not None else Related(head(key), why)
        yield Finding(
            at=anchor(group["kms_key_id"], group),
            message=f"CloudWatch Logs may not use key '{key.name}' for '{group.name}': {why}",
            related=[where],
            fixes=fixes(key, group, access),
        )
