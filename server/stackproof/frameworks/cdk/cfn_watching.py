"""CloudFormation's alarms and dashboards under Terraform's names."""

from __future__ import annotations

from stackproof.frameworks.cdk.cfn_changes import fitted, keyed
from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.fitting import NOTHING, UP
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry
from stackproof.model.values import Mapping as MappingValue


def _suppressor(_world: World, alarm: Resource) -> None:
    """The alarm that keeps this one quiet, with what is said of it, is one block in Terraform."""
    entries = alarm.properties.entries
    keeper = entries.get("actions_suppressor")
    if keeper is None or isinstance(keeper.value, MappingValue):
        return
    block = {"alarm": MapEntry(keeper.value, keeper.key_origin, keeper.origin)}
    for name in ("extension_period", "wait_period"):
        said = entries.pop(f"actions_suppressor_{name}", None)
        if said is not None:
            block[name] = said
    entries["actions_suppressor"] = MapEntry(MappingValue(block), keeper.key_origin, keeper.origin)


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
        {"action_configuration": NOTHING},
        ref="alarm_name",
        attributes={"attr_arn": "arn"},
        finish=_suppressor,
    ),
    fitted("AWS::CloudWatch::Dashboard", "aws_cloudwatch_dashboard", ref="dashboard_name"),
)
