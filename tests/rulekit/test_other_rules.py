"""Rules about load balancers, keys, listeners, computed lists, deletion protection."""

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
    Fix,
    Joined,
    ReplaceText,
    SetArgument,
)
from stackproof.model.graph import Resource, Use
from stackproof.model.values import Certainty, Choice, JsonText, Scalar, Value
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


# --- deletion protection -------------------------------------------------------------------------

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


def test_every_fix_says_why_it_is_not_safe() -> None:
    b = Builder()
    balancer(b)
    group(b)
    listener(b)
    b.add("aws_lb", "alb", enable_deletion_protection=True)
    fixes: list[Fix] = [fix for rule in RULES.values() for f in run(rule, b.graph()) for fix in f.fixes]
    assert len(fixes) >= 5
    for fix in fixes:
        assert fix.safe or fix.why_unsafe, fix.title
