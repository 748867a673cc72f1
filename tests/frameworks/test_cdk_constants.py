"""The CDK's enum members and statics in the cloud's words."""

from __future__ import annotations

import pytest
from cdk_programs import ts
from recognising import plain


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("rds.StorageType.GP3", "gp3"),
        ("rds.PostgresEngineVersion.VER_16_3", "16.3"),
        ("rds.PostgresEngineVersion.VER_99_1", "99.1"),
        ("rds.AuroraMysqlEngineVersion.VER_3_08_0", "8.0.mysql_aurora.3.08.0"),
        ("rds.AuroraMysqlEngineVersion.VER_3_99_0", "8.0.mysql_aurora.3.99.0"),
        ("rds.OracleEngineVersion.VER_99_0_0_0_2030_01_R1", "?"),
        ("logs.RetentionDays.ONE_YEAR", 365),
        ("logs.RetentionDays.INFINITE", 0),
        ("lambda_.Runtime.PYTHON_3_13", "python3.13"),
        ("lambda_.Runtime.NODEJS_LATEST", "?"),
        ("ec2.InstanceClass.BURSTABLE3", "t3"),
        ("ec2.InstanceSize.XLARGE4", "4xlarge"),
        ("s3.StorageClass.INFREQUENT_ACCESS", "STANDARD_IA"),
        # Numbered by the compiler: the number means nothing.
        ("ec2.OperatingSystemType.WINDOWS", "?"),
        ("ecs.LogDriver.NOTHING_SUCH", "?"),
    ],
)
def test_constants_are_what_a_template_shows(written: str, value: object) -> None:
    program = ts(f"new logs.CfnLogGroup(this, 'L', {{ logGroupName: {written} as any }});")
    assert plain(program.one("aws_cloudwatch_log_group")["name"]) == value
