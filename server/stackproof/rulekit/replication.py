"""How buckets are replicated: from where to where, and whether both sides keep versions."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stackproof.model.graph import Graph, Resource
from stackproof.model.values import Value
from stackproof.rulekit.answer import Answer
from stackproof.rulekit.links import by_name, leads_to
from stackproof.rulekit.pointers import pointing
from stackproof.rulekit.policy import read_policy, service

CONFIGURATION, VERSIONING = "aws_s3_bucket_replication_configuration", "aws_s3_bucket_versioning"
_BUCKET = "aws_s3_bucket"


@dataclass(frozen=True, eq=False)
class Copying:
    """One enabled rule of a replication: ``number`` is its place in the list, None when it stands alone.

    ``source`` and ``target`` are buckets of the program, None where they are not. ``to`` names the target.
    """

    configuration: Resource
    rule: Value
    number: int | None
    source: Resource | None
    target: Resource | None
    to: Value

    @property
    def path(self) -> tuple[str | int, ...]:
        """Where the rule stands among the arguments of the configuration."""
        return ("rule",) if self.number is None else ("rule", self.number)


def copyings(graph: Graph) -> Iterator[Copying]:
    """All rules that are certainly switched on."""
    for configuration in graph.of(CONFIGURATION):
        source = _made(by_name(graph, configuration["bucket"], _BUCKET, "bucket"))
        rules = configuration["rule"]
        for number, rule in enumerate(rules.items()):
            to = rule.get("destination", 0, "bucket")
            target = _made(by_name(graph, to, _BUCKET, "bucket"))
            alone = None if rule is rules else number
            if rule.get("status").is_("Enabled"):
                yield Copying(configuration, rule, alone, source, target, to)


def _made(bucket: Resource | None) -> Resource | None:
    return bucket if bucket is not None and bucket.type == _BUCKET and not bucket.external else None


@dataclass(frozen=True, eq=False)
class Versions:
    """Whether a bucket keeps versions, and the resource that says so or does not; None when nothing does."""

    kept: Answer
    holder: Resource | None = None


def versions(graph: Graph, bucket: Resource) -> Versions:
    """What is known of a bucket's versioning."""
    if not graph.is_closed_around([bucket]):
        return Versions(Answer.UNKNOWN)
    for holder in pointing(graph, VERSIONING, "bucket", bucket, name="bucket"):
        link = leads_to(holder["bucket"], bucket, "bucket")
        if link is Answer.NO:
            continue
        status = holder["versioning_configuration"].get(0, "status")
        if link is Answer.UNKNOWN or holder.conditional or not holder.is_closed():
            return Versions(Answer.UNKNOWN, holder)
        if status.is_("Enabled"):
            return Versions(Answer.YES, holder)
        return Versions(Answer.NO if status.is_any_of("Suspended", "Disabled") else Answer.UNKNOWN, holder)
    inline = bucket["versioning"].get(0, "enabled")
    if inline.is_absent() or inline.is_(False):
        return Versions(Answer.NO)
    return Versions(Answer.YES if inline.is_(True) else Answer.UNKNOWN, bucket)


def may_be_taken(role: Resource) -> Answer:
    """Whether S3 may take a role, by the role's own policy."""
    policy = read_policy(role["assume_role_policy"])
    return policy.allows(service(r"s3\.amazonaws\.com(\.cn)?"), "sts:AssumeRole")


def is_target(graph: Graph, bucket: Resource) -> Answer:
    """Whether objects are replicated to a bucket."""
    answer = Answer.NO
    for configuration in graph.of(CONFIGURATION):
        rules = configuration["rule"]
        if not (rules.is_absent() or rules.is_closed()):
            answer = answer | Answer.UNKNOWN
        for rule in rules.items():
            answer = answer | leads_to(rule.get("destination", 0, "bucket"), bucket, "bucket")
    return answer
