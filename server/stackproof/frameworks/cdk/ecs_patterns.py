"""The ready-made ECS services of ``aws-ecs-patterns``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.containers import TaskThing, own_logs
from stackproof.frameworks.cdk.ecs import ClusterThing, attach, make_cluster, make_service, make_task
from stackproof.frameworks.cdk.elbv2 import make_balancer
from stackproof.frameworks.cdk.listeners import make_listener
from stackproof.frameworks.cdk.securitygroups import block, given_groups, security_group
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.targetgroups import make_group
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, append, put
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue


class Pattern(Thing):
    """A pattern and the parts that can be reached through its attributes."""

    fragile = True

    def __init__(self, parts: Mapping[str, Thing | None]) -> None:
        self._parts = {k: v for k, v in parts.items() if v is not None}

    def attribute(self, name: str) -> Node | None:
        return self._parts.get(name, Opaque())

    def call(self, method: str, call: Call) -> Node | None:
        return Opaque()

    def owned(self) -> list[Resource]:
        return [r for p in self._parts.values() for r in p.owned()]


def _cluster(call: Call, props: Arguments, name: str) -> ClusterThing | Thing | None:
    """The cluster given, or one for the VPC given, or one with its own VPC."""
    if props.raw("cluster") is not None:
        return props.thing("cluster")
    if props.raw("vpc") is not None:
        vpc = props.thing("vpc")
        return make_cluster(
            call, Arguments(call.world, open=True), f"{name}/EcsDefaultCluster", implied=True, vpc=vpc
        )
    if props.open:
        return None
    return make_cluster(call, Arguments(call.world), f"{name}/EcsDefaultCluster", implied=True)


def _options(props: Arguments) -> Arguments:
    """``taskImageOptions``; empty and open when they are not known."""
    inner = props.nested("task_image_options")
    if inner is not None:
        return inner
    return Arguments(props.world, {}, props.raw("task_image_options") is not None or props.open)


def _task(call: Call, props: Arguments, options: Arguments, name: str, kind: str) -> Thing | None:
    if props.raw("task_definition") is not None:
        return props.thing("task_definition")
    task = make_task(
        call, props, f"{name}/TaskDef", kind=kind.replace("Service", "TaskDefinition"), implied=True
    )
    for argument in ("execution_role", "task_role", "family"):
        put(task.resource, f"{argument}_arn" if "role" in argument else argument, options.get(argument))
    port = options.get("container_port")
    _container(call, task, options, name, "web")
    json = task.containers.elements[-1]
    if isinstance(json, MappingValue):
        number = default(80) if port.is_absent() else port
        json.entries["portMappings"] = MapEntry(Sequence([block(containerPort=number)]))
    return task


def _container(call: Call, task: TaskThing, options: Arguments, owner: str, name: str) -> None:
    """The pattern's container, which logs to a group of its own unless told otherwise."""
    task.add(call, options, name)
    json = task.containers.elements[-1]
    if not isinstance(json, MappingValue):
        return
    driver, enabled = options.get("log_driver"), options.get("enable_logging")
    if not driver.is_absent():
        json.entries["logConfiguration"] = MapEntry(driver)
    elif enabled.is_absent() or enabled.is_(True):
        json.entries["logConfiguration"] = MapEntry(own_logs(call.world, f"{owner}/LogGroup", Scalar(owner)))
    elif not enabled.is_(False):
        json.entries["logConfiguration"] = MapEntry(Unknown("logging"))


def _balanced(kind: str) -> Recipe:
    """An application or network load balancer in front of one service."""

    def recipe(call: Call) -> Node:
        world, props = call.world, call.props()
        name = world.name(call)
        names = call.located.names if call.located is not None else ("",)
        launch = "Ec2Service" if names[-1].endswith("Ec2Service") else "FargateService"
        cluster = _cluster(call, props, name)
        vpc = cluster.vpc if isinstance(cluster, ClusterThing) else None
        if vpc is None:
            vpc = props.thing("vpc")
        balancer = _front(call, props, name, vpc, kind)
        options = _options(props)
        task = _task(call, props, options, name, launch)
        service = make_service(
            call, props, f"{name}/Service", cluster=cluster, task=task, kind=launch, implied=True,
            subnets="task_subnets",
        )  # fmt: skip
        _counted(service.resource)
        listener, group = _listen(call, props, balancer, name, kind, vpc)
        if group is not None:
            attach(service, group.resource)
        if listener is not None:
            service.resource.depends_on.append(ResourceReference(listener.resource))
        return Pattern(
            {
                "load_balancer": balancer,
                "listener": listener,
                "target_group": group,
                "service": service,
                "task_definition": task,
                "cluster": cluster,
            }
        )

    return recipe


def _counted(service: Resource) -> None:
    if "desired_count" not in service.properties.entries:
        put(service, "desired_count", default(1))


def _front(call: Call, props: Arguments, name: str, vpc: Thing | None, kind: str) -> Made | None:
    if props.raw("load_balancer") is not None:
        given = props.thing("load_balancer")
        return given if isinstance(given, Made) else None
    facing = props.get("public_load_balancer")
    public: Value = default(True) if facing.is_absent() else facing
    mine = Arguments(props.world, {}, props.open, props.origin)
    for argument in ("load_balancer_name", "idle_timeout"):
        if (entry := props.entry(argument)) is not None:
            mine.entries[argument] = entry
    return make_balancer(call, mine, f"{name}/LB", vpc, kind=kind, implied=True, public=public)


def _listen(
    call: Call, props: Arguments, balancer: Made | None, name: str, kind: str, vpc: Thing | None
) -> tuple[Made | None, Made | None]:
    """The listener and its target group; HTTPS as soon as there is a certificate or a domain."""
    world = call.world
    mine = Arguments(world, {}, props.open, props.origin)
    for source, target in (("listener_port", "port"), ("protocol", "protocol"), ("ssl_policy", "ssl_policy")):
        if (entry := props.entry(source)) is not None and props.raw(source) is not None:
            mine.entries[target] = entry
    certificate = props.entry("certificate")
    secure = certificate is not None and props.raw("certificate") is not None
    if certificate is not None and secure:
        listed = Sequence([certificate.value], origin=certificate.value.origin)
        mine.entries["certificates"] = MapEntry(listed, certificate.key_origin, certificate.origin)
    if kind == "application" and "protocol" not in mine.entries:
        mine.entries["protocol"] = MapEntry(default("HTTPS" if secure else "HTTP"))
    if kind == "network" and "port" not in mine.entries:
        mine.entries["port"] = MapEntry(default(80))
    listener = make_listener(call, balancer, mine, f"{name}/PublicListener", implied=True)
    if listener.resource["protocol"].is_("HTTPS") and not secure and props.raw("domain_name") is not None:
        # The library orders a certificate for the domain.
        made = world.add(
            "aws_acm_certificate", f"{name}/Certificate", {"domain_name": props.get("domain_name")}
        )
        put(listener.resource, "certificate_arn", ResourceReference(made, "arn"))
    if props.get("redirect_http").is_(True) and balancer is not None:
        world.add(
            "aws_lb_listener",
            f"{name}/PublicRedirectListener",
            {
                "load_balancer_arn": ResourceReference(balancer.resource, "arn"),
                "port": default(80),
                "protocol": default("HTTP"),
                "default_action": Sequence(
                    [
                        block(
                            type="redirect",
                            redirect=block(port="443", protocol="HTTPS", status_code="HTTP_301"),
                        )
                    ]
                ),
            },
        )
    group = make_group(call, Arguments(world, origin=props.origin), f"{name}/ECSGroup", implied=True)
    put(group.resource, "port", default(80))
    if isinstance(vpc, VpcThing):
        put(group.resource, "vpc_id", ResourceReference(vpc.resource, "id"))
    append(
        listener.resource,
        "default_action",
        block(type="forward", target_group_arn=ResourceReference(group.resource, "arn")),
    )
    return listener, group


def _queue(call: Call) -> Node:
    """``QueueProcessingFargateService``: a service without a load balancer."""
    world, props = call.world, call.props()
    name = world.name(call)
    names = call.located.names if call.located is not None else ("",)
    launch = "Ec2Service" if names[-1].endswith("Ec2Service") else "FargateService"
    cluster = _cluster(call, props, name)
    task = props.thing("task_definition")
    if task is None:
        made = make_task(
            call,
            props,
            f"{name}/QueueProcessingTaskDef",
            kind=launch.replace("Service", "TaskDefinition"),
            implied=True,
        )
        _container(call, made, props, name, "QueueProcessingContainer")
        task = made
    service = make_service(
        call, props, f"{name}/QueueProcessingService", cluster=cluster, task=task, kind=launch, implied=True,
        subnets="task_subnets",
    )  # fmt: skip
    return Pattern({"service": service, "task_definition": task, "cluster": cluster})


def _scheduled(call: Call) -> Node:
    """``ScheduledFargateTask``: an event rule that runs a task in the VPC's subnets."""
    world, props = call.world, call.props()
    name = world.name(call)
    names = call.located.names if call.located is not None else ("",)
    kind = "Ec2TaskDefinition" if "Ec2" in names[-1] else "FargateTaskDefinition"
    cluster = _cluster(call, props, name)
    launch = "ec2" if kind.startswith("Ec2") else "fargate"
    options = props.nested(f"scheduled_{launch}_task_image_options")
    defined = props.nested(f"scheduled_{launch}_task_definition_options")
    task: Thing | None
    if options is not None:
        made = make_task(call, options, f"{name}/ScheduledTaskDef", kind=kind, implied=True)
        _container(call, made, options, name, "ScheduledContainer")
        task = made
    else:
        task = defined.thing("task_definition") if defined is not None else None
    resource = world.add("aws_cloudwatch_event_target", f"{name}/ScheduledEventRule", role="scheduled-task")
    network: dict[str, MapEntry] = {}
    vpc = cluster.vpc if isinstance(cluster, ClusterThing) else None
    network["subnets"] = MapEntry(
        vpc.subnet_ids(props, "subnet_selection") if isinstance(vpc, VpcThing) else Unknown("subnets")
    )
    groups = given_groups(props)
    if groups is None and isinstance(vpc, VpcThing):
        own = security_group(call, f"{name}/SecurityGroup", ResourceReference(vpc.resource, "id"))
        groups = Sequence([ResourceReference(own, "id")])
    network["security_groups"] = MapEntry(groups if groups is not None else Unknown("security groups"))
    network["assign_public_ip"] = MapEntry(default(False))
    target: dict[str, MapEntry] = {"network_configuration": MapEntry(MappingValue(network))}
    target["launch_type"] = MapEntry(Scalar("EC2" if "Ec2" in kind else "FARGATE"))
    if isinstance(task, Made):
        target["task_definition_arn"] = MapEntry(ResourceReference(task.resource, "arn"))
    put(resource, "ecs_target", MappingValue(target))
    return Pattern({"task_definition": task, "cluster": cluster})


_P = "aws-ecs-patterns"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_P}.ApplicationLoadBalancedFargateService": _balanced("application"),
        f"{_P}.ApplicationLoadBalancedEc2Service": _balanced("application"),
        f"{_P}.NetworkLoadBalancedFargateService": _balanced("network"),
        f"{_P}.NetworkLoadBalancedEc2Service": _balanced("network"),
        f"{_P}.QueueProcessingFargateService": _queue,
        f"{_P}.QueueProcessingEc2Service": _queue,
        f"{_P}.ScheduledFargateTask": _scheduled,
        f"{_P}.ScheduledEc2Task": _scheduled,
    }
)
