"""``kms.Key`` and ``kms.Alias``: keys with the policy they end up with."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.policies import (
    add_statement,
    document,
    open_statements,
    policy_document,
    statement,
    statements_of,
)
from stackproof.frameworks.cdk.principals import Principal, Principals, principal_of
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, put
from stackproof.model.graph import Resource
from stackproof.model.values import Certainty, JsonText, ResourceReference, Value

# What the grants of a key allow.
_ENCRYPT = ["kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*"]
_GRANTS: Mapping[str, list[str]] = MappingProxyType(
    {
        "grant_encrypt_decrypt": ["kms:Decrypt", *_ENCRYPT],
        "grant_encrypt": _ENCRYPT,
        "grant_decrypt": ["kms:Decrypt"],
        "grant_generate_mac": ["kms:GenerateMac"],
        "grant_verify_mac": ["kms:VerifyMac"],
        "grant_sign": ["kms:Sign"],
        "grant_verify": ["kms:Verify"],
        "grant_sign_verify": ["kms:Sign", "kms:Verify"],
        "grant_admin": ["kms:Create*", "kms:Describe*", "kms:Put*"],
    }
)
_NAMES = {"key_id": "key_id", "key_arn": "arn", "key_ref": "arn"}


def _key(call: Call) -> Node:
    world, props = call.world, call.props()
    written = props.entry("policy")
    given = props.raw("policy")
    if given is not None:
        json = policy_document(world, given)
    else:
        root = Principals([Principal("AWS", world.arn(":iam::", world.pseudo("account"), ":root"))])
        json = document([statement(["kms:*"], root)], open=props.open, certainty=Certainty.DEFAULT)
    resource = world.add(
        "aws_kms_key",
        world.name(call),
        {
            "policy": JsonText(
                json, origin=given.origin if given is not None else None, certainty=json.certainty
            )
        },
        implied=False,
    )
    if written is not None:
        put(resource, "policy", resource.properties.entries["policy"].value, written)
    for source, target in (
        ("description", "description"),
        ("enable_key_rotation", "enable_key_rotation"),
        ("key_spec", "customer_master_key_spec"),
        ("key_usage", "key_usage"),
        ("enabled", "is_enabled"),
    ):
        put(resource, target, props.get(source), props.entry(source))
    alias = props.get("alias")
    if not alias.is_absent():
        _alias_of(call, resource, alias)
    return key_thing(resource, json)


def key_thing(resource: Resource, json: Value) -> Made:
    """A key whose policy can be added to."""
    made = Made(resource, _NAMES)
    made.methods["add_to_resource_policy"] = lambda c: _add(json, c)
    made.methods["add_alias"] = lambda c: _alias_of(c, resource, c.folded(0, "alias_name"))
    made.methods["grant"] = lambda c: _grant(json, c, _written_actions(c))
    for method, actions in _GRANTS.items():
        made.methods[method] = lambda c, allowed=actions: _grant(json, c, allowed)
    return made


def _add(json: Value, call: Call) -> Node:
    value = call.argument(0, "statement")
    if value is None:
        open_statements(json)
    else:
        add_statement(call.world, json, value, certain=call.certain)
    return Opaque()


def _written_actions(call: Call) -> list[str] | None:
    values = call.rest(1)
    texts = [v.text() for v in values] if values is not None else [None]
    known = [t for t in texts if t is not None]
    return known if len(known) == len(texts) else None


def _grant(json: Value, call: Call, actions: list[str] | None) -> Node:
    """A grant to a service goes to the key's own policy; one to a role may go there, too, and changes nothing else."""
    value = call.argument(0, "grantee")
    principals = principal_of(call.world, value) if value is not None else None
    if principals is None or actions is None:
        open_statements(json)
        return Opaque()
    if principals.services() and (found := statements_of(json)) is not None:
        made = statement(actions, principals)
        made.origin = call.construction.origin
        found.elements.append(made)
        found.open = found.open or not call.certain
    return Opaque()


def _alias_of(call: Call, key: Resource, name: Value | None) -> Node:
    resource = call.world.add(
        "aws_kms_alias", key.name, {"name": name, "target_key_id": ResourceReference(key, "key_id")}
    )
    return Made(resource)


def _alias(call: Call) -> Node:
    """An alias; it stands for its key wherever a key is wanted."""
    world, props = call.world, call.props()
    target = props.thing("target_key")
    resource = world.add("aws_kms_alias", world.name(call), {"name": props.get("alias_name")}, implied=False)
    put(resource, "target_key_id", props.get("target_key"), props.entry("target_key"))
    if isinstance(target, Made):
        put(
            resource, "target_key_id", ResourceReference(target.resource, "key_id"), props.entry("target_key")
        )
        stands = Made(target.resource, _NAMES)
        stands.methods = target.methods
        return stands
    return Made(resource)


def _external(call: Call) -> Node:
    return Made(call.world.external("aws_kms_key", call), _NAMES, fragile=False)


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-kms.Key": _key,
        "aws-kms.Key.from_key_arn": _external,
        "aws-kms.Key.from_lookup": _external,
        "aws-kms.Key.from_cfn_key": lambda call: call.thing(0, "cfn_key"),
        "aws-kms.Alias": _alias,
        "aws-kms.Alias.from_alias_name": _external,
        "aws-kms.Alias.from_alias_attributes": _external,
    }
)
