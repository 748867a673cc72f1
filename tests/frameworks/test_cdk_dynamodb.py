"""Tables of the CDK where not all is certain."""

from __future__ import annotations

import pytest
from cdk_programs import ts
from recognising import plain

_KEY = "partitionKey: { name: 'pk', type: cdk.aws_dynamodb.AttributeType.STRING }"


@pytest.mark.parametrize(
    ("argument", "path"),
    [
        ("billingMode: process.env.X as any", ("billing_mode",)),
        ("billingMode: process.env.X as any", ("read_capacity",)),
        ("encryption: JSON.parse('x')", ("server_side_encryption",)),
        ("pointInTimeRecovery: process.env.X as any", ("point_in_time_recovery", "enabled")),
        ("stream: JSON.parse('x')", ("stream_view_type",)),
    ],
)
def test_unknown_arguments_are_unknown(argument: str, path: tuple[str, ...]) -> None:
    program = ts(f"new cdk.aws_dynamodb.Table(this, 'T', {{ {_KEY}, {argument} }});")
    assert program.one("aws_dynamodb_table").properties.get(*path).is_unknown()


def test_an_index_that_may_be_added() -> None:
    program = ts(
        f"const t = new cdk.aws_dynamodb.Table(this, 'T', {{ {_KEY} }});"
        f"if (process.env.X) t.addGlobalSecondaryIndex({{ indexName: 'g', {_KEY} }});"
    )
    assert not program.one("aws_dynamodb_table")["global_secondary_index"].is_closed()


def test_indexes_that_come_later_are_granted_too() -> None:
    program = ts(
        f"const t = new cdk.aws_dynamodb.Table(this, 'T', {{ {_KEY} }});"
        "t.grantReadData(new iam.Role(this, 'R', { assumedBy: new iam.AccountRootPrincipal() }));"
        f"t.addGlobalSecondaryIndex({{ indexName: 'g', {_KEY} }});"
    )
    statement = program.one("aws_iam_role_policy")["policy"].get("Statement", 0)
    assert plain(statement.get("Resource")) == ["T.arn", "{T.arn}/index/*"]


def test_one_of_several_replicas_is_the_table_itself() -> None:
    program = ts(
        "new cdk.aws_dynamodb.CfnGlobalTable(this, 'T', { attributeDefinitions: [], keySchema: [], replicas: ["
        "{ region: 'us-east-1', deletionProtectionEnabled: true }, { region: 'eu-west-1' }] });"
    )
    table = program.one("aws_dynamodb_table")
    assert table["deletion_protection_enabled"].is_unknown()
    assert table["replica"].is_unknown()


def test_the_replica_of_the_own_region_is_the_table_itself() -> None:
    program = ts(
        "new cdk.aws_dynamodb.CfnGlobalTable(this, 'T', { attributeDefinitions: [], keySchema: [], replicas: ["
        "{ region: 'us-east-1' }, { region: cdk.Aws.REGION, deletionProtectionEnabled: true }] });"
    )
    table = program.one("aws_dynamodb_table")
    assert table["deletion_protection_enabled"].is_(True)
    assert plain(table["replica"]) == [{"region_name": "us-east-1"}]
