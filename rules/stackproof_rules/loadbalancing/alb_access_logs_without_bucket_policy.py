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
from stackproof.rulekit.log_delivery import BucketAccess, Writer, bucket_access, kms_encryption
from stackproof.rulekit.log_delivery_fixes import access_fixes, dependency_fix, encryption_fix, principal_fix

_LOGS = ("access_logs", "connection_logs", "health_check_logs")


def _writers(graph: Graph) -> Iterator[Writer]:
    for balancer in graph.of("aws_lb"):
        kind = balancer["load_balancer_type"]
        network = kind.is_("network")
        known = network or kind.is_absent() or kind.is_("application")
        if balancer.external or not known:
            continue
        for name in _LOGS:
            block = balancer[name].get(0)
            if block.get("enabled").is_any_of(True, "true"):
                yield Writer(balancer, block.get("bucket"), block.get("prefix"), network)


def _refused(writer: Writer, bucket: Resource, access: BucketAccess, related: list[Related]) -> Finding:
    if access.malformed is not None:
        return Finding(
            at=anchor(access.malformed.value, access.policy or bucket),
            message="this principal is no ARN: the service account's 'arn' is a whole ARN already",
            related=related,
            fixes=principal_fix(writer, access.malformed),
        )
    if access.elsewhere is not None:
        message = f"bucket '{bucket.name}' lets logs be delivered, but not below '{access.elsewhere}'"
    else:
        name = writer.resource.name
        message = f"'{name}' may not write its logs to bucket '{bucket.name}': no bucket policy allows it"
    return Finding(
        at=anchor(writer.bucket, writer.resource),
        message=message,
        related=related,
        fixes=access_fixes(bucket, writer, access),
    )


def _too_early(
    writer: Writer, bucket: Resource, policy: Resource, related: list[Related]
) -> Iterator[Finding]:
    if policy.implied or waits_for(writer.resource, policy) is not Answer.NO:
        return
    yield Finding(
        at=anchor(writer.bucket, writer.resource),
        message=f"'{writer.resource.name}' may be set up before the policy that lets it write to '{bucket.name}'",
        related=related,
        fixes=[dependency_fix(writer.resource, policy)],
        severity=Severity.WARNING,
    )


def _encrypted(graph: Graph, writer: Writer, bucket: Resource) -> Iterator[Finding]:
    # Network load balancers can write with a key whose policy lets them.
    encryption = None if writer.network else kms_encryption(graph, bucket)
    if encryption is None:
        return
    holder, algorithm = encryption
    yield Finding(
        at=anchor(writer.bucket, writer.resource),
        message=f"'{writer.resource.name}' cannot write its logs to bucket '{bucket.name}', which encrypts with KMS",
        related=[Related(anchor(algorithm, holder), "its default encryption")],
        fixes=encryption_fix(writer, holder),
    )


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    malformed: set[int] = set()
    for writer in _writers(graph):
        bucket = by_name(graph, writer.bucket, "aws_s3_bucket", "bucket")
        if bucket is None or bucket.type != "aws_s3_bucket" or not graph.is_closed_around([bucket]):
            continue
        access = bucket_access(graph, bucket, writer)
        related = [Related(head(bucket), f"bucket '{bucket.name}'")]
        if access.policy is not None:
            related.append(Related(head(access.policy), "its policy"))
        if access.granted is Answer.NO and id(access.malformed) not in malformed:
            yield _refused(writer, bucket, access, related)
        elif access.granted is Answer.YES and access.policy is not None:
            yield from _too_early(writer, bucket, access.policy, related)
        if access.malformed is not None:
            malformed.add(id(access.malformed))
        yield from _encrypted(graph, writer, bucket)
