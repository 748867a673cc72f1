"""Repositories and deployments of the CDK."""

from __future__ import annotations

import pytest
from cdk_programs import counts, py, shown, ts
from recognising import plain

_CD = "const codedeploy = cdk.aws_codedeploy;"


def test_commits_are_told_by_a_rule() -> None:
    program = ts(
        "const r = new cdk.aws_codecommit.Repository(this, 'R', { repositoryName: 'n', description: 'd' });"
        "r.onCommit('c', { branches: ['main'] });"
    )
    assert plain(program.one("aws_codecommit_repository").properties) == {
        "repository_name": "n",
        "description": "d",
    }
    pattern = plain(program.one("aws_cloudwatch_event_rule")["event_pattern"])["json"]
    assert pattern["source"] == ["aws.codecommit"]
    assert pattern["detail"]["referenceName"] == ["main"]


def test_who_may_pull() -> None:
    program = ts(
        "const r = new cdk.aws_codecommit.Repository(this, 'R', { repositoryName: 'n' });"
        "r.grantPull(new iam.Role(this, 'Me', { assumedBy: new iam.ServicePrincipal('ec2.amazonaws.com') }));"
    )
    [statement] = plain(program.one("aws_iam_role_policy")["policy"])["json"]["Statement"]
    assert (statement["Action"], statement["Resource"]) == (["codecommit:GitPull"], ["R.arn"])


@pytest.mark.parametrize(
    ("back", "events"),
    [
        ("", ["DEPLOYMENT_FAILURE"]),
        ("autoRollback: { stoppedDeployment: true }", ["DEPLOYMENT_FAILURE", "DEPLOYMENT_STOP_ON_REQUEST"]),
    ],
)
def test_what_takes_a_deployment_back(back: str, events: list[str]) -> None:
    program = ts(_CD + f"new codedeploy.ServerDeploymentGroup(this, 'G', {{ {back} }});")
    group = program.one("aws_codedeploy_deployment_group")
    assert plain(group["auto_rollback_configuration"]) == {"enabled": True, "events": events}
    assert counts(program, "aws_codedeploy_app", "aws_iam_role") == {
        "aws_codedeploy_app": 1,
        "aws_iam_role": 1,
    }


def test_alarms_that_are_not_followed_are_unknown() -> None:
    group = ts(
        _CD + "new codedeploy.ServerDeploymentGroup(this, 'G').addAlarm(require('./mine').alarm);"
    ).one("aws_codedeploy_deployment_group")
    assert group["alarm_configuration"].is_unknown()
    assert group["auto_rollback_configuration"].is_unknown()


def test_constants_have_another_spelling_in_python() -> None:
    typescript = ts(
        _CD + "new codedeploy.EcsDeploymentGroup(this, 'G', { service: require('./mine').s,"
        " deploymentConfig: codedeploy.EcsDeploymentConfig.CANARY_10PERCENT_5MINUTES });"
    )
    python = py("""
        cdk.aws_codedeploy.EcsDeploymentGroup(self, "G", service=unknown,
            deployment_config=cdk.aws_codedeploy.EcsDeploymentConfig.CANARY_10_PERCENT_5_MINUTES)""")
    for program in (typescript, python):
        name = program.one("aws_codedeploy_deployment_group")["deployment_config_name"]
        assert name.is_("CodeDeployDefault.ECSCanary10Percent5Minutes")


def test_python_applications_are_the_same() -> None:
    typescript = ts(_CD + "new codedeploy.EcsApplication(this, 'A', { applicationName: 'a' });")
    python = py("""
        cdk.aws_codedeploy.EcsApplication(self, "A", application_name="a")""")
    assert shown(typescript) == shown(python)
