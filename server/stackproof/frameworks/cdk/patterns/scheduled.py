"""Tasks that run at certain times, and services that work off a queue."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.ecs.ruletarget import EcsTaskTarget
from stackproof.frameworks.cdk.ecs.servicemaking import make_service
from stackproof.frameworks.cdk.ecs.services import ServiceThing
from stackproof.frameworks.cdk.ecs.tasks import TaskThing, make_task
from stackproof.frameworks.cdk.ecs.taskscaling import scaled
from stackproof.frameworks.cdk.grants import permission
from stackproof.frameworks.cdk.identities import Identity
from stackproof.frameworks.cdk.patterns.parts import (
    REMOVE_COUNT,
    SERVICE,
    TASK,
    Pattern,
    cluster_of,
    desired,
    fill,
    logs,
    only,
)
from stackproof.frameworks.cdk.scaling.targets import scale_by_steps, tracking_policy
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.queues import QueueThing
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Thing, put
from stackproof.model.values import JsonText, MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_CONSUME = (
    "sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueUrl", "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
)  # fmt: skip


def _scheduled(call: Call) -> Node:
    """``ScheduledFargateTask``: an event rule that runs a task in the VPC's subnets."""
    world, props = call.world, call.props()
    name = world.name(call)
    launch = "ec2" if call.located is not None and "Ec2" in call.located.names[-1] else "fargate"
    cluster = cluster_of(call, props, name)
    task = _scheduled_task(call, props, name, launch)
    rule = world.add("aws_cloudwatch_event_rule", f"{name}/ScheduledEventRule", role="schedule")
    put(rule, "schedule_expression", props.get("schedule"), props.entry("schedule"))
    put(rule, "name", props.get("rule_name"), props.entry("rule_name"))
    enabled = props.get("enabled")
    if not enabled.is_(False):
        state = default("ENABLED") if enabled.is_absent() or enabled.is_(True) else Unknown("a state")
        put(rule, "state", state)
    else:
        put(rule, "state", Scalar("DISABLED", origin=enabled.origin), props.entry("enabled"))
    mine = only(
        props,
        "security_groups",
        "propagate_tags",
        "tags",
        "subnet_selection",
        task_count="desired_task_count",
    )
    target = EcsTaskTarget(call, mine, cluster, task)
    resource = world.add(
        "aws_cloudwatch_event_target",
        f"{name}/ScheduledEventRule",
        {"rule": ResourceReference(rule, "name"), "target_id": default("Target0"), **target.arguments()},
        role="scheduled-task",
    )
    return Pattern(
        {
            "task_definition": task,
            "cluster": cluster,
            "event_rule": Made(rule, {"rule_arn": "arn", "rule_name": "name"}),
            "task": target,
            "target": Made(resource),
        }
    )


def _scheduled_task(call: Call, props: Arguments, name: str, launch: str) -> Thing | None:
    options = props.nested(f"scheduled_{launch}_task_image_options")
    if options is None:
        defined = props.nested(f"scheduled_{launch}_task_definition_options")
        return defined.thing("task_definition") if defined is not None else None
    fargate = launch == "fargate"
    mine = (
        only(options, "memory_limit_mib", "cpu", "ephemeral_storage_gib")
        if fargate
        else Arguments(call.world)
    )
    kind = "FargateTaskDefinition" if fargate else "Ec2TaskDefinition"
    task = make_task(call, mine, f"{name}/ScheduledTaskDef", kind=kind, implied=True)
    more: dict[str, MapEntry] = {}
    if not fargate:
        for argument in ("cpu", "memory_limit_mib", "memory_reservation_mib"):
            if (entry := options.entry(argument)) is not None and options.raw(argument) is not None:
                more[argument] = entry
    fill(call, task, options, name, "ScheduledContainer", more)
    return task


def _queue(call: Call) -> Node:
    """``QueueProcessingFargateService``: as many tasks as the messages need."""
    world, props = call.world, call.props()
    name = world.name(call)
    machines = call.located is not None and call.located.names[-1].endswith("Ec2Service")
    launch = "Ec2Service" if machines else "FargateService"
    cluster = cluster_of(call, props, name)
    queue, dead = _queues(call, props, name)
    task = _worker(call, props, name, launch, queue)
    mine = only(props, *SERVICE)
    usual = desired(props, "desired_task_count", mine)
    if props.world.flag(REMOVE_COUNT):
        mine.entries.pop("desired_count", None)
    kind = f"{name}/QueueProcessing{'' if machines else 'Fargate'}Service"
    service = make_service(
        call, mine, kind, cluster=cluster, task=task, kind=launch, implied=True, subnets="task_subnets"
    )
    _scale(call, props, service, cluster, usual, queue)
    role = task.task if isinstance(task, TaskThing) else None
    if isinstance(role, Identity) and isinstance(queue, Made):
        role.allow(permission(_CONSUME, [ResourceReference(queue.resource, "arn")]))
    return Pattern(
        {
            "service": service,
            "task_definition": task,
            "cluster": cluster,
            "sqs_queue": queue,
            "dead_letter_queue": dead,
        }
    )


def _queues(call: Call, props: Arguments, name: str) -> tuple[Thing | None, Thing | None]:
    """The queue given, or a new one with one for dead letters."""
    if props.raw("queue") is not None:
        return props.thing("queue"), None
    world = call.world
    kept = props.get("retention_period")
    dead = world.add(
        "aws_sqs_queue",
        f"{name}/EcsProcessingDeadLetterQueue",
        {"message_retention_seconds": default(1209600) if kept.is_absent() else kept},
    )
    often = props.get("max_receive_count")
    redrive = block(
        deadLetterTargetArn=ResourceReference(dead, "arn"),
        maxReceiveCount=default(3) if often.is_absent() else often,
    )
    queue = world.add("aws_sqs_queue", f"{name}/EcsProcessingQueue", {"redrive_policy": JsonText(redrive)})
    visible = props.get("visibility_timeout")
    put(queue, "visibility_timeout_seconds", visible, props.entry("visibility_timeout"))
    return QueueThing(world, queue), QueueThing(world, dead)


def _worker(call: Call, props: Arguments, name: str, launch: str, queue: Thing | None) -> Thing | None:
    if props.raw("task_definition") is not None:
        return props.thing("task_definition")
    fargate = launch == "FargateService"
    mine = only(props, *TASK, "family") if fargate else only(props, "family")
    task = make_task(
        call,
        mine,
        f"{name}/QueueProcessingTaskDef",
        kind=launch.replace("Service", "TaskDefinition"),
        implied=True,
    )
    inner = only(props, "image", "command", "environment", "secrets", "health_check", "container_name")
    if not fargate:
        inner.entries |= only(props, "cpu", "memory_limit_mib", "memory_reservation_mib", "gpu_count").entries
    container = task.add(call, inner, "QueueProcessingContainer")
    container.json.open = container.json.open or props.open
    named: Value = Unknown("a queue")
    if isinstance(queue, Made):
        named = ResourceReference(queue.resource, "name")
    container.extend("environment", block(name="QUEUE_NAME", value=named), True)
    logs(call, task, container, props, name)
    return task


def _scale(
    call: Call,
    props: Arguments,
    service: ServiceThing,
    cluster: Thing | None,
    usual: Value,
    queue: Thing | None,
) -> None:
    """More tasks for more messages, and for more work of the processors."""
    world = call.world
    number = usual.number()
    least, most = props.get("min_scaling_capacity"), props.get("max_scaling_capacity")
    twice: Value = default(int(2 * number)) if number is not None else Unknown("twice as many")
    bounds = {
        "min_capacity": MapEntry(usual if least.is_absent() else least),
        "max_capacity": MapEntry(twice if most.is_absent() else most),
    }
    target = scaled(call, service, cluster, Arguments(world, bounds))
    off = props.get("disable_cpu_based_scaling")
    if not off.is_(True):
        wanted = props.get("cpu_target_utilization_percent")
        policy = tracking_policy(
            call,
            target.resource,
            Arguments(world),
            f"{target.resource.name}/CpuScaling",
            {"predefined_metric_type": default("ECSServiceAverageCPUUtilization")},
            default(50) if wanted.is_absent() else wanted,
        )
        policy.conditional = policy.conditional or not (off.is_absent() or off.is_(False))
    steps = props.entry("scaling_steps")
    if steps is None or props.raw("scaling_steps") is None:
        usual_steps = (({"upper": 0}, -1), ({"lower": 100}, 1), ({"lower": 500}, 5))
        listed: list[Value] = [
            MappingValue({k: MapEntry(Scalar(v)) for k, v in ({**bound, "change": change}).items()})
            for bound, change in usual_steps
        ]
        steps = MapEntry(Sequence(listed))
    entries = {"scaling_steps": steps}
    if (cooldown := props.entry("cooldown")) is not None:
        entries["cooldown"] = cooldown
    name = f"{target.resource.name}/QueueMessagesVisibleScaling"
    entries["metric_aggregation_type"] = MapEntry(default("Maximum"))
    named: Value = Unknown("a queue")
    if isinstance(queue, Made):
        named = ResourceReference(queue.resource, "name")
    waiting: dict[str, Value] = {
        "namespace": default("AWS/SQS"),
        "metric_name": default("ApproximateNumberOfMessagesVisible"),
        "dimensions": block(QueueName=named),
        "period": default(300),
        "statistic": default("Maximum"),
    }
    steps_ = Arguments(world, entries, props.open)
    scale_by_steps(call, steps_, name, target.step, target.describe_alarm, waiting)


_P = "aws-ecs-patterns"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_P}.QueueProcessingFargateService": _queue,
        f"{_P}.QueueProcessingEc2Service": _queue,
        f"{_P}.ScheduledFargateTask": _scheduled,
        f"{_P}.ScheduledEc2Task": _scheduled,
    }
)
