"""Finds load balancers that write logs to a bucket which does not let them."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import (
    Answer,
    Finding,
    Graph,
    Related,
    Resource,
    Severity,
    anchor,
    by_name,
    head,
    rule,
    waits_for,
)
from stackproof.rulekit.log_delivery import BucketAccess, Writer, access_fixes, bucket_access, dependency_fix


def _writers(graph: Graph) -> Iterator[Writer]:
    for balancer in graph.of("aws_lb"):
        kind = balancer["load_balancer_type"]
        network = kind.is_("network")
        known = network or kind.is_absent() or kind.is_("application")
        if balancer.external or not known:
            continue
        for name in ("access_logs", "connection_logs"):
            block = balancer[name].get(0)
            if block.get("enabled").is_any_of(True, "true"):
                yield Writer(balancer, block.get("bucket"), block.get("prefix"), network)


def _message(writer: Writer, bucket: Resource, access: BucketAccess) -> str:
    if access.elsewhere is not None:
        return f"bucket '{bucket.name}' lets logs be delivered, but not below '{access.elsewhere}'"
    return f"'{writer.resource.name}' may not write its logs to bucket '{bucket.name}': no bucket policy allows it"


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    for writer in _writers(graph):
        bucket = by_name(graph, writer.bucket, "aws_s3_bucket", "bucket")
        if bucket is None or bucket.type != "aws_s3_bucket" or not graph.is_closed_around([bucket]):
            continue
        access = bucket_access(graph, bucket, writer)
        related = [Related(head(bucket), f"bucket '{bucket.name}'")]
        if access.policy is not None:
            related.append(Related(head(access.policy), "its policy"))
        if access.granted is Answer.NO:
            yield Finding(
                at=anchor(writer.bucket, writer.resource),
                message=_message(writer, bucket, access),
                related=related,
                fixes=access_fixes(bucket, writer, access),
            )
        elif access.granted is Answer.YES and access.policy is not None:
            policy = access.policy
            if policy.implied or waits_for(writer.resource, policy) is not Answer.NO:
                continue
            yield Finding(
                at=anchor(writer.bucket, writer.resource),
                message=f"'{writer.resource.name}' may be set up before the policy that lets it write to '{bucket.name}'",
                related=related,
                fixes=[dependency_fix(writer.resource, policy)],
                severity=Severity.HINT,
            )
