"""Images and secrets of containers, and what the roles that start them need for them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Protocol

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.grants import permission
from stackproof.frameworks.cdk.identities import Identity
from stackproof.frameworks.cdk.principals import joined
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, given
from stackproof.frameworks.cdk.world import World
from stackproof.model.values import (
    Choice,
    MapEntry,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)
from stackproof.model.values import Mapping as MappingValue

_PULL = ["ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage"]


class Task(Protocol):
    """A task definition as far as its containers' parts need it."""

    name: str

    def execution_role(self, *, certain: bool = True) -> Thing | None:
        """The role with which tasks are started, made when there is none; perhaps, where it may not be needed."""
        ...


def permit(task: Task, actions: list[str], resources: list[Value | str], *, certain: bool = True) -> None:
    """Allow the role with which tasks are started something."""
    role = task.execution_role(certain=certain)
    if isinstance(role, Identity):
        role.allow(permission(actions, resources), certain=certain)


class Image(Thing):
    """An image, and the private repository in which it is."""

    def __init__(
        self, name: Value, repository: Value | None = None, credentials: EcsSecret | None = None
    ) -> None:
        self.name = name
        self.repository = repository
        self.credentials = credentials

    def value(self) -> Value:
        return self.name

    def bind(self, task: Task, *, certain: bool = True) -> Value:
        """The image's name; the task may pull it then."""
        if self.repository is not None:
            permit(task, _PULL, [self.repository], certain=certain)
            permit(task, ["ecr:GetAuthorizationToken"], ["*"], certain=certain)
        if self.credentials is not None:
            self.credentials.bind(task, certain=certain)
        return self.name


class EcsSecret(Thing):
    """A secret or parameter: how containers name it, and how roles do."""

    def __init__(
        self, name: Value, source: Value | None, *, parameter: bool = False, key: Value | None = None
    ) -> None:
        self.name = name
        self._source = source
        self._parameter = parameter
        self._key = key

    def value(self) -> Value:
        return self.name

    def attribute(self, name: str) -> Node | None:
        return self.name if name == "arn" else Opaque((self.name,))

    def bind(self, task: Task, *, certain: bool = True) -> Value:
        """The name; the role with which tasks are started may read it then."""
        source = self._source if self._source is not None else self.name
        if self._parameter:
            actions = [
                "ssm:DescribeParameters",
                "ssm:GetParameters",
                "ssm:GetParameter",
                "ssm:GetParameterHistory",
            ]
        else:
            actions = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
        permit(task, actions, [source], certain=certain)
        if self._key is not None:
            permit(task, ["kms:Decrypt"], [self._key], certain=certain)
        return self.name


def secret_of(world: World, value: Value) -> EcsSecret | None:
    """The secret that an evaluated value means; None when it is not known."""
    node = world.node(value)
    return node if isinstance(node, EcsSecret) else None


def bound_secret(call: Call, task: Task, value: Value) -> Value:
    """How a container names a secret; what is not known may need any permission."""
    found = secret_of(call.world, value)
    if found is not None:
        return found.bind(task, certain=call.certain)
    unknown_part(call, task, "a secret that is not known", certain=call.certain)
    return call.world.fold(value)


def unknown_part(call: Call, task: Task, what: str, *, certain: bool = False) -> None:
    """The library may give more permissions than are seen to the role with which tasks are started.

    ``certain`` when it certainly needs that role.
    """
    role = task.execution_role(certain=certain)
    if isinstance(role, Identity):
        call.world.open(role, "granted-role", what, call.construction.origin)


def secret_list(call: Call, task: Task, props: Arguments, argument: str) -> Value:
    """A list of names and secrets from a map."""
    written = props.raw(argument)
    if written is None:
        return props.get(argument)
    if not isinstance(written, MappingValue):
        unknown_part(call, task, "secrets that are not known")
        return props.get(argument)
    pairs: list[Value] = []
    for name, entry in written.entries.items():
        inner = {
            "name": MapEntry(Scalar(name, origin=entry.key_origin)),
            "valueFrom": MapEntry(bound_secret(call, task, entry.value)),
        }
        pairs.append(MappingValue(inner, origin=entry.origin))
    return Sequence(pairs, open=written.open, origin=written.origin)


def bind_image(call: Call, task: Task, props: Arguments) -> Value:
    """The image of a container."""
    written = props.raw("image")
    if written is None:
        return props.get("image")
    if isinstance(written, Choice):
        # One of several images: each may need its repository.
        for option in written.options:
            node = call.world.node(option)
            if isinstance(node, Image):
                node.bind(task, certain=False)
        return call.world.fold(written)
    node = call.world.node(written)
    if isinstance(node, Image):
        return node.bind(task, certain=call.certain)
    unknown_part(call, task, "an image that is not known")
    return call.world.fold(written)


# --- recipes -------------------------------------------------------------------------------------


def _registry(call: Call) -> Node:
    props = call.props(1)
    credentials = props.raw("credentials")
    secret: EcsSecret | None = None
    if credentials is not None:
        thing = props.thing("credentials")
        arn: Value = Unknown("the ARN of a secret")
        if isinstance(thing, Made):
            arn = ResourceReference(thing.resource, "arn")
        secret = EcsSecret(arn, arn)
    return Image(given(call.folded(0, "name"), "an image"), credentials=secret)


def _ecr_image(call: Call) -> Node:
    """``ContainerImage.fromEcrRepository(repository, tag)``."""
    repository = call.thing(0, "repository")
    tag = call.folded(1, "tag")
    suffix: tuple[str | Value, ...] = (":", tag if tag is not None else "latest")
    if isinstance(repository, Made):
        parts = (ResourceReference(repository.resource, "repository_url"), *suffix)
        name = joined(Template(parts, origin=call.construction.origin))
        return Image(name, ResourceReference(repository.resource, "arn"))
    return Image(Unknown("an image", call.world.folder.mentions(call.construction)), Unknown("a repository"))


def _private_image(call: Call) -> Node:
    """An image which the library builds and pushes to the bootstrapped repository."""
    world = call.world
    account, region = world.pseudo("account"), world.pseudo("region")
    ending = ".amazonaws.com/cdk-assets:"
    name = Template(
        (account, ".dkr.ecr.", region, ending, Unknown("a hash")), origin=call.construction.origin
    )
    return Image(
        name, world.arn(":ecr:", region, ":", account, ":repository/", Unknown("the assets' repository"))
    )


def _secret(call: Call) -> Node:
    """``Secret.fromSecretsManager(secret, 'field')``: the ARN, with the field where there is one."""
    secret, field = call.thing(0, "secret"), call.folded(1, "field")
    version = (
        call.argument(1, "version_info") if call.located and "version" in call.located.names[-1] else None
    )
    if not isinstance(secret, Made):
        return EcsSecret(Unknown("the ARN of a secret", call.world.folder.mentions(call.construction)), None)
    key = secret.resource["kms_key_id"]
    arn = ResourceReference(secret.resource, "arn", origin=call.construction.origin)
    name: Value = arn
    if version is not None:
        name = Template((arn, ":", Unknown("a field and version")), origin=call.construction.origin)
    elif field is not None:
        name = joined(Template((arn, ":", field, "::"), origin=call.construction.origin))
    return EcsSecret(name, ResourceReference(secret.resource, "arn"), key=None if key.is_absent() else key)


def _parameter(call: Call) -> Node:
    parameter = call.thing(0, "parameter")
    if isinstance(parameter, Made):
        arn = ResourceReference(parameter.resource, "arn", origin=call.construction.origin)
        return EcsSecret(arn, arn, parameter=True)
    unknown = Unknown("the ARN of a parameter", call.world.folder.mentions(call.construction))
    return EcsSecret(unknown, None, parameter=True)


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-ecs.ContainerImage.from_registry": _registry,
        "aws-ecs.RepositoryImage": _registry,
        "aws-ecs.ContainerImage.from_ecr_repository": _ecr_image,
        "aws-ecs.EcrImage": _ecr_image,
        **dict.fromkeys(
            (
                "aws-ecs.ContainerImage.from_asset",
                "aws-ecs.ContainerImage.from_docker_image_asset",
                "aws-ecs.ContainerImage.from_tarball",
                "aws-ecs.AssetImage",
                "aws-ecs.AssetImage.from_asset",
                "aws-ecs.AssetImage.from_docker_image_asset",
                "aws-ecs.EcrImage.from_docker_image_asset",
                "aws-ecs.TarballImage",
            ),
            _private_image,
        ),
        "aws-ecs.Secret.from_secrets_manager": _secret,
        "aws-ecs.Secret.from_secrets_manager_version": _secret,
        "aws-ecs.Secret.from_ssm_parameter": _parameter,
    }
)
