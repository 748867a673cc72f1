"""Making the facts from packages: here from small ones written for the test."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from stackproof.frameworks.services.build.engines import engines, order
from stackproof.frameworks.services.build.limits import Limited
from stackproof.frameworks.services.build.models import Models
from stackproof.frameworks.services.build.schemas import Schemas, leaves
from stackproof.frameworks.vocabulary.data import LIST, NESTED, SCALAR, ResourceEntry, TerraformData

# A table with a list of blocks, an instance, and a bucket part that is a resource of its own in Terraform.
TERRAFORM = TerraformData(
    structs=[
        {
            "name": SCALAR,
            "billing_mode": SCALAR,
            "attribute": NESTED + 2 * 1 | 1,
            "tags": LIST,
            "protocol": SCALAR,
        },
        {"name": SCALAR, "type": SCALAR},
        {},
        {"engine": SCALAR, "instance_class": SCALAR, "port": SCALAR},
        {"versioning_configuration": NESTED + 2 * 5},
        {"status": SCALAR},
    ],
    types={
        "aws_dynamodb_table": ResourceEntry(0, 2),
        "aws_db_instance": ResourceEntry(3, 2),
        "aws_s3_bucket_versioning": ResourceEntry(4, 2),
    },
)
SCHEMAS: dict[str, Any] = {
    "AWS::DynamoDB::Table": {
        "properties": {
            "TableName": {"type": "string", "minLength": 3, "maxLength": 255},
            "BillingMode": {"type": "string", "enum": ["PROVISIONED", "ON"]},
            "Protocol": {"type": "string", "enum": ["HTTP"]},
            "Attributes": {"type": "array", "items": {"$ref": "#/definitions/Attribute"}},
            "Arn": {"type": "string", "maxLength": 9},
            "Unheard": {"type": "string", "enum": ["A"]},
        },
        "definitions": {
            "Attribute": {"properties": {"Name": {"type": "string", "maxLength": 20}, "Inner": {"$ref": "#/definitions/Attribute"}}}
        },
        "readOnlyProperties": ["/properties/Arn"],
    },
    "AWS::RDS::DBInstance": {
        "properties": {
            "DBInstanceClass": {"type": "string", "maxLength": 30},
            "Port": {"type": "integer", "minimum": 1, "maximum": 65535},
        }
    },
    "AWS::S3::Bucket": {
        "properties": {"VersioningConfiguration": {"properties": {"Status": {"type": "string", "enum": ["Enabled"]}}}}
    },
}  # fmt: skip


@pytest.fixture
def site(tmp_path: Path) -> Path:
    schemas = tmp_path / "cfnlint" / "data" / "schemas"
    for folder in ("providers", "resources", "extensions/aws_rds_dbinstance"):
        (schemas / folder).mkdir(parents=True)
    (schemas / "version.json").write_text('{"schema_date": "2026-01-02T03:04:05Z"}')
    (schemas / "providers" / "us-east-1.json").write_text(
        json.dumps({n: n.replace("::", "") for n in SCHEMAS})
    )
    for name, schema in SCHEMAS.items():
        (schemas / "resources" / f"{name.replace('::', '')}.json").write_text(json.dumps(schema))
    for kind, versions, then in (
        ("engine_version", ["13", "13.1", "13.10", "9.6.1"], True),
        ("engine_version_deprecated", ["13", "13.1", "8.4.2"], False),
    ):
        condition = {"properties": {"Engine": {"const": "postgres"}, "EngineVersion": {"type": "string"}}}
        wanted: Any = {"properties": {"EngineVersion": {"enum": versions}}}
        if not then:
            condition["properties"]["EngineVersion"] = {"enum": versions}
            wanted = False
        table = {"allOf": [{"if": condition, "then": wanted}, {"if": {"properties": {}}, "then": {}}]}
        (schemas / "extensions" / "aws_rds_dbinstance" / f"{kind}.json").write_text(json.dumps(table))
    for name in ("aws_rds_dbcluster", "aws_elasticache_cachecluster"):
        (schemas / "extensions" / name).mkdir()
        (schemas / "extensions" / name / "engine_version.json").write_text("{}")
    model = tmp_path / "botocore" / "data" / "dynamodb" / "2012-08-10"
    model.mkdir(parents=True)
    shapes = {
        "Mode": {"type": "string", "enum": ["PROVISIONED", "ON", "OFF"]},
        "Wider": {"type": "string", "enum": ["PROVISIONED", "ON", "OFF", "MORE"]},
        "Other": {"type": "string", "enum": ["PROVISIONED", "NOT"]},
    }
    (model / "service-2.json.gz").write_bytes(gzip.compress(json.dumps({"shapes": shapes}).encode()))
    return tmp_path


def test_schemas_give_what_a_template_can_set(site: Path) -> None:
    schemas = Schemas(site / "cfnlint")
    assert schemas.day == "2026-01-02"
    table = schemas.properties("AWS::DynamoDB::Table")
    assert "Arn" not in table
    paths = ["/".join(path) for path, _ in leaves(table)]
    # A type that holds itself comes to an end.
    assert paths[:6] == [
        "TableName",
        "BillingMode",
        "Protocol",
        "Attributes",
        "Attributes/Name",
        "Attributes/Inner",
    ]
    assert max(path.count("/") for path in paths) < 9


def test_enumerations_are_widened_by_the_smallest_that_holds_them(site: Path) -> None:
    models = Models(site / "botocore")
    assert models.widened("DynamoDB", ("PROVISIONED", "ON")) == ("PROVISIONED", "ON", "OFF")
    assert models.widened("DynamoDB", ("ELSE",)) == ("ELSE",)
    assert models.widened("Nothing", ("A",)) == ("A",)


def test_limits_come_under_the_names_of_terraform(site: Path) -> None:
    limited = Limited(Schemas(site / "cfnlint"), Models(site / "botocore"), TERRAFORM)
    found = limited.by_type()
    table = found["aws_dynamodb_table"]
    assert limited.lists[table["billing_mode"].values] == ["PROVISIONED", "ON", "OFF"]
    assert not table["billing_mode"].any_case
    assert table["protocol"].any_case
    assert table["attribute.name"].longest == 20
    # A person knows more of names than the sources do.
    assert (table["name"].shortest, table["name"].longest) == (3, 255)
    assert table["name"].pattern
    database = found["aws_db_instance"]
    assert (database["port"].low, database["port"].high) == (1, 65535)
    assert database["instance_class"].longest == 30
    versioning = found["aws_s3_bucket_versioning"]
    assert limited.lists[versioning["versioning_configuration.status"].values] == ["Enabled"]
    # What the described provider does not have is said.
    assert "no argument aws_lb.name" in limited.doubts


def test_beginnings_of_versions_are_no_versions(site: Path) -> None:
    postgres = engines(Schemas(site / "cfnlint"))["aws_db_instance"]["postgres"]
    assert postgres.known == ["8.4.2", "9.6.1", "13.1", "13.10"]
    assert postgres.withdrawn == ["8.4.2", "13.1"]


def test_versions_in_order() -> None:
    versions = [
        "13.10",
        "13.9",
        "9.6.24",
        "13.9-rds.20250101",
        "8.0.mysql_aurora.3.10.0",
        "8.0.mysql_aurora.3.9.1",
    ]
    assert sorted(versions, key=order) == [
        "8.0.mysql_aurora.3.9.1",
        "8.0.mysql_aurora.3.10.0",
        "9.6.24",
        "13.9",
        "13.9-rds.20250101",
        "13.10",
    ]
