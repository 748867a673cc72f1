"""What the CDK's buckets offer to reach the goals of fixes."""

from __future__ import annotations

from stackproof.frameworks.cdk.words import At, Construct, is_made_by
from stackproof.frameworks.spelling import Declined
from stackproof.model.code import Attribute, Change, Code, Constant, Entries
from stackproof.model.fix import Fix


def keep_versions(fix: Fix, at: At) -> list[Change]:
    """The bucket's own switch, or CloudFormation's block."""
    bucket = fix.subjects[0]
    construct = Construct(bucket, at)
    if is_made_by(bucket.construction, "aws-s3.Bucket"):
        construct.entries()
        return [construct.set(Constant(True), "versioned")]
    if (
        is_made_by(bucket.construction, "aws-s3.CfnBucket")
        and construct.given("versioningConfiguration") is None
    ):
        return [construct.set(_enabled(construct), "versioningConfiguration")]
    raise Declined


def _enabled(construct: Construct) -> Code:
    named: list[tuple[str, Code]] = [("status", Constant("Enabled"))]
    if construct.words.typescript:
        return Entries(tuple(named))
    bucket = Attribute(construct.words.module("aws-s3"), "CfnBucket")
    return construct.words.construct(Attribute(bucket, "VersioningConfigurationProperty"), (), named)
