"""Containers of ECS task definitions in the CDK, as the JSON that the service knows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.conversions import CAMEL
from stackproof.frameworks.cdk.principals import joined
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, given
from stackproof.frameworks.cdk.world import World
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.graph import Resource
from stackproof.model.values import (
    JsonText,
    MapEntry,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)
from stackproof.model.values import Mapping as MappingValue


class TaskThing(Made):
    """A task definition to which containers are added."""

    def __init__(self, world: World, resource: Resource) -> None:
        super().__init__(resource, {"task_definition_arn": "arn"})
        self.world = world
        self.execution: Thing | None = None
        self.task: Thing | None = None
        self.methods["add_container"] = lambda c: self.add(c, c.props(1), world.name(c, 0))
        self.methods["add_firelens_log_router"] = lambda c: self.add(c, c.props(1), world.name(c, 0))
        for method in (
            "add_volume", "add_extension", "add_placement_constraint", "add_inference_accelerator",
            "add_to_task_role_policy", "add_to_execution_role_policy",
        ):  # fmt: skip
            self.methods[method] = lambda c: Opaque()
        self.methods["obtain_execution_role"] = lambda c: self.execution

    def attribute(self, name: str) -> Node | None:
        match name:
            case "execution_role":
                return self.execution
            case "task_role":
                return self.task
            case (
                "default_container"
                | "network_mode"
                | "containers"
                | "compatibility"
                | "is_fargate_compatible"
            ):
                return Opaque((self.value(),))
            case _:
                return super().attribute(name)

    @property
    def containers(self) -> Sequence:
        """The list of container definitions."""
        text = self.resource.properties.entries["container_definitions"].value
        assert isinstance(text, JsonText)
        assert isinstance(text.content, Sequence)
        return text.content

    def default_container(self) -> Value | None:
        """The container which load balancers reach: the first one."""
        return self.containers.elements[0] if self.containers.elements else None

    def add(self, call: Call, props: Arguments, name: str) -> Node:
        """Add a container."""
        json = container(call, props, name)
        self.containers.elements.append(json)
        self.containers.open = self.containers.open or not call.certain
        return ContainerThing(self, json)


class ContainerThing(Thing):
    """A container definition, which methods complete."""

    def __init__(self, task: TaskThing, json: MappingValue) -> None:
        self._task = task
        self._json = json

    def value(self) -> Value:
        return Unknown("a container", (self._task.value(),))

    def attribute(self, name: str) -> Node | None:
        if name == "container_name":
            return self._json.get("name")
        return Opaque((self._task.value(),))

    def call(self, method: str, call: Call) -> Node | None:
        match method:
            case "add_port_mappings":
                for value in call.positional:
                    self._extend("portMappings", call.world.fold(value, CAMEL), call.certain)
            case "add_environment":
                name, text = call.folded(0, "name"), call.folded(1, "value")
                pair = block(name=given(name, "a name"), value=given(text, "a value"))
                self._extend("environment", pair, call.certain)
            case "add_secret":
                name, secret = call.folded(0, "name"), call.folded(1, "secret")
                pair = block(name=given(name, "a name"), valueFrom=given(secret, "a secret"))
                self._extend("secrets", pair, call.certain)
            case _:
                pass
        return Opaque()

    def _extend(self, name: str, value: Value, certain: bool) -> None:
        entry = self._json.entries.setdefault(name, MapEntry(Sequence([])))
        if isinstance(entry.value, Sequence):
            entry.value.elements.append(value)
            entry.value.open = entry.value.open or not certain


def container(call: Call, props: Arguments, name: str) -> MappingValue:
    """The JSON of one container."""
    world = call.world
    given_name = props.get("container_name")
    json = MappingValue({}, open=props.open, origin=call.construction.origin)

    def add(target: str, value: Value, source: str) -> None:
        entry = props.entry(source)
        if not value.is_absent():
            json.entries[target] = MapEntry(
                value, entry.key_origin if entry else None, entry.origin if entry else None
            )

    add("name", Scalar(name) if given_name.is_absent() else given_name, "container_name")
    add("image", props.get("image"), "image")
    essential = props.get("essential")
    add("essential", Scalar(True) if essential.is_absent() else essential, "essential")
    for source, target in (
        ("command", "command"),
        ("entry_point", "entryPoint"),
        ("cpu", "cpu"),
        ("memory_limit_mib", "memory"),
        ("memory_reservation_mib", "memoryReservation"),
        ("user", "user"),
        ("working_directory", "workingDirectory"),
    ):
        add(target, props.get(source), source)
    for source, target in (
        ("port_mappings", "portMappings"),
        ("health_check", "healthCheck"),
        ("logging", "logConfiguration"),
    ):
        add(target, props.get(source, CAMEL), source)
    add("environment", _pairs(world, props, "environment", "value"), "environment")
    add("secrets", _pairs(world, props, "secrets", "valueFrom"), "secrets")
    return json


def _pairs(world: World, props: Arguments, argument: str, key: str) -> Value:
    """A list of names and values from a map."""
    folded = props.get(argument, VERBATIM)
    if not isinstance(folded, MappingValue):
        return folded
    pairs: list[Value] = []
    for name, entry in folded.entries.items():
        inner = {"name": MapEntry(Scalar(name, origin=entry.key_origin)), key: MapEntry(entry.value)}
        pairs.append(MappingValue(inner, origin=entry.origin))
    return Sequence(pairs, open=folded.open, origin=folded.origin)


def _registry(call: Call) -> Node:
    return given(call.folded(0, "name"), "an image")


def _ecr_image(call: Call) -> Node:
    """``ContainerImage.fromEcrRepository(repository, tag)``."""
    repository = call.thing(0, "repository")
    tag = call.folded(1, "tag")
    suffix: tuple[str | Value, ...] = (":", tag if tag is not None else "latest")
    if isinstance(repository, Made):
        parts = (ResourceReference(repository.resource, "repository_url"), *suffix)
        return joined(Template(parts, origin=call.construction.origin))
    return _private_image(call)


def _private_image(call: Call) -> Node:
    """An image which the library builds and pushes to its own private repository."""
    world = call.world
    return Template(
        (
            world.pseudo("account"),
            ".dkr.ecr.",
            world.pseudo("region"),
            ".amazonaws.com/cdk-assets:",
            Unknown("a hash"),
        ),
        origin=call.construction.origin,
    )


def _secret(call: Call) -> Node:
    """``Secret.fromSecretsManager(secret, 'field')``: the ARN, with the field where there is one."""
    secret, field = call.thing(0, "secret"), call.folded(1, "field")
    if isinstance(secret, Made):
        arn = ResourceReference(secret.resource, "arn", origin=call.construction.origin)
        if field is None:
            return arn
        return joined(Template((arn, ":", field, "::"), origin=call.construction.origin))
    return Unknown("the ARN of a secret", call.world.folder.mentions(call.construction))


def _parameter(call: Call) -> Node:
    parameter = call.thing(0, "parameter")
    if isinstance(parameter, Made):
        return ResourceReference(parameter.resource, "arn", origin=call.construction.origin)
    return Unknown("the ARN of a parameter", call.world.folder.mentions(call.construction))


def _aws_logs(call: Call) -> Node:
    """The ``awslogs`` driver; without a group it makes one."""
    world, props = call.world, call.props(0)
    group = props.thing("log_group")
    prefix = props.get("stream_prefix")
    if isinstance(group, Made):
        return _logs_to(world, ResourceReference(group.resource, "name"), prefix)
    if props.absent("log_group"):
        return own_logs(world, "LogGroup", prefix, props.get("log_retention"))
    return _logs_to(world, Unknown("a log group", (props.get("log_group"),)), prefix)


def own_logs(world: World, name: str, prefix: Value, retention: Value | None = None) -> Value:
    """The ``awslogs`` driver with a log group of its own."""
    group = world.add("aws_cloudwatch_log_group", name, {"retention_in_days": retention}, role="log-group")
    return _logs_to(world, ResourceReference(group, "name"), prefix)


def _logs_to(world: World, group: Value, prefix: Value) -> Value:
    options = MappingValue(
        {
            "awslogs-group": MapEntry(group),
            "awslogs-stream-prefix": MapEntry(prefix),
            "awslogs-region": MapEntry(world.pseudo("region")),
        }
    )
    return block(logDriver="awslogs", options=options)


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-ecs.ContainerImage.from_registry": _registry,
        "aws-ecs.RepositoryImage": _registry,
        "aws-ecs.ContainerImage.from_ecr_repository": _ecr_image,
        "aws-ecs.EcrImage": _ecr_image,
        "aws-ecs.ContainerImage.from_asset": _private_image,
        "aws-ecs.ContainerImage.from_docker_image_asset": _private_image,
        "aws-ecs.ContainerImage.from_tarball": _private_image,
        "aws-ecs.AssetImage": _private_image,
        "aws-ecs.AssetImage.from_asset": _private_image,
        "aws-ecs.Secret.from_secrets_manager": _secret,
        "aws-ecs.Secret.from_secrets_manager_version": _secret,
        "aws-ecs.Secret.from_ssm_parameter": _parameter,
        "aws-ecs.LogDrivers.aws_logs": _aws_logs,
        "aws-ecs.LogDriver.aws_logs": _aws_logs,
        "aws-ecs.AwsLogDriver": _aws_logs,
    }
)
