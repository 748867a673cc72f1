"""Where the code of functions comes from: files, buckets, images, or the template itself."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, given, put
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Template, Unknown, Value
from stackproof.model.values import Mapping as MappingValue


class Code(Opaque):
    """The code of a function or layer, as arguments of its resource."""

    def __init__(self, arguments: Mapping[str, Value | None], image: MappingValue | None = None) -> None:
        found = {k: v for k, v in arguments.items() if v is not None}
        super().__init__(tuple(found.values()), "code")
        self.arguments = found
        self.image = image

    def apply(self, resource: Resource, entry: MapEntry | None) -> None:
        """Set the arguments of a function or layer."""
        for name, value in self.arguments.items():
            put(resource, name, value, entry)
        if self.image is not None and not self.image.is_empty():
            put(resource, "image_config", self.image, entry)


def apply_code(resource: Resource, props: Arguments) -> None:
    """Set where the code comes from, as the ``code`` argument says."""
    code, entry = props.node("code"), props.entry("code")
    if isinstance(code, Code):
        code.apply(resource, entry)
    else:
        put(resource, "filename", Unknown("code that is not known", (props.get("code"),)), entry)


def _asset(call: Call) -> Node:
    """Files of the program: what is packed is called by its path before that."""
    return Code({"filename": given(call.folded(0, "path"), "a path")})


def _inline(call: Call) -> Node:
    text = given(call.folded(0, "code"), "a text")
    return Code({"filename": Unknown("code in the template", (text,), origin=call.construction.origin)})


def _somewhere(call: Call) -> Node:
    return Code(
        {"filename": Unknown("code made by the library", call.world.folder.mentions(call.construction))}
    )


def _bucket(call: Call) -> Node:
    bucket = call.thing(0, "bucket")
    name: Value = (
        ResourceReference(bucket.resource, "id") if isinstance(bucket, Made) else Unknown("a bucket")
    )
    options = call.props(2)
    version = call.folded(2, "object_version")
    if isinstance(version, MappingValue):
        version = options.get("object_version")
    return Code(
        {"s3_bucket": name, "s3_key": given(call.folded(1, "key"), "a key"), "s3_object_version": version}
    )


def _image_asset(call: Call) -> Node:
    """An image which the library builds and pushes to its own private repository."""
    world = call.world
    directory = given(call.folded(0, "directory"), "a directory")
    parts = (
        world.pseudo("account"),
        ".dkr.ecr.",
        world.pseudo("region"),
        ".amazonaws.com/cdk-assets:",
        Unknown("the hash of the files", (directory,)),
    )
    return Code({"image_uri": Template(parts, origin=call.construction.origin)}, _image(call.props(1)))


def _ecr(call: Call) -> Node:
    repository, props = call.thing(0, "repository"), call.props(1)
    if not isinstance(repository, Made):
        return Code({"image_uri": Unknown("an image")}, _image(props))
    tag = props.get("tag_or_digest")
    if tag.is_absent():
        tag = props.get("tag")
    text = tag.text()
    parts: tuple[str | Value, ...] = (ResourceReference(repository.resource, "repository_url"),)
    if tag.is_absent():
        parts += (":latest",)
    elif text is not None:
        parts += (f"@{text}" if text.startswith("sha256:") else f":{text}",)
    else:
        parts += (":", tag)
    return Code({"image_uri": Template(parts, origin=call.construction.origin)}, _image(props))


def _image(props: Arguments) -> MappingValue:
    image = block()
    image.open = props.open
    for source, target in (
        ("cmd", "command"),
        ("entrypoint", "entry_point"),
        ("working_directory", "working_directory"),
    ):
        value = props.get(source)
        if not value.is_absent():
            image.entries[target] = MapEntry(value)
    return image


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **dict.fromkeys(("aws-lambda.Code.from_asset", "aws-lambda.AssetCode", "aws-lambda.AssetCode.from_asset"), _asset),
        "aws-lambda.Code.asset": _asset,
        "aws-lambda.Code.from_custom_command": _somewhere,
        **dict.fromkeys(("aws-lambda.Code.from_inline", "aws-lambda.InlineCode", "aws-lambda.InlineCode.from_inline"), _inline),
        "aws-lambda.Code.inline": _inline,
        **dict.fromkeys(("aws-lambda.Code.from_bucket", "aws-lambda.S3Code", "aws-lambda.Code.from_bucket_v2"), _bucket),
        "aws-lambda.Code.bucket": _bucket,
        "aws-lambda.S3CodeV2": _bucket,
        "aws-lambda.Code.from_docker_build": _somewhere,
        "aws-lambda.Code.from_cfn_parameters": _somewhere,
        "aws-lambda.CfnParametersCode": _somewhere,
        **dict.fromkeys(
            (
                "aws-lambda.DockerImageCode.from_image_asset",
                "aws-lambda.Code.from_asset_image",
                "aws-lambda.AssetImageCode",
                "aws-lambda.EcrImageCode.from_asset_image",
            ),
            _image_asset,
        ),
        **dict.fromkeys(
            ("aws-lambda.DockerImageCode.from_ecr", "aws-lambda.Code.from_ecr_image", "aws-lambda.EcrImageCode"),
            _ecr,
        ),
    }
)  # fmt: skip
