"""Files that programs of the CDK put into buckets."""

from __future__ import annotations

from cdk_programs import ts
from recognising import plain

_BUCKET = "const b = new s3.Bucket(this, 'B'); const d = cdk.aws_s3_deployment; "
_ROLE = (
    "const role = new iam.Role(this, 'R', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com') }); "
)


def test_a_deployment_makes_nothing_of_its_own() -> None:
    program = ts(
        _BUCKET
        + "new d.BucketDeployment(this, 'D', { sources: [d.Source.data('a', 'b')], destinationBucket: b });"
    )
    assert [r.type for r in program.recognition.resources if not r.external] == ["aws_s3_bucket"]
    assert program.not_understood() == []


def test_the_deployed_bucket_is_the_bucket() -> None:
    program = ts(
        _BUCKET
        + "const x = new d.BucketDeployment(this, 'D', { sources: [], destinationBucket: b });"
        + "new cdk.aws_ssm.StringParameter(this, 'P', { stringValue: x.deployedBucket.bucketName });"
    )
    assert program.one("aws_ssm_parameter")["value"].refers_to(program.one("aws_s3_bucket", "B"))


def test_a_role_that_reads_files_of_the_program_may_do_more_than_is_seen() -> None:
    program = ts(
        _BUCKET
        + _ROLE
        + "new d.BucketDeployment(this, 'D', { sources: [d.Source.asset('x')], destinationBucket: b, role });"
    )
    assert [gap.kind for gap in program.one("aws_iam_role").escapes] == ["files"]


def test_unknown_sources() -> None:
    program = ts(
        _BUCKET
        + _ROLE
        + "new d.BucketDeployment(this, 'D', { sources: JSON.parse('x'), destinationBucket: b, role });"
    )
    assert [gap.kind for gap in program.one("aws_iam_role").escapes] == ["files"]


def test_whoever_reads_an_asset_may_read_its_bucket() -> None:
    program = ts(_ROLE + "new cdk.aws_s3_assets.Asset(this, 'A', { path: 'x', readers: [role] });")
    statement = program.one("aws_iam_role_policy")["policy"].get("Statement", 0)
    assert plain(statement.get("Action")) == ["s3:GetObject*", "s3:GetBucket*", "s3:List*"]
