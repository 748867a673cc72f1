"""What changes the size of a group of machines: policies, steps and schedules."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.balancing.targets import TargetGroup
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.scaling.targets import scale_by_steps
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Template, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

# By method: the metric that is kept near a value, and the argument that gives the value.
_METRICS = {
    "scale_on_cpu_utilization": ("ASGAverageCPUUtilization", "target_utilization_percent"),
    "scale_on_incoming_bytes": ("ASGAverageNetworkIn", "target_bytes_per_second"),
    "scale_on_outgoing_bytes": ("ASGAverageNetworkOut", "target_bytes_per_second"),
}
_SIZES = {"min_capacity": "min_size", "max_capacity": "max_size", "desired_capacity": "desired_capacity"}


def scale(call: Call, method: str, group: Resource, balanced: TargetGroup | None) -> Node | None:
    """What a method of a group adds to it; None when it is no method that scales.

    ``balanced`` is the target group which requests are counted for.
    """
    name = f"{group.name}/{call.world.name(call, 0)}"
    props = call.props(1)
    if (known := _METRICS.get(method)) is not None:
        metric, argument = known
        return _track(
            call, group, props, name, {"predefined_metric_type": default(metric)}, props.get(argument)
        )
    match method:
        case "scale_on_request_count":
            metric_ = {
                "predefined_metric_type": default("ALBRequestCountPerTarget"),
                "resource_label": _label(balanced),
            }
            made = _track(call, group, props, name, metric_, _per_minute(props))
            if balanced is not None:
                balanced.wait(made.resource)
            return made
        case "scale_to_track_metric":
            return _track(call, group, props, name, {}, props.get("target_value"))
        case "scale_on_metric":
            return _steps(call, group, props, name)
        case "scale_on_schedule":
            return schedule(call, group, props, name)
    return None


def _per_minute(props: Arguments) -> Value:
    minute, second = props.get("target_requests_per_minute"), props.get("target_requests_per_second")
    if second.is_absent():
        return minute
    number = second.number()
    return Scalar(number * 60, origin=second.origin) if number is not None else Unknown("a rate", (second,))


def _label(group: TargetGroup | None) -> Value:
    if group is None:
        return Unknown("a target group")
    return Template((Unknown("a load balancer"), "/", ResourceReference(group.resource, "arn_suffix")))


def _track(
    call: Call, group: Resource, props: Arguments, name: str, metric: Mapping[str, Value], wanted: Value
) -> Made:
    """A policy that keeps a metric near a value."""
    tracked: dict[str, MapEntry] = {}
    predefined = props.get("predefined_metric")
    if not metric and not predefined.is_absent():
        metric = {"predefined_metric_type": predefined}
    if metric:
        inner = {k: MapEntry(v) for k, v in metric.items()}
        label = props.get("resource_label")
        if not label.is_absent():
            inner["resource_label"] = MapEntry(label)
        tracked["predefined_metric_specification"] = MapEntry(MappingValue(inner))
    else:
        tracked["customized_metric_specification"] = MapEntry(Unknown("a metric"))
    if not props.get("disable_scale_in").is_absent():
        tracked["disable_scale_in"] = MapEntry(props.get("disable_scale_in"))
    tracked["target_value"] = MapEntry(wanted)
    arranged = Arranged(props)
    arranged.copy("cooldown", "estimated_instance_warmup")
    arranged.put("policy_type", "TargetTrackingScaling")
    arranged.put("target_tracking_configuration", MappingValue(tracked, open=props.open))
    return _policy(call, group, arranged, name)


def _policy(call: Call, group: Resource, arranged: Arranged, name: str) -> Made:
    arranged.put("auto_scaling_group_name", ResourceReference(group, "name"))
    for read in ("metric", "custom_metric", "auto_scaling_group", "target_value"):
        arranged.props.entry(read)
    made = describe(call.world, "AWS::AutoScaling::ScalingPolicy", name, arranged, implied=True)
    return Made(made.resource, {"scaling_policy_arn": "arn"})


def _steps(call: Call, group: Resource, props: Arguments, name: str) -> Node:
    def make(_: Call, given: Arguments, policy: str, adjustments: Value) -> Resource:
        arranged = Arranged(given)
        arranged.copy(
            "estimated_instance_warmup", "min_adjustment_magnitude", "cooldown", "metric_aggregation_type"
        )
        arranged.put("policy_type", "StepScaling")
        kind = given.get("adjustment_type")
        arranged.put(
            "adjustment_type", default("ChangeInCapacity") if kind.is_absent() else kind, "adjustment_type"
        )
        if "metric_aggregation_type" not in arranged.entries:
            arranged.put("metric_aggregation_type", Unknown("follows from the metric"))
        arranged.put("step_adjustments", adjustments, "scaling_steps")
        for read in ("evaluation_periods", "datapoints_to_alarm"):
            given.entry(read)
        return _policy(call, group, arranged, policy).resource

    return scale_by_steps(
        call, props, name, make, lambda low: f"{'Lower' if low else 'Upper'} threshold scaling alarm"
    )


def schedule(call: Call, group: Resource, props: Arguments, name: str) -> Made:
    """Sizes that a group has from some time on."""
    arranged = Arranged(props)
    arranged.copy(schedule="recurrence", time_zone="time_zone", **_SIZES)
    for moment in ("start_time", "end_time"):
        if props.raw(moment) is not None:
            arranged.put(moment, Unknown("a time"), moment)
    props.entry("auto_scaling_group")
    arranged.put("auto_scaling_group_name", ResourceReference(group, "name"))
    made = describe(call.world, "AWS::AutoScaling::ScheduledAction", name, arranged, implied=True)
    return Made(made.resource, {"scheduled_action_name": "scheduled_action_name"})


def _separate(call: Call) -> Node | None:
    """``ScheduledAction``, ``StepScalingPolicy``, ``TargetTrackingScalingPolicy`` as constructs of their own."""
    props, name = call.props(), call.world.name(call)
    group = props.thing("auto_scaling_group")
    if not isinstance(group, Made) or call.located is None:
        return None
    match call.located.names[-1]:
        case "ScheduledAction":
            made = schedule(call, group.resource, props, name)
        case "StepScalingPolicy":
            return _steps(call, group.resource, props, name)
        case _:
            made = _track(call, group.resource, props, name, {}, props.get("target_value"))
    made.resource.implied = False
    return made


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"aws-autoscaling.{name}": _separate
        for name in ("ScheduledAction", "StepScalingPolicy", "TargetTrackingScalingPolicy")
    }
)
