"""Deletion protection where it is in the way."""

from __future__ import annotations

from typing import Any

import pytest
from graph_builder import UNKNOWN, Builder

from stackproof.model.finding import Finding, Severity
from stackproof.model.values import Certainty, Choice, Scalar
from stackproof.rulekit import load_rules, run

RULES = {rule.id: rule for rule in load_rules()}


def check(name: str, b: Builder, **options: Any) -> list[Finding]:
    return run(RULES[name], b.graph(**options))


def goals(finding: Finding) -> list[str]:
    return [fix.goal for fix in finding.fixes]


PROTECTION = "deletion-protection-in-ephemeral-environment"


@pytest.mark.parametrize(
    ("name", "more", "environment", "severity"),
    [
        ("alb", {}, None, Severity.HINT),
        ("alb", {}, "dev", Severity.INFORMATION),
        ("alb", {}, "prod", None),
        ("dev-alb", {}, None, Severity.INFORMATION),
        ("AlbStaging", {}, None, Severity.INFORMATION),
        ("pr123-alb", {}, None, Severity.INFORMATION),
        ("device-alb", {}, None, Severity.HINT),
        ("latest", {}, None, Severity.HINT),
        ("prod-alb", {}, None, None),
        ("alb", {"tags": {"Environment": "qa"}}, None, Severity.INFORMATION),
        ("dev-alb", {"tags": {"Environment": "production"}}, None, None),
        ("alb", {"enable_deletion_protection": False}, "dev", None),
        ("alb", {"enable_deletion_protection": UNKNOWN}, "dev", None),
    ],
)
def test_protection(
    name: str, more: dict[str, Any], environment: str | None, severity: Severity | None
) -> None:
    b = Builder()
    b.add("aws_lb", name, **{"enable_deletion_protection": True, **more})
    findings = check(PROTECTION, b, environment=environment)
    assert [f.severity for f in findings] == ([] if severity is None else [severity])


def test_protection_that_depends_on_something_is_right() -> None:
    b = Builder()
    either = Choice((Scalar(True), Scalar(False)))
    b.add("aws_lb", "alb", enable_deletion_protection=either)
    assert check(PROTECTION, b, environment="dev") == []


def test_protection_of_user_pools_is_a_word() -> None:
    b = Builder()
    b.add("aws_cognito_user_pool", "pool", deletion_protection="ACTIVE")
    (finding,) = check(PROTECTION, b)
    assert goals(finding) == ["turn-off-deletion-protection"]
    b.add("aws_db_instance", "db", deletion_protection=True)
    assert goals(check(PROTECTION, b)[1]) == ["protect-production-only", "turn-off-deletion-protection"]


@pytest.mark.parametrize(
    ("type_", "arguments"),
    [
        ("aws_instance", {"lifecycle": {"prevent_destroy": True}}),
        ("aws_instance", {"lifecycle": [{"prevent_destroy": True}]}),
        ("aws_sqs_queue", {"pulumi:protect": True}),
        ("aws_sqs_queue", {"pulumi:retain_on_delete": True}),
        ("aws_db_instance", {"skip_final_snapshot": False}),
        ("aws_dynamodb_table", {"deletion_protection_enabled": True, "pulumi:protect": True}),
    ],
)
def test_each_obstacle_is_reported_once(type_: str, arguments: dict[str, Any]) -> None:
    b = Builder()
    b.add(type_, "thing", **arguments)
    (finding,) = check(PROTECTION, b)
    assert finding.severity is Severity.HINT
    (finding,) = check(PROTECTION, b, environment="ephemeral")
    assert finding.severity is Severity.INFORMATION
    assert check(PROTECTION, b, environment="prod") == []


@pytest.mark.parametrize(
    "arguments",
    [
        {"skip_final_snapshot": False, "final_snapshot_identifier": "last"},
        {"skip_final_snapshot": False, "final_snapshot_identifier": UNKNOWN},
        {"skip_final_snapshot": True},
        {"skip_final_snapshot": UNKNOWN},
        {"lifecycle": {"prevent_destroy": UNKNOWN}},
        {"pulumi:protect": UNKNOWN},
        {"deletion_protection": True, "_conditional": True},
        {"deletion_protection": True, "_external": True},
    ],
)
def test_no_obstacle(arguments: dict[str, Any]) -> None:
    b = Builder()
    b.add("aws_db_instance", "db", **arguments)
    assert check(PROTECTION, b, environment="dev") == []


def test_default_of_final_snapshots_matters_to_short_lived_stacks_only() -> None:
    b = Builder()
    default = Scalar(False, certainty=Certainty.DEFAULT)
    b.add("aws_db_instance", "db", skip_final_snapshot=default)
    assert check(PROTECTION, b) == []
    (finding,) = check(PROTECTION, b, environment="dev")
    assert goals(finding) == ["skip-final-snapshot"]


def test_buckets_that_stay_behind_are_hinted_at_where_all_must_go() -> None:
    b = Builder()
    b.add("aws_s3_bucket", "kept")
    b.add("aws_s3_bucket", "emptied", force_destroy=True)
    b.add("aws_s3_bucket", "unclear", force_destroy=UNKNOWN)
    assert [f.severity for f in check(PROTECTION, b, environment="ephemeral")] == [Severity.HINT]
    assert check(PROTECTION, b, environment="dev") == []
