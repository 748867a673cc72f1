"""Cures for replications that are refused or do not copy what they should."""

from __future__ import annotations

from stackproof.model.fix import (
    AddDependency,
    AddResources,
    AppendToList,
    Argument,
    AttributeOf,
    AttributeOfNew,
    Block,
    Fix,
    Intent,
    NewResource,
    Plain,
    PlainMap,
    SetArgument,
)
from stackproof.model.graph import Resource
from stackproof.rulekit.policy import read_policy
from stackproof.rulekit.replication import VERSIONING, Copying, Versions

_COST = "All versions are kept and paid for, unless a lifecycle rule deletes old ones."


def keep_versions(copying: Copying, bucket: Resource, found: Versions) -> Fix:
    """Let a bucket keep versions before the replication is set up."""
    intents: list[Intent]
    if found.holder is not None and found.holder is not bucket:
        path = ("versioning_configuration", "status")
        intents = [SetArgument(found.holder, path, Plain("Enabled"))]
    else:
        status: dict[str, Argument] = {"status": Plain("Enabled")}
        arguments: dict[str, Argument] = {
            "bucket": AttributeOf(bucket),
            "versioning_configuration": Block(status),
        }
        new = NewResource("versioning", VERSIONING, f"{bucket.name} versioning", arguments)
        intents = [AddResources(bucket, (new,))]
        if not copying.configuration.implied:
            intents.append(AddDependency(copying.configuration, AttributeOfNew("versioning")))
    return Fix(
        title=f"Keep versions in '{bucket.name}'",
        goal="keep-versions",
        intents=tuple(intents),
        subjects=(bucket,),
        why_unsafe=_COST,
        preferred=True,
    )


def wait_for_versions(configuration: Resource, holder: Resource) -> Fix:
    """Set the replication up after the versioning."""
    return Fix(
        title="Wait for the versioning",
        goal="wait-for-versioning",
        intents=(AddDependency(configuration, AttributeOf(holder)),),
        subjects=(configuration, holder),
        safe=True,
        preferred=True,
    )


def say_about_markers(copying: Copying) -> Fix:
    """Leave deletions of the source out, as replication does unless asked for them."""
    value = Block({"status": Plain("Disabled")})
    path = (*copying.path, "delete_marker_replication")
    return Fix(
        title="Do not replicate delete markers",
        goal="say-about-delete-markers",
        intents=(SetArgument(copying.configuration, path, value),),
        subjects=(copying.configuration,),
        why_unsafe="Objects that are deleted in the source then stay in the replica.",
        preferred=True,
    )


def let_s3_take(role: Resource) -> list[Fix]:
    """A statement for S3 in the role's policy; empty where that is not written in the program."""
    policy = read_policy(role["assume_role_policy"])
    if not policy.written or policy.source is not None:
        return []
    statement = PlainMap(
        {
            "Effect": Plain("Allow"),
            "Principal": PlainMap({"Service": Plain("s3.amazonaws.com")}),
            "Action": Plain("sts:AssumeRole"),
        }
    )
    return [
        Fix(
            title="Let S3 take the role",
            goal="let-s3-take-role",
            intents=(AppendToList(role, ("assume_role_policy", "Statement"), statement),),
            subjects=(role,),
            why_unsafe="It changes who may take the role.",
            preferred=True,
        )
    ]
