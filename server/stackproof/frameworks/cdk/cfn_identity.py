"""Identities and policies of CloudFormation, as Terraform says them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.conversions import first_of_list, policy
from stackproof.frameworks.cdk.identities import INLINE, attachment, bind
from stackproof.frameworks.cdk.policies import policy_document
from stackproof.frameworks.cdk.thing import put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import JsonText, MapEntry, ResourceReference, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

# The lists by which a policy names its identities, and what is in them.
_HOLDERS: Mapping[str, str] = MappingProxyType(
    {"roles": "aws_iam_role", "users": "aws_iam_user", "groups": "aws_iam_group"}
)


def inline_policies(world: World, value: Value) -> dict[str, Value]:
    """The policies that are written inside a role."""
    listed = world.fold(value)
    if not isinstance(listed, Sequence):
        return {"inline_policy": Unknown("policies", (listed,), origin=value.origin)}
    made: list[Value] = []
    for element in listed.elements:
        content = policy_document(world, element.get("policy_document"))
        entries = {
            "name": MapEntry(element.get("policy_name")),
            "policy": MapEntry(JsonText(content, origin=element.origin)),
        }
        made.append(MappingValue(entries, origin=element.origin))
    return {"inline_policy": Sequence(made, open=listed.open, origin=value.origin)}


def bind_all(world: World, policy_resource: Resource) -> None:
    """Give a policy to all identities which it lists."""
    entries = policy_resource.properties.entries
    for name, kind in _HOLDERS.items():
        entry = entries.pop(name, None)
        if entry is None:
            continue
        unlisted = isinstance(entry.value, Sequence) and not entry.value.open
        targets = [v.target() for v in entry.value.items()]
        for value, target in zip(entry.value.items(), targets, strict=True):
            if target is not None and target.type == kind:
                bind(world, policy_resource, target)
            else:
                _hold(policy_resource, kind, value)
        if not unlisted:
            _hold(policy_resource, kind, Unknown("an identity", (entry.value,), origin=entry.value.origin))


def _hold(policy_resource: Resource, kind: str, value: Value) -> None:
    """A policy of an identity that is known by name, or not at all."""
    if policy_resource.type == "aws_iam_policy":
        return
    policy_resource.type, argument = INLINE[kind]
    put(policy_resource, argument, value)


def beside_identity(world: World, identity: Resource) -> None:
    """Policies, groups and the password of a user or group, which are resources of their own."""
    entries = identity.properties.entries
    for value in _taken(identity, "managed_policy_arns"):
        attachment(world, identity, value)
    for value in _taken(identity, "inline_policy"):
        kind, argument = INLINE[identity.type]
        named = {
            argument: ResourceReference(identity, "name"),
            "policy": value.get("policy"),
            "name": value.get("name"),
        }
        world.add(kind, identity.name, named)
    groups = entries.pop("groups", None)
    if groups is not None:
        world.add(
            "aws_iam_user_group_membership",
            identity.name,
            {"user": ResourceReference(identity, "name"), "groups": groups.value},
        )
    login = entries.pop("login_profile", None)
    if login is not None:
        required = login.value.get("password_reset_required")
        named = {"user": ResourceReference(identity, "name"), "password_reset_required": required}
        world.add("aws_iam_user_login_profile", identity.name, named)


def _taken(identity: Resource, name: str) -> list[Value]:
    """The elements of a list, which is taken away; one unknown element stands for those that are not known."""
    entry = identity.properties.entries.pop(name, None)
    if entry is None:
        return []
    found = list(entry.value.items())
    whole = isinstance(entry.value, Sequence) and not entry.value.open
    return found if whole else [*found, Unknown(name, (entry.value,), origin=entry.value.origin)]


KINDS: tuple[Kind, ...] = (
    Kind(
        "AWS::IAM::Role",
        "aws_iam_role",
        {"role_name": "name"},
        {"assume_role_policy_document": policy("assume_role_policy"), "policies": inline_policies},
        ref="name",
        attributes={"attr_role_id": "unique_id"},
    ),
    Kind(
        "AWS::IAM::User",
        "aws_iam_user",
        {"user_name": "name"},
        {"policies": inline_policies},
        ref="name",
        finish=beside_identity,
    ),
    Kind(
        "AWS::IAM::Group",
        "aws_iam_group",
        {"group_name": "name"},
        {"policies": inline_policies},
        ref="name",
        finish=beside_identity,
    ),
    Kind(
        "AWS::IAM::Policy",
        "aws_iam_role_policy",
        {"policy_name": "name"},
        {"policy_document": policy("policy")},
        finish=bind_all,
    ),
    Kind(
        "AWS::IAM::ManagedPolicy",
        "aws_iam_policy",
        {"managed_policy_name": "name"},
        {"policy_document": policy("policy")},
        ref="arn",
        attributes={"attr_policy_arn": "arn"},
        finish=bind_all,
    ),
    Kind(
        "AWS::IAM::InstanceProfile",
        "aws_iam_instance_profile",
        {"instance_profile_name": "name"},
        {"roles": first_of_list("role")},
        ref="name",
    ),
    Kind(
        "AWS::IAM::AccessKey",
        "aws_iam_access_key",
        {"user_name": "user"},
        attributes={"attr_secret_access_key": "secret"},
    ),
    Kind(
        "AWS::IAM::OIDCProvider",
        "aws_iam_openid_connect_provider",
        {"client_id_list": "client_id_list", "thumbprint_list": "thumbprint_list"},
        ref="arn",
    ),
    Kind(
        "AWS::IAM::SAMLProvider",
        "aws_iam_saml_provider",
        {"saml_metadata_document": "saml_metadata_document"},
        ref="arn",
    ),
    Kind("AWS::IAM::ServiceLinkedRole", "aws_iam_service_linked_role", ref="name"),
    Kind(
        "AWS::IAM::RolePolicy",
        "aws_iam_role_policy",
        {"policy_name": "name", "role_name": "role"},
        {"policy_document": policy("policy")},
    ),
    Kind(
        "AWS::IAM::UserPolicy",
        "aws_iam_user_policy",
        {"policy_name": "name", "user_name": "user"},
        {"policy_document": policy("policy")},
    ),
    Kind(
        "AWS::IAM::GroupPolicy",
        "aws_iam_group_policy",
        {"policy_name": "name", "group_name": "group"},
        {"policy_document": policy("policy")},
    ),
    Kind("AWS::IAM::UserToGroupAddition", "aws_iam_group_membership", {"group_name": "group"}, ref="id"),
)
