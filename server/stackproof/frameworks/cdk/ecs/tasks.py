"""ECS task definitions of the CDK."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.ecs.containers import Container, container
from stackproof.frameworks.cdk.ecs.volumes import volume
from stackproof.frameworks.cdk.grants import grant
from stackproof.frameworks.cdk.iam import implied_role
from stackproof.frameworks.cdk.names import locate
from stackproof.frameworks.cdk.peers import Ports, tcp
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, append, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.runtime import Symbol
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
        self.methods["add_container"] = lambda c: self.add(c, c.props(1), world.name(c, 0))
        self.methods["add_firelens_log_router"] = self._router
        self.methods["add_volume"] = self._volume
        self.methods["add_to_task_role_policy"] = lambda c: self._pass_on(self.task, c)
        self.methods["add_to_execution_role_policy"] = lambda c: self._pass_on(self.execution_role(), c)
        self.methods["obtain_execution_role"] = lambda c: self.execution_role()
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

    def execution_role(self) -> Thing | None:
        """The role with which tasks are started, made when there is none."""
        if self.execution is None and "execution_role_arn" not in self.resource.properties.entries:
            role = implied_role(self.world, f"{self.name}/ExecutionRole", _STARTER, "execution-role")
            put(self.resource, "execution_role_arn", ResourceReference(role.resource, "arn"))
            self.execution = role
        return self.execution

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

    def add(self, call: Call, props: Arguments, name: str) -> Container:
        """Add a container."""
        made = container(call, props, name, self, lambda: self.bridged)
        if self.region_variable:
            made.extend("environment", block(name="AWS_REGION", value=self.world.pseudo("region")), True)
        self.containers.elements.append(made.json)
        self.containers.open = self.containers.open or not call.certain
        self.listed.append(made)
        return made

    def _router(self, call: Call) -> Node:
        made = self.add(call, call.props(1), self.world.name(call, 0))
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


def _task(call: Call) -> Node:
    names = call.located.names if call.located is not None else ()
    return make_task(call, call.props(), call.world.name(call), kind=names[0] if names else "", implied=False)


def make_task(call: Call, props: Arguments, name: str, *, kind: str, implied: bool) -> TaskThing:
    """A task definition with its role and no container yet."""
    world = call.world
    arranged = Arranged(props)
    family = props.get("family")
    arranged.put("family", Unknown("the path of the construct") if family.is_absent() else family, "family")
    _kind(arranged, props, kind)
    arranged.copy("ipc_mode", "pid_mode", "enable_fault_injection", "ephemeral_storage_gib")
    if (size := arranged.entries.pop("ephemeral_storage_gib", None)) is not None:
        inner = MappingValue({"size_in_gib": MapEntry(size.value)})
        arranged.keep("ephemeral_storage", inner, "ephemeral_storage_gib")
    _platform(arranged, props)
    for source in ("proxy_configuration", "placement_constraints"):
        if not props.get(source).is_absent():
            arranged.keep(source, Unknown(source), source)
    _volumes(arranged, props)
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


def _kind(arranged: Arranged, props: Arguments, kind: str) -> None:
    """What differs between tasks for Fargate, for machines and for places outside AWS."""
    modes = {
        "FargateTaskDefinition": "FARGATE",
        "Ec2TaskDefinition": "EC2",
        "ExternalTaskDefinition": "EXTERNAL",
    }
    arranged.copy("network_mode", "cpu", memory_limit_mib="memory")
    if (places := modes.get(kind)) is not None:
        arranged.keep("requires_compatibilities", Sequence([default(places)]))
        if kind == "FargateTaskDefinition":
            arranged.put("network_mode", default("awsvpc"))
            arranged.otherwise("cpu", "256")
            arranged.otherwise("memory", "512")
        else:
            arranged.otherwise("network_mode", "bridge")
        return
    arranged.copy("memory_mib")
    if (memory := arranged.entries.pop("memory_mib", None)) is not None:
        arranged.put("memory", memory.value, "memory_mib")
    found = _compatibility(props.raw("compatibility"))
    if found is None:
        arranged.keep("requires_compatibilities", Unknown("compatibilities"), "compatibility")
        if "network_mode" not in arranged.entries:
            arranged.put("network_mode", Unknown("a network mode"))
        return
    arranged.keep("requires_compatibilities", Sequence([default(w) for w in found]), "compatibility")
    arranged.otherwise("network_mode", "awsvpc" if "FARGATE" in found else "bridge")


def _compatibility(value: Value | None) -> list[str] | None:
    """The places where a task can run."""
    if isinstance(value, Symbol) and (located := locate(value)) is not None:
        if located.names[:1] != ("Compatibility",):
            return None
        return {
            "EC2": ["EC2"],
            "FARGATE": ["FARGATE"],
            "EC2_AND_FARGATE": ["EC2", "FARGATE"],
            "EXTERNAL": ["EXTERNAL"],
        }.get(located.names[-1])
    return None


def _platform(arranged: Arranged, props: Arguments) -> None:
    platform = props.nested("runtime_platform")
    if platform is None:
        if props.raw("runtime_platform") is not None:
            arranged.put("runtime_platform", Unknown("a platform"), "runtime_platform")
        return
    entries = {
        name: MapEntry(platform.get(name))
        for name in ("cpu_architecture", "operating_system_family")
        if not platform.get(name).is_absent()
    }
    value = MappingValue(entries, open=platform.open, origin=platform.origin)
    arranged.put("runtime_platform", value, "runtime_platform")


def _volumes(arranged: Arranged, props: Arguments) -> None:
    written = props.raw("volumes")
    if written is None:
        return
    elements = props.world.elements(written)
    made = [volume(props.world, e) for e in elements or ()]
    value: Value = Sequence(made, origin=written.origin) if elements is not None else Unknown("volumes")
    arranged.keep("volume", value, "volumes")


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
    return task.add(call, props, call.world.name(call)) if isinstance(task, TaskThing) else None


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
