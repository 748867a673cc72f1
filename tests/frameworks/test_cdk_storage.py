"""Buckets of the CDK where not all is certain."""

from __future__ import annotations

import pytest
from cdk_programs import ts
from recognising import plain


@pytest.mark.parametrize(
    ("argument", "kind", "path"),
    [
        (
            "versioned: process.env.X as any",
            "aws_s3_bucket_versioning",
            ("versioning_configuration", "status"),
        ),
        (
            "encryption: JSON.parse('x')",
            "aws_s3_bucket_server_side_encryption_configuration",
            ("rule", 0, "apply_server_side_encryption_by_default", "sse_algorithm"),
        ),
        ("lifecycleRules: JSON.parse('x')", "aws_s3_bucket_lifecycle_configuration", ("rule",)),
        ("blockPublicAccess: JSON.parse('x')", "aws_s3_bucket_public_access_block", ("block_public_acls",)),
        ("autoDeleteObjects: process.env.X as any", "aws_s3_bucket", ("force_destroy",)),
    ],
)
def test_unknown_arguments_are_unknown(argument: str, kind: str, path: tuple[str | int, ...]) -> None:
    program = ts(f"new s3.Bucket(this, 'B', {{ {argument} }});")
    assert program.one(kind).properties.get(*path).is_unknown()


def test_an_argument_that_nobody_reads_leaves_the_rest_open() -> None:
    program = ts("new s3.Bucket(this, 'B', { inventedLater: true } as any);")
    assert not program.one("aws_s3_bucket").properties.is_closed()


@pytest.mark.parametrize(
    ("code", "closed"),
    [
        ("b.addLifecycleRule({ expiration: cdk.Duration.days(1) });", True),
        ("if (process.env.X) b.addLifecycleRule({ expiration: cdk.Duration.days(1) });", False),
    ],
)
def test_rules_that_may_be_added(code: str, closed: bool) -> None:
    rules = ts(f"const b = new s3.Bucket(this, 'B'); {code}").one("aws_s3_bucket_lifecycle_configuration")[
        "rule"
    ]
    assert rules.is_closed() is closed
    assert rules.get(0, "expiration", "days").is_(1)


def test_without_the_flags_nobody_knows_how_logs_are_delivered() -> None:
    program = ts(
        "const l = new s3.Bucket(this, 'L'); new s3.Bucket(this, 'B', { serverAccessLogsBucket: l, serverAccessLogsPrefix: 'p' });"
    )
    assert not program.one("aws_s3_bucket_policy")["policy"].get("Statement").is_closed()
    assert program.one("aws_s3_bucket_acl")["acl"].is_unknown()
    assert plain(program.one("aws_s3_bucket_logging")["target_bucket"]) == "L.id"


def test_an_unknown_grantee_may_be_in_the_policy() -> None:
    program = ts("new s3.Bucket(this, 'B').grantRead(JSON.parse('x'));")
    assert not program.one("aws_s3_bucket_policy")["policy"].get("Statement").is_closed()


def test_events_that_somebody_unknown_gets() -> None:
    program = ts(
        "new s3.Bucket(this, 'B').addEventNotification(cdk.aws_s3.EventType.OBJECT_CREATED, JSON.parse('x'));"
    )
    assert program.not_understood() == [".addEventNotification"]


@pytest.mark.parametrize(
    ("override", "expected"),
    [
        ("addPropertyOverride('VersioningConfiguration', { Status: 'Enabled' })", {"status": "Enabled"}),
        ("addPropertyOverride('VersioningConfiguration.Status', 'Enabled')", {"status": "Enabled"}),
        ("addPropertyOverride('VersioningConfiguration.Status', process.env.X)", {"status": "?"}),
        ("addOverride('Properties.VersioningConfiguration.Status', 'Suspended')", {"status": "Suspended"}),
    ],
)
def test_what_an_override_says_of_a_bucket_is_beside_it(override: str, expected: object) -> None:
    program = ts(
        f"const b = new s3.Bucket(this, 'B'); const c = b.node.defaultChild as s3.CfnBucket; c.{override};"
    )
    assert plain(program.one("aws_s3_bucket_versioning")["versioning_configuration"]) == expected


def test_an_override_inside_an_argument_keeps_the_rest_of_it() -> None:
    program = ts(
        "const g = new ec2.CfnFlowLog(this, 'F', { resourceId: 'r', resourceType: 'VPC', destinationOptions: { fileFormat: 'parquet' } as any });"
        "g.addPropertyOverride('DestinationOptions.PerHourPartition', true);"
    )
    assert plain(program.one("aws_flow_log")["destination_options"]) == {
        "file_format": "parquet",
        "per_hour_partition": True,
    }


def test_a_deleted_property_is_gone() -> None:
    program = ts(
        "const b = new s3.Bucket(this, 'B', { bucketName: 'n' });"
        "(b.node.defaultChild as s3.CfnBucket).addPropertyDeletionOverride('BucketName');"
    )
    assert program.one("aws_s3_bucket")["bucket"].is_absent()


def test_inventories_are_not_followed() -> None:
    program = ts(
        "const to = new s3.Bucket(this, 'To'); new s3.Bucket(this, 'B', { inventories: [{ destination: { bucket: to } }] });"
    )
    assert all(b.escapes for b in program.recognition.resources if b.type == "aws_s3_bucket")
