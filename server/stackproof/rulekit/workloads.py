"""Everything that runs in subnets of the user's choice with a need to reach something outside."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from stackproof.model.finding import Severity
from stackproof.model.graph import Graph, Resource
from stackproof.model.values import Absent, Sequence, Value
from stackproof.rulekit import ecs
from stackproof.rulekit.answer import Answer
from stackproof.rulekit.links import follow


class Kind(StrEnum):
    """What kind of workload, as far as its needs differ."""

    FARGATE = "fargate"
    ECS = "ecs"
    MACHINE = "machine"
    FUNCTION = "function"


@dataclass(frozen=True, eq=False)
class Workload:
    """Something placed in ``subnets``, a list argument.

    ``what`` names it in messages. ``public_ip`` says whether it gets a public address of its own;
    ``public_ip_path`` is the argument that decides, None when there is none. ``task`` is set for ECS,
    ``exec_enabled`` when shells in its containers are asked for.
    """

    resource: Resource
    kind: Kind
    what: str
    subnets: Value
    severity: Severity
    public_ip: Answer = Answer.UNKNOWN
    public_ip_path: tuple[str | int, ...] | None = None
    task: ecs.Task | None = None
    old_platform: Answer = Answer.NO
    exec_enabled: bool = False


def _block(value: Value) -> Value:
    """A single nested block, whether it is written alone or in a list of one."""
    return value.get(0)


def _tasks(
    resource: Resource,
    what: str,
    arguments: Value,
    definition: Value,
    network: Value,
    path: tuple[str | int, ...],
) -> Workload:
    launch, strategy = arguments.get("launch_type"), arguments.get("capacity_provider_strategy")
    fargate = ecs.runs_on_fargate(launch, strategy, definition)
    return Workload(
        resource=resource,
        kind=Kind.FARGATE if fargate is Answer.YES else Kind.ECS,
        what=what,
        subnets=network.get("subnets"),
        severity=Severity.ERROR if fargate is Answer.YES else Severity.WARNING,
        public_ip=ecs.has_public_ip(network.get("assign_public_ip")),
        public_ip_path=(*path, "assign_public_ip") if fargate is Answer.YES else None,
        task=ecs.task(definition),
        old_platform=ecs.is_old_platform(arguments.get("platform_version")),
        exec_enabled=arguments.get("enable_execute_command").is_(True),
    )


def ecs_tasks(graph: Graph) -> Iterator[Workload]:
    """ECS services, task sets and scheduled tasks with a network of their own."""
    for service in graph.of("aws_ecs_service", "aws_ecs_task_set"):
        if service.external:
            continue
        network = _block(service["network_configuration"])
        what = f"the tasks of '{service.name}'"
        definition = service["task_definition"]
        yield _tasks(service, what, service.properties, definition, network, ("network_configuration",))
    for target in graph.of("aws_cloudwatch_event_target"):
        arguments = _block(target["ecs_target"])
        network = _block(arguments.get("network_configuration"))
        definition = arguments.get("task_definition_arn")
        what, path = f"the tasks started by '{target.name}'", ("ecs_target", "network_configuration")
        yield _tasks(target, what, arguments, definition, network, path)
    for schedule in graph.of("aws_scheduler_schedule"):
        arguments = _block(_block(schedule["target"]).get("ecs_parameters"))
        network = _block(arguments.get("network_configuration"))
        definition = arguments.get("task_definition_arn")
        what = f"the tasks started by '{schedule.name}'"
        path3 = ("target", "ecs_parameters", "network_configuration")
        yield _tasks(schedule, what, arguments, definition, network, path3)


def _user_data(arguments: Value) -> bool:
    return any(
        arguments.get(name).is_present() for name in ("user_data", "user_data_base64", "user_data_replace")
    )


def _launched(resource: Resource) -> Iterator[Value]:
    """The arguments with which machines are launched: the resource's own, those of its template or configuration."""
    yield resource.properties
    policy = _block(_block(resource["mixed_instances_policy"]).get("launch_template"))
    for block, name in (
        (_block(resource["launch_template"]), ""),
        (_block(policy.get("launch_template_specification")), "launch_template_"),
    ):
        for key in ("id", "name"):
            template = follow(block.get(f"{name}{key}"), "aws_launch_template")
            if template is not None:
                yield template.properties
    configuration = follow(resource["launch_configuration"], "aws_launch_configuration")
    if configuration is not None:
        yield configuration.properties


def machines(graph: Graph) -> Iterator[Workload]:
    """EC2 instances and groups that run a start script, EKS nodes and pods, batch jobs, builds."""

    def machine(resource: Resource, what: str, subnets: Value) -> Workload:
        return Workload(resource, Kind.MACHINE, what, subnets, Severity.WARNING)

    for instance in graph.of("aws_instance"):
        if not instance.external and any(map(_user_data, _launched(instance))):
            # A NAT instance stands in the way of others, it needs none itself.
            if instance["source_dest_check"].is_(False):
                continue
            subnet = instance["subnet_id"]
            yield machine(instance, f"instance '{instance.name}'", Sequence([subnet], origin=subnet.origin))
    for group in graph.of("aws_autoscaling_group"):
        if any(map(_user_data, _launched(group))):
            yield machine(group, f"instances of '{group.name}'", group["vpc_zone_identifier"])
    for nodes in graph.of("aws_eks_node_group"):
        yield machine(nodes, f"the nodes of '{nodes.name}'", nodes["subnet_ids"])
    for profile in graph.of("aws_eks_fargate_profile"):
        yield machine(profile, f"the pods of '{profile.name}'", profile["subnet_ids"])
    for batch in graph.of("aws_batch_compute_environment"):
        compute = _block(batch["compute_resources"])
        if compute.get("type").is_any_of("FARGATE", "FARGATE_SPOT"):
            yield machine(batch, f"the jobs of '{batch.name}'", compute.get("subnets"))
    for build in graph.of("aws_codebuild_project"):
        yield machine(build, f"the builds of '{build.name}'", _block(build["vpc_config"]).get("subnets"))


def functions(graph: Graph) -> Iterator[Workload]:
    """Lambda functions in a VPC."""
    for function in graph.of("aws_lambda_function"):
        subnets = _block(function["vpc_config"]).get("subnet_ids")
        if not function.external and not isinstance(subnets, Absent):
            what = f"function '{function.name}'"
            yield Workload(function, Kind.FUNCTION, what, subnets, Severity.INFORMATION)


def workloads(graph: Graph) -> Iterator[Workload]:
    """All of them."""
    yield from ecs_tasks(graph)
    yield from machines(graph)
    yield from functions(graph)
