"""Resources of a program's own making may do anything to what they are told of, and to nothing else."""

from __future__ import annotations

import pytest
from cdk_programs import py, ts

_LEAD = (
    "const { custom_resources: cr } = cdk; const b = new s3.Bucket(this, 'B'); const k = new kms.Key(this, 'K');"
    "const f = new lambda_.Function(this, 'F', { runtime: lambda_.Runtime.PYTHON_3_12, handler: 'a.b',"
    " code: lambda_.Code.fromAsset('src') });"
)
_POLICY = "policy: cr.AwsCustomResourcePolicy.fromSdkCalls({ resources: [k.keyArn] })"


@pytest.mark.parametrize(
    ("calls", "closed"),
    [
        (
            "onCreate: { service: 'S3', action: 'putBucketPolicy', parameters: { Bucket: b.bucketName } }",
            False,
        ),
        ("onDelete: { service: 'S3', action: 'deleteObject', parameters: { Bucket: b.bucketName } }", False),
        (
            "onUpdate: { service: 'S3', action: 'getBucketPolicy', parameters: { Bucket: b.bucketName } }",
            True,
        ),
        (
            "onUpdate: { service: 'S3', action: 'ListObjectsCommand', parameters: { Bucket: b.bucketName } }",
            True,
        ),
        ("onUpdate: { service: 'S3', action: process.env.P!, parameters: { Bucket: b.bucketName } }", False),
        ("onUpdate: { service: 'S3', action: 'putObject', parameters: { Key: `${b.bucketArn}/x` } }", False),
        ("onUpdate: { service: 'S3', action: 'putObject', parameters: { Bucket: 'other' } }", True),
        ("onCreate: cond(b)", False),
    ],
)
def test_calls_of_interfaces(calls: str, closed: bool) -> None:
    program = ts(f"{_LEAD} new cr.AwsCustomResource(this, 'C', {{ {calls}, {_POLICY} }});")
    bucket = program.one("aws_s3_bucket")
    # A function of the program's that is given the bucket is another reason.
    assert (bucket.is_closed() and "cond" not in program.not_understood()) is closed
    assert program.one("aws_kms_key").is_closed()
    assert program.one("aws_lambda_function").is_closed()


def test_options_that_are_not_known_may_name_everything_in_them() -> None:
    program = ts(f"{_LEAD} new cr.AwsCustomResource(this, 'C', {{ ...JSON.parse('x'), {_POLICY} }});")
    assert not program.one("aws_kms_key").is_closed()


def test_properties_of_a_custom_resource() -> None:
    program = ts(
        f"{_LEAD} const p = new cr.Provider(this, 'P', {{ onEventHandler: f }});"
        "new cdk.CustomResource(this, 'C', { serviceToken: p.serviceToken, properties: { a: [b.bucketName] } });"
    )
    assert not program.one("aws_s3_bucket").is_closed()
    assert program.one("aws_lambda_function").is_closed()
    assert program.one("aws_kms_key").is_closed()
    assert program.not_understood() == []


def test_the_same_in_python() -> None:
    program = py(
        """b = s3.Bucket(self, "B")
        k = kms.Key(self, "K")
        cr = cdk.custom_resources
        cr.AwsCustomResource(self, "C", on_create=cr.AwsSdkCall(service="S3", action="putBucketPolicy",
            parameters={"Bucket": b.bucket_name}, physical_resource_id=cr.PhysicalResourceId.of("x")),
            policy=cr.AwsCustomResourcePolicy.from_sdk_calls(resources=[k.key_arn]))"""
    )
    assert not program.one("aws_s3_bucket").is_closed()
    assert program.one("aws_kms_key").is_closed()


def test_answers_are_not_known() -> None:
    program = ts(
        f"{_LEAD} const c = new cr.AwsCustomResource(this, 'C', {{ onUpdate: {{ service: 'EC2', action: 'describeVpcs' }}, {_POLICY} }});"
        "new logs.LogGroup(this, 'L', { logGroupName: c.getResponseField('Name') });"
    )
    assert program.one("aws_cloudwatch_log_group")["name"].is_unknown()


def test_a_function_that_runs_during_deployment_is_a_function() -> None:
    program = ts(
        "const b = new s3.Bucket(this, 'B'); new cdk.triggers.TriggerFunction(this, 'T', { runtime: lambda_.Runtime.PYTHON_3_12,"
        " handler: 'a.b', code: lambda_.Code.fromAsset('src'), environment: { B: b.bucketName } });"
    )
    assert program.one("aws_lambda_function")["handler"].is_("a.b")
    assert not program.one("aws_s3_bucket").is_closed()
