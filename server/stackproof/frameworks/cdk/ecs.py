"""ECS clusters, task definitions and services of the CDK."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.containers import TaskThing
from stackproof.frameworks.cdk.iam import implied_role
from stackproof.frameworks.cdk.securitygroups import block, given_groups, security_group
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, append, put
from stackproof.frameworks.cdk.vpc import VpcThing, make_vpc
from stackproof.model.graph import Resource
from stackproof.model.values import JsonText, MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue


class ClusterThing(Made):
    """A cluster with its VPC (None when that is not known)."""

    def __init__(self, resource: Resource, vpc: Thing | None) -> None:
        super().__init__(resource, {"cluster_arn": "arn", "cluster_name": "name"}, fragile=False)
        self.vpc = vpc

    def attribute(self, name: str) -> Node | None:
        if name == "vpc":
            return self.vpc
        if name in ("default_cloud_map_namespace", "autoscaling_group"):
            return Opaque((self.value(),))
        return super().attribute(name)


def _cluster(call: Call) -> Node:
    return make_cluster(call, call.props(), call.world.name(call), implied=False)


def make_cluster(
    call: Call, props: Arguments, name: str, *, implied: bool, vpc: Thing | None = None
) -> ClusterThing:
    """A cluster; without a VPC it makes one."""
    world = call.world
    place = vpc if vpc is not None else props.thing("vpc")
    if place is None and props.absent("vpc"):
        zones = Arguments(world, {"max_azs": MapEntry(default(2))})
        place = make_vpc(call, zones, f"{name}/Vpc", implied=True)
    resource = world.add("aws_ecs_cluster", name, implied=implied)
    put(resource, "name", props.get("cluster_name"), props.entry("cluster_name"))
    insights = props.get("container_insights_v2")
    if not insights.is_absent():
        put(
            resource,
            "setting",
            Sequence([block(name="containerInsights", value=insights)]),
            props.entry("container_insights_v2"),
        )
    old = props.get("container_insights")
    if old.is_(True) or old.is_(False):
        state = Scalar("enabled" if old.is_(True) else "disabled", origin=old.origin)
        put(
            resource,
            "setting",
            Sequence([block(name="containerInsights", value=state)]),
            props.entry("container_insights"),
        )
    if props.get("enable_fargate_capacity_providers").is_(True):
        world.add(
            "aws_ecs_cluster_capacity_providers",
            name,
            {
                "cluster_name": ResourceReference(resource, "name"),
                "capacity_providers": Sequence([Scalar("FARGATE"), Scalar("FARGATE_SPOT")]),
            },
        )
    return ClusterThing(resource, place)


def _external_cluster(call: Call) -> Node:
    return ClusterThing(call.world.external("aws_ecs_cluster", call), call.props().thing("vpc"))


# --- task definitions ----------------------------------------------------------------------------


def _task(call: Call) -> Node:
    names = call.located.names if call.located is not None else ()
    return make_task(call, call.props(), call.world.name(call), kind=names[0] if names else "", implied=False)


def make_task(call: Call, props: Arguments, name: str, *, kind: str, implied: bool) -> TaskThing:
    """A task definition with its roles and no container yet."""
    world = call.world
    resource = world.add(
        "aws_ecs_task_definition", name, {"container_definitions": JsonText(Sequence([]))}, implied=implied
    )
    resource.properties.open = props.open
    resource.properties.origin = props.origin
    put(resource, "family", props.get("family"), props.entry("family"))
    if kind == "FargateTaskDefinition":
        put(resource, "requires_compatibilities", Sequence([default("FARGATE")]))
        put(resource, "network_mode", default("awsvpc"))
        put(resource, "cpu", default(256))
        put(resource, "memory", default(512))
    elif kind == "Ec2TaskDefinition":
        put(resource, "requires_compatibilities", Sequence([default("EC2")]))
        put(resource, "network_mode", default("bridge"))
    elif kind == "TaskDefinition":
        put(resource, "network_mode", Unknown("a network mode"))
        put(resource, "requires_compatibilities", Unknown("compatibilities"))
    for source, target in (
        ("cpu", "cpu"),
        ("memory_limit_mib", "memory"),
        ("memory_mib", "memory"),
        ("network_mode", "network_mode"),
    ):
        put(resource, target, props.get(source), props.entry(source))
    thing = TaskThing(world, resource)
    thing.execution = _role(call, props, "execution_role", name, "ExecutionRole", thing)
    thing.task = _role(call, props, "task_role", name, "TaskRole", thing)
    return thing


def _role(
    call: Call, props: Arguments, argument: str, name: str, suffix: str, task: TaskThing
) -> Thing | None:
    written = props.raw(argument)
    if written is not None:
        role = props.thing(argument)
        value: Value = (
            ResourceReference(role.resource, "arn", origin=written.origin)
            if isinstance(role, Made)
            else Unknown("a role", (props.world.fold(written),), origin=written.origin)
        )
        if isinstance(role, Made) and not role.resource.external:
            role.resource.escapes.append(
                call.world.gap("granted-role", "the library adds permissions to this role by itself")
            )
        put(task.resource, f"{argument}_arn", value, props.entry(argument))
        return role
    role = implied_role(call.world, f"{name}/{suffix}", "ecs-tasks.amazonaws.com", argument.replace("_", "-"))
    put(task.resource, f"{argument}_arn", ResourceReference(role.resource, "arn"))
    return role


def _external_task(call: Call) -> Node:
    return Made(
        call.world.external("aws_ecs_task_definition", call), {"task_definition_arn": "arn"}, fragile=False
    )


# --- services ------------------------------------------------------------------------------------


class ServiceThing(Made):
    """A service of any launch type and its task definition."""

    def __init__(self, resource: Resource, task: Thing | None) -> None:
        super().__init__(resource, {"service_arn": "id", "service_name": "name"}, fragile=False)
        self.task = task

    def attribute(self, name: str) -> Node | None:
        if name == "task_definition":
            return self.task
        if name in ("cluster", "connections", "cloud_map_service"):
            return Opaque((self.value(),))
        return super().attribute(name)

    def call(self, method: str, call: Call) -> Node | None:
        if method == "attach_to_application_target_group" or method == "attach_to_network_target_group":
            group = call.thing(0, "target_group")
            if isinstance(group, Made):
                attach(self, group.resource)
            return Opaque()
        if method == "load_balancer_target":
            return self
        if method == "enable_cloud_map":
            put(self.resource, "service_registries", block(registry_arn=Unknown("a Cloud Map service")))
        return Opaque((self.value(), *call.world.folder.mentions(call.construction)))


def attach(service: ServiceThing, group: Resource) -> None:
    """Register a service with a target group."""
    target: dict[str, MapEntry] = {"target_group_arn": MapEntry(ResourceReference(group, "arn"))}
    task = service.task
    container = task.default_container() if isinstance(task, TaskThing) else None
    if container is not None:
        target["container_name"] = MapEntry(container.get("name"))
        target["container_port"] = MapEntry(container.get("portMappings", 0, "containerPort"))
    append(service.resource, "load_balancer", MappingValue(target, open=container is None))
    entries = group.properties.entries
    if "target_type" not in entries:
        awsvpc = isinstance(task, TaskThing) and task.resource["network_mode"].is_("awsvpc")
        put(group, "target_type", default("ip") if awsvpc else Unknown("follows from the network mode"))


def _service(call: Call) -> Node:
    props = call.props()
    kind = call.located.names[0] if call.located is not None else "FargateService"
    task = props.thing("task_definition")
    return make_service(
        call,
        props,
        call.world.name(call),
        cluster=props.thing("cluster"),
        task=task,
        kind=kind,
        implied=False,
    )


def make_service(
    call: Call,
    props: Arguments,
    name: str,
    *,
    cluster: Thing | None,
    task: Thing | None,
    kind: str,
    implied: bool,
    subnets: str = "vpc_subnets",
) -> ServiceThing:
    """A service with the network configuration that the library gives it."""
    world = call.world
    resource = world.add("aws_ecs_service", name, implied=implied)
    resource.properties.open = props.open
    resource.properties.origin = props.origin
    put(resource, "name", props.get("service_name"), props.entry("service_name"))
    if isinstance(cluster, Made):
        put(resource, "cluster", ResourceReference(cluster.resource, "arn"), props.entry("cluster"))
    else:
        put(resource, "cluster", Unknown("a cluster"), props.entry("cluster"))
    if isinstance(task, Made):
        put(
            resource,
            "task_definition",
            ResourceReference(task.resource, "arn"),
            props.entry("task_definition"),
        )
    else:
        put(resource, "task_definition", Unknown("a task definition"), props.entry("task_definition"))
    for source, target in (
        ("desired_count", "desired_count"),
        ("enable_execute_command", "enable_execute_command"),
        ("platform_version", "platform_version"),
        ("capacity_provider_strategies", "capacity_provider_strategy"),
        ("health_check_grace_period", "health_check_grace_period_seconds"),
    ):
        put(resource, target, props.get(source), props.entry(source))
    if props.absent("capacity_provider_strategies"):
        put(resource, "launch_type", default("EC2" if kind.startswith("Ec2") else "FARGATE"))
    if props.raw("cloud_map_options") is not None:
        put(
            resource,
            "service_registries",
            block(registry_arn=Unknown("a Cloud Map service")),
            props.entry("cloud_map_options"),
        )
    if kind != "Ec2Service" or _awsvpc(task):
        _network(call, resource, props, cluster, subnets, name)
    return ServiceThing(resource, task)


def _awsvpc(task: Thing | None) -> bool:
    return isinstance(task, Made) and task.resource["network_mode"].is_("awsvpc")


def _network(
    call: Call, resource: Resource, props: Arguments, cluster: Thing | None, name: str, shown: str
) -> None:
    vpc = cluster.vpc if isinstance(cluster, ClusterThing) else None
    entries: dict[str, MapEntry] = {}
    selection = props.entry(name)
    public = props.get("assign_public_ip")
    if isinstance(vpc, VpcThing):
        subnets = vpc.subnet_ids(props, name)
        if props.raw(name) is None and public.is_(True) and vpc.plan is not None:
            # With a public address and no selection, the library takes the public subnets.
            subnets = Sequence(
                [ResourceReference(vpc.subnets[i].resource, "id") for i in vpc.plan.of("public")]
            )
        elif props.raw(name) is None and not public.is_absent() and not public.is_(False):
            subnets = Unknown("subnets", (vpc.value(),))
    else:
        subnets = Unknown("subnets of a VPC that is not known")
    entries["subnets"] = MapEntry(
        subnets, selection.key_origin if selection else None, selection.origin if selection else None
    )
    groups = given_groups(props)
    if groups is None:
        vpc_id = ResourceReference(vpc.resource, "id") if isinstance(vpc, VpcThing) else Unknown("a VPC")
        groups = Sequence([ResourceReference(security_group(call, f"{shown}/SecurityGroup", vpc_id), "id")])
    entries["security_groups"] = MapEntry(groups)
    written = props.entry("assign_public_ip")
    entries["assign_public_ip"] = MapEntry(
        default(False) if public.is_absent() else public,
        written.key_origin if written else None,
        written.origin if written else None,
    )
    put(resource, "network_configuration", MappingValue(entries, origin=props.origin))


def _external_service(call: Call) -> Node:
    return ServiceThing(call.world.external("aws_ecs_service", call), None)


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-ecs.Cluster": _cluster,
        "aws-ecs.Cluster.from_cluster_attributes": _external_cluster,
        "aws-ecs.Cluster.from_cluster_arn": _external_cluster,
        "aws-ecs.FargateTaskDefinition": _task,
        "aws-ecs.Ec2TaskDefinition": _task,
        "aws-ecs.TaskDefinition": _task,
        "aws-ecs.FargateTaskDefinition.from_fargate_task_definition_arn": _external_task,
        "aws-ecs.FargateTaskDefinition.from_fargate_task_definition_attributes": _external_task,
        "aws-ecs.TaskDefinition.from_task_definition_arn": _external_task,
        "aws-ecs.FargateService": _service,
        "aws-ecs.Ec2Service": _service,
        "aws-ecs.FargateService.from_fargate_service_attributes": _external_service,
        "aws-ecs.FargateService.from_fargate_service_arn": _external_service,
    }
)
