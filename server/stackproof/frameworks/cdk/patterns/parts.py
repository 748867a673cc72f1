"""What the patterns have in common: their cluster, their task, their container."""

from __future__ import annotations

from collections.abc import Mapping

from stackproof.frameworks.cdk.arguments import Arguments, Call
from stackproof.frameworks.cdk.around import stack_of
from stackproof.frameworks.cdk.ecs.clusters import make_cluster
from stackproof.frameworks.cdk.ecs.containers import Container
from stackproof.frameworks.cdk.ecs.logs import LogDriver
from stackproof.frameworks.cdk.ecs.tasks import TaskThing, make_task
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Node, Opaque, Thing
from stackproof.model.graph import Resource
from stackproof.model.runtime import Instance, Reference
from stackproof.model.values import MapEntry, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

REMOVE_COUNT = "@aws-cdk/aws-ecs-patterns:removeDefaultDesiredCount"
CLOSED_LISTENER = "@aws-cdk/aws-ecs-patterns:secGroupsDisablesImplicitOpenListener"

# Arguments which all patterns hand on to their service.
SERVICE = (
    "service_name", "min_healthy_percent", "max_healthy_percent", "propagate_tags", "enable_ecs_managed_tags",
    "platform_version", "deployment_controller", "circuit_breaker", "enable_execute_command",
    "capacity_provider_strategies", "health_check_grace_period", "cloud_map_options", "security_groups",
    "assign_public_ip", "task_subnets", "placement_constraints", "placement_strategies",
)  # fmt: skip
TASK = ("cpu", "memory_limit_mib", "ephemeral_storage_gib", "runtime_platform")


class Pattern(Thing):
    """A pattern and the parts that can be reached through its attributes."""

    fragile = True

    def __init__(self, parts: Mapping[str, Node | None]) -> None:
        self._parts = {k: v for k, v in parts.items() if v is not None}

    def attribute(self, name: str) -> Node | None:
        return self._parts.get(name, Opaque())

    def call(self, method: str, call: Call) -> Node | None:
        # What it offers (`addTarget`, `createAwsLogDriver`) changes nothing that is not a part.
        return Opaque() if method == "create_aws_log_driver" else None

    def owned(self) -> list[Resource]:
        return [r for p in self._parts.values() if isinstance(p, Thing) for r in p.owned()]


def only(props: Arguments, *names: str, **renamed: str) -> Arguments:
    """Some of the arguments, a few of them under another name (new: old)."""
    pairs = [(n, n) for n in names] + list(renamed.items())
    entries = {
        new: e for new, old in pairs if (e := props.entry(old)) is not None and props.raw(old) is not None
    }
    return Arguments(props.world, entries, props.open, props.origin)


def cluster_of(call: Call, props: Arguments, name: str) -> Thing | None:
    """The cluster given, or the one that all patterns of a stack share for a VPC."""
    if props.raw("cluster") is not None:
        return props.thing("cluster")
    if props.open:
        return None
    world = call.world
    vpc = props.thing("vpc")
    if props.raw("vpc") is not None and vpc is None:
        return None
    stack = stack_of(Reference(call.construction))
    made = stack.construction if isinstance(stack, Instance | Reference) else None
    key = ("default-cluster", made.number if made is not None else -1, id(vpc))
    known = world.shared.get(key)
    if known is None:
        nothing = Arguments(world)
        known = make_cluster(call, nothing, f"{name}/EcsDefaultCluster", implied=True, vpc=vpc)
        world.shared[key] = known
    return known


def image_options(props: Arguments, name: str = "task_image_options") -> Arguments:
    """The options of a container; empty and open when they are not known."""
    inner = props.nested(name)
    if inner is not None:
        return inner
    return Arguments(props.world, {}, props.raw(name) is not None or props.open)


def task_of(call: Call, props: Arguments, options: Arguments, name: str, kind: str) -> Thing | None:
    """The task definition given, or a new one without a container."""
    if props.raw("task_definition") is not None:
        return props.thing("task_definition")
    mine = (
        only(props, *TASK)
        if kind == "FargateTaskDefinition"
        else Arguments(call.world, {}, props.open, props.origin)
    )
    for role in ("execution_role", "task_role", "family"):
        if (entry := options.entry(role)) is not None and options.raw(role) is not None:
            mine.entries[role] = entry
    mine.open = mine.open or options.open
    return make_task(call, mine, f"{name}/TaskDef", kind=kind, implied=True)


def fill(
    call: Call,
    task: TaskThing,
    options: Arguments,
    owner: str,
    name: str,
    more: Mapping[str, MapEntry] | None = None,
) -> Container:
    """The pattern's container, which logs to a group of its own unless told otherwise."""
    mine = only(
        options,
        "image",
        "environment",
        "secrets",
        "docker_labels",
        "command",
        "entry_point",
        "container_name",
    )
    mine.entries |= dict(more or {})
    made = task.add(call, mine, name)
    made.json.open = made.json.open or options.open
    logs(call, task, made, options, owner)
    return made


def logs(call: Call, task: TaskThing, container: Container, options: Arguments, owner: str) -> None:
    """Where a container's output goes."""
    driver, enabled = options.node("log_driver"), options.get("enable_logging")
    text = container.json.get("name").text() or ""
    if isinstance(driver, LogDriver):
        value = driver.bind(call, task, f"{task.name}/{text}")
    elif options.raw("log_driver") is not None or not (
        enabled.is_absent() or enabled.is_(True) or enabled.is_(False)
    ):
        value = Unknown("logging")
    elif enabled.is_(False):
        return
    else:
        prefix = {"stream_prefix": MapEntry(Scalar(owner))}
        value = LogDriver("awslogs", Arguments(call.world, prefix)).bind(call, task, f"{task.name}/{text}")
    container.json.entries["logConfiguration"] = MapEntry(value)


def map_port(container: Container, port: Value) -> None:
    """Open a port of a container."""
    mapping = container.port_mapping(MappingValue({"containerPort": MapEntry(port)}))
    container.json.entries["portMappings"] = MapEntry(Sequence([mapping]))


def desired(props: Arguments, name: str, service: Arguments) -> Value:
    """How many tasks there are at first, which a feature flag leaves out when nobody says it."""
    wanted = props.get(name)
    if not wanted.is_absent():
        entry = props.entry(name)
        service.entries["desired_count"] = entry if entry is not None else MapEntry(wanted)
        return wanted
    flag = props.world.flag(REMOVE_COUNT)
    if flag is False:
        service.entries["desired_count"] = MapEntry(default(1))
    elif flag is None:
        service.entries["desired_count"] = MapEntry(Unknown("a count that a feature flag decides about"))
    return default(1)
