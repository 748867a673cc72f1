"""Logs, metrics and alarms of the CDK: what is not known of them stays open."""

from __future__ import annotations

from cdk_programs import ts
from recognising import Recognised, plain

_CW = "const cw = cdk.aws_cloudwatch; const act = cdk.aws_cloudwatch_actions; "


def _alarm(metric: str, after: str = "") -> Recognised:
    return ts(
        f"{_CW}const a = new cw.Alarm(this, 'A', {{ metric: {metric}, threshold: 1, evaluationPeriods: 1 }}); {after}"
    )


def test_an_unknown_metric() -> None:
    alarm = _alarm("JSON.parse('x')").one("aws_cloudwatch_metric_alarm")
    assert alarm["metric_name"].is_unknown()
    assert alarm["metric_query"].is_unknown()
    assert plain(alarm["threshold"]) == 1


def test_an_unknown_action() -> None:
    alarm = _alarm(
        "new cw.Metric({ namespace: 'n', metricName: 'm' })", "a.addAlarmAction(JSON.parse('x'));"
    ).one("aws_cloudwatch_metric_alarm")
    assert plain(alarm["alarm_actions"]) == ["?"]


def test_an_action_that_may_be_added() -> None:
    alarm = _alarm(
        "new cw.Metric({ namespace: 'n', metricName: 'm' })",
        "if (process.env.X) a.addOkAction(new act.SsmIncidentAction('p'));",
    ).one("aws_cloudwatch_metric_alarm")
    assert not alarm["ok_actions"].is_closed()


def test_an_expression_over_an_unknown_metric() -> None:
    query = _alarm("new cw.MathExpression({ expression: 'm1', usingMetrics: { m1: JSON.parse('x') } })").one(
        "aws_cloudwatch_metric_alarm"
    )["metric_query"]
    assert plain(query)[1] == {"id": "m1", "...": True}


def test_a_metric_of_a_construct_refers_to_it() -> None:
    program = ts(
        f"{_CW}const q = new cdk.aws_sqs.Queue(this, 'Q'); q.metricNumberOfMessagesSent().createAlarm(this, 'A', {{ threshold: 1, evaluationPeriods: 1 }});"
    )
    alarm = program.one("aws_cloudwatch_metric_alarm")
    assert alarm["dimensions"].get("QueueName").refers_to(program.one("aws_sqs_queue"))
    assert plain(alarm["statistic"]) == "Sum"


def test_logs_that_are_kept_for_ever_have_no_retention() -> None:
    group = ts("new logs.LogGroup(this, 'L', { retention: logs.RetentionDays.INFINITE });")
    assert group.one("aws_cloudwatch_log_group")["retention_in_days"].is_absent()


def test_grants_name_the_group_and_its_streams() -> None:
    program = ts(
        "new logs.LogGroup(this, 'L').grantRead(new iam.Role(this, 'R', { assumedBy: new iam.AccountRootPrincipal() }));"
    )
    resources = program.one("aws_iam_role_policy")["policy"].get("Statement", 0, "Resource")
    assert len(resources.items()) == 2


def test_an_unknown_destination() -> None:
    program = ts(
        "new logs.LogGroup(this, 'L').addSubscriptionFilter('S', { destination: JSON.parse('x'), filterPattern: logs.FilterPattern.spaceDelimited('a') });"
    )
    sent = program.one("aws_cloudwatch_log_subscription_filter")
    assert sent["destination_arn"].is_unknown()
    assert sent["role_arn"].is_unknown()
    assert sent["filter_pattern"].is_unknown()


def test_a_method_that_nobody_knows() -> None:
    assert ts("new logs.LogGroup(this, 'L').somethingNew();").not_understood() == [".somethingNew"]
