"""Security groups that let nothing out, and how bad that is for whom."""

from __future__ import annotations

from typing import Any

import pytest
from graph_builder import UNKNOWN, Builder

from stackproof.model.finding import Finding, Severity
from stackproof.rulekit import load_rules, run

RULE = {rule.id: rule for rule in load_rules()}["security-group-missing-egress"]


def found(type_: str, group: dict[str, Any] | None = None, **arguments: Any) -> list[Finding]:
    """What is found about a group and something behind it; ``GROUPS`` in the arguments is a list with the group."""
    b = Builder()
    sg = b.add("aws_security_group", "sg", **(group or {}))

    def filled(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: filled(v) for k, v in value.items()}
        return [sg] if value == "GROUPS" else value

    b.add(type_, "x", **filled(arguments))
    return run(RULE, b.graph())


IN_VPC = {"vpc_config": {"security_group_ids": "GROUPS"}}
MACHINE = {"vpc_security_group_ids": "GROUPS"}


@pytest.mark.parametrize(
    ("type_", "arguments", "severity"),
    [
        (
            "aws_ecs_service",
            {"launch_type": "FARGATE", "network_configuration": {"security_groups": "GROUPS"}},
            Severity.ERROR,
        ),
        ("aws_lambda_function", IN_VPC, Severity.WARNING),
        ("aws_codebuild_project", IN_VPC, Severity.WARNING),
        ("aws_db_proxy", MACHINE, Severity.WARNING),
        ("aws_instance", {**MACHINE, "user_data": "#!/bin/sh\nyum install -y nginx"}, Severity.WARNING),
        ("aws_instance", {**MACHINE, "user_data": "#!/bin/sh\necho hello"}, Severity.INFORMATION),
        (
            "aws_ecs_service",
            {"launch_type": "EC2", "network_configuration": {"security_groups": "GROUPS"}},
            Severity.INFORMATION,
        ),
    ],
)
def test_as_bad_as_what_is_behind_the_group(type_: str, arguments: Any, severity: Severity) -> None:
    assert [f.severity for f in found(type_, **arguments)] == [severity]


@pytest.mark.parametrize("type_", ["aws_db_instance", "aws_elasticache_cluster", "aws_redshift_cluster"])
def test_what_only_answers_needs_no_rule(type_: str) -> None:
    assert found(type_, **MACHINE, security_group_ids="GROUPS") == []


@pytest.mark.parametrize("egress", [[], UNKNOWN, [{"protocol": UNKNOWN}]])
def test_decided_or_unknown_rules_are_silent(egress: Any) -> None:
    assert found("aws_lambda_function", {"egress": egress}, **IN_VPC) == []
