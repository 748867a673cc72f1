"""Containers of ECS task definitions in the CDK, as the JSON that the service knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.conversions import CAMEL
from stackproof.frameworks.cdk.ecs.logs import bind_logs
from stackproof.frameworks.cdk.ecs.parts import (
    Task,
    bind_image,
    bound_secret,
    secret_list,
    unknown_part,
)
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Node, Opaque, Thing, given
from stackproof.frameworks.cdk.world import World
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.values import MapEntry, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

# Arguments of a container: the key in the JSON.
_PLAIN = {
    "command": "command",
    "entry_point": "entryPoint",
    "cpu": "cpu",
    "memory_limit_mib": "memory",
    "memory_reservation_mib": "memoryReservation",
    "user": "user",
    "working_directory": "workingDirectory",
    "disable_networking": "disableNetworking",
    "dns_search_domains": "dnsSearchDomains",
    "dns_servers": "dnsServers",
    "docker_security_options": "dockerSecurityOptions",
    "hostname": "hostname",
    "interactive": "interactive",
    "privileged": "privileged",
    "pseudo_terminal": "pseudoTerminal",
    "readonly_root_filesystem": "readonlyRootFilesystem",
    "start_timeout": "startTimeout",
    "stop_timeout": "stopTimeout",
    "version_consistency": "versionConsistency",
    "linux_parameters": "linuxParameters",
    "ulimits": "ulimits",
    "system_controls": "systemControls",
}
# Arguments that become something which is not followed.
_UNCLEAR = {
    "credential_specs": "credentialSpecs",
    "environment_files": "environmentFiles",
    "gpu_count": "resourceRequirements",
    "inference_accelerator_resources": "resourceRequirements",
    "enable_restart_policy": "restartPolicy",
}


class Container(Thing):
    """A container definition, which methods complete."""

    def __init__(
        self, world: World, task: Task, json: MappingValue, bridged: Callable[[], bool | None]
    ) -> None:
        self._world = world
        self.task = task
        self.json = json
        self._bridged = bridged

    def value(self) -> Value:
        return Unknown("a container", (self.json,))

    def attribute(self, name: str) -> Node | None:
        match name:
            case "container_name":
                return self.json.get("name")
            case "container_port" | "ingress_port":
                return self.json.get("portMappings", 0, "containerPort")
            case "task_definition":
                return self.task if isinstance(self.task, Thing) else Opaque()
            case _:
                return Opaque((self.json,))

    def call(self, method: str, call: Call) -> Node | None:
        match method:
            case "add_port_mappings":
                for value in call.positional:
                    self.extend("portMappings", self.port_mapping(value), call.certain)
            case "add_environment":
                pair = block(name=_or(call, 0, "name"), value=_or(call, 1, "value"))
                self.extend("environment", pair, call.certain)
            case "add_secret":
                secret = call.argument(1, "secret")
                named = Unknown("a secret") if secret is None else bound_secret(call, self.task, secret)
                self.extend("secrets", block(name=_or(call, 0, "name"), valueFrom=named), call.certain)
            case "add_mount_points" | "add_volumes_from" | "add_ulimits":
                key = {"add_mount_points": "mountPoints", "add_volumes_from": "volumesFrom"}.get(
                    method, "ulimits"
                )
                for value in call.positional:
                    self.extend(key, call.world.fold(value, CAMEL), call.certain)
            case "add_container_dependencies":
                for value in call.positional:
                    self.extend("dependsOn", _dependency(call.world, value), call.certain)
            case "add_to_execution_policy":
                role = self.task.execution_role(certain=call.certain)
                return role.call("add_to_principal_policy", call) if role is not None else Opaque()
            case _:
                # Links, labels, and what else nobody asks for.
                self.json.open = True
        return Opaque()

    def port_mapping(self, value: Value) -> Value:
        """A port of the container, with what holds when nothing else is said."""
        folded = self._world.fold(value, CAMEL)
        if not isinstance(folded, MappingValue):
            return folded
        made = MappingValue(dict(folded.entries), open=folded.open, origin=folded.origin)
        if folded.get("protocol").is_absent():
            made.entries["protocol"] = MapEntry(default("tcp"))
        bridged = self._bridged()
        if (
            folded.get("hostPort").is_absent()
            and folded.get("containerPortRange").is_absent()
            and bridged is not False
        ):
            made.entries["hostPort"] = MapEntry(default(0) if bridged else Unknown("a port of the host"))
        return made

    def extend(self, name: str, value: Value, certain: bool) -> None:
        """Add to a list of the definition."""
        entry = self.json.entries.setdefault(name, MapEntry(Sequence([])))
        if isinstance(entry.value, Sequence):
            entry.value.elements.append(value)
            entry.value.open = entry.value.open or not certain
        else:
            entry.value = Unknown("added to a list that is not known", (entry.value, value))


def _or(call: Call, at: int, name: str) -> Value:
    return given(call.folded(at, name), f"a {name}")


def _dependency(world: World, value: Value) -> Value:
    """Which container must be in which state first."""
    inner = arguments_of(world, value)
    if inner is None:
        return Unknown("a dependency")
    other = inner.thing("container")
    condition = inner.get("condition")
    return block(
        containerName=other.json.get("name") if isinstance(other, Container) else Unknown("a container"),
        condition=default("HEALTHY") if condition.is_absent() else condition,
    )


def container(
    call: Call, props: Arguments, name: str, own: Value, task: Task, bridged: Callable[[], bool | None]
) -> Container:
    """A container of a task, whose role gets what it needs to start it. ``own`` is its name unless one is given."""
    world = call.world
    json = MappingValue({}, open=False, origin=call.construction.origin)

    def add(target: str, value: Value, source: str) -> None:
        entry = props.entry(source)
        if not value.is_absent():
            key, place = (entry.key_origin, entry.origin) if entry is not None else (None, None)
            json.entries[target] = MapEntry(value, key, place)

    named, essential = props.get("container_name"), props.get("essential")
    add("name", own if named.is_absent() else named, "container_name")
    add("image", bind_image(call, task, props), "image")
    add("essential", default(True) if essential.is_absent() else essential, "essential")
    for source, target in _PLAIN.items():
        add(target, props.get(source, CAMEL), source)
    for source, target in _UNCLEAR.items():
        if not props.get(source).is_absent():
            add(target, Unknown(target), source)
    for source in ("restart_ignored_exit_codes", "restart_attempt_period", "scope", "id", "task_definition"):
        props.entry(source)
    add("healthCheck", _health_check(props), "health_check")
    add("environment", _pairs(props, "environment", "name", "value"), "environment")
    add("extraHosts", _pairs(props, "extra_hosts", "hostname", "ipAddress"), "extra_hosts")
    add("dockerLabels", props.get("docker_labels", VERBATIM), "docker_labels")
    add("secrets", secret_list(call, task, props, "secrets"), "secrets")
    logging = props.raw("logging")
    if logging is not None:
        add("logConfiguration", bind_logs(call, task, logging, f"{task.name}/{name}"), "logging")
    made = Container(world, task, json, bridged)
    _ports(made, props)
    json.open = props.open or bool(props.unread())
    if props.raw("environment_files") is not None:
        unknown_part(call, task, "files of the environment")
    return made


def _ports(container_: Container, props: Arguments) -> None:
    written = props.raw("port_mappings")
    if written is None:
        return
    elements = props.world.elements(written)
    entry = props.entry("port_mappings")
    value: Value = props.get("port_mappings", CAMEL)
    if elements is not None:
        value = Sequence([container_.port_mapping(e) for e in elements], origin=written.origin)
    key, place = (entry.key_origin, entry.origin) if entry is not None else (None, None)
    container_.json.entries["portMappings"] = MapEntry(value, key, place)


def _health_check(props: Arguments) -> Value:
    """How the service asks a container whether it is well; a command alone is one for the shell."""
    inner = props.nested("health_check")
    if inner is None:
        return props.get("health_check", CAMEL)
    command = inner.get("command")
    if isinstance(command, Sequence) and not command.open and command.elements:
        first = command.elements[0]
        lead = ["CMD-SHELL"] if len(command.elements) == 1 else []
        if not lead and all(first.is_not(word) for word in ("CMD", "CMD-SHELL")):
            lead = ["CMD"]
        command = Sequence([*(default(w) for w in lead), *command.elements], origin=command.origin)
    entries = {"command": MapEntry(command)}
    for source, target, otherwise in (
        ("interval", "interval", 30),
        ("retries", "retries", 3),
        ("timeout", "timeout", 5),
        ("start_period", "startPeriod", None),
    ):
        value = inner.get(source)
        if not value.is_absent():
            entries[target] = MapEntry(value)
        elif otherwise is not None:
            entries[target] = MapEntry(default(otherwise))
    return MappingValue(entries, open=inner.open, origin=inner.origin)


def _pairs(props: Arguments, argument: str, name: str, content: str) -> Value:
    """A list of names and values from a map."""
    folded = props.get(argument, VERBATIM)
    if not isinstance(folded, MappingValue):
        return folded
    pairs: list[Value] = []
    for key, entry in folded.entries.items():
        inner = {name: MapEntry(Scalar(key, origin=entry.key_origin)), content: MapEntry(entry.value)}
        pairs.append(MappingValue(inner, origin=entry.origin))
    return Sequence(pairs, open=folded.open, origin=folded.origin)


class _LinuxParameters(Thing):
    """``ecs.LinuxParameters``: capabilities and devices are added by methods."""

    def __init__(self, json: MappingValue) -> None:
        self._json = json

    def value(self) -> Value:
        return self._json

    def call(self, method: str, call: Call) -> Node | None:
        if method in ("add_capabilities", "drop_capabilities"):
            capabilities = self._json.entries.setdefault("capabilities", MapEntry(MappingValue({})))
            if isinstance(capabilities.value, MappingValue):
                name = "add" if method.startswith("add") else "drop"
                entry = capabilities.value.entries.setdefault(name, MapEntry(Sequence([])))
                if isinstance(entry.value, Sequence):
                    entry.value.elements.extend(call.rest(0) or [])
                    entry.value.open = entry.value.open or not call.certain
            return Opaque()
        self._json.open = True
        return Opaque()


def _linux(call: Call) -> Node:
    props = call.props()
    entries: dict[str, MapEntry] = {}
    for source, target in (
        ("init_process_enabled", "initProcessEnabled"),
        ("shared_memory_size", "sharedMemorySize"),
        ("swappiness", "swappiness"),
    ):
        value = props.get(source)
        if not value.is_absent():
            entries[target] = MapEntry(value)
    if props.raw("max_swap") is not None:
        entries["maxSwap"] = MapEntry(Unknown("a size"))
    return _LinuxParameters(MappingValue(entries, open=props.open, origin=props.origin))


RECIPES: Mapping[str, Recipe] = MappingProxyType({"aws-ecs.LinuxParameters": _linux})
