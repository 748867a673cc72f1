"""Empties machines of ECS before they go: a hook of their group that calls a function of the library's."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.arguments import Arguments, Call
from stackproof.frameworks.cdk.grants import permission
from stackproof.frameworks.cdk.iam import implied_role
from stackproof.frameworks.cdk.identities import Identity
from stackproof.frameworks.cdk.machines.hooks import HookTarget, make_hook
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.invocables import Invocable
from stackproof.frameworks.cdk.subnets import default
from stackproof.model.values import MapEntry, ResourceReference, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.ecs.clusters import ClusterThing
    from stackproof.frameworks.cdk.machines.groups import AutoScalingGroupThing

_BASIC = "service-role/AWSLambdaBasicExecutionRole"


def drain(
    call: Call,
    group: AutoScalingGroupThing,
    cluster: ClusterThing,
    options: Arguments,
    seconds: float | None,
    *,
    certain: bool,
) -> None:
    """Make the hook; ``seconds`` is how long it waits, None when that is not known."""
    world, name = call.world, f"{group.resource.name}/DrainECSHook"
    before = len(world.recognition.resources)
    role = implied_role(
        world, f"{name}/Function/ServiceRole", "lambda.amazonaws.com", "service-role", [_BASIC]
    )
    time: Value = Unknown("a time") if seconds is None else default(int(min(seconds + 10, 900)))
    function = world.add(
        "aws_lambda_function",
        f"{name}/Function",
        {
            "handler": default("index.lambda_handler"),
            "runtime": Unknown("the latest Python of the region"),
            "timeout": time,
            "role": ResourceReference(role.resource, "arn"),
            "environment": block(variables=block(CLUSTER=ResourceReference(cluster.resource, "name"))),
            "filename": Unknown("code of the library"),
        },
        role="drain-function",
    )
    thing = Invocable(world, function, ResourceReference(function, "arn"), role=role)
    wait: Value = Unknown("a time") if seconds is None else default(int(seconds))
    entries: dict[str, Value] = {
        "lifecycle_transition": default("autoscaling:EC2_INSTANCE_TERMINATING"),
        "default_result": default("CONTINUE"),
        "heartbeat_timeout": wait,
    }
    props = Arguments(world, {k: MapEntry(v) for k, v in entries.items()})
    target = HookTarget(thing, options.thing("topic_encryption_key"))
    make_hook(
        call,
        group.resource,
        props.plus(notification_target=target),
        f"{group.resource.name}/LifecycleHookDrainHook",
    )
    _permit(group, cluster, role)
    if not certain:
        for resource in world.recognition.resources[before:]:
            resource.conditional = True


def _arn(group: AutoScalingGroupThing) -> Value:
    """The ARN of a group, as the library puts it together."""
    world = group.world
    home = (":autoscaling:", world.pseudo("region"), ":", world.pseudo("account"))
    name = ResourceReference(group.resource, "name")
    return world.arn(*home, ":autoScalingGroup:*:autoScalingGroupName/", name)


def _permit(group: AutoScalingGroupThing, cluster: ClusterThing, role: Identity) -> None:
    arn = ResourceReference(cluster.resource, "arn")
    only = block(ArnEquals=MappingValue({"ecs:cluster": MapEntry(arn)}))
    described = ("Instances", "InstanceAttribute", "InstanceStatus", "Hosts")
    statements = (
        permission([f"ec2:Describe{what}" for what in described], ["*"]),
        permission(["autoscaling:CompleteLifecycleAction"], [_arn(group)]),
        permission(["ecs:DescribeContainerInstances", "ecs:DescribeTasks"], ["*"], only),
        permission(
            ["ecs:ListContainerInstances", "ecs:SubmitContainerStateChange", "ecs:SubmitTaskStateChange"],
            [arn],
        ),
        permission(["ecs:UpdateContainerInstancesState", "ecs:ListTasks"], ["*"], only),
    )
    for statement in statements:
        role.allow(statement)
