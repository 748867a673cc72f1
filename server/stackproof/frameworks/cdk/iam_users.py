"""Users, groups, their keys, and the identity providers of the CDK."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.iam import implied_role
from stackproof.frameworks.cdk.identities import Identity
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, append
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_USER = {"user_name": "name", "user_arn": "arn"}
_GROUP = {"group_name": "name", "group_arn": "arn"}


class UserThing(Identity):
    """A user, whose groups Terraform keeps in one membership."""

    def __init__(self, world: World, resource: Resource) -> None:
        super().__init__(world, resource, _USER)
        self.membership: Resource | None = None
        self.methods["add_to_group"] = self._join

    def join(self, group: Value, *, certain: bool = True) -> None:
        """Add the user to a group, given by its name."""
        if self.membership is None:
            user = ResourceReference(self.resource, "name")
            self.membership = self.world.add(
                "aws_iam_user_group_membership", self.resource.name, {"user": user}
            )
        append(self.membership, "groups", group, certain=certain)

    def _join(self, call: Call) -> Node:
        group = call.thing(0, "group")
        if isinstance(group, Made):
            self.join(ResourceReference(group.resource, "name"), certain=call.certain)
        else:
            self.join(Unknown("a group"), certain=call.certain)
        return Opaque()


class GroupThing(Identity):
    """A group."""

    def __init__(self, world: World, resource: Resource) -> None:
        super().__init__(world, resource, _GROUP)
        self.methods["add_user"] = self._add_user

    def _add_user(self, call: Call) -> Node:
        user = call.thing(0, "user")
        name = ResourceReference(self.resource, "name")
        if isinstance(user, UserThing):
            user.join(name, certain=call.certain)
        else:
            self.resource.escapes.append(call.world.gap("unknown-user", "a user who is not known"))
        return Opaque()


def _user(call: Call) -> Node:
    world, props = call.world, call.props()
    made = Arranged(props)
    made.copy("user_name", "path", "permissions_boundary", managed_policies="managed_policy_arns")
    required = props.get("password_reset_required")
    if props.raw("password") is not None:
        login = MappingValue({} if required.is_absent() else {"password_reset_required": MapEntry(required)})
        made.put("login_profile", login, "password")
    user = UserThing(world, describe(world, "AWS::IAM::User", world.name(call), made).resource)
    written = props.raw("groups")
    groups = world.things(written) if written is not None else []
    for group in [None] if groups is None else groups:
        user.join(
            ResourceReference(group.resource, "name") if isinstance(group, Made) else Unknown("a group")
        )
    return user


def _group(call: Call) -> Node:
    made = Arranged(call.props())
    made.copy("group_name", "path", managed_policies="managed_policy_arns")
    found = describe(call.world, "AWS::IAM::Group", call.world.name(call), made)
    return GroupThing(call.world, found.resource)


def _external(kind: str, names: dict[str, str]) -> Recipe:
    def recipe(call: Call) -> Node:
        made = Identity(call.world, call.world.external(kind, call), names)
        made.fragile = False
        return made

    return recipe


def _instance_profile(call: Call) -> Node:
    world, props = call.world, call.props()
    made = Arranged(props)
    made.copy("instance_profile_name", "path")
    role = props.thing("role")
    if props.absent("role"):
        role = implied_role(
            world, f"{world.name(call)}/InstanceRole", "ec2.amazonaws.com", "instance-role", complete=True
        )
    name: Value = Unknown("a role")
    if isinstance(role, Made):
        name = ResourceReference(role.resource, "name")
    made.put("roles", Sequence([name]), "role")
    found = describe(world, "AWS::IAM::InstanceProfile", world.name(call), made).resource
    thing = Made(found, {"instance_profile_arn": "arn", "instance_profile_name": "name"})
    if role is not None:
        thing.attributes["role"] = role
    return thing


def _access_key(call: Call) -> Node:
    props = call.props()
    made = Arranged(props)
    made.copy("status")
    props.entry("serial")
    user = props.thing("user")
    name = ResourceReference(user.resource, "name") if isinstance(user, Made) else Unknown("a user")
    made.put("user_name", name, "user")
    found = describe(call.world, "AWS::IAM::AccessKey", call.world.name(call), made).resource
    return Made(found, {"access_key_id": "id", "secret_access_key": "secret"})


def _open_id(call: Call) -> Node:
    """Providers of identities on the web; the older class makes them with a function of the library."""
    props = call.props()
    made = Arranged(props)
    made.copy("url", client_ids="client_id_list", thumbprints="thumbprint_list")
    props.entry("oidc_provider_name")
    found = describe(call.world, "AWS::IAM::OIDCProvider", call.world.name(call), made).resource
    return Made(
        found,
        {
            "open_id_connect_provider_arn": "arn",
            "open_id_connect_provider_issuer": "url",
            "oidc_provider_arn": "arn",
            "oidc_provider_issuer": "url",
        },
    )


def _saml(call: Call) -> Node:
    props = call.props()
    made = Arranged(props)
    made.copy("name", metadata_document="saml_metadata_document")
    found = describe(call.world, "AWS::IAM::SAMLProvider", call.world.name(call), made).resource
    return Made(found, {"saml_provider_arn": "arn"})


def _provider_outside(kind: str, names: dict[str, str]) -> Recipe:
    return lambda call: Made(call.world.external(kind, call), names, fragile=False)


_OPEN_ID = _provider_outside("aws_iam_openid_connect_provider", {"open_id_connect_provider_arn": "arn"})
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-iam.User": _user,
        "aws-iam.Group": _group,
        "aws-iam.AccessKey": _access_key,
        "aws-iam.InstanceProfile": _instance_profile,
        "aws-iam.OpenIdConnectProvider": _open_id,
        "aws-iam.OidcProviderNative": _open_id,
        "aws-iam.SamlProvider": _saml,
        **{
            f"aws-iam.User.from_user_{form}": _external("aws_iam_user", _USER)
            for form in ("name", "arn", "attributes")
        },
        **{
            f"aws-iam.Group.from_group_{form}": _external("aws_iam_group", _GROUP) for form in ("name", "arn")
        },
        "aws-iam.OpenIdConnectProvider.from_open_id_connect_provider_arn": _OPEN_ID,
        "aws-iam.OidcProviderNative.from_oidc_provider_arn": _OPEN_ID,
    }
)
