"""Who a distribution is for its origins: access controls, and the older access identities."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe, entry_of
from stackproof.frameworks.cdk.options import given, given_or
from stackproof.frameworks.cdk.principals import Principal, Principals
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, put
from stackproof.frameworks.cdk.thing import given as known_or
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.runtime import Symbol
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Template, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

# The ways of signing that the library has names for.
_SIGNING: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "SIGV4_ALWAYS": ("sigv4", "always"),
        "SIGV4_ALWAYS_AMZ_AUTH": ("sigv4", "always-amz-auth"),
        "SIGV4_NO_OVERRIDE": ("sigv4", "no-override"),
        "SIGV4A_ALWAYS": ("sigv4a", "always"),
        "SIGV4A_ALWAYS_AMZ_AUTH": ("sigv4a", "always-amz-auth"),
        "NEVER": ("sigv4", "never"),
    }
)
_LONGEST_COMMENT = 128
_KINDS = {
    "S3OriginAccessControl": "s3",
    "FunctionUrlOriginAccessControl": "lambda",
    "MediaPackageV2OriginAccessControl": "mediapackagev2",
}


class Identity(Made):
    """An access identity: what grants are made to is a user whom only CloudFront has."""

    def __init__(self, world: World, resource: Resource) -> None:
        super().__init__(
            resource,
            {
                "origin_access_identity_id": "id",
                "origin_access_identity_name": "id",
                "cloud_front_origin_access_identity_s3_canonical_user_id": "s3_canonical_user_id",
            },
            fragile=False,
        )
        if resource.external:
            user = (
                ":iam::cloudfront:user/CloudFront Origin Access Identity ",
                ResourceReference(resource, "id"),
            )
            principal = Principal("AWS", world.arn(*user))
        else:
            principal = Principal("CanonicalUser", ResourceReference(resource, "s3_canonical_user_id"))
        self.grantee = Principals([principal])

    @property
    def path(self) -> Value:
        """What origins call it."""
        return Template(("origin-access-identity/cloudfront/", ResourceReference(self.resource, "id")))

    @property
    def principals(self) -> Principals:
        """Whom policies speak of."""
        assert isinstance(self.grantee, Principals)
        return self.grantee


def implied_identity(world: World, name: str, origin_id: Value) -> Identity:
    """The identity that an origin makes for itself."""
    text = origin_id.text()
    comment: Value = (
        Unknown("a comment") if text is None else default(f"Identity for {text}"[:_LONGEST_COMMENT])
    )
    entries = {"cloud_front_origin_access_identity_config": entry_of(block(comment=comment))}
    made = describe(world, "AWS::CloudFront::CloudFrontOriginAccessIdentity", name, entries, implied=True)
    return Identity(world, made.resource)


def implied_control(world: World, name: str, kind: str) -> Made:
    """The access control that an origin makes for itself."""
    return Made(_control(world, name, kind, Unknown("a name that the library makes up"), implied=True))


def _control(
    world: World,
    name: str,
    kind: str,
    called: Value,
    description: Value | None = None,
    signing: tuple[Value, Value] | None = None,
    *,
    implied: bool,
) -> Resource:
    protocol, behavior = signing or (default("sigv4"), default("always"))
    config = block(
        name=called,
        description=description,
        origin_access_control_origin_type=Scalar(kind),
        signing_behavior=behavior,
        signing_protocol=protocol,
    )
    entries = {"origin_access_control_config": entry_of(config)}
    return describe(world, "AWS::CloudFront::OriginAccessControl", name, entries, implied=implied).resource


def _access_control(call: Call) -> Node:
    """``new S3OriginAccessControl(this, 'id', { signing })`` and its like."""
    props = call.props()
    assert call.located is not None
    resource = _control(
        call.world,
        call.world.name(call),
        _KINDS[call.located.names[0]],
        given_or(props, "origin_access_control_name", Unknown("a name that the library makes up")),
        given(props, "description"),
        _signing(call, props.raw("signing"), props.absent("signing")),
        implied=False,
    )
    resource.properties.open = props.open or bool(props.unread())
    return Made(resource, {"origin_access_control_id": "id"}, fragile=False)


def _signing(call: Call, written: Value | None, absent: bool) -> tuple[Value, Value] | None:
    if absent:
        return None
    preset = _SIGNING.get(written.names[-1]) if isinstance(written, Symbol) and written.names else None
    if preset is not None and written is not None:
        return Scalar(preset[0], origin=written.origin), Scalar(preset[1], origin=written.origin)
    folded = call.world.fold(written) if written is not None else Unknown("signing")
    if isinstance(folded, MappingValue):
        return folded.get("protocol"), folded.get("behavior")
    unclear = Unknown("signing", (folded,), origin=folded.origin)
    return unclear, unclear


def _own_signing(call: Call) -> Node:
    """``new Signing(protocol, behavior)``."""
    parts = {
        name: known_or(call.folded(at, name), "signing") for at, name in enumerate(("protocol", "behavior"))
    }
    return MappingValue({k: MapEntry(v) for k, v in parts.items()}, origin=call.construction.origin)


def _external_control(call: Call) -> Node:
    resource = call.world.external("aws_cloudfront_origin_access_control", call)
    put(resource, "id", call.folded(2, "origin_access_control_id"))
    return Made(resource, {"origin_access_control_id": "id"}, fragile=False)


def _identity(call: Call) -> Node:
    made = Arranged(call.props())
    comment = given_or(made.props, "comment", "Allows CloudFront to reach the bucket")
    text = comment.text()
    if text is not None and len(text) > _LONGEST_COMMENT:
        comment = Scalar(text[:_LONGEST_COMMENT], origin=comment.origin)
    made.put("cloud_front_origin_access_identity_config", block(comment=comment), "comment")
    kind = "AWS::CloudFront::CloudFrontOriginAccessIdentity"
    return Identity(call.world, describe(call.world, kind, call.world.name(call), made).resource)


def _external_identity(call: Call) -> Node:
    resource = call.world.external("aws_cloudfront_origin_access_identity", call)
    number = call.folded(2, "origin_access_identity_id")
    put(resource, "id", number if number is not None else call.folded(2, "origin_access_identity_name"))
    return Identity(call.world, resource)


_F = "aws-cloudfront"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_F}.OriginAccessIdentity": _identity,
        f"{_F}.OriginAccessIdentity.from_origin_access_identity_id": _external_identity,
        f"{_F}.OriginAccessIdentity.from_origin_access_identity_name": _external_identity,
        f"{_F}.Signing": _own_signing,
        **{f"{_F}.{name}": _access_control for name in _KINDS},
        **{f"{_F}.{name}.from_origin_access_control_id": _external_control for name in _KINDS},
    }
)
