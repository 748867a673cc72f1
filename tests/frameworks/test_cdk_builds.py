"""Builds of the CDK: projects with their sources, images, variables, roles."""

from __future__ import annotations

from typing import Any

import pytest
from cdk_programs import counts, py, shown, ts
from recognising import Recognised, plain

_CB = "const codebuild = cdk.aws_codebuild;"
_SPEC = "buildSpec: codebuild.BuildSpec.fromObject({ version: '0.2' })"


def _statements(program: Recognised, name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = plain(program.one("aws_iam_role_policy", name)["policy"])["json"][
        "Statement"
    ]
    return found


def test_a_project_has_a_role_that_may_log_and_report() -> None:
    program = ts(_CB + f"new codebuild.Project(this, 'P', {{ {_SPEC} }});")
    project = program.one("aws_codebuild_project")
    assert plain(project["source"])["type"] == "NO_SOURCE"
    assert plain(project["artifacts"]) == {"type": "NO_ARTIFACTS"}
    assert plain(project["environment"]) == {
        "type": "LINUX_CONTAINER",
        "image": "aws/codebuild/standard:7.0",
        "compute_type": "BUILD_GENERAL1_SMALL",
        "privileged_mode": False,
        "image_pull_credentials_type": "CODEBUILD",
    }
    assert [s["Action"][0] for s in _statements(program, "P/Role/DefaultPolicy")] == [
        "logs:CreateLogGroup",
        "codebuild:CreateReportGroup",
    ]


def test_a_step_of_a_pipeline_takes_its_source_from_there() -> None:
    project = ts(_CB + "new codebuild.PipelineProject(this, 'P');").one("aws_codebuild_project")
    assert plain(project["source"])["type"] == "CODEPIPELINE"
    assert plain(project["artifacts"]) == {"type": "CODEPIPELINE"}


@pytest.mark.parametrize(
    ("image", "kind", "strength"),
    [
        ("codebuild.LinuxBuildImage.STANDARD_5_0", "LINUX_CONTAINER", "BUILD_GENERAL1_SMALL"),
        ("codebuild.LinuxArmBuildImage.AMAZON_LINUX_2_STANDARD_3_0", "ARM_CONTAINER", "BUILD_GENERAL1_LARGE"),
        ("codebuild.LinuxBuildImage.AMAZON_LINUX_2_ARM_3", "ARM_CONTAINER", "BUILD_GENERAL1_LARGE"),
        ("require('./mine').image", "?", "?"),
    ],
)
def test_the_image_decides_about_the_machine(image: str, kind: str, strength: str) -> None:
    program = ts(
        _CB + f"new codebuild.Project(this, 'P', {{ {_SPEC}, environment: {{ buildImage: {image} }} }});"
    )
    environment = plain(program.one("aws_codebuild_project")["environment"])
    assert (environment["type"], environment["compute_type"]) == (kind, strength)


def test_variables_from_stores_may_be_read() -> None:
    program = ts(
        _CB + f"new codebuild.Project(this, 'P', {{ {_SPEC}, environmentVariables: {{"
        " A: { value: '/a', type: codebuild.BuildEnvironmentVariableType.PARAMETER_STORE },"
        " myName: { value: 's:k', type: codebuild.BuildEnvironmentVariableType.SECRETS_MANAGER } } });"
    )
    listed = plain(program.one("aws_codebuild_project")["environment"])["environment_variable"]
    assert [v["name"] for v in listed] == ["A", "myName"]
    first, second, *_ = _statements(program, "P/Role/DefaultPolicy")
    assert (first["Action"], second["Action"]) == (["ssm:GetParameters"], ["secretsmanager:GetSecretValue"])
    assert first["Resource"][0].endswith(":parameter/a")
    assert second["Resource"][0].endswith(":secret:s-??????")


def test_pushes_start_builds_by_a_hook() -> None:
    program = ts(
        _CB
        + "new codebuild.Project(this, 'P', { source: codebuild.Source.gitHub({ owner: 'o', repo: 'r', webhookFilters: ["
        "codebuild.FilterGroup.inEventOf(codebuild.EventAction.PUSH).andBranchIs('main')] }) });"
    )
    assert plain(program.one("aws_codebuild_project")["source"])["location"] == "https://github.com/o/r.git"
    assert plain(program.one("aws_codebuild_webhook")["filter_group"]) == [
        {"filter": [{"type": "EVENT", "pattern": "PUSH"}, {"type": "HEAD_REF", "pattern": "refs/heads/main"}]}
    ]


def test_a_project_in_a_vpc_has_a_group_and_may_make_interfaces() -> None:
    program = ts(
        _CB + "const vpc = new ec2.Vpc(this, 'V', { maxAzs: 1, natGateways: 1 });"
        f"new codebuild.Project(this, 'P', {{ {_SPEC}, vpc }});"
    )
    assert plain(program.one("aws_codebuild_project")["vpc_config"]) == {
        "vpc_id": "V.id",
        "subnets": ["V/PrivateSubnet1.id"],
        "security_group_ids": ["P/SecurityGroup.id"],
    }
    assert counts(program, "aws_iam_role_policy") == {"aws_iam_role_policy": 2}


def test_an_argument_that_nobody_knows_leaves_a_project_open() -> None:
    project = ts(_CB + f"new codebuild.Project(this, 'P', {{ {_SPEC}, somethingNew: 1 }});").one(
        "aws_codebuild_project"
    )
    assert project.properties.open


def test_python_builds_are_the_same() -> None:
    typescript = ts(
        "new cdk.aws_codebuild.PipelineProject(this, 'P', { projectName: 'n', timeout: cdk.Duration.minutes(5) });"
    )
    python = py("""
        cdk.aws_codebuild.PipelineProject(self, "P", project_name="n", timeout=cdk.Duration.minutes(5))""")
    assert shown(typescript) == shown(python)
