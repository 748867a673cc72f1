"""Application Auto Scaling: what scales by itself, and by which policies."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.iam import implied_role
from stackproof.frameworks.cdk.scaling.steps import Step, plan
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import (
    Certainty,
    MapEntry,
    ResourceReference,
    Scalar,
    Sequence,
    Unknown,
    Value,
)
from stackproof.model.values import Mapping as MappingValue

_ADDRESS = ("resource_id", "scalable_dimension", "service_namespace")


class ScalableTarget(Made):
    """Something whose size scales."""

    def __init__(self, world: World, resource: Resource) -> None:
        super().__init__(resource, {"scalable_target_id": "id"})
        self.world = world
        self.methods["scale_on_schedule"] = self._schedule
        self.methods["scale_on_metric"] = lambda c: scale_by_steps(
            c, c.props(1), f"{resource.name}/{world.name(c, 0)}", self.step, self.describe_alarm
        )
        for name in ("scale_to_track_metric", "scale_to_track_custom_metric"):
            self.methods[name] = lambda c: self.track(c, c.props(1), {})
        self.methods["add_to_role_policy"] = self._permit

    def track(
        self, call: Call, props: Arguments, metric: Mapping[str, Value], target: Value | None = None
    ) -> Node:
        """Keep a metric near a value."""
        name = f"{self.resource.name}/{self.world.name(call, 0)}"
        return Made(
            tracking_policy(call, self.resource, props, name, metric, target), {"scaling_policy_arn": "arn"}
        )

    def step(self, call: Call, props: Arguments, name: str, adjustments: Value) -> Resource:
        """One policy of steps."""
        entries = {"step_adjustment": MapEntry(adjustments)}
        entries["adjustment_type"] = MapEntry(_or(props, "adjustment_type", "ChangeInCapacity"))
        for source in ("cooldown", "min_adjustment_magnitude", "metric_aggregation_type"):
            value = props.get(source)
            if not value.is_absent():
                entries[source] = MapEntry(value)
        entries.setdefault("metric_aggregation_type", MapEntry(Unknown("follows from the metric")))
        resource = _policy(call, self.resource, props, name, "StepScaling")
        put(resource, "step_scaling_policy_configuration", MappingValue(entries))
        return resource

    def describe_alarm(self, low: bool) -> str:
        """What an alarm says of itself."""
        return f"{'Lower' if low else 'Upper'} threshold scaling alarm"

    def _schedule(self, call: Call) -> Node:
        props = call.props(1)
        action = MappingValue(
            {
                n: MapEntry(props.get(n))
                for n in ("min_capacity", "max_capacity")
                if not props.get(n).is_absent()
            }
        )
        resource = call.world.add(
            "aws_appautoscaling_scheduled_action",
            f"{self.resource.name}/{self.world.name(call, 0)}",
            {n: ResourceReference(self.resource, n) for n in _ADDRESS},
        )
        put(resource, "name", _id(call))
        put(resource, "scalable_target_action", action)
        put(resource, "schedule", props.get("schedule"), props.entry("schedule"))
        zone = props.get("time_zone")
        if not zone.is_absent():
            put(resource, "timezone", Unknown("a time zone") if zone.text() is None else zone)
        for name in ("start_time", "end_time"):
            if props.raw(name) is not None:
                put(resource, name, Unknown("a time"))
        return Opaque()

    def _permit(self, call: Call) -> Node:
        role = self.attributes.get("role")
        return (role.call("add_to_policy", call) if isinstance(role, Thing) else None) or Opaque()


def _id(call: Call) -> Value:
    value = call.argument(0, "id")
    return call.world.fold(value) if value is not None else Unknown("an id")


def _or(props: Arguments, name: str, otherwise: str) -> Value:
    value = props.get(name)
    return default(otherwise) if value.is_absent() else value


def _policy(call: Call, target: Resource, props: Arguments, name: str, kind: str) -> Resource:
    resource = call.world.add(
        "aws_appautoscaling_policy", name, {"policy_type": default(kind)}, role="scaling-policy"
    )
    given = props.get("policy_name")
    put(
        resource,
        "name",
        Unknown("the path of the policy") if given.is_absent() else given,
        props.entry("policy_name"),
    )
    for part in _ADDRESS:
        put(resource, part, ResourceReference(target, part))
    return resource


def tracking_policy(
    call: Call,
    target: Resource,
    props: Arguments,
    name: str,
    metric: Mapping[str, Value],
    wanted: Value | None = None,
) -> Resource:
    """A policy that keeps a metric near a value; without ``metric``, it is the props' own."""
    resource = _policy(call, target, props, name, "TargetTrackingScaling")
    put(resource, "target_tracking_scaling_policy_configuration", tracking(props, metric, wanted))
    return resource


def tracking(props: Arguments, metric: Mapping[str, Value], wanted: Value | None = None) -> MappingValue:
    """What is tracked, and how fast."""
    entries: dict[str, MapEntry] = {}
    if metric:
        predefined = MappingValue({k: MapEntry(v) for k, v in metric.items()})
        entries["predefined_metric_specification"] = MapEntry(predefined)
    elif not (predefined_metric := props.get("predefined_metric")).is_absent():
        inner = {"predefined_metric_type": MapEntry(predefined_metric)}
        if not props.get("resource_label").is_absent():
            inner["resource_label"] = MapEntry(props.get("resource_label"))
        entries["predefined_metric_specification"] = MapEntry(MappingValue(inner))
    else:
        entries["customized_metric_specification"] = MapEntry(Unknown("a metric"))
    for source in ("disable_scale_in", "scale_in_cooldown", "scale_out_cooldown"):
        value = props.get(source)
        if not value.is_absent():
            entries[source] = MapEntry(value)
    entries["target_value"] = MapEntry(wanted if wanted is not None else props.get("target_value"))
    return MappingValue(entries, open=props.open, origin=props.origin)


# Makes one policy of steps: from the call, its arguments, a name and the adjustments.
MakeStep = Callable[[Call, Arguments, str, Value], Resource]


def scale_by_steps(
    call: Call,
    props: Arguments,
    name: str,
    make: MakeStep,
    said: Callable[[bool], str],
    metric: Mapping[str, Value] | None = None,
) -> Node:
    """A policy for values that are too low and one for those that are too high, each with an alarm.

    ``metric`` is what the alarms watch where the library decides that.
    """
    absolute = props.get("adjustment_type").is_("ExactCapacity")
    found = plan(props, absolute=absolute)
    if found is None:
        for word in ("LowerPolicy", "UpperPolicy"):
            resource = make(call, props, f"{name}/{word}", Unknown("steps"))
            resource.conditional = True
        return Opaque()
    for steps, threshold, low in ((found.below, found.low, True), (found.above, found.high, False)):
        if threshold is None:
            continue
        word = "Lower" if low else "Upper"
        policy = make(call, props, f"{name}/{word}Policy", _adjustments(steps, threshold, low))
        alarm = _alarm(call, props, f"{name}/{word}Alarm", policy, threshold, low, said(low))
        # Without one of the library's own, the metric and its dimensions are the author's.
        alarm.properties.open = metric is None
        for key, value in (metric or {}).items():
            put(alarm, key, value)
    return Opaque()


def _adjustments(steps: tuple[Step, ...], threshold: int | float, low: bool) -> Value:
    made: list[Value] = []
    for number, step in enumerate(steps):
        last = number == len(steps) - 1
        lower = None if low and last else step.lower - threshold
        upper = None if not low and last else step.upper - threshold
        entries = {"scaling_adjustment": MapEntry(Scalar(step.change))}
        for key, bound in (("metric_interval_lower_bound", lower), ("metric_interval_upper_bound", upper)):
            if bound is not None:
                entries[key] = MapEntry(Scalar(bound))
        made.append(MappingValue(entries))
    return Sequence(made, certainty=Certainty.DEFAULT)


def _alarm(
    call: Call, props: Arguments, name: str, policy: Resource, threshold: int | float, low: bool, said: str
) -> Resource:
    comparison = "LessThanOrEqualToThreshold" if low else "GreaterThanOrEqualToThreshold"
    periods = props.get("evaluation_periods")
    return call.world.add(
        "aws_cloudwatch_metric_alarm",
        name,
        {
            "alarm_description": default(said),
            "comparison_operator": default(comparison),
            "evaluation_periods": default(1) if periods.is_absent() else periods,
            "threshold": default(threshold),  # type: ignore[arg-type]
            "alarm_actions": Sequence([ResourceReference(policy, "arn")]),
        },
        role="scaling-alarm",
    )


def make_target(call: Call, props: Arguments, name: str, *, implied: bool = False) -> ScalableTarget:
    """A target with its bounds; the role is the author's or a new one."""
    arranged = Arranged(props)
    arranged.copy("min_capacity", "max_capacity", "resource_id", "scalable_dimension", "service_namespace")
    props.entry("role")
    resource = describe(
        call.world, "AWS::ApplicationAutoScaling::ScalableTarget", name, arranged, implied=implied
    ).resource
    made = ScalableTarget(call.world, resource)
    role = props.thing("role")
    if role is None and props.raw("role") is None:
        role = implied_role(
            call.world, f"{name}/Role", "application-autoscaling.amazonaws.com", "scaling-role"
        )
    if isinstance(role, Made):
        put(resource, "role_arn", ResourceReference(role.resource, "arn"), props.entry("role"))
        made.attributes["role"] = role
    else:
        put(resource, "role_arn", Unknown("a role"), props.entry("role"))
    return made


def _target(call: Call) -> Node:
    return make_target(call, call.props(), call.world.name(call))


def _external(call: Call) -> Node:
    return ScalableTarget(call.world, call.world.external("aws_appautoscaling_target", call))


def _tracking(call: Call) -> Node:
    """``new TargetTrackingScalingPolicy(this, 'id', { scalingTarget, ... })``."""
    props = call.props()
    target = props.thing("scaling_target")
    if not isinstance(target, ScalableTarget):
        return Opaque()
    name = call.world.name(call)
    resource = tracking_policy(call, target.resource, props, name, {})
    resource.implied = False
    return Made(resource, {"scaling_policy_arn": "arn"})


_A = "aws-applicationautoscaling"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_A}.ScalableTarget": _target,
        f"{_A}.ScalableTarget.from_scalable_target_id": _external,
        f"{_A}.TargetTrackingScalingPolicy": _tracking,
    }
)
