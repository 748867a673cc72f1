"""CloudFormation's groups of machines and their scaling under Terraform's names."""

from __future__ import annotations

from stackproof.frameworks.cdk.cfn_changes import fitted, listed, number, take
from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.fitting import NOTHING
from stackproof.frameworks.cdk.thing import put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import ResourceReference, Sequence, Unknown, Value

_REQUIREMENTS = "mixed_instances_policy.launch_template.overrides.instance_requirements"


def _notified(world: World, group: Resource, value: Value) -> None:
    for notification in listed(value, "notifications"):
        names: list[Value] = [ResourceReference(group, "name")]
        topic, kinds = notification.get("topic_arn"), notification.get("notification_types")
        world.add(
            "aws_autoscaling_notification",
            group.name,
            {
                "group_names": Sequence(names),
                "topic_arn": topic,
                "notifications": kinds,
            },
        )


def _group(world: World, resource: Resource) -> None:
    """Notifications are resources of their own."""
    for name in ("notification_configurations", "notification_configuration"):
        if (written := take(resource, name)) is not None:
            _notified(world, resource, written)
    metrics = take(resource, "metrics_collection")
    if metrics is not None:
        first = metrics.items()[0] if len(metrics.items()) == 1 else Unknown("metrics", (metrics,))
        put(resource, "metrics_granularity", first.get("granularity"))
        put(resource, "enabled_metrics", first.get("metrics"))


def _tags(world: World, value: Value) -> dict[str, Value]:
    """The tags of a group, of which each says whether machines get it, too."""
    folded = world.fold(value)
    if not isinstance(folded, Sequence):
        return {"tag": folded}
    return {"tag": Sequence(list(folded.elements), open=folded.open, origin=folded.origin)}


def _named(world: World, policy: Resource) -> None:
    """A policy is of one kind, which is the simplest one where none is said."""
    target = take(policy, "scaling_target_id")
    if target is None:
        return
    found = target.target()
    for name in ("resource_id", "scalable_dimension", "service_namespace"):
        if found is not None and found.type == "aws_appautoscaling_target":
            put(policy, name, ResourceReference(found, name))
        else:
            put(policy, name, Unknown("that of a scaling target", (target,), origin=target.origin))


def _schedules(world: World, target: Resource) -> None:
    """What a target does at certain times are resources of their own."""
    actions = take(target, "scheduled_actions")
    for action in listed(actions, "actions") if actions is not None else ():
        properties: dict[str, Value | None] = {
            name: ResourceReference(target, name)
            for name in ("resource_id", "scalable_dimension", "service_namespace")
        }
        properties["name"] = action.get("scheduled_action_name")
        for name in ("schedule", "start_time", "end_time", "timezone", "scalable_target_action"):
            properties[name] = action.get(name)
        world.add("aws_appautoscaling_scheduled_action", target.name, properties)


_GROUP = {"auto_scaling_group_name": "autoscaling_group_name"}

KINDS: tuple[Kind, ...] = (
    fitted(
        "AWS::AutoScaling::AutoScalingGroup",
        "aws_autoscaling_group",
        {
            "auto_scaling_group_name": "name",
            "availability_zone_ids": NOTHING,
            "availability_zone_impairment_policy": NOTHING,
            "cooldown": "default_cooldown",
            "deletion_protection": NOTHING,
            "instance_id": NOTHING,
            "instance_lifecycle_policy": NOTHING,
            "launch_configuration_name": "launch_configuration",
            "launch_template.launch_template_id": "id",
            "launch_template.launch_template_name": "name",
            "lifecycle_hook_specification_list": "initial_lifecycle_hook",
            "lifecycle_hook_specification_list.lifecycle_hook_name": "name",
            "load_balancer_names": "load_balancers",
            "new_instances_protected_from_scale_in": "protect_from_scale_in",
            "mixed_instances_policy.launch_template.overrides.image_id": NOTHING,
            "mixed_instances_policy.instances_distribution.distribution_segments": NOTHING,
            f"{_REQUIREMENTS}.v_cpu_count": "vcpu_count",
            f"{_REQUIREMENTS}.memory_gib_per_v_cpu": "memory_gib_per_vcpu",
            f"{_REQUIREMENTS}.baseline_performance_factors": NOTHING,
            "skip_zonal_shift_validation": NOTHING,
        },
        {
            "min_size": number,
            "max_size": number,
            "desired_capacity": number,
            "cooldown": number,
        },
        conversions={"tags": _tags},
        ref="name",
        attributes={"attr_auto_scaling_group_arn": "arn"},
        finish=_group,
    ),
    fitted(
        "AWS::AutoScaling::ScalingPolicy",
        "aws_autoscaling_policy",
        {
            **_GROUP,
            "target_tracking_configuration.customized_metric_specification.dimensions": "metric_dimension",
            "target_tracking_configuration.customized_metric_specification.period": NOTHING,
            "target_tracking_configuration.customized_metric_specification.metrics.period": NOTHING,
        },
        {"cooldown": number, "estimated_instance_warmup": number},
        ref="arn",
        attributes={"attr_policy_name": "name"},
    ),
    fitted(
        "AWS::AutoScaling::LifecycleHook",
        "aws_autoscaling_lifecycle_hook",
        {**_GROUP, "lifecycle_hook_name": "name"},
    ),
    fitted("AWS::AutoScaling::ScheduledAction", "aws_autoscaling_schedule", _GROUP),
    fitted(
        "AWS::ApplicationAutoScaling::ScalableTarget",
        "aws_appautoscaling_target",
        ref="resource_id",
        finish=_schedules,
    ),
    fitted(
        "AWS::ApplicationAutoScaling::ScalingPolicy",
        "aws_appautoscaling_policy",
        {"policy_name": "name"},
        ref="arn",
        finish=_named,
    ),
)
