"""``kms.Key`` and ``kms.Alias``: keys with the policy they end up with."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
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
from stackproof.frameworks.cdk.world import World
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


class KeyThing(Made):
    """A key, whose policy is written out as soon as something is added to the default one."""

    def __init__(self, world: World, resource: Resource, json: Value | None) -> None:
        super().__init__(resource, _NAMES)
        self._world = world
        self._json = json
        self.methods["add_to_resource_policy"] = self._add
        self.methods["add_alias"] = lambda c: _alias_of(c, resource, c.folded(0, "alias_name"))
        self.methods["grant"] = lambda c: self._grant(_written_actions(c), c)
        for method, actions in _GRANTS.items():
            self.methods[method] = partial(self._grant, actions)

    def document(self) -> Value:
        """The policy, made when there is none: the library's default lets the account's own policies decide."""
        if self._json is None:
            account = self._world.arn(":iam::", self._world.pseudo("account"), ":root")
            root = statement(["kms:*"], Principals([Principal("AWS", account)]))
            self._json = document([root])
            put(self.resource, "policy", JsonText(self._json, certainty=Certainty.DEFAULT))
        return self._json

    def _add(self, call: Call) -> Node:
        value = call.argument(0, "statement")
        if value is None:
            open_statements(self.document())
        else:
            add_statement(call.world, self.document(), value, certain=call.certain)
        return Opaque()

    def _grant(self, actions: list[str] | None, call: Call) -> Node:
        """A grant to a service goes to the key's own policy; one to a role lets no service in."""
        value = call.argument(0, "grantee")
        principals = principal_of(call.world, value) if value is not None else None
        if principals is None or actions is None:
            open_statements(self.document())
        elif principals.services() and (found := statements_of(self.document())) is not None:
            made = statement(actions, principals)
            made.origin = call.construction.origin
            found.elements.append(made)
            found.open = found.open or not call.certain
        return Opaque()


def _key(call: Call) -> Node:
    world, props = call.world, call.props()
    resource = world.add("aws_kms_key", world.name(call), implied=False)
    resource.properties.open = props.open
    given = props.raw("policy")
    json = policy_document(world, given) if given is not None else None
    if given is not None and json is not None:
        put(resource, "policy", JsonText(json, origin=given.origin), props.entry("policy"))
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
    return KeyThing(world, resource, json)


def _written_actions(call: Call) -> list[str] | None:
    values = call.rest(1)
    texts = [v.text() for v in values] if values is not None else [None]
    known = [t for t in texts if t is not None]
    return known if len(known) == len(texts) else None


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
