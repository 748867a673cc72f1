"""Images in which builds run, and how they are pulled."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.grants import Grantee, bestow, permission
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.names import locate
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Thing
from stackproof.frameworks.cdk.world import World
from stackproof.model.runtime import Symbol
from stackproof.model.values import ResourceReference, Template, Unknown, Value

# By class: the kind of environment, and how strong the machine is unless told otherwise.
_CLASSES = {
    "LinuxBuildImage": ("LINUX_CONTAINER", "BUILD_GENERAL1_SMALL"),
    "LinuxArmBuildImage": ("ARM_CONTAINER", "BUILD_GENERAL1_LARGE"),
    "LinuxGpuBuildImage": ("LINUX_GPU_CONTAINER", "BUILD_GENERAL1_LARGE"),
    "LinuxLambdaBuildImage": ("LINUX_LAMBDA_CONTAINER", "BUILD_LAMBDA_1GB"),
    "LinuxArmLambdaBuildImage": ("ARM_LAMBDA_CONTAINER", "BUILD_LAMBDA_1GB"),
    "WindowsBuildImage": ("WINDOWS_CONTAINER", "BUILD_GENERAL1_MEDIUM"),
    "MacBuildImage": ("MAC_ARM", "BUILD_GENERAL1_MEDIUM"),
}
_PULL = ("ecr:BatchCheckLayerAvailability", "ecr:GetDownloadUrlForLayer", "ecr:BatchGetImage")


class BuildImage(Thing):
    """An image; ``own`` when the project's role pulls it, None when that is not known."""

    def __init__(self, id_: Value, cls: str, *, own: bool | None, repository: Thing | None = None) -> None:
        kind, strength = _CLASSES.get(cls, ("", ""))
        self.id = id_
        self.kind: Value = default(kind) if kind else Unknown("a kind of environment")
        self.strength: Value = default(strength) if strength else Unknown("the strength of a machine")
        self.own = own
        self.on_lambda = "Lambda" in cls
        self.repository = repository
        self.secret: Thing | None = None

    def value(self) -> Value:
        return self.id

    def attribute(self, name: str) -> Node | None:
        return {"image_id": self.id, "type": self.kind, "default_compute_type": self.strength}.get(name)

    @property
    def puller(self) -> Value | None:
        """Who pulls the image; None where nobody has to."""
        if self.on_lambda:
            return None
        if self.own is None:
            return Unknown("who pulls the image")
        return default("SERVICE_ROLE" if self.own else "CODEBUILD")

    def allow(self, role: Thing | None, *, certain: bool) -> None:
        """Let the role of a project pull the image."""
        if self.own and isinstance(role, Holder) and isinstance(self.repository, Made):
            arn = ResourceReference(self.repository.resource, "arn")
            role.allow(permission(_PULL, [arn]), certain=certain)
            bestow(Grantee(role), permission(["ecr:GetAuthorizationToken"], ["*"]), None, certain)
        if self.own and isinstance(role, Holder) and isinstance(self.secret, Made):
            actions = ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
            role.allow(permission(actions, [ResourceReference(self.secret.resource, "arn")]), certain=certain)


def build_image(world: World, value: Value | None) -> BuildImage:
    """The image which an argument means; a standard one without any."""
    if value is None:
        return BuildImage(default("aws/codebuild/standard:7.0"), "LinuxBuildImage", own=False)
    node = world.node(value)
    if isinstance(node, BuildImage):
        return node
    located = locate(value) if isinstance(value, Symbol) else None
    if located is None or len(located.names) != 2:
        return BuildImage(Unknown("an image", (world.fold(value),), origin=value.origin), "", own=None)
    folded, cls, member = world.fold(value), *located.names
    if cls == "LinuxBuildImage" and "ARM" in member:
        cls = "LinuxArmBuildImage"
    made = BuildImage(folded, cls, own=False)
    if cls == "WindowsBuildImage" and "SERVER" in member:
        year = next((y for y in ("2019", "2022") if y in member), None)
        known = default(f"WINDOWS_SERVER_{year}_CONTAINER") if year else Unknown("a kind of environment")
        made.kind = known
    return made


def _named(call: Call) -> Node:
    """``fromCodeBuildImageId`` and ``fromDockerRegistry``."""
    cls, method = _cls(call)
    given = call.folded(0, "id" if method == "from_code_build_image_id" else "name")
    made = BuildImage(
        given if given is not None else Unknown("an image"), cls, own=method == "from_docker_registry"
    )
    made.secret = call.props(1).thing("secrets_manager_credentials")
    return made


def _repository(call: Call) -> Node:
    cls, _ = _cls(call)
    repository = call.thing(0, "repository")
    tag = call.folded(1, "tag_or_digest")
    if not isinstance(repository, Made):
        return BuildImage(Unknown("an image"), cls, own=True)
    url = ResourceReference(repository.resource, "repository_url")
    text = "latest" if tag is None else tag.text()
    if text is None:
        return BuildImage(Unknown("an image", (url,)), cls, own=True, repository=repository)
    separator = "@" if text.startswith("sha256:") else ":"
    return BuildImage(Template((url, f"{separator}{text}")), cls, own=True, repository=repository)


def _asset(call: Call) -> Node:
    return BuildImage(Unknown("an image that is built"), _cls(call)[0], own=True)


def _cls(call: Call) -> tuple[str, str]:
    names = call.located.names if call.located is not None else ("", "")
    return names[-2], names[-1]


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"aws-codebuild.{cls}.{method}": recipe
        for cls in _CLASSES
        for method, recipe in (
            ("from_code_build_image_id", _named),
            ("from_docker_registry", _named),
            ("from_ecr_repository", _repository),
            ("from_asset", _asset),
        )
    }
)
