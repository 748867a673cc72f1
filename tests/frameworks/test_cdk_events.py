"""Events, schedules and workflows of the CDK where a program leaves something open."""

from __future__ import annotations

import pytest
from cdk_programs import counts, ts
from recognising import plain

_LEAD = (
    "const { aws_events: events, aws_events_targets: targets, aws_stepfunctions: sfn, aws_stepfunctions_tasks: tasks,"
    " aws_sqs: sqs, aws_scheduler: scheduler, aws_scheduler_targets: starts } = cdk;"
    "const f = new lambda_.Function(this, 'F', { runtime: lambda_.Runtime.PYTHON_3_12, handler: 'a.b',"
    " code: lambda_.Code.fromAsset('src') });"
)


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("events.Schedule.rate(cdk.Duration.minutes(1))", "rate(1 minute)"),
        ("events.Schedule.rate(cdk.Duration.minutes(90))", "rate(90 minutes)"),
        ("events.Schedule.rate(cdk.Duration.hours(24))", "rate(1 day)"),
        ("events.Schedule.cron({})", "cron(* * * * ? *)"),
        ("events.Schedule.cron({ day: '1', hour: '3' })", "cron(* 3 1 * ? *)"),
        ("events.Schedule.cron({ hour: process.env.P })", "cron(* {?} * * ? *)"),
        ("events.Schedule.cron(JSON.parse('x'))", "?"),
        ("events.Schedule.expression('rate(2 days)')", "rate(2 days)"),
        ("JSON.parse('x')", "?"),
    ],
)
def test_when_a_rule_runs(expression: str, expected: str) -> None:
    rule = ts(f"{_LEAD} new events.Rule(this, 'R', {{ schedule: {expression} }});").one(
        "aws_cloudwatch_event_rule"
    )
    assert plain(rule["schedule_expression"]) == expected


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        (
            "{ source: ['a'], detailType: ['b'] }",
            {"json": {"detail-type": ["b"], "source": ["a"]}},
        ),
        ("{ detail: { aB: events.Match.prefix('x') } }", {"json": {"detail": {"aB": [{"prefix": "x"}]}}}),
        ("{ detail: { aB: events.Match.anyOf('x') } }", {"json": {"detail": {"aB": "?"}}}),
        ("JSON.parse('x')", "?"),
    ],
)
def test_patterns(pattern: str, expected: object) -> None:
    rule = ts(f"{_LEAD} new events.Rule(this, 'R', {{ eventPattern: {pattern} }});").one(
        "aws_cloudwatch_event_rule"
    )
    assert plain(rule["event_pattern"]) == expected


@pytest.mark.parametrize("target", ["JSON.parse('x')", "{ bind: () => ({ arn: 'x' }) }"])
def test_targets_that_are_not_known_open_the_rule(target: str) -> None:
    program = ts(f"{_LEAD} new events.Rule(this, 'R', {{ targets: [{target}] }});")
    assert not program.one("aws_cloudwatch_event_rule").is_closed()
    program = ts(f"{_LEAD} new events.Rule(this, 'R').addTarget({target});")
    assert ".addTarget" in program.not_understood()


def test_a_rule_lets_itself_call_a_function_once() -> None:
    program = ts(
        f"{_LEAD} const r = new events.Rule(this, 'R'); r.addTarget(new targets.LambdaFunction(f)); r.addTarget(new targets.LambdaFunction(f));"
    )
    assert counts(program, "aws_lambda_permission", "aws_cloudwatch_event_target") == {
        "aws_lambda_permission": 1,
        "aws_cloudwatch_event_target": 2,
    }
    assert program.one("aws_lambda_permission")["source_arn"].refers_to(
        program.one("aws_cloudwatch_event_rule")
    )


def test_parts_of_an_event_make_a_template_of_the_input() -> None:
    program = ts(
        f"{_LEAD} new events.Rule(this, 'R').addTarget(new targets.LambdaFunction(f, {{ event:"
        " events.RuleTargetInput.fromObject({ a: events.EventField.fromPath('$.x') }) }));"
    )
    target = program.one("aws_cloudwatch_event_target")
    assert target["input"].is_absent()
    assert target["input_transformer"].is_unknown()


def test_states_that_are_joined_later_belong_to_the_machine() -> None:
    program = ts(
        f"{_LEAD} const a = new sfn.Pass(this, 'A'); const m = new sfn.StateMachine(this, 'M', {{ definitionBody: sfn.DefinitionBody.fromChainable(a) }});"
        "a.next(new tasks.LambdaInvoke(this, 'L', { lambdaFunction: f }));"
    )
    policy = program.one("aws_iam_role_policy")["policy"].get("Statement", 0)
    assert plain(policy.get("Action")) == ["lambda:InvokeFunction"]


@pytest.mark.parametrize(
    ("state", "gaps"),
    [
        ("new tasks.LambdaInvoke(this, 'L', { lambdaFunction: f })", 1),
        ("new tasks.GlueStartJobRun(this, 'L', { glueJobName: 'x' })", 2),
        ("JSON.parse('x')", 2),
    ],
)
def test_tasks_that_are_not_followed_leave_the_role_open(state: str, gaps: int) -> None:
    program = ts(
        f"{_LEAD} new sfn.StateMachine(this, 'M', {{ definitionBody: sfn.DefinitionBody.fromChainable({state}) }});"
    )
    assert len(program.one("aws_iam_role", "M/Role").escapes) == gaps


def test_two_schedules_of_one_target_share_a_role() -> None:
    program = ts(
        f"{_LEAD} const s = {{ schedule: scheduler.ScheduleExpression.expression('rate(1 day)') }};"
        "new scheduler.Schedule(this, 'A', { ...s, target: new starts.LambdaInvoke(f) });"
        "new scheduler.Schedule(this, 'B', { ...s, target: new starts.LambdaInvoke(f) });"
    )
    assert counts(program, "aws_scheduler_schedule", "aws_iam_role") == {
        "aws_scheduler_schedule": 2,
        "aws_iam_role": 2,
    }
    roles = {
        s["target"].get("role_arn").target()
        for s in program.recognition.resources
        if s.type == "aws_scheduler_schedule"
    }
    assert len(roles) == 1


def test_targets_of_schedules_that_are_not_known_leave_it_open() -> None:
    program = ts(
        f"{_LEAD} new scheduler.Schedule(this, 'A', {{ schedule: scheduler.ScheduleExpression.expression('x'), target: JSON.parse('x') }});"
    )
    assert program.one("aws_scheduler_schedule")["target"].is_unknown()
