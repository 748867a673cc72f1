"""Engines of databases and their versions, as the CDK's constants and calls say them."""

from __future__ import annotations

import pytest
from cdk_programs import py, ts

_TS = "const vpc = new ec2.Vpc(this, 'V'); new rds.%s(this, 'Db', { vpc, engine: rds.%s });"
_PY = 'vpc = ec2.Vpc(self, "V"); rds.%s(self, "Db", vpc=vpc, engine=rds.%s)'


@pytest.mark.parametrize(
    ("construct", "typescript", "python", "engine", "version"),
    [
        (
            "DatabaseInstance",
            "DatabaseInstanceEngine.postgres({ version: rds.PostgresEngineVersion.VER_13_1 })",
            "DatabaseInstanceEngine.postgres(version=rds.PostgresEngineVersion.VER_13_1)",
            "postgres",
            "13.1",
        ),
        (
            "DatabaseInstance",
            "DatabaseInstanceEngine.mysql({ version: rds.MysqlEngineVersion.of('8.0.23', '8.0') })",
            'DatabaseInstanceEngine.mysql(version=rds.MysqlEngineVersion.of("8.0.23", "8.0"))',
            "mysql",
            "8.0.23",
        ),
        (
            "DatabaseInstance",
            "DatabaseInstanceEngine.sqlServerEx({ version: rds.SqlServerEngineVersion.VER_15_00_4073_23_V1 })",
            "DatabaseInstanceEngine.sql_server_ex(version=rds.SqlServerEngineVersion.VER_15_00_4073_23_V1)",
            "sqlserver-ex",
            "15.00.4073.23.v1",
        ),
        (
            "DatabaseCluster",
            "DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.VER_3_02_0 })",
            "DatabaseClusterEngine.aurora_mysql(version=rds.AuroraMysqlEngineVersion.VER_3_02_0)",
            "aurora-mysql",
            "8.0.mysql_aurora.3.02.0",
        ),
        (
            "DatabaseCluster",
            "DatabaseClusterEngine.auroraMysql({ version: rds.AuroraMysqlEngineVersion.of('8.0.mysql_aurora.3.02.2') })",
            "DatabaseClusterEngine.aurora_mysql(version=rds.AuroraMysqlEngineVersion.of(aurora_mysql_full_version='8.0.mysql_aurora.3.02.2'))",
            "aurora-mysql",
            "8.0.mysql_aurora.3.02.2",
        ),
    ],
)
def test_engine_and_version(construct: str, typescript: str, python: str, engine: str, version: str) -> None:
    for program in (ts(_TS % (construct, typescript)), py(_PY % (construct, python))):
        kind = "aws_db_instance" if construct == "DatabaseInstance" else "aws_rds_cluster"
        database = program.one(kind)
        assert database["engine"].is_(engine)
        assert database["engine_version"].is_(version)


def test_an_engine_without_a_version_and_an_unknown_one() -> None:
    plain = ts(_TS % ("DatabaseInstance", "DatabaseInstanceEngine.MYSQL")).one("aws_db_instance")
    assert plain["engine"].is_("mysql")
    assert plain["engine_version"].is_absent()
    unknown = ts(_TS % ("DatabaseInstance", "DatabaseInstanceEngine.postgres(JSON.parse('x'))")).one(
        "aws_db_instance"
    )
    assert unknown["engine"].is_("postgres")
    assert unknown["engine_version"].is_unknown()
    given = ts(
        "const vpc = new ec2.Vpc(this, 'V'); new rds.DatabaseInstance(this, 'Db', { vpc, engine: JSON.parse('x') });"
    ).one("aws_db_instance")
    assert given["engine"].is_unknown()
    assert given["engine_version"].is_unknown()
