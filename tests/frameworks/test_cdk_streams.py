"""Streams of the CDK: what is not known of them is not taken for missing."""

from __future__ import annotations

from cdk_programs import ts
from recognising import plain


def test_encryption_that_depends_on_the_region() -> None:
    stream = ts("new cdk.aws_kinesis.Stream(this, 'S');").one("aws_kinesis_stream")
    assert stream["encryption_type"].is_unknown()
    assert (plain(stream["shard_count"]), plain(stream["retention_period"])) == (1, 24)


def test_a_block_that_is_not_known_says_nothing_of_its_arguments() -> None:
    stream = ts("new cdk.aws_kinesis.CfnStream(this, 'S', { streamEncryption: JSON.parse('x') });").one(
        "aws_kinesis_stream"
    )
    assert stream["kms_key_id"].is_unknown()
    assert stream["encryption_type"].is_unknown()


def test_a_block_that_is_not_given_is_absent() -> None:
    stream = ts("new cdk.aws_kinesis.CfnStream(this, 'S', {});").one("aws_kinesis_stream")
    assert stream["kms_key_id"].is_absent()


def test_an_unknown_mode() -> None:
    stream = ts("new cdk.aws_kinesis.Stream(this, 'S', { streamMode: JSON.parse('x') });").one(
        "aws_kinesis_stream"
    )
    assert stream["shard_count"].is_unknown()
