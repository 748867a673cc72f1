"""``kms.Key`` and ``kms.Alias``: keys with the policy they end up with."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.amounts import in_days
from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe, entry_of
from stackproof.frameworks.cdk.granting import Grant, Guard, give, let, parts
from stackproof.frameworks.cdk.policies import (
    add_statement,
    document,
    open_statements,
    policy_document,
    statement,
    statements_of,
)
from stackproof.frameworks.cdk.principals import Principal, Principals
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import Certainty, JsonText, ResourceReference, Scalar, Template, Value
from stackproof.model.values import Mapping as MappingValue

# What the grants of a key allow.
ENCRYPT = ("kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*")
_ADMIN = (
    "kms:Create*", "kms:Describe*", "kms:Enable*", "kms:List*", "kms:Put*", "kms:Update*", "kms:Revoke*",
    "kms:Disable*", "kms:Get*", "kms:Delete*", "kms:TagResource", "kms:UntagResource", "kms:ScheduleKeyDeletion",
    "kms:CancelKeyDeletion",
)  # fmt: skip
GRANTS: Mapping[str, Grant] = MappingProxyType(
    {
        "grant_encrypt_decrypt": Grant(("kms:Decrypt", *ENCRYPT)),
        "grant_encrypt": Grant(ENCRYPT),
        "grant_decrypt": Grant(("kms:Decrypt",)),
        "grant_generate_mac": Grant(("kms:GenerateMac",)),
        "grant_verify_mac": Grant(("kms:VerifyMac",)),
        "grant_sign": Grant(("kms:Sign",)),
        "grant_verify": Grant(("kms:Verify",)),
        "grant_sign_verify": Grant(("kms:Sign", "kms:Verify")),
        "grant_admin": Grant(_ADMIN),
    }
)
_NAMES = {"key_id": "key_id", "key_arn": "arn", "key_ref": "arn"}
_PREFIX = "alias/"


class KeyThing(Made):
    """A key with its policy, which is the library's own until the author gives another one."""

    def __init__(self, world: World, resource: Resource, json: Value) -> None:
        super().__init__(resource, _NAMES)
        self._json = json
        self.methods["add_to_resource_policy"] = self._add
        self.methods["add_alias"] = lambda c: _alias_of(c, resource, c.folded(0, "alias_name"))
        let(self, GRANTS, Guard(self.document, [Scalar("*")]))

    def document(self) -> Value:
        """The policy."""
        return self._json

    def allow(self, json: MappingValue, *, certain: bool = True) -> None:
        """Add a statement to the policy."""
        found = statements_of(self._json)
        if found is not None:
            found.elements.append(json)
            found.open = found.open or not certain

    def _add(self, call: Call) -> Node:
        value = call.argument(0, "statement")
        if value is None:
            open_statements(self._json)
        else:
            add_statement(call.world, self._json, value, certain=call.certain)
        return Opaque()


def default_policy(world: World) -> Value:
    """The library's own policy, which lets the account's identities' policies decide."""
    account = world.arn(":iam::", world.pseudo("account"), ":root")
    root = statement(["kms:*"], Principals([Principal("AWS", account)]))
    return document([root], certainty=Certainty.DEFAULT)


def implied_key(
    world: World, name: str, description: str | None = None, *, rotated: bool = False
) -> KeyThing:
    """A key that a construct makes for itself."""
    json = default_policy(world)
    entries = {} if description is None else {"description": entry_of(description)}
    if rotated:
        entries["enable_key_rotation"] = entry_of(True)
    resource = describe(world, "AWS::KMS::Key", name, entries, implied=True).resource
    put(resource, "policy", JsonText(json, certainty=Certainty.DEFAULT))
    return KeyThing(world, resource, json)


def _key(call: Call) -> Node:
    world, props = call.world, call.props()
    given = props.raw("policy")
    json = policy_document(world, given) if given is not None else default_policy(world)
    made = Arranged(props)
    made.copy("description", "enable_key_rotation", "enabled", "key_spec", "key_usage", "multi_region")
    certainty = Certainty.WRITTEN if given is not None else Certainty.DEFAULT
    made.keep(
        "policy",
        JsonText(json, origin=json.origin if given is not None else None, certainty=certainty),
        "policy",
    )
    made.put("rotation_period_in_days", in_days(props.get("rotation_period")), "rotation_period")
    made.put("pending_window_in_days", in_days(props.get("pending_window")), "pending_window")
    if props.raw("rotation_period") is not None:
        made.otherwise("enable_key_rotation", True)
    alias = props.get("alias")
    admins = props.raw("admins")
    props.entry("trust_account_identities")
    resource = describe(world, "AWS::KMS::Key", world.name(call), made).resource
    key = KeyThing(world, resource, json)
    if not props.absent("admins") and (admins is None or world.elements(admins) is None):
        open_statements(json)
    for admin in world.elements(admins) or () if admins is not None else ():
        give(call, _ADMIN, parts(key, ("",)), Guard(key.document, [Scalar("*")]), admin)
    if not alias.is_absent():
        _alias_of(call, resource, alias)
    return key


def _alias_of(call: Call, key: Resource, name: Value | None) -> Node:
    entries = {"target_key_id": entry_of(ResourceReference(key, "arn"))}
    if name is not None:
        entries["alias_name"] = entry_of(_prefixed(name))
    return Made(describe(call.world, "AWS::KMS::Alias", key.name, entries, implied=True).resource)


def _prefixed(name: Value) -> Value:
    """An alias with the beginning that all of them have; unknown ones may have it already."""
    text = name.text()
    if text is not None:
        return name if text.startswith(_PREFIX) else Scalar(_PREFIX + text, origin=name.origin)
    first = name.parts[0] if isinstance(name, Template) else None
    if isinstance(name, Template) and isinstance(first, str) and not first.startswith(_PREFIX):
        return Template((_PREFIX + first, *name.parts[1:]), origin=name.origin)
    return name


def _alias(call: Call) -> Node:
    """An alias; it stands for its key wherever a key is wanted."""
    props = call.props()
    target = props.thing("target_key")
    made = Arranged(props)
    made.put("alias_name", _prefixed(props.get("alias_name")), "alias_name")
    if not isinstance(target, Made):
        made.copy(target_key="target_key_id")
        return Made(describe(call.world, "AWS::KMS::Alias", call.world.name(call), made).resource)
    made.put("target_key_id", ResourceReference(target.resource, "arn"), "target_key")
    describe(call.world, "AWS::KMS::Alias", call.world.name(call), made)
    if isinstance(target, KeyThing):
        return KeyThing(call.world, target.resource, target.document())
    return target


def _external(call: Call) -> Node:
    made = Made(call.world.external("aws_kms_key", call), _NAMES, fragile=False)
    let(made, GRANTS)
    return made


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
