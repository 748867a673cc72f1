"""ECS task definitions of the CDK."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.ecs.containers import Container, container
from stackproof.frameworks.cdk.ecs.tasksettings import arrange_kind, arrange_platform, arrange_volumes
from stackproof.frameworks.cdk.ecs.volumes import volume
from stackproof.frameworks.cdk.grants import grant
from stackproof.frameworks.cdk.iam import implied_role
from stackproof.frameworks.cdk.peers import Ports, tcp
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, append, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import (
    Absent,
    JsonText,
    MapEntry,
    ResourceReference,
    Scalar,
    Sequence,
    Unknown,
    Value,
)
from stackproof.model.values import Mapping as MappingValue

_STARTER = "ecs-tasks.amazonaws.com"


class TaskThing(Made):
    """A task definition to which containers are added; its second role is made when something needs it."""

    def __init__(self, world: World, resource: Resource, name: str) -> None:
        super().__init__(resource, {"task_definition_arn": "arn"})
        self.world = world
        self.name = name
        self.execution: Thing | None = None
        self.task: Thing | None = None
        self.listed: list[Container] = []
        self.preferred: Container | None = None
        self.region_variable = False
        # Whether nothing that certainly happens has asked for the role with which tasks are started.
        self._may_start = False
        self.methods["add_container"] = lambda c: self.add(c, c.props(1), world.name(c, 0), named(c, 0))
        self.methods["add_firelens_log_router"] = self._router
        self.methods["add_volume"] = self._volume
        self.methods["add_to_task_role_policy"] = lambda c: self._pass_on(self.task, c)
        self.methods["add_to_execution_role_policy"] = lambda c: self._pass_on(
            self.execution_role(certain=c.certain), c
        )
        self.methods["obtain_execution_role"] = lambda c: self.execution_role(certain=c.certain)
        self.methods["grant_run"] = self._grant_run
        self.methods["find_container"] = self._find
        for method in ("add_extension", "add_placement_constraint", "add_inference_accelerator"):
            self.methods[method] = lambda c: self._unclear()

    def attribute(self, name: str) -> Node | None:
        match name:
            case "execution_role":
                return self.execution if self.execution is not None else Opaque((self.value(),))
            case "task_role":
                return self.task if self.task is not None else Opaque((self.value(),))
            case "default_container":
                return self.default_container() or Opaque((self.value(),))
            case (
                "network_mode"
                | "containers"
                | "compatibility"
                | "is_fargate_compatible"
                | "is_ec2_compatible"
            ):
                return Opaque((self.value(),))
            case _:
                return super().attribute(name)

    def assign(self, world: World, name: str, entry: MapEntry) -> None:
        node = world.node(entry.value)
        if name == "default_container" and isinstance(node, Container):
            self.preferred = node
        else:
            super().assign(world, name, entry)

    @property
    def containers(self) -> Sequence:
        """The list of container definitions."""
        text = self.resource.properties.entries["container_definitions"].value
        assert isinstance(text, JsonText)
        assert isinstance(text.content, Sequence)
        return text.content

    def default_container(self) -> Container | None:
        """The container which load balancers reach: the first essential one, unless told otherwise."""
        if self.preferred is not None:
            return self.preferred
        found = (c for c in self.listed if not c.json.get("essential").is_(False))
        return next(found, self.listed[0] if self.listed else None)

    def execution_role(self, *, certain: bool = True) -> Thing | None:
        """The role with which tasks are started, made when there is none; perhaps, where it may not be needed."""
        if self.execution is None and "execution_role_arn" not in self.resource.properties.entries:
            self.execution = implied_role(
                self.world, f"{self.name}/ExecutionRole", _STARTER, "execution-role"
            )
            self._may_start = True
            self._start(certain)
        elif self._may_start and certain:
            self._start(certain)
        return self.execution

    def _start(self, certain: bool) -> None:
        """Say whether there is the role that was made."""
        role = self.execution
        assert isinstance(role, Made)
        arn: Value = ResourceReference(role.resource, "arn")
        put(self.resource, "execution_role_arn", arn if certain else Unknown("a role may be needed", (arn,)))
        self._may_start = not certain
        role.resource.conditional = self.resource.conditional or self._may_start

    @property
    def bridged(self) -> bool | None:
        """Whether containers share the host's network through a bridge; None when that is not known."""
        mode = self.resource["network_mode"]
        return True if mode.is_("bridge") else False if mode.is_not("bridge") else None

    def ports(self, mapping: Value) -> Ports | None:
        """The ports on which a mapping of a container is reached; None when they are not known."""
        host = mapping.get("hostPort")
        if host.number():
            return tcp(host)
        if self.bridged or self.resource["network_mode"].is_("default"):
            return Ports(Scalar("tcp"), Scalar(32768), Scalar(65535), "32768-65535")
        port = mapping.get("containerPort")
        return None if self.bridged is None or port.is_absent() else tcp(port)

    def add(self, call: Call, props: Arguments, name: str, written: Value | None = None) -> Container:
        """Add a container; ``written`` is its name as the program gives it, where it is the program's."""
        own = written if written is not None else Scalar(name)
        made = container(call, props, name, own, self, lambda: self.bridged)
        if self.region_variable:
            made.extend("environment", block(name="AWS_REGION", value=self.world.pseudo("region")), True)
        self.containers.elements.append(made.json)
        self.containers.open = self.containers.open or not call.certain
        self.listed.append(made)
        return made

    def _router(self, call: Call) -> Node:
        made = self.add(call, call.props(1), self.world.name(call, 0), named(call, 0))
        made.json.open = True
        return made

    def _volume(self, call: Call) -> Node:
        value = call.argument(0, "volume")
        if value is None and call.construction.arguments.keywords:
            value = call.construction.arguments.as_mapping()
        made = volume(self.world, value) if value is not None else Unknown("a volume")
        append(self.resource, "volume", made, certain=call.certain)
        return Opaque()

    def _pass_on(self, role: Thing | None, call: Call) -> Node:
        if role is None:
            return Opaque()
        return role.call("add_to_principal_policy", call) or Opaque()

    def _grant_run(self, call: Call) -> Node:
        grantee = call.argument(0, "grantee")
        roles = [r.resource for r in (self.task, self.execution) if isinstance(r, Made)]
        passed: list[Value | str] = [ResourceReference(r, "arn") for r in roles]
        only = MappingValue({"iam:PassedToService": MapEntry(Scalar(_STARTER))})
        condition = MappingValue({"StringLike": MapEntry(only)})
        grant(call, grantee, ["iam:PassRole"], passed, conditions=condition)
        return grant(call, grantee, ["ecs:RunTask"], [ResourceReference(self.resource, "arn")])

    def _find(self, call: Call) -> Node:
        text = (call.folded(0, "container_name") or Unknown("a name")).text()
        found = next((c for c in self.listed if text is not None and c.json.get("name").is_(text)), None)
        return found or Opaque((self.value(),))

    def _unclear(self) -> Node:
        self.world.open(self, "task-method", "it is changed in a way that is not followed")
        return Opaque()


def named(call: Call, at: int) -> Value:
    """The id of a container, which is its name unless another one is given."""
    found = call.folded(at, "id")
    return found if found is not None else Unknown("the name of a container")


def _task(call: Call) -> Node:
    names = call.located.names if call.located is not None else ()
    return make_task(call, call.props(), call.world.name(call), kind=names[0] if names else "", implied=False)


def make_task(call: Call, props: Arguments, name: str, *, kind: str, implied: bool) -> TaskThing:
    """A task definition with its role and no container yet."""
    world = call.world
    arranged = Arranged(props)
    family = props.get("family")
    arranged.put("family", Unknown("the path of the construct") if family.is_absent() else family, "family")
    arrange_kind(arranged, props, kind)
    arranged.copy("ipc_mode", "pid_mode", "enable_fault_injection", "ephemeral_storage_gib")
    if (size := arranged.entries.pop("ephemeral_storage_gib", None)) is not None:
        inner = MappingValue({"size_in_gib": MapEntry(size.value)})
        arranged.keep("ephemeral_storage", inner, "ephemeral_storage_gib")
    arrange_platform(arranged, props)
    for source in ("proxy_configuration", "placement_constraints"):
        if not props.get(source).is_absent():
            arranged.keep(source, Unknown(source), source)
    arrange_volumes(arranged, props)
    arranged.keep("container_definitions", JsonText(Sequence([])))
    for source in ("execution_role", "task_role"):
        props.entry(source)
    resource = describe(world, "AWS::ECS::TaskDefinition", name, arranged, implied=implied).resource
    thing = TaskThing(world, resource, name)
    thing.region_variable = kind == "Ec2TaskDefinition" and resource["network_mode"].is_("awsvpc")
    thing.execution = _given_role(props, "execution_role", resource)
    thing.task = _given_role(props, "task_role", resource)
    if "task_role_arn" not in resource.properties.entries:
        thing.task = implied_role(world, f"{name}/TaskRole", _STARTER, "task-role")
        put(resource, "task_role_arn", ResourceReference(thing.task.resource, "arn"))
    return thing


def _given_role(props: Arguments, argument: str, task: Resource) -> Thing | None:
    written = props.raw(argument)
    if written is None:
        if props.open:
            put(task, f"{argument}_arn", Absent(origin=props.origin, closed=False))
        return None
    role = props.thing(argument)
    value: Value = Unknown("a role", (props.world.fold(written),), origin=written.origin)
    if isinstance(role, Made):
        value = ResourceReference(role.resource, "arn", origin=written.origin)
    put(task, f"{argument}_arn", value, props.entry(argument))
    return role


def _external_task(call: Call) -> Node:
    resource = call.world.external("aws_ecs_task_definition", call)
    return Made(resource, {"task_definition_arn": "arn"}, fragile=False)


def _container(call: Call) -> Node | None:
    """``new ecs.ContainerDefinition(this, 'id', { taskDefinition, ... })``."""
    props = call.props()
    task = props.thing("task_definition")
    if not isinstance(task, TaskThing):
        return None
    return task.add(call, props, call.world.name(call), named(call, 1))


_STATICS = {
    "FargateTaskDefinition": "fargate_task_definition",
    "Ec2TaskDefinition": "ec2_task_definition",
    "ExternalTaskDefinition": "external_task_definition",
    "TaskDefinition": "task_definition",
}
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **{f"aws-ecs.{name}": _task for name in _STATICS},
        **{
            f"aws-ecs.{name}.from_{static}_{ending}": _external_task
            for name, static in _STATICS.items()
            for ending in ("arn", "attributes")
        },
        "aws-ecs.ContainerDefinition": _container,
    }
)
