"""Buckets and keys for logs: what is refused for reasons other than a missing statement."""

from __future__ import annotations

from typing import Any

import pytest
from graph_builder import UNKNOWN, Builder, set_argument

from stackproof.model.finding import Finding, Severity
from stackproof.model.fix import ReplaceText, SetArgument
from stackproof.model.graph import Resource
from stackproof.model.values import JsonText, MapEntry, Mapping, Origin, Template, Value
from stackproof.rulekit import load_rules, run
from stackproof.text import Span

RULES = {rule.id: rule for rule in load_rules()}
BUCKET = RULES["alb-access-logs-without-bucket-policy"]
KEY = RULES["kms-key-policy-missing-logs-service"]
CONTEXT = "kms:EncryptionContext:aws:logs:arn"


def document(b: Builder, *statements: Any) -> Value:
    return JsonText(b.value({"Version": "2012-10-17", "Statement": list(statements)}), origin=b.origin())


def statement(principal: Any, action: Any, resource: Any = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource, **more}


# --- buckets -------------------------------------------------------------------------------------


def balancer(b: Builder, principal: Any, path: str = "/AWSLogs/*", **more: Any) -> tuple[Resource, Resource]:
    """A load balancer that waits for a policy with the principal."""
    bucket = b.add("aws_s3_bucket", "logs")
    allow = statement(principal, "s3:PutObject", ((bucket, "arn"), path))
    policy = b.add("aws_s3_bucket_policy", "policy", bucket=bucket, policy=document(b, allow))
    logs = {"bucket": bucket, "enabled": True}
    return b.add("aws_lb", "alb", access_logs=logs, _depends_on=[policy], **more), bucket


def delivery(b: Builder, **more: Any) -> tuple[Resource, Resource]:
    return balancer(b, {"Service": "logdelivery.elasticloadbalancing.amazonaws.com"}, **more)


def wrapped(b: Builder, gap: int) -> Mapping:
    """A principal whose text stands ``gap`` bytes behind its key and has the reference in its middle."""
    account = b.add("data.aws_elb_service_account", "elb", _external=True)
    hole = b.value((account, "arn"))
    hole.origin = Origin("/main", Span(1020, 1027))
    text = Template(("arn:aws:iam::", hole, ":root"), origin=Origin("/main", Span(1000, 1040)))
    key = Origin("/main", Span(990, 1000 - gap))
    return Mapping({"AWS": MapEntry(text, key)}, origin=b.origin())


def test_service_account_inside_another_arn_is_unwrapped() -> None:
    b = Builder()
    principal = wrapped(b, 2)
    balancer(b, principal)
    (finding,) = run(BUCKET, b.graph())
    assert finding.severity is Severity.ERROR
    assert finding.at is principal.entries["AWS"].value
    (fix,) = finding.fixes
    assert [(i.at.span.start, i.at.span.end, i.text) for i in fix.intents if isinstance(i, ReplaceText)] == [
        (1000, 1020, ""),
        (1027, 1040, ""),
    ]


def test_tagged_text_is_not_unwrapped() -> None:
    b = Builder()
    balancer(b, wrapped(b, 8))
    (finding,) = run(BUCKET, b.graph())
    assert finding.fixes == []


def test_wrapped_principal_is_reported_once() -> None:
    b = Builder()
    lb, bucket = balancer(b, wrapped(b, 2))
    set_argument(b, lb, "connection_logs", {"bucket": bucket, "enabled": True})
    assert len(run(BUCKET, b.graph())) == 1


def test_id_of_the_service_account_may_be_wrapped() -> None:
    b = Builder()
    account = b.add("data.aws_elb_service_account", "elb", _external=True)
    balancer(b, {"AWS": ("arn:aws:iam::", (account, "id"), ":root")})
    assert run(BUCKET, b.graph()) == []


@pytest.mark.parametrize(
    ("algorithm", "kind", "count"),
    [
        ("aws:kms", "application", 1),
        ("aws:kms:dsse", "application", 1),
        ("AES256", "application", 0),
        (UNKNOWN, "application", 0),
        ("aws:kms", UNKNOWN, 0),
    ],
)
def test_encryption_with_kms(algorithm: Any, kind: Any, count: int) -> None:
    b = Builder()
    _, bucket = delivery(b, load_balancer_type=kind)
    assert run(BUCKET, b.graph()) == []
    default = {"apply_server_side_encryption_by_default": {"sse_algorithm": algorithm}}
    configuration = b.add(
        "aws_s3_bucket_server_side_encryption_configuration", "enc", bucket=bucket, rule=[default]
    )
    findings = run(BUCKET, b.graph())
    assert len(findings) == count
    for finding in findings:
        (intent,) = finding.fixes[0].intents
        assert isinstance(intent, SetArgument)
        assert intent.resource is configuration


def test_network_load_balancers_may_use_kms() -> None:
    b = Builder()
    _, bucket = balancer(b, {"Service": "delivery.logs.amazonaws.com"}, load_balancer_type="network")
    default = {"apply_server_side_encryption_by_default": {"sse_algorithm": "aws:kms"}}
    b.add("aws_s3_bucket_server_side_encryption_configuration", "enc", bucket=bucket, rule=[default])
    assert run(BUCKET, b.graph()) == []


@pytest.mark.parametrize("logs", ["connection_logs", "health_check_logs"])
def test_all_kinds_of_logs_need_the_policy(logs: str) -> None:
    b = Builder()
    bucket = b.add("aws_s3_bucket", "logs")
    b.add("aws_lb", "alb", **{logs: [{"bucket": bucket, "enabled": True}]})
    assert len(run(BUCKET, b.graph())) == 1


@pytest.mark.parametrize(("path", "count"), [("*", 0), ("/*", 0), ("/web/AWSLogs/*", 1)])
def test_paths_that_take_in_the_logs(path: str, count: int) -> None:
    b = Builder()
    delivery(b, path=path)
    assert len(run(BUCKET, b.graph())) == count


# --- keys ----------------------------------------------------------------------------------------


def logs_key(b: Builder, name: Any = "/app/api", **statement_: Any) -> Finding | None:
    """The finding for a log group whose key allows the logs service, with more in the statement."""
    key = b.add("aws_kms_key", "key")
    allow = statement({"Service": "logs.eu-west-1.amazonaws.com"}, "kms:*", **statement_)
    set_argument(b, key, "policy", document(b, allow))
    b.add("aws_cloudwatch_log_group", "group", name=name, kms_key_id=(key, "arn"))
    findings = run(KEY, b.graph())
    assert len(findings) < 2
    return findings[0] if findings else None


ARN = "arn:aws:logs:eu-west-1:123456789012:"


@pytest.mark.parametrize(
    ("condition", "message"),
    [
        ({"ArnLike": {CONTEXT: f"{ARN}*"}}, None),
        ({"ArnEquals": {CONTEXT: f"{ARN}*"}}, None),
        ({"StringLike": {CONTEXT: f"{ARN}log-group:/app/*"}}, None),
        ({"StringEquals": {CONTEXT: f"{ARN}*"}}, "takes '*' literally"),
        ({"StringEquals": {CONTEXT: f"{ARN}log-group:/app/api"}}, None),
        ({"StringEquals": {CONTEXT: f"{ARN}log-group:/app/web"}}, "does not meet"),
        ({"ArnLike": {CONTEXT: f"{ARN}log-group:/aws/lambda/*"}}, "does not meet"),
        ({"ArnLike": {CONTEXT: [f"{ARN}log-group:/x", f"{ARN}log-group:/app/ap?"]}}, None),
        ({"ArnLike": {CONTEXT: [f"{ARN}log-group:/x", f"{ARN}log-group:/y"]}}, "does not meet"),
        ({"ArnLike": {CONTEXT: [f"{ARN}log-group:/x", UNKNOWN]}}, None),
        ({"ArnLike": {CONTEXT: (f"{ARN}log-group:/", UNKNOWN)}}, None),
        ({"ArnLike": {CONTEXT: f"{ARN}log-group:/app/api:*"}}, None),
        ({"ArnLike": UNKNOWN}, None),
        (UNKNOWN, None),
        ({"StringEquals": {"aws:SourceAccount": "*"}}, None),
    ],
)
def test_conditions(condition: Any, message: str | None) -> None:
    found = logs_key(Builder(), Condition=condition)
    assert (found is None) == (message is None)
    assert found is None or (message or "") in found.message


def test_condition_for_a_group_whose_name_is_not_known() -> None:
    condition = {"ArnLike": {CONTEXT: f"{ARN}log-group:/aws/*"}}
    assert logs_key(Builder(), name=UNKNOWN, Condition=condition) is None
    assert logs_key(Builder(), name=("/a/", UNKNOWN), Condition=condition) is None


def test_one_statement_that_fits_is_enough() -> None:
    b = Builder()
    key = b.add("aws_kms_key", "key")
    service = {"Service": "logs.amazonaws.com"}
    wrong = statement(service, "kms:*", Condition={"StringEquals": {CONTEXT: f"{ARN}*"}})
    set_argument(b, key, "policy", document(b, wrong, statement(service, "kms:*")))
    b.add("aws_cloudwatch_log_group", "group", name="a", kms_key_id=(key, "arn"))
    assert run(KEY, b.graph()) == []


def test_condition_of_a_policy_document_data_source() -> None:
    b = Builder()
    block = {
        "principals": [{"type": "Service", "identifiers": ["logs.eu-west-1.amazonaws.com"]}],
        "actions": ["kms:*"],
        "resources": ["*"],
        "condition": [{"test": "StringEquals", "variable": CONTEXT, "values": [f"{ARN}*"]}],
    }
    source = b.add("data.aws_iam_policy_document", "doc", statement=[block], _external=True)
    key = b.add("aws_kms_key", "key", policy=(source, "json"))
    b.add("aws_cloudwatch_log_group", "group", kms_key_id=(key, "arn"))
    (finding,) = run(KEY, b.graph())
    assert "literally" in finding.message


def test_actions_that_do_not_suffice_are_named_as_the_reason() -> None:
    b = Builder()
    key = b.add("aws_kms_key", "key")
    encrypt = statement({"Service": "logs.eu-west-1.amazonaws.com"}, ["kms:Encrypt*", "kms:Describe*"])
    set_argument(b, key, "policy", document(b, encrypt))
    b.add("aws_cloudwatch_log_group", "group", kms_key_id=(key, "arn"))
    (finding,) = run(KEY, b.graph())
    assert "encrypt and decrypt" in finding.message


@pytest.mark.parametrize(
    ("arguments", "count"),
    [
        ({"customer_master_key_spec": "RSA_2048"}, 1),
        ({"customer_master_key_spec": "HMAC_256"}, 1),
        ({"key_usage": "SIGN_VERIFY"}, 1),
        ({"customer_master_key_spec": "SYMMETRIC_DEFAULT", "key_usage": "ENCRYPT_DECRYPT"}, 0),
        ({"customer_master_key_spec": UNKNOWN}, 0),
    ],
)
def test_only_symmetric_keys(arguments: dict[str, Any], count: int) -> None:
    b = Builder()
    allow = statement({"Service": "logs.amazonaws.com"}, "kms:*")
    key = b.add("aws_kms_key", "key", policy=document(b, allow), **arguments)
    b.add("aws_cloudwatch_log_group", "group", kms_key_id=(key, "arn"))
    findings = run(KEY, b.graph())
    assert len(findings) == count
    assert all("symmetric" in f.message for f in findings)


def test_key_by_its_id() -> None:
    b = Builder()
    allow = statement({"Service": "logs.amazonaws.com"}, "kms:*")
    key = b.add("aws_kms_key", "key", policy=document(b, allow))
    group = b.add("aws_cloudwatch_log_group", "group", kms_key_id=(key, "key_id"))
    (finding,) = run(KEY, b.graph())
    (intent,) = finding.fixes[0].intents
    assert isinstance(intent, SetArgument)
    assert intent.resource is group
    assert intent.value.attribute == "arn"  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("key", "count"),
    [
        ("alias/logs", 1),
        ("1234abcd-12ab-34cd-56ef-1234567890ab", 1),
        ("arn:aws:kms:eu-west-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab", 0),
        ("${var.key}", 0),
        ("", 0),
        (UNKNOWN, 0),
    ],
)
def test_key_by_its_name(key: Any, count: int) -> None:
    b = Builder()
    b.add("aws_cloudwatch_log_group", "group", kms_key_id=key)
    assert len(run(KEY, b.graph())) == count


def test_group_before_its_key_policy_is_a_warning() -> None:
    b = Builder()
    key = b.add("aws_kms_key", "key")
    allow = statement({"Service": "logs.amazonaws.com"}, "kms:*")
    policy = b.add("aws_kms_key_policy", "policy", key_id=key, policy=document(b, allow))
    group = b.add("aws_cloudwatch_log_group", "group", kms_key_id=(key, "arn"))
    (finding,) = run(KEY, b.graph())
    assert finding.severity is Severity.WARNING
    assert finding.fixes[0].goal == "wait-for-key-policy"
    group.depends_on.append(b.value(policy))
    assert run(KEY, b.graph()) == []
