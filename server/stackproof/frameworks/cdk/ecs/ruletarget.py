"""ECS tasks that an event starts (``aws-events-targets.EcsTask``)."""

from __future__ import annotations

from stackproof.frameworks.cdk.arguments import Arguments, Call
from stackproof.frameworks.cdk.connections import Connections
from stackproof.frameworks.cdk.ecs.clusters import ClusterThing
from stackproof.frameworks.cdk.ecs.tasks import TaskThing
from stackproof.frameworks.cdk.grants import permission
from stackproof.frameworks.cdk.iam import implied_role
from stackproof.frameworks.cdk.identities import Identity
from stackproof.frameworks.cdk.securitygroups import Groups, groups_given, own_group
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.model.values import MapEntry, ResourceReference, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue


class EcsTaskTarget(Thing):
    """A task as the target of a rule: what the rule starts, where, and as whom."""

    def __init__(self, call: Call, props: Arguments, cluster: Thing | None, task: Thing | None) -> None:
        self._props = props
        self.cluster = cluster
        self.task = task
        name = task.name if isinstance(task, TaskThing) else call.world.name(call, fallback="Task")
        self.groups = _groups(call, props, cluster, task, name)
        self.role = _role(call, props, cluster, task, name)

    def value(self) -> Value:
        return Unknown("a task to start")

    def attribute(self, name: str) -> Node | None:
        match name:
            case "security_groups":
                return self.groups.ids if self.groups is not None else Sequence([])
            case "connections" if self.groups is not None:
                return Connections(self._props.world, self.groups.things, open=self.groups.open)
            case _:
                return Opaque()

    def arguments(self) -> dict[str, Value]:
        """The arguments of ``aws_cloudwatch_event_target``."""
        props = self._props
        entries: dict[str, MapEntry] = {"task_definition_arn": MapEntry(_arn(self.task, "a task definition"))}
        count = props.get("task_count")
        entries["task_count"] = MapEntry(default(1) if count.is_absent() else count)
        self._network(entries)
        for name in ("platform_version", "propagate_tags", "enable_execute_command"):
            value = props.get(name)
            if not value.is_absent():
                entries[name] = MapEntry(value)
        found: dict[str, Value] = {
            "arn": _arn(self.cluster, "a cluster"),
            "ecs_target": MappingValue(entries, open=props.open),
            "role_arn": _arn(self.role, "a role"),
            "input": default("{}"),
        }
        overrides = (
            "container_overrides",
            "cpu",
            "memory",
            "execution_role",
            "task_role",
            "ephemeral_storage",
        )
        if any(props.raw(n) is not None for n in overrides):
            found["input"] = Unknown("overrides of the task")
        return found

    def _network(self, entries: dict[str, MapEntry]) -> None:
        task, props = self.task, self._props
        mode = task.resource["network_mode"] if isinstance(task, TaskThing) else Unknown("a network mode")
        if mode.is_not("awsvpc"):
            return
        vpc = self.cluster.vpc if isinstance(self.cluster, ClusterThing) else None
        public = props.get("assign_public_ip")
        network = {
            "subnets": MapEntry(_subnets(vpc, props)),
            "security_groups": MapEntry(self.groups.ids if self.groups is not None else Unknown("groups")),
            "assign_public_ip": MapEntry(default(False) if public.is_absent() else public),
        }
        entries["network_configuration"] = MapEntry(MappingValue(network, open=mode.is_unknown()))
        launch = props.get("launch_type")
        if isinstance(task, TaskThing):
            fargate = any(m.is_("FARGATE") for m in task.resource["requires_compatibilities"].items())
            usual = default("FARGATE" if fargate else "EC2")
            entries["launch_type"] = MapEntry(usual if launch.is_absent() else launch)
        else:
            entries["launch_type"] = MapEntry(Unknown("a launch type"))


def _subnets(vpc: Thing | None, props: Arguments) -> Value:
    if not isinstance(vpc, VpcThing):
        return Unknown("subnets of a VPC that is not known")
    return vpc.subnet_ids(props, "subnet_selection")


def _arn(thing: Thing | None, what: str) -> Value:
    return ResourceReference(thing.resource, "arn") if isinstance(thing, Made) else Unknown(what)


def _groups(
    call: Call, props: Arguments, cluster: Thing | None, task: Thing | None, name: str
) -> Groups | None:
    """The groups of the task; one of its own where each task has an address."""
    mode = task.resource["network_mode"] if isinstance(task, TaskThing) else Unknown("a network mode")
    if mode.is_not("awsvpc"):
        return None
    given = groups_given(props)
    if given is not None:
        return given
    if mode.is_unknown():
        return Groups(Unknown("groups"), [], open=True)
    world = call.world
    key = ("task-group", id(task))
    known = world.shared.get(key)
    vpc = cluster.vpc if isinstance(cluster, ClusterThing) else None
    vpc_id = ResourceReference(vpc.resource, "id") if isinstance(vpc, VpcThing) else Unknown("a VPC")
    made = known if known is not None else own_group(call, f"{name}/SecurityGroup", vpc_id)
    world.shared[key] = made
    from stackproof.frameworks.cdk.securitygroups import SecurityGroupThing

    assert isinstance(made, SecurityGroupThing)
    return Groups(Sequence([ResourceReference(made.resource, "id")]), [made])


def _role(call: Call, props: Arguments, cluster: Thing | None, task: Thing | None, name: str) -> Thing | None:
    """As whom the rule starts the task: given, or the one role that all rules of a task share."""
    world = call.world
    role: Thing | None
    if props.raw("role") is not None:
        role = props.thing("role")
    else:
        key = ("events-role", id(task) if task is not None else call.construction.number)
        role = world.shared.get(key)
        if role is None:
            role = implied_role(world, f"{name}/EventsRole", "events.amazonaws.com", "events-role")
            role.resource.conditional = role.resource.conditional or task is None
            world.shared[key] = role
    if isinstance(role, Identity):
        only = MappingValue({"ecs:cluster": MapEntry(_arn(cluster, "a cluster"))})
        condition = MappingValue({"ArnEquals": MapEntry(only)})
        role.allow(permission(["ecs:RunTask"], [_arn(task, "a task definition")], condition))
        owner = cluster.attribute("cluster_name") if cluster is not None else None
        tasks = world.arn(
            ":ecs:",
            world.pseudo("region"),
            ":*:task/",
            owner if isinstance(owner, Value) else Unknown("a cluster"),
            "/*",
        )
        role.allow(permission(["ecs:TagResource"], [tasks]))
        if isinstance(task, TaskThing):
            _pass(role, task)
    return role


def _pass(role: Identity, task: TaskThing) -> None:
    """Let a rule hand the roles of a task on; those who run on machines need that for the first one only."""
    fargate = [w.is_("FARGATE") for w in task.resource["requires_compatibilities"].items()]
    for passed in (task.execution, task.task):
        if isinstance(passed, Made) and (passed is task.execution or any(fargate) or not fargate):
            statement = permission(["iam:PassRole"], [ResourceReference(passed.resource, "arn")])
            role.allow(statement, certain=passed is task.execution or any(fargate))
