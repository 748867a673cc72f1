"""What the CDK's constructs offer to keep backups and logs for longer."""

from __future__ import annotations

from stackproof.frameworks.cdk.constants import constants_of
from stackproof.frameworks.cdk.words import At, Construct, Words, is_made_by
from stackproof.frameworks.spelling import Declined
from stackproof.model.code import Attribute, Change, Code, Constant, Imported, Invocation
from stackproof.model.fix import Fix, Plain, SetArgument
from stackproof.model.graph import Resource

_INSTANCES = (
    "aws-rds.DatabaseInstance",
    "aws-rds.DatabaseInstanceFromSnapshot",
    "aws-rds.ServerlessCluster",
)
_CLUSTERS = ("aws-rds.DatabaseCluster", "aws-docdb.DatabaseCluster")


def _wanted(fix: Fix) -> tuple[Resource, int]:
    """The resource and the number of days in the only step of a fix."""
    match fix.intents:
        case (SetArgument(value=Plain(data=int(days))) as intent,):
            return intent.resource, days
        case _:
            raise Declined


def _days(words: Words, days: int) -> Code:
    package = "aws-cdk-lib" if words.typescript else "aws_cdk"
    return Invocation(Imported(package, "Duration.days"), (Constant(days),))


def backups(fix: Fix, at: At) -> list[Change]:
    """The argument that holds how long backups are kept."""
    resource, days = _wanted(fix)
    construct = Construct(resource, at)
    if is_made_by(resource.construction, *_INSTANCES):
        construct.entries()
        return [construct.set(_days(construct.words, days), "backupRetention")]
    if is_made_by(resource.construction, *_CLUSTERS) and construct.given("backup") is not None:
        return [construct.set(_days(construct.words, days), "backup", "retention")]
    raise Declined


def logs(fix: Fix, at: At) -> list[Change]:
    """The constant for so many days."""
    resource, days = _wanted(fix)
    if not is_made_by(resource.construction, "aws-logs.LogGroup", "aws-logs.LogRetention"):
        raise Declined
    construct = Construct(resource, at)
    member = next((m for m, v in constants_of("aws-logs.RetentionDays").items() if v == days), None)
    if member is None:
        raise Declined
    construct.entries()
    constant = Attribute(Attribute(construct.words.module("aws-logs"), "RetentionDays"), member)
    return [construct.set(constant, "retention")]
