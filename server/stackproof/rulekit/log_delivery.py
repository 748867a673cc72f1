"""Whether a bucket lets the log delivery of load balancers write, with the cure when it does not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from stackproof.model.fix import (
    Account,
    AddDependency,
    AddResources,
    AppendToList,
    Argument,
    AttributeOf,
    AttributeOfNew,
    Block,
    Fix,
    Joined,
    Json,
    Many,
    NewResource,
    Plain,
    PlainMap,
)
from stackproof.model.graph import Graph, Resource
from stackproof.model.values import Value
from stackproof.rulekit.answer import Answer
from stackproof.rulekit.links import leads_to, waits_for
from stackproof.rulekit.policy import HOLE, Policy, Principal, Statement, read_policy, service, written

_APPLICATION = "logdelivery.elasticloadbalancing.amazonaws.com"
_NETWORK = "delivery.logs.amazonaws.com"


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
    when delivery is allowed to another path only.
    """

    granted: Answer
    policy: Resource | None = None
    document: Policy | None = None
    elsewhere: str | None = None


def _principal_answer(principal: Principal, network: bool) -> Answer:
    """Whether a principal is the log delivery that serves this kind of load balancer."""
    if principal.kind == "AWS" and not network:
        if any(r.resource.type.endswith("aws_elb_service_account") for r in principal.value.references()):
            return Answer.YES
        types = {r.resource.type.removeprefix("data.") for r in principal.value.references()}
        # The program's own account or roles are not the account from which logs are delivered; any other may be.
        own = types and types <= {"aws_caller_identity", "aws_iam_role", "aws_iam_user", "aws_partition"}
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
    _, slash, path = text.partition("/")
    return path if slash else None


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
    for policy in graph.of("aws_s3_bucket_policy"):
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


def _statement(bucket: Resource, writer: Writer, style: Literal["json", "block"]) -> Argument:
    prefix: tuple[str, ...] = ()
    text = writer.prefix.text()
    if text:
        prefix = (f"/{text.strip('/')}",)
    resource = Joined((AttributeOf(bucket, "arn"), *prefix, "/AWSLogs/", Account(), "/*"))
    principal = Plain(_NETWORK if writer.network else _APPLICATION)
    if style == "block":
        who = Block({"type": Plain("Service"), "identifiers": Many((principal,))})
        return Block(
            {
                "sid": Plain("AllowElbLogDelivery"),
                "principals": Many((who,)),
                "actions": Many((Plain("s3:PutObject"),)),
                "resources": Many((resource,)),
            }
        )
    return PlainMap(
        {
            "Sid": Plain("AllowElbLogDelivery"),
            "Effect": Plain("Allow"),
            "Principal": PlainMap({"Service": principal}),
            "Action": Plain("s3:PutObject"),
            "Resource": resource,
        }
    )


def _acl_check_statement(bucket: Resource) -> Argument:
    return PlainMap(
        {
            "Sid": Plain("AllowElbLogDeliveryAclCheck"),
            "Effect": Plain("Allow"),
            "Principal": PlainMap({"Service": Plain(_NETWORK)}),
            "Action": Plain("s3:GetBucketAcl"),
            "Resource": AttributeOf(bucket, "arn"),
        }
    )


def access_fixes(bucket: Resource, writer: Writer, access: BucketAccess) -> list[Fix]:
    """How the bucket can be made to let the writer write; empty where its policy is not written in the program."""
    if not (writer.prefix.is_absent() or writer.prefix.text() is not None):
        return []
    title, goal = "Allow load balancer log delivery in the bucket policy", "allow-elb-log-delivery"
    why = "It changes who may write to the bucket."
    subjects = (writer.resource, bucket)
    if access.policy is None:
        statements: list[Argument] = [_statement(bucket, writer, "json")]
        if writer.network:
            statements.append(_acl_check_statement(bucket))
        document = Json(PlainMap({"Version": Plain("2012-10-17"), "Statement": Many(tuple(statements))}))
        arguments: dict[str, Argument] = {"bucket": AttributeOf(bucket), "policy": document}
        new = NewResource("policy", "aws_s3_bucket_policy", f"{bucket.name} policy", arguments)
        intents = (
            AddResources(bucket, (new,)),
            AddDependency(writer.resource, AttributeOfNew("policy")),
        )
        return [Fix(title, goal, intents, subjects, why_unsafe=why, preferred=True)]
    policy, document_ = access.policy, access.document
    if document_ is None or not document_.written:
        return []
    source = document_.source
    append = (
        AppendToList(policy, ("policy", "Statement"), _statement(bucket, writer, "json"))
        if source is None
        else AppendToList(source, ("statement",), _statement(bucket, writer, "block"))
    )
    if policy is bucket or waits_for(writer.resource, policy) is not Answer.NO:
        return [Fix(title, goal, (append,), (*subjects, policy), why_unsafe=why, preferred=True)]
    both = (append, AddDependency(writer.resource, AttributeOf(policy)))
    return [Fix(title, goal, both, (*subjects, policy), why_unsafe=why, preferred=True)]


def dependency_fix(writer: Resource, policy: Resource) -> Fix:
    """Create the policy first."""
    return Fix(
        title="Wait for the bucket policy",
        goal="wait-for-bucket-policy",
        intents=(AddDependency(writer, AttributeOf(policy)),),
        subjects=(writer, policy),
        why_unsafe="It changes the order of deployment.",
        preferred=True,
    )
