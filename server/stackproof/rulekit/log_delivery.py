"""Whether a bucket lets the log delivery of load balancers write."""

from __future__ import annotations

from dataclasses import dataclass

from stackproof.model.graph import Graph, Resource
from stackproof.model.values import MapEntry, Mapping, ResourceReference, Template, Value
from stackproof.rulekit.answer import Answer
from stackproof.rulekit.links import leads_to
from stackproof.rulekit.pointers import pointing
from stackproof.rulekit.policy import HOLE, Policy, Principal, Statement, read_policy, service, written

_ENCRYPTION = "aws_s3_bucket_server_side_encryption_configuration"


@dataclass(frozen=True, eq=False)
class Writer:
    """A load balancer that writes logs: its arguments ``bucket`` and ``prefix``; ``network`` for its kind."""

    resource: Resource
    bucket: Value
    prefix: Value
    network: bool


@dataclass(frozen=True, eq=False)
class BucketAccess:
    """Whether a bucket lets a writer write.

    ``policy`` is the bucket's policy resource, ``document`` what it says. ``elsewhere`` is the path that is needed,
    when delivery is allowed to another path only. ``malformed`` is a principal that makes the policy unacceptable.
    """

    granted: Answer
    policy: Resource | None = None
    document: Policy | None = None
    elsewhere: str | None = None
    malformed: MapEntry | None = None


def is_service_account(resource: Resource) -> bool:
    """Whether a resource looks up the account from which load balancers of a region deliver their logs."""
    return resource.type.endswith("aws_elb_service_account")


def wrapped_arn(value: Value) -> ResourceReference | None:
    """The ARN of the service account that a text puts into another ARN, None where it does not."""
    if not isinstance(value, Template) or not isinstance(value.parts[0], str):
        return None
    for part in value.parts[1:]:
        if isinstance(part, ResourceReference) and part.attribute == "arn":
            inside = is_service_account(part.resource) and value.parts[0].startswith("arn:")
            return part if inside else None
    return None


def _malformed(document: Policy) -> MapEntry | None:
    for statement in document.statements:
        who = statement.value.get("Principal")
        entry = who.entries.get("AWS") if isinstance(who, Mapping) else None
        if entry is not None and wrapped_arn(entry.value) is not None:
            return entry
        for principal in statement.principals()[0]:
            if wrapped_arn(principal.value) is not None:
                return MapEntry(principal.value)
    return None


def _principal_answer(principal: Principal, network: bool) -> Answer:
    """Whether a principal is the log delivery that serves this kind of load balancer."""
    if principal.kind == "AWS" and not network:
        if any(is_service_account(r.resource) for r in principal.value.references()):
            return Answer.YES
        types = {r.resource.type.removeprefix("data.") for r in principal.value.references()}
        # The program's own account or roles are not the account from which logs are delivered; any other may be.
        named = types - {"aws_partition"}
        own = named and named <= {"aws_caller_identity", "aws_iam_role", "aws_iam_user"}
        return Answer.NO if own and not principal.value.has_unknown() else Answer.UNKNOWN
    names = (
        r"delivery\.logs\.amazonaws\.com(\.cn)?"
        if network
        else r"logdelivery\.(elasticloadbalancing|elb)\.amazonaws\.com(\.cn)?"
    )
    return service(names)(principal)


def _path(resource: Value) -> str | None:
    """The path inside the bucket of a statement's resource, holes as NUL characters; None when unclear."""
    text = written(resource)
    if text is None:
        return None
    if text == "*":
        return "*"
    bucket, slash, path = text.partition("/")
    # A wildcard behind the bucket's name takes in what is inside the bucket, too.
    return path if slash else "*" if bucket.endswith("*") else None


def _needed(writer: Writer) -> str | None:
    """The path below which the load balancer writes, up to what is only known after deployment."""
    if writer.prefix.is_absent() or writer.prefix.is_(""):
        return "AWSLogs/"
    prefix = writer.prefix.text()
    return None if prefix is None else f"{prefix.strip('/')}/AWSLogs/"


def _reaches(statement: Statement, needed: str | None) -> Answer:
    """Whether a statement's resources take in the path that is needed."""
    resources = statement.resources
    listed = resources.items() or (resources,)
    if needed is None or resources.is_unknown() or resources.has_unknown():
        return Answer.UNKNOWN
    for resource in listed:
        path = _path(resource)
        if path is None and resource.target() is None:
            return Answer.UNKNOWN
        # The bucket alone, without a path, takes in no objects.
        if path is None:
            continue
        sure = path
        for stop in ("*", "?", HOLE, "$"):
            sure = sure.partition(stop)[0]
        if sure.startswith(needed) or (needed.startswith(sure) and sure != path):
            return Answer.YES
    return Answer.NO


def _own_policies(graph: Graph, bucket: Resource) -> tuple[list[Resource], Answer]:
    """The policy resources of a bucket, and whether there may be more."""
    found: list[Resource] = []
    more = Answer.NO
    for policy in pointing(graph, "aws_s3_bucket_policy", "bucket", bucket, name="bucket"):
        link = leads_to(policy["bucket"], bucket, "bucket")
        if link is Answer.YES and not policy.conditional:
            found.append(policy)
        elif link is not Answer.NO:
            more = Answer.UNKNOWN
    return found, more


def bucket_access(graph: Graph, bucket: Resource, writer: Writer) -> BucketAccess:
    """Whether the policy of ``bucket`` lets ``writer`` write its logs."""
    policies, more = _own_policies(graph, bucket)
    inline = bucket["policy"]
    if more is not Answer.NO or len(policies) > 1:
        return BucketAccess(Answer.UNKNOWN)
    if not policies and inline.is_absent():
        return BucketAccess(Answer.NO)
    holder = policies[0] if policies else bucket
    if holder.external or not holder.is_closed():
        return BucketAccess(Answer.UNKNOWN)
    document = read_policy(holder["policy"])
    malformed = _malformed(document)
    if malformed is not None:
        return BucketAccess(Answer.NO, holder, document, malformed=malformed)
    needed = _needed(writer)

    def is_writer(principal: Principal) -> Answer:
        return _principal_answer(principal, writer.network)

    answer = document.allows(is_writer, "s3:PutObject")
    if answer is Answer.NO:
        return BucketAccess(Answer.NO, holder, document)
    reached = [
        allowed & _reaches(statement, needed)
        for statement, allowed in document.allowing(is_writer, "s3:PutObject")
    ]
    if document.complete and all(r is Answer.NO for r in reached):
        return BucketAccess(Answer.NO, holder, document, elsewhere=needed)
    granted = Answer.YES if any(r is Answer.YES for r in reached) else Answer.UNKNOWN
    return BucketAccess(granted, holder, document)


def kms_encryption(graph: Graph, bucket: Resource) -> tuple[Resource, Value] | None:
    """What makes a bucket encrypt with KMS by default: the resource that says so, and the algorithm there."""
    for configuration in pointing(graph, _ENCRYPTION, "bucket", bucket, name="bucket"):
        if leads_to(configuration["bucket"], bucket, "bucket") is not Answer.YES or configuration.conditional:
            continue
        algorithm = configuration["rule"].get(
            0, "apply_server_side_encryption_by_default", 0, "sse_algorithm"
        )
        if algorithm.is_any_of("aws:kms", "aws:kms:dsse"):
            return configuration, algorithm
    inline = bucket["server_side_encryption_configuration"].get(0, "rule", 0)
    algorithm = inline.get("apply_server_side_encryption_by_default", 0, "sse_algorithm")
    return (bucket, algorithm) if algorithm.is_any_of("aws:kms", "aws:kms:dsse") else None
