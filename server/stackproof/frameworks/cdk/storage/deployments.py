"""Files of the program that are put into buckets: deployments, assets."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.granting import bestow_by, on_behalf
from stackproof.frameworks.cdk.grants import permission
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.s3 import BucketThing
from stackproof.frameworks.cdk.thing import Meant, Node, Opaque, Thing
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import ResourceReference, Scalar, Unknown, Value


class AssetThing(Thing):
    """A file or folder of the program, which the deployment uploads to a bucket that is there already."""

    def __init__(self, world: World, call: Call) -> None:
        resource = world.external("aws_s3_bucket", call)
        self.bucket = BucketThing(world, resource)
        self.bucket.fragile = False

    def value(self) -> Value:
        return Unknown("a file of the program", outside=True)

    def attribute(self, name: str) -> Node | None:
        match name:
            case "bucket":
                return self.bucket
            case "s3_bucket_name":
                return ResourceReference(self.bucket.resource, "bucket")
            case "is_file" | "is_zip_archive":
                return Unknown("what kind of file it is", outside=True)
            case _:
                return Unknown("where a file of the program is", outside=True)

    def call(self, method: str, call: Call) -> Node | None:
        if method == "grant_read":
            return self.bucket.call("grant_read", call)
        return Opaque() if method == "add_resource_metadata" else None


def _asset(call: Call) -> Node:
    """``new Asset(this, 'id', { path, readers })``."""
    thing, props = AssetThing(call.world, call), call.props()
    readers = props.raw("readers")
    for value in (call.world.elements(readers) or ()) if readers is not None else ():
        node = call.world.node(value)
        if isinstance(node, Thing):
            thing.bucket.call("grant_read", on_behalf(call, node))
    return thing


class Source(Opaque):
    """Where the files of a deployment come from; None for files of the program."""

    def __init__(self, bucket: Value | None) -> None:
        super().__init__()
        self.bucket = bucket


class Deployment(Opaque):
    """A function of the library's own puts the files there; a role of the author's own gets what it needs."""

    def __init__(self, bucket: Thing | None, role: Holder | None) -> None:
        super().__init__((bucket.value(),) if bucket is not None else ())
        self._bucket = bucket
        self._role = role

    def attribute(self, name: str) -> Node | None:
        if name == "deployed_bucket" and self._bucket is not None:
            return self._bucket
        if name == "handler_role" and self._role is not None:
            return self._role
        return self

    def call(self, method: str, call: Call) -> Node | None:
        if method == "add_source":
            value = call.argument(0, "source")
            if self._role is not None and value is not None:
                _read(call, self._role, value)
            return Opaque()
        return self


def _read(call: Call, role: Holder, value: Value) -> None:
    """A role reads what a source names."""
    source = call.world.node(value)
    if isinstance(source, Source) and source.bucket is not None:
        found = call.world.node(source.bucket)
        bestow_by(call, found if isinstance(found, Thing) else None, "grant_read", role)
    else:
        # Files of the program lie in a bucket that the account has for them.
        _lose_sight(call, role.resource)


def _lose_sight(call: Call, role: Resource) -> None:
    role.escapes.append(
        call.world.gap("files", "permissions on files of the program", call.construction.origin)
    )


def _deployment(call: Call) -> Node:
    """``new BucketDeployment(this, 'id', { sources, destinationBucket })``."""
    props = call.props()
    bucket, given = props.thing("destination_bucket"), props.thing("role")
    role = given if isinstance(given, Holder) else None
    if role is not None:
        bestow_by(call, bucket, "grant_read_write", role)
        if props.raw("access_control") is not None:
            bestow_by(call, bucket, "grant_put_acl", role)
        if props.raw("distribution") is not None:
            actions = ["cloudfront:GetInvalidation", "cloudfront:CreateInvalidation"]
            role.allow(permission(actions, [Scalar("*")]), certain=call.certain)
        sources = props.elements("sources")
        for value in sources or ():
            _read(call, role, value)
        if sources is None:
            _lose_sight(call, role.resource)
    return Deployment(bucket, role)


def _bucket_source(call: Call) -> Node:
    value = call.argument(0, "bucket")
    return Source(value if value is not None else Meant(Opaque()))


def _own_source(call: Call) -> Node:
    return Source(None)


_S = "aws-s3-deployment.Source"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-s3-assets.Asset": _asset,
        "aws-s3-deployment.BucketDeployment": _deployment,
        "aws-s3-deployment.DeployTimeSubstitutedFile": _deployment,
        f"{_S}.bucket": _bucket_source,
        **{f"{_S}.{name}": _own_source for name in ("asset", "data", "json_data", "yaml_data")},
    }
)
