"""Makes ECS services: what runs where, how it is deployed and reached."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.connections import Connections
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.ecs.clusters import ClusterThing
from stackproof.frameworks.cdk.ecs.discovery import connect_services, discover
from stackproof.frameworks.cdk.ecs.services import ListenerConfig, ServiceThing
from stackproof.frameworks.cdk.ecs.tasks import TaskThing
from stackproof.frameworks.cdk.grants import permission
from stackproof.frameworks.cdk.identities import Identity
from stackproof.frameworks.cdk.securitygroups import Groups, block, groups_given, own_group
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Thing, put
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.frameworks.cdk.world import World
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_IMPLICIT = "@aws-cdk/aws-ecs:disableExplicitDeploymentControllerForCircuitBreaker"
_NO_ALARMS = "@aws-cdk/aws-ecs:removeDefaultDeploymentAlarm"
_SHELLS = ["CreateControlChannel", "CreateDataChannel", "OpenControlChannel", "OpenDataChannel"]


def _service(call: Call) -> Node:
    props = call.props()
    kind = call.located.names[0] if call.located is not None else "FargateService"
    task, cluster = props.thing("task_definition"), props.thing("cluster")
    return make_service(
        call, props, call.world.name(call), cluster=cluster, task=task, kind=kind, implied=False
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
    """A service with the deployment and network configuration that the library gives it."""
    world = call.world
    arranged = Arranged(props)
    arranged.copy(
        "desired_count", "enable_execute_command", "platform_version", "availability_zone_rebalancing",
        service_name="service_name",
    )  # fmt: skip
    named = Unknown("a cluster") if cluster is None else cluster.attribute("cluster_name")
    arranged.put("cluster", named if isinstance(named, Value) else Unknown("a cluster"), "cluster")
    controller = _controller(arranged, props, world)
    _runs(arranged, props, task, controller, kind)
    _deployment(arranged, props, world, controller, kind)
    managed = props.get("enable_ecs_managed_tags")
    arranged.put("enable_ecs_managed_tags", default(False) if managed.is_absent() else managed)
    _tags(arranged, props)
    period = props.get("health_check_grace_period")
    if not period.is_absent():
        arranged.keep("health_check_grace_period_seconds", period, "health_check_grace_period")
    groups = None
    if (
        kind != "ExternalService"
        and not controller.is_("EXTERNAL")
        and (kind != "Ec2Service" or _awsvpc(task))
    ):
        network, groups = _network(call, props, cluster, subnets, name)
        arranged.keep("network_configuration", network)
    for read in (
        "task_definition", "cloud_map_options", "service_connect_configuration", "placement_constraints",
        "placement_strategies", "daemon", "security_group", "security_groups", subnets, "assign_public_ip",
    ):  # fmt: skip
        props.entry(read)
    resource = describe(world, "AWS::ECS::Service", name, arranged, implied=implied).resource
    connections = _connections(world, cluster, groups, kind, task)
    made = ServiceThing(world, resource, task, cluster, connections)
    _placed(made, props, kind)
    if (options := props.nested("cloud_map_options")) is not None:
        discover(call, made, options)
    elif not props.absent("cloud_map_options"):
        put(resource, "service_registries", Unknown("where its tasks are found"))
    if props.raw("service_connect_configuration") is not None:
        inner = props.nested("service_connect_configuration")
        connect_services(call, made, inner if inner is not None else Arguments(world, open=True))
    if not props.get("enable_execute_command").is_absent():
        _shells(made, cluster, props.get("enable_execute_command"))
    return made


def _awsvpc(task: Thing | None) -> bool:
    return not isinstance(task, Made) or not task.resource["network_mode"].is_not("awsvpc")


def _controller(arranged: Arranged, props: Arguments, world: World) -> Value:
    """What carries out deployments; ECS itself when nothing is said."""
    inner = props.get("deployment_controller")
    if not inner.is_absent():
        arranged.put("deployment_controller", inner, "deployment_controller")
        kind = inner.get("type")
        return default("ECS") if kind.is_absent() else kind
    if not props.get("circuit_breaker").is_absent() and world.flag(_IMPLICIT) is not True:
        explicit: Value = block(type=default("ECS"))
        if world.flag(_IMPLICIT) is None:
            explicit = Unknown("a controller that a feature flag decides about")
        arranged.put("deployment_controller", explicit)
    return default("ECS")


def _runs(arranged: Arranged, props: Arguments, task: Thing | None, controller: Value, kind: str) -> None:
    """Which task runs on what."""
    strategies = props.get("capacity_provider_strategies")
    if not strategies.is_absent():
        arranged.put("capacity_provider_strategy", strategies, "capacity_provider_strategies")
    elif controller.is_not("EXTERNAL"):
        places = {"Ec2Service": "EC2", "ExternalService": "EXTERNAL"}
        arranged.put("launch_type", default(places.get(kind, "FARGATE")))
    if controller.is_("EXTERNAL"):
        return
    value: Value = Unknown("a task definition")
    revision = props.get("task_definition_revision")
    if isinstance(task, Made) and revision.is_absent():
        family = controller.is_("CODE_DEPLOY")
        known = family or controller.is_not("CODE_DEPLOY")
        value = ResourceReference(task.resource, "family" if family else "arn")
        if family and task.resource["family"].text() is not None:
            value = task.resource["family"]
        if not known:
            value = Unknown("a task definition", (value,))
    arranged.put("task_definition", value, "task_definition")


def _deployment(arranged: Arranged, props: Arguments, world: World, controller: Value, kind: str) -> None:
    """How many tasks there are while a new version replaces the old one, and what ends that."""
    daemon = props.get("daemon")
    most: Value = default(200)
    least: Value = default(50)
    if kind == "Ec2Service":
        strategy = "DAEMON" if daemon.is_(True) else "REPLICA"
        sure = daemon.is_absent() or daemon.is_(True) or daemon.is_(False)
        arranged.put("scheduling_strategy", default(strategy) if sure else Unknown("a strategy"))
    if daemon.is_(True) or kind == "ExternalService":
        most, least = default(100), default(0)
    for source, target, otherwise in (
        ("max_healthy_percent", "deployment_maximum_percent", most),
        ("min_healthy_percent", "deployment_minimum_healthy_percent", least),
    ):
        value = props.get(source)
        arranged.keep(target, otherwise if value.is_absent() else value, source)
    breaker = props.get("circuit_breaker")
    if isinstance(breaker, MappingValue):
        made = MappingValue(dict(breaker.entries), open=breaker.open, origin=breaker.origin)
        for name, otherwise_ in (("enable", True), ("rollback", False)):
            if breaker.get(name).is_absent():
                made.entries[name] = MapEntry(default(otherwise_))
        arranged.keep("deployment_circuit_breaker", made, "circuit_breaker")
    elif not breaker.is_absent():
        arranged.keep("deployment_circuit_breaker", Unknown("a circuit breaker"), "circuit_breaker")
    _alarms(arranged, props, world, controller)
    for source in (
        "deployment_strategy",
        "bake_time",
        "lifecycle_hooks",
        "canary_configuration",
        "linear_configuration",
    ):
        if not props.get(source).is_absent():
            arranged.keep("deployment_configuration", Unknown("a deployment"), source)


def _alarms(arranged: Arranged, props: Arguments, world: World, controller: Value) -> None:
    alarms = props.nested("deployment_alarms")
    if alarms is not None:
        rollback = Scalar(True) if alarms.get("behavior").is_absent() else Unknown("a reaction to alarms")
        value = block(enable=True, rollback=rollback)
        value.entries["alarm_names"] = MapEntry(alarms.get("alarm_names"))
        arranged.keep("alarms", value, "deployment_alarms")
    elif props.raw("deployment_alarms") is not None:
        arranged.keep("alarms", Unknown("alarms"), "deployment_alarms")
    elif controller.is_("ECS") and world.flag(_NO_ALARMS) is False:
        none = block(enable=default(False), rollback=default(False))
        none.entries["alarm_names"] = MapEntry(Sequence([]))
        arranged.keep("alarms", none)


def _tags(arranged: Arranged, props: Arguments) -> None:
    tags, older = props.get("propagate_tags"), props.get("propagate_task_tags_from")
    if not tags.is_absent() and tags.is_not("NONE"):
        arranged.put("propagate_tags", tags, "propagate_tags")
    elif not (tags.is_absent() and older.is_absent()) and not tags.is_("NONE"):
        # With the older argument alone, the library says nothing.
        arranged.put("propagate_tags", Unknown("where tags come from"))


def _network(
    call: Call, props: Arguments, cluster: Thing | None, name: str, shown: str
) -> tuple[Value, Groups]:
    """Subnets and groups of the tasks."""
    vpc = cluster.vpc if isinstance(cluster, ClusterThing) else None
    public = props.get("assign_public_ip")
    subnets: Value = Unknown("subnets of a VPC that is not known")
    if isinstance(vpc, VpcThing):
        subnets = vpc.subnet_ids(props, name)
        if props.raw(name) is None and public.is_(True) and vpc.plan is not None:
            # With a public address and no selection, the library takes the public subnets.
            ids: list[Value] = [
                ResourceReference(vpc.subnets[i].resource, "id") for i in vpc.plan.of("public")
            ]
            subnets = Sequence(ids)
        elif props.raw(name) is None and not public.is_absent() and not public.is_(False):
            subnets = Unknown("subnets", (vpc.value(),))
    selection, written = props.entry(name), props.entry("assign_public_ip")
    entries = {"subnets": _at(subnets, selection)}
    groups = groups_given(props)
    if groups is None or groups.ids.is_empty():
        vpc_id = ResourceReference(vpc.resource, "id") if isinstance(vpc, VpcThing) else Unknown("a VPC")
        own = own_group(call, f"{shown}/SecurityGroup", vpc_id)
        groups = Groups(Sequence([ResourceReference(own.resource, "id")]), [own])
    given = props.entry("security_groups") or props.entry("security_group")
    entries["security_groups"] = _at(groups.ids, given)
    entries["assign_public_ip"] = _at(default(False) if public.is_absent() else public, written)
    return MappingValue(entries, origin=props.origin), groups


def _at(value: Value, entry: MapEntry | None) -> MapEntry:
    return MapEntry(value, entry.key_origin if entry else None, entry.origin if entry else None)


def _connections(
    world: World, cluster: Thing | None, groups: Groups | None, kind: str, task: Thing | None
) -> Connections:
    if groups is not None:
        return groups.connections(world)
    if isinstance(cluster, ClusterThing) and kind == "Ec2Service" and isinstance(task, Made):
        # Tasks that share the network of their machines are reached through the machines' groups.
        return Connections(world, cluster.connections.groups, open=cluster.connections.open)
    return Connections(world, open=True)


def _placed(service: ServiceThing, props: Arguments, kind: str) -> None:
    for source, target in (
        ("placement_constraints", "placement_constraints"),
        ("placement_strategies", "ordered_placement_strategy"),
    ):
        value = props.get(source)
        if not value.is_absent() and kind == "Ec2Service":
            flat = _flat(value)
            put(service.resource, target, flat, props.entry(source))


def _flat(value: Value) -> Value:
    """Constraints and strategies may each stand for several."""
    if not isinstance(value, Sequence):
        return value
    found = [i for e in value.elements for i in (e.items() if isinstance(e, Sequence) else (e,))]
    return Sequence(found, open=value.open, origin=value.origin)


def _shells(service: ServiceThing, cluster: Thing | None, wanted: Value) -> None:
    """Shells in containers need permissions of the tasks, and those to log what is done in them."""
    if wanted.is_(False):
        return
    role = service.task.task if isinstance(service.task, TaskThing) else None
    if not isinstance(role, Identity):
        return
    sure = wanted.is_(True)
    role.allow(permission([f"ssmmessages:{a}" for a in _SHELLS], ["*"]), certain=sure)
    logged = cluster.shell_logs if isinstance(cluster, ClusterThing) else None
    if logged is None:
        service.world.open(role, "granted-role", "permissions to log what is done in shells")
    elif logged:
        role.allow(permission(["logs:DescribeLogGroups"], ["*"]), certain=sure)
        actions = ["logs:CreateLogStream", "logs:DescribeLogStreams", "logs:PutLogEvents"]
        role.allow(permission(actions, ["*"]), certain=sure)


def _external_service(call: Call) -> Node:
    resource = call.world.external("aws_ecs_service", call)
    return ServiceThing(
        call.world, resource, None, call.props().thing("cluster"), Connections(call.world, open=True)
    )


def _config(call: Call) -> Node:
    return ListenerConfig(call.thing(0, "listener"), call.props(1))


_KINDS = ("FargateService", "Ec2Service", "ExternalService")
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **{f"aws-ecs.{kind}": _service for kind in _KINDS},
        **{
            f"aws-ecs.{kind}.{static}": _external_service
            for kind, statics in (
                ("FargateService", ("from_fargate_service_attributes", "from_fargate_service_arn")),
                ("Ec2Service", ("from_ec2_service_attributes", "from_ec2_service_arn")),
                ("ExternalService", ("from_external_service_attributes", "from_external_service_arn")),
                ("BaseService", ("from_service_arn_with_cluster",)),
            )
            for static in statics
        },
        "aws-ecs.ListenerConfig.application_listener": _config,
        "aws-ecs.ListenerConfig.network_listener": _config,
    }
)
