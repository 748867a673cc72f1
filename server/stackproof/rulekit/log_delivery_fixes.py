"""Cures for buckets that do not let load balancers write their logs."""

from __future__ import annotations

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
    Intent,
    Joined,
    Json,
    Many,
    NewResource,
    Plain,
    PlainMap,
    RemoveArgument,
    ReplaceText,
    SetArgument,
)
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, Origin, Template
from stackproof.rulekit.answer import Answer
from stackproof.rulekit.links import waits_for
from stackproof.rulekit.log_delivery import BucketAccess, Writer, wrapped_arn
from stackproof.text import Span

_APPLICATION = "logdelivery.elasticloadbalancing.amazonaws.com"
_NETWORK = "delivery.logs.amazonaws.com"


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
    intents: list[Intent] = []
    subjects = [writer.resource, bucket]
    waits: AttributeOf | AttributeOfNew | None = None
    if access.policy is None:
        statements: list[Argument] = [_statement(bucket, writer, "json")]
        if writer.network:
            statements.append(_acl_check_statement(bucket))
        document = Json(PlainMap({"Version": Plain("2012-10-17"), "Statement": Many(tuple(statements))}))
        arguments: dict[str, Argument] = {"bucket": AttributeOf(bucket), "policy": document}
        new = NewResource("policy", "aws_s3_bucket_policy", f"{bucket.name} policy", arguments)
        intents.append(AddResources(bucket, (new,)))
        waits = AttributeOfNew("policy")
    else:
        if access.document is None or not access.document.written:
            return []
        source = access.document.source
        if source is None:
            added = _statement(bucket, writer, "json")
            intents.append(AppendToList(access.policy, ("policy", "Statement"), added))
        else:
            intents.append(AppendToList(source, ("statement",), _statement(bucket, writer, "block")))
        subjects.append(access.policy)
        late = access.policy is not bucket and waits_for(writer.resource, access.policy) is Answer.NO
        waits = AttributeOf(access.policy) if late else None
    if waits is not None:
        intents.append(AddDependency(writer.resource, waits))
    return [
        Fix(
            title="Allow load balancer log delivery in the bucket policy",
            goal="allow-elb-log-delivery",
            intents=tuple(intents),
            subjects=tuple(subjects),
            why_unsafe="It changes who may write to the bucket.",
            preferred=True,
        )
    ]


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


def principal_fix(writer: Writer, malformed: MapEntry) -> list[Fix]:
    """Name the account by its ARN as it is: what stands around it is cut off."""
    value, key = malformed.value, malformed.key_origin
    inner, outer = wrapped_arn(value), value.origin
    if (
        inner is None
        or inner.origin is None
        or outer is None
        or key is None
        or not isinstance(value, Template)
    ):
        return []
    hole = inner.origin.span
    alone = sum(not isinstance(part, str) for part in value.parts) == 1
    # A tag or a function before the text would be left behind.
    bare = key.file == outer.file and 0 < outer.span.start - key.span.end <= len(": ")
    if not alone or not bare or inner.origin.file != outer.file or not outer.span.encloses(hole):
        return []
    around = (Span(outer.span.start, hole.start), Span(hole.end, outer.span.end))
    return [
        Fix(
            title="Use the service account's ARN as it is",
            goal="unwrap-principal",
            intents=tuple(ReplaceText(Origin(outer.file, span), "") for span in around),
            subjects=(writer.resource,),
            why_unsafe="It changes who may write to the bucket.",
            preferred=True,
        )
    ]


def encryption_fix(writer: Writer, holder: Resource) -> list[Fix]:
    """Encrypt with the keys of S3 instead; empty where the encryption has no arguments of its own."""
    if holder.implied or holder.type == "aws_s3_bucket":
        return []
    path = ("rule", 0, "apply_server_side_encryption_by_default")
    intents: list[Intent] = [SetArgument(holder, (*path, "sse_algorithm"), Plain("AES256"))]
    if not holder.properties.get(*path, "kms_master_key_id").is_absent():
        intents.append(RemoveArgument(holder, (*path, "kms_master_key_id")))
    return [
        Fix(
            title="Encrypt the bucket with S3's own keys",
            goal="encrypt-with-s3-keys",
            intents=tuple(intents),
            subjects=(writer.resource, holder),
            why_unsafe="Logs are then not encrypted with a key of your own.",
            preferred=True,
        )
    ]
