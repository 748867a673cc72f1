"""Buckets and keys for logs: missing statements, and what makes the answer unclear."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from graph_builder import UNKNOWN, Builder, set_argument

from stackproof.model.finding import Finding, Severity
from stackproof.model.fix import (
    AddDependency,
    AddResources,
    AppendToList,
    Joined,
    SetArgument,
)
from stackproof.model.graph import Resource
from stackproof.model.values import JsonText, Value
from stackproof.rulekit import load_rules, run

RULES = {rule.id: rule for rule in load_rules()}
DELIVERY = "logdelivery.elasticloadbalancing.amazonaws.com"


def check(name: str, b: Builder, **options: Any) -> list[Finding]:
    return run(RULES[name], b.graph(**options))


def goals(finding: Finding) -> list[str]:
    return [fix.goal for fix in finding.fixes]


def json(b: Builder, *statements: Any) -> Value:
    content = b.value({"Version": "2012-10-17", "Statement": list(statements)})
    return JsonText(content, origin=b.origin())


def allow(principal: Any, action: Any, resource: Any = "*") -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource}


# --- load balancer logs --------------------------------------------------------------------------

LOGS = "alb-access-logs-without-bucket-policy"


def balancer(b: Builder, **logs: Any) -> tuple[Resource, Resource]:
    bucket = b.add("aws_s3_bucket", "logs", bucket="my-logs")
    given = {"bucket": bucket, "enabled": True, **logs}
    return b.add("aws_lb", "alb", access_logs=given), bucket


def delivery(bucket: Resource, path: str = "/AWSLogs/", service: str = DELIVERY) -> dict[str, Any]:
    return allow({"Service": service}, "s3:PutObject", ((bucket, "arn"), path, "123456789012", "/*"))


def test_logs_without_policy() -> None:
    b = Builder()
    lb, bucket = balancer(b, prefix="web")
    (finding,) = check(LOGS, b)
    assert finding.at is lb["access_logs"].get("bucket")
    (fix,) = finding.fixes
    add, wait = fix.intents
    assert isinstance(add, AddResources)
    assert add.near is bucket
    document = add.resources[0].arguments["policy"].content.entries  # type: ignore[union-attr]
    resource = document["Statement"].items[0].entries["Resource"]
    assert isinstance(resource, Joined)
    assert resource.parts[1:3] == ("/web", "/AWSLogs/")
    assert isinstance(wait, AddDependency)
    assert wait.resource is lb


def test_logs_to_policy_without_the_statement_get_it_appended() -> None:
    b = Builder()
    _lb, bucket = balancer(b)
    other = allow({"Service": "cloudtrail.amazonaws.com"}, "s3:PutObject")
    policy = b.add("aws_s3_bucket_policy", "p", bucket=bucket, policy=json(b, other))
    (finding,) = check(LOGS, b)
    append, wait = finding.fixes[0].intents
    assert isinstance(append, AppendToList)
    assert (append.resource, append.path) == (policy, ("policy", "Statement"))
    assert isinstance(wait, AddDependency)


def test_logs_below_a_prefix_that_the_policy_does_not_name() -> None:
    b = Builder()
    _, bucket = balancer(b, prefix="web")
    b.add("aws_s3_bucket_policy", "p", bucket=bucket, policy=json(b, delivery(bucket)))
    (finding,) = check(LOGS, b)
    assert finding.severity is Severity.ERROR
    assert "'web/AWSLogs/'" in finding.message


def test_logs_before_their_policy_are_a_warning_with_its_cure() -> None:
    b = Builder()
    lb, bucket = balancer(b)
    policy = b.add("aws_s3_bucket_policy", "p", bucket=bucket, policy=json(b, delivery(bucket)))
    (finding,) = check(LOGS, b)
    assert finding.severity is Severity.WARNING
    assert goals(finding) == ["wait-for-bucket-policy"]
    lb.depends_on.append(b.value(policy))
    assert check(LOGS, b) == []


def test_load_balancer_waits_for_the_new_policy_where_that_can_be_said() -> None:
    b = Builder()
    balancer(b)
    added, wait = check(LOGS, b)[0].fixes[0].intents
    assert isinstance(added, AddResources)
    assert isinstance(wait, AddDependency)
    assert wait.resource.type == "aws_lb"


def test_bucket_through_its_policy_is_followed_and_waits() -> None:
    b = Builder()
    bucket = b.add("aws_s3_bucket", "logs")
    policy = b.add("aws_s3_bucket_policy", "p", bucket=bucket, policy=json(b))
    b.add("aws_lb", "alb", access_logs=[{"bucket": (policy, "bucket"), "enabled": True}])
    (finding,) = check(LOGS, b)
    assert [type(i) for i in finding.fixes[0].intents] == [AppendToList]


@pytest.mark.parametrize(
    ("principal", "path"),
    [
        ({"Service": DELIVERY}, "/AWSLogs/"),
        ({"Service": [DELIVERY, "x.amazonaws.com"]}, "/"),
        ({"Service": "logdelivery.elb.amazonaws.com"}, "/AWSLogs/"),
        ({"AWS": "arn:aws:iam::127311923021:root"}, "/AWSLogs/"),
        ({"AWS": "*"}, "/AWSLogs/"),
        ("*", "/AWSLogs/"),
        (UNKNOWN, "/AWSLogs/"),
    ],
)
def test_principals_that_may_deliver(principal: Any, path: str) -> None:
    b = Builder()
    lb, bucket = balancer(b)
    statement = allow(principal, ["s3:GetObject", "s3:Put*"], ((bucket, "arn"), path, "*"))
    policy = b.add("aws_s3_bucket_policy", "p", bucket=bucket, policy=json(b, statement))
    lb.depends_on.append(b.value(policy))
    assert check(LOGS, b) == []


def test_legacy_account_of_load_balancing_may_deliver() -> None:
    b = Builder()
    lb, bucket = balancer(b)
    account = b.add("aws_elb_service_account", "elb", _external=True)
    statement = allow({"AWS": (account, "arn")}, "s3:PutObject", ((bucket, "arn"), "/*"))
    policy = b.add("aws_s3_bucket_policy", "p", bucket=bucket, policy=json(b, statement))
    lb.depends_on.append(b.value(policy))
    assert check(LOGS, b) == []


def test_own_account_may_not_deliver() -> None:
    b = Builder()
    _, bucket = balancer(b)
    me = b.add("aws_caller_identity", "me", _external=True)
    root = ("arn:aws:iam::", (me, "account_id"), ":root")
    statement = allow({"AWS": root}, "s3:*", ((bucket, "arn"), "/*"))
    b.add("aws_s3_bucket_policy", "p", bucket=bucket, policy=json(b, statement))
    assert [f.severity for f in check(LOGS, b)] == [Severity.ERROR]


def test_policy_document_data_source() -> None:
    b = Builder()
    lb, bucket = balancer(b)
    block = {
        "principals": [{"type": "Service", "identifiers": ["x.amazonaws.com"]}],
        "actions": ["s3:PutObject"],
        "resources": [((bucket, "arn"), "/*")],
    }
    source = b.add("aws_iam_policy_document", "doc", statement=[block], _external=True)
    policy = b.add("aws_s3_bucket_policy", "p", bucket=bucket, policy=(source, "json"))
    lb.depends_on.append(b.value(policy))
    (finding,) = check(LOGS, b)
    (append,) = finding.fixes[0].intents
    assert isinstance(append, AppendToList)
    assert (append.resource, append.path) == (source, ("statement",))
    block["principals"] = [{"type": "Service", "identifiers": [DELIVERY]}]
    set_argument(b, source, "statement", [block])
    assert check(LOGS, b) == []


def test_network_load_balancer_has_another_principal() -> None:
    b = Builder()
    lb, bucket = balancer(b)
    set_argument(b, lb, "load_balancer_type", "network")
    policy = b.add("aws_s3_bucket_policy", "p", bucket=bucket, policy=json(b, delivery(bucket)))
    lb.depends_on.append(b.value(policy))
    assert check(LOGS, b)
    set_argument(b, policy, "policy", json(b, delivery(bucket, service="delivery.logs.amazonaws.com")))
    assert check(LOGS, b) == []


LOGS_SILENT: dict[str, Callable[[Builder, Resource, Resource], object]] = {
    "not enabled": lambda b, lb, bucket: set_argument(b, lb, "access_logs", {"bucket": bucket}),
    "switched off": lambda b, lb, bucket: set_argument(
        b, lb, "access_logs", {"bucket": bucket, "enabled": False}
    ),
    "enabled unknown": lambda b, lb, bucket: set_argument(
        b, lb, "access_logs", {"bucket": bucket, "enabled": UNKNOWN}
    ),
    "external bucket": lambda b, lb, bucket: set_argument(
        b, lb, "access_logs", {"bucket": "shared-logs", "enabled": True}
    ),
    "unknown bucket": lambda b, lb, bucket: set_argument(
        b, lb, "access_logs", {"bucket": UNKNOWN, "enabled": True}
    ),
    "escaped bucket": lambda b, lb, bucket: bucket.escapes.extend(b.add("x", "x", _escaped=True).escapes),
    "policy of unknown bucket": lambda b, lb, bucket: b.add(
        "aws_s3_bucket_policy", "p", bucket=UNKNOWN, policy="{}"
    ),
    "unknown policy": lambda b, lb, bucket: b.add("aws_s3_bucket_policy", "p", bucket=bucket, policy=UNKNOWN),
    "conditional policy": lambda b, lb, bucket: b.add(
        "aws_s3_bucket_policy", "p", bucket=bucket, policy=json(b), _conditional=True
    ),
    "policy by the bucket's name": lambda b, lb, bucket: lb.depends_on.append(
        b.value(b.add("aws_s3_bucket_policy", "p", bucket="my-logs", policy=json(b, delivery(bucket))))
    ),
    "unknown kind": lambda b, lb, bucket: set_argument(b, lb, "load_balancer_type", UNKNOWN),
    "implied policy": lambda b, lb, bucket: b.add(
        "aws_s3_bucket_policy", "p", bucket=bucket, policy=json(b, delivery(bucket)), _implied=True
    ),
}


@pytest.mark.parametrize("name", LOGS_SILENT)
def test_logs_no_failure(name: str) -> None:
    b = Builder()
    lb, bucket = balancer(b)
    assert check(LOGS, b)
    LOGS_SILENT[name](b, lb, bucket)
    assert check(LOGS, b) == []


# --- encrypted log groups ------------------------------------------------------------------------

KEY = "kms-key-policy-missing-logs-service"
USE = ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"]
ROOT = allow({"AWS": "arn:aws:iam::123456789012:root"}, "kms:*")


def group(b: Builder, **key: Any) -> tuple[Resource, Resource]:
    made = b.add("aws_kms_key", "key", **key)
    return made, b.add("aws_cloudwatch_log_group", "group", kms_key_id=(made, "arn"))


def test_default_key_policy_gets_both_statements() -> None:
    b = Builder()
    _key, log_group = group(b)
    (finding,) = check(KEY, b)
    assert finding.at is log_group["kms_key_id"]
    (intent,) = finding.fixes[0].intents
    assert isinstance(intent, SetArgument)
    statements = intent.value.content.entries["Statement"].items  # type: ignore[union-attr]
    assert [s.entries["Sid"].data for s in statements] == ["EnableRoot", "AllowCloudWatchLogs"]


def test_written_key_policy_gets_one_statement_more() -> None:
    b = Builder()
    key, _ = group(b)
    set_argument(b, key, "policy", json(b, ROOT))
    (finding,) = check(KEY, b)
    (intent,) = finding.fixes[0].intents
    assert isinstance(intent, AppendToList)
    assert (intent.resource, intent.path) == (key, ("policy", "Statement"))


def test_separate_key_policy_decides() -> None:
    b = Builder()
    key, log_group = group(b)
    policy = b.add("aws_kms_key_policy", "kp", key_id=key, policy=json(b, ROOT))
    (finding,) = check(KEY, b)
    append, wait = finding.fixes[0].intents
    assert isinstance(append, AppendToList)
    assert append.resource is policy
    assert isinstance(wait, AddDependency)
    assert wait.resource is log_group


@pytest.mark.parametrize(
    "service",
    [
        "logs.eu-west-1.amazonaws.com",
        "logs.amazonaws.com",
        ("logs.", UNKNOWN, ".amazonaws.com"),
        ["x.amazonaws.com", "logs.eu-west-1.amazonaws.com"],
        UNKNOWN,
    ],
)
def test_logs_service_in_key_policy(service: Any) -> None:
    b = Builder()
    key, _ = group(b)
    set_argument(b, key, "policy", json(b, ROOT, allow({"Service": service}, USE)))
    assert check(KEY, b) == []


@pytest.mark.parametrize(
    "statement",
    [
        allow({"Service": "logs.eu-west-1.amazonaws.com"}, "kms:Describe*"),
        allow({"Service": "sns.amazonaws.com"}, "kms:*"),
        {**allow({"Service": "logs.amazonaws.com"}, "kms:*"), "Effect": "Deny"},
    ],
)
def test_statements_that_do_not_help(statement: Any) -> None:
    b = Builder()
    key, _ = group(b)
    set_argument(b, key, "policy", json(b, ROOT, statement))
    assert len(check(KEY, b)) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda b, k, g: set_argument(b, k, "policy", UNKNOWN),
        lambda b, k, g: set_argument(b, k, "policy", json(b, ROOT, UNKNOWN)),
        lambda b, k, g: set_argument(b, g, "kms_key_id", "arn:aws:kms:eu-west-1:1:key/1"),
        lambda b, k, g: set_argument(b, g, "kms_key_id", UNKNOWN),
        lambda b, k, g: set_argument(
            b, g, "kms_key_id", (b.add("aws_kms_alias", "a", target_key_id=k), "arn")
        ),
        lambda b, k, g: b.add("aws_kms_key_policy", "kp", key_id=UNKNOWN, policy="{}"),
        lambda b, k, g: b.add("aws_kms_key_policy", "kp", key_id=k, policy=UNKNOWN),
        lambda b, k, g: k.escapes.extend(b.add("x", "x", _escaped=True).escapes),
        lambda b, k, g: setattr(k, "external", True),
        lambda b, k, g: setattr(k.properties, "open", True),
    ],
)
def test_key_no_failure(change: Callable[[Builder, Resource, Resource], object]) -> None:
    b = Builder()
    key, log_group = group(b)
    assert check(KEY, b)
    change(b, key, log_group)
    assert check(KEY, b) == []
