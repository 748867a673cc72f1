"""Streams of the CDK that deliver: CloudFormation's own words for them, and what is not known of them."""

from __future__ import annotations

import pytest
from cdk_programs import ts
from recognising import Recognised, plain

from stackproof.model.graph import Resource

_F = "const f = cdk.aws_kinesisfirehose; const b = new s3.Bucket(this, 'B'); "
_X = "JSON.parse('x')"
_KIND = "aws_kinesis_firehose_delivery_stream"


def _stream(options: str) -> Recognised:
    return ts(f"{_F}new f.DeliveryStream(this, 'S', {{ {options} }});")


def _delivered(options: str) -> Recognised:
    return _stream(f"destination: new f.S3Bucket(b, {{ {options} }})")


def _all(program: Recognised, kind: str) -> list[Resource]:
    return [r for r in program.recognition.resources if r.type == kind]


def test_a_stream_in_cloudformations_words() -> None:
    program = ts(
        """new cdk.aws_kinesisfirehose.CfnDeliveryStream(this, 'S', { deliveryStreamName: 's', deliveryStreamType: 'DirectPut', deliveryStreamEncryptionConfigurationInput: { keyType: 'AWS_OWNED_CMK' },
          httpEndpointDestinationConfiguration: { endpointConfiguration: { url: 'u' }, retryOptions: { durationInSeconds: 7 }, cloudWatchLoggingOptions: { enabled: false },
            processingConfiguration: { enabled: true, processors: [{ type: 'Lambda', parameters: [{ parameterName: 'LambdaArn', parameterValue: 'a' }] }] },
            s3Configuration: { bucketArn: 'b', roleArn: 'r', bufferingHints: { intervalInSeconds: 60, sizeInMBs: 5 }, encryptionConfiguration: { kmsEncryptionConfig: { awskmsKeyArn: 'k' } } } } });"""
    )
    stream = program.one(_KIND)
    assert plain(stream["destination"]) == "http_endpoint"
    assert plain(stream["server_side_encryption"]) == {"enabled": True, "key_type": "AWS_OWNED_CMK"}
    told = plain(stream["http_endpoint_configuration"])
    assert told["retry_duration"] == 7
    assert told["cloudwatch_logging_options"] == {"enabled": False}
    assert told["processing_configuration"]["processors"] == [
        {"type": "Lambda", "parameters": [{"parameter_name": "LambdaArn", "parameter_value": "a"}]}
    ]
    assert told["s3_configuration"] == {
        "bucket_arn": "b",
        "role_arn": "r",
        "buffering_interval": 60,
        "buffering_size": 5,
        "kms_key_arn": "k",
    }


def test_a_destination_that_is_not_known() -> None:
    program = _stream(f"destination: {_X}")
    stream = program.one(_KIND)
    assert stream["extended_s3_configuration"].is_unknown()
    assert stream["destination"].is_unknown()
    assert _all(program, "aws_iam_role") == []


@pytest.mark.parametrize(
    ("options", "name"),
    [
        (f"bufferingInterval: {_X}", "buffering_interval"),
        (f"loggingConfig: {_X}", "cloudwatch_logging_options"),
        (f"s3Backup: {_X}", "s3_backup_configuration"),
        (f"processors: {_X}", "processing_configuration"),
        (f"encryptionKey: {_X}", "kms_key_arn"),
        (f"compression: {_X}", "compression_format"),
        (f"dynamicPartitioning: {_X}", "dynamic_partitioning_configuration"),
        (f"dynamicPartitioning: {_X}", "buffering_size"),
        (f"dataFormatConversion: {_X}", "data_format_conversion_configuration"),
        (f"role: {_X}", "role_arn"),
        (f"...{_X}", "s3_backup_configuration"),
    ],
)
def test_options_of_destinations_that_are_not_known(options: str, name: str) -> None:
    assert _delivered(options).one(_KIND)["extended_s3_configuration"].get(name).is_unknown()


@pytest.mark.parametrize(
    ("options", "name"),
    [(f"encryption: {_X}", "server_side_encryption"), (f"source: {_X}", "kinesis_source_configuration")],
)
def test_options_that_are_not_known(options: str, name: str) -> None:
    assert _stream(f"destination: new f.S3Bucket(b), {options}").one(_KIND)[name].is_unknown()


def test_a_processor_that_is_not_known_may_need_permissions() -> None:
    [role] = _all(_delivered(f"processors: [{_X}]"), "aws_iam_role")
    assert role.escapes


def test_destinations_log_unless_told_otherwise() -> None:
    assert len(_all(_delivered(""), "aws_cloudwatch_log_group")) == 1
    assert _all(_delivered("loggingConfig: new f.DisableLogging()"), "aws_cloudwatch_log_group") == []


def test_streams_of_one_kind_have_logs_of_their_own() -> None:
    program = ts(
        f"{_F}const d = new f.S3Bucket(b); new f.DeliveryStream(this, 'S', {{ destination: d }}); new f.DeliveryStream(this, 'T', {{ destination: d }});"
    )
    assert sorted(r.name for r in _all(program, "aws_cloudwatch_log_group")) == ["S/LogGroup", "T/LogGroup"]
