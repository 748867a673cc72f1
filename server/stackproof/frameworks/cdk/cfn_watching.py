"""CloudFormation's alarms and dashboards under Terraform's names."""

from __future__ import annotations

from stackproof.frameworks.cdk.cfn_changes import fitted, keyed
from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.fitting import NOTHING, UP

KINDS: tuple[Kind, ...] = (
    fitted(
        "AWS::CloudWatch::Alarm",
        "aws_cloudwatch_metric_alarm",
        {
            "action_configuration": NOTHING,
            "evaluate_low_sample_count_percentile": "evaluate_low_sample_count_percentiles",
            "evaluation_criteria": NOTHING,
            "evaluation_interval": NOTHING,
            "evaluation_window": NOTHING,
            "metrics": "metric_query",
            "metrics.metric_stat": "metric",
            "metrics.metric_stat.metric": UP,
            "warm_up_configuration": NOTHING,
        },
        {"dimensions": keyed("name"), "metrics.metric_stat.metric.dimensions": keyed("name")},
        ref="alarm_name",
        attributes={"attr_arn": "arn"},
    ),
    fitted(
        "AWS::CloudWatch::CompositeAlarm",
        "aws_cloudwatch_composite_alarm",
        {
            "action_configuration": NOTHING,
            "actions_suppressor_extension_period": NOTHING,
            "actions_suppressor_wait_period": NOTHING,
        },
        ref="alarm_name",
    ),
    fitted("AWS::CloudWatch::Dashboard", "aws_cloudwatch_dashboard", ref="dashboard_name"),
)
