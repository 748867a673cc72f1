"""Secrets of the CDK: what is in them, and who may rotate them."""

from __future__ import annotations

from cdk_programs import ts
from recognising import plain


def test_the_keys_of_a_generated_secret_are_known() -> None:
    program = ts(
        "new sm.Secret(this, 'S', { generateSecretString: { secretStringTemplate: JSON.stringify({ username: 'u' }), generateStringKey: 'password' } });"
    )
    version = program.one("aws_secretsmanager_secret_version")
    assert plain(version["secret_string"]) == {"json": {"username": "u", "password": "?"}}
    assert version["secret_id"].refers_to(program.one("aws_secretsmanager_secret"))


def test_nothing_is_known_of_a_secret_that_is_wholly_generated() -> None:
    program = ts("new sm.Secret(this, 'S');")
    assert program.one("aws_secretsmanager_secret_version")["secret_string"].is_unknown()


def test_a_field_of_a_secret_refers_to_it() -> None:
    program = ts(
        "const s = new sm.Secret(this, 'S'); new cdk.aws_ssm.StringParameter(this, 'P', { stringValue: s.secretValueFromJson('p').unsafeUnwrap() });"
    )
    assert (
        plain(program.one("aws_ssm_parameter")["value"])
        == "{{resolve:secretsmanager:{S.arn}:SecretString:p::}}"
    )


def test_rotation_that_may_happen() -> None:
    program = ts(
        "const s = new sm.Secret(this, 'S'); if (process.env.X) s.addRotationSchedule('R', { hostedRotation: sm.HostedRotation.mysqlSingleUser() });"
    )
    assert program.one("aws_secretsmanager_secret_rotation").conditional
    assert not program.one("aws_secretsmanager_secret_policy")["policy"].get("Statement").is_closed()


def test_rotation_by_an_unknown_function() -> None:
    program = ts("new sm.Secret(this, 'S').addRotationSchedule('R', { rotationLambda: JSON.parse('x') });")
    assert program.one("aws_secretsmanager_secret_rotation")["rotation_lambda_arn"].is_unknown()


def test_a_secret_from_outside_gets_no_policy() -> None:
    program = ts(
        "sm.Secret.fromSecretNameV2(this, 'S', 'n').grantRead(new iam.Role(this, 'R', { assumedBy: new iam.AccountRootPrincipal() }));"
    )
    statement = program.one("aws_iam_role_policy")["policy"].get("Statement", 0)
    assert plain(statement.get("Action")) == [
        "secretsmanager:GetSecretValue",
        "secretsmanager:DescribeSecret",
    ]
    assert not [r for r in program.recognition.resources if r.type == "aws_secretsmanager_secret_policy"]
