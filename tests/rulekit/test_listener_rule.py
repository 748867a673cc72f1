"""Listeners without certificates, computed lists, and what all fixes have in common."""

from __future__ import annotations

from typing import Any

import pytest
from graph_builder import UNKNOWN, Builder

from stackproof.model.finding import Finding
from stackproof.model.fix import (
    Fix,
    ReplaceText,
    SetArgument,
)
from stackproof.model.graph import Resource, Use
from stackproof.model.values import Certainty, Scalar
from stackproof.rulekit import load_rules, run

RULES = {rule.id: rule for rule in load_rules()}


def check(name: str, b: Builder, **options: Any) -> list[Finding]:
    return run(RULES[name], b.graph(**options))


def goals(finding: Finding) -> list[str]:
    return [fix.goal for fix in finding.fixes]


# --- listeners -----------------------------------------------------------------------------------

LISTENER = "https-listener-without-certificate"


def listener(b: Builder, **more: Any) -> Resource:
    return b.add("aws_lb_listener", "https", **{"port": 443, "protocol": "HTTPS", **more})


def test_listener_without_certificate() -> None:
    b = Builder()
    made = listener(b, ssl_policy="x")
    (finding,) = check(LISTENER, b)
    assert finding.at is made["protocol"]
    assert goals(finding) == ["use-http"]
    assert len(finding.fixes[0].intents) == 3
    certificate = b.add("aws_acm_certificate", "cert")
    validation = b.add("aws_acm_certificate_validation", "valid", certificate_arn=(certificate, "arn"))
    b.add("aws_lb_listener", "http", port=80, protocol="HTTP")
    (finding,) = check(LISTENER, b)
    (fix,) = finding.fixes
    assert fix.goal == "set-certificate"
    assert isinstance(fix.intents[0], SetArgument)
    assert fix.intents[0].value.resource is validation  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("more", "count"),
    [
        ({"protocol": "TLS"}, 1),
        ({"certificates": []}, 1),
        ({"certificate_arn": ""}, 1),
        ({"certificate_arn": "arn:aws:acm:x"}, 0),
        ({"certificate_arn": UNKNOWN}, 0),
        ({"certificates": [{"certificate_arn": "arn"}]}, 0),
        ({"certificates": UNKNOWN}, 0),
        ({"protocol": "TCP"}, 0),
        ({"protocol": "HTTP"}, 0),
        ({"protocol": UNKNOWN}, 0),
        ({"_escaped": True}, 0),
        ({"_open": True}, 0),
    ],
)
def test_listener_variants(more: dict[str, Any], count: int) -> None:
    b = Builder()
    listener(b, **more)
    assert len(check(LISTENER, b)) == count


def test_extra_certificates_do_not_count() -> None:
    b = Builder()
    made = listener(b)
    b.add("aws_lb_listener_certificate", "sni", listener_arn=(made, "arn"), certificate_arn="arn")
    assert len(check(LISTENER, b)) == 1


def test_compliance_forbids_plain_http() -> None:
    b = Builder()
    listener(b)
    assert goals(check(LISTENER, b)[0]) == ["use-http"]
    assert goals(check(LISTENER, b, compliance=frozenset({"pci-dss"}))[0]) == []


def test_protocol_that_follows_from_the_port_is_reported_there() -> None:
    b = Builder()
    made = b.add("aws_lb_listener", "https", port=443, protocol=Scalar("HTTPS", certainty=Certainty.DEFAULT))
    (finding,) = check(LISTENER, b)
    assert finding.at is made["port"]


# --- computed lists ------------------------------------------------------------------------------


def test_wrong_use_is_replaced_where_it_stands() -> None:
    b = Builder()
    certificate = b.add("aws_acm_certificate", "cert")
    origin, access = b.origin(), b.origin()
    wrong = Use(
        certificate, "domain_validation_options", "opts('0')", "call", False, origin, access, ".get(0)"
    )
    right = Use(certificate, "domain_validation_options", "opts.get(0)", "method", True, origin, access)
    graph = b.graph(uses=[wrong, right])
    (finding,) = run(RULES["complex-list-called-as-function"], graph)
    assert finding.at == access
    (fix,) = finding.fixes
    assert fix.safe
    (intent,) = fix.intents
    assert isinstance(intent, ReplaceText)
    assert intent.text == ".get(0)"


# --- all ---


def test_every_fix_says_why_it_is_not_safe() -> None:
    b = Builder()
    bucket = b.add("aws_s3_bucket", "logs")
    b.add("aws_lb", "logging", access_logs={"bucket": bucket, "enabled": True})
    key = b.add("aws_kms_key", "key")
    b.add("aws_cloudwatch_log_group", "group", kms_key_id=(key, "arn"))
    listener(b)
    b.add("aws_lb", "alb", enable_deletion_protection=True)
    fixes: list[Fix] = [fix for rule in RULES.values() for f in run(rule, b.graph()) for fix in f.fixes]
    assert len(fixes) >= 5
    for fix in fixes:
        assert fix.safe or fix.why_unsafe, fix.title
