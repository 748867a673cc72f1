"""``cognito.UserPool`` with its role for messages, its triggers, and what is added to it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.grants import grant, permission
from stackproof.frameworks.cdk.iam import implied_role
from stackproof.frameworks.cdk.names import snake
from stackproof.frameworks.cdk.naming import unique_id
from stackproof.frameworks.cdk.options import attribute_of, given
from stackproof.frameworks.cdk.policies import document
from stackproof.frameworks.cdk.principals import Principal, Principals
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.invocables import Invocable
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, put
from stackproof.frameworks.cdk.thing import given as known_or
from stackproof.frameworks.cdk.users.clients import add_client
from stackproof.frameworks.cdk.users.poolparts import add_domain, add_group, add_server
from stackproof.frameworks.cdk.users.poolsettings import (
    arrange_attributes,
    arrange_factors,
    arrange_kept,
    arrange_messages,
    arrange_names,
    arrange_policies,
    arrange_recovery,
    on,
)
from stackproof.frameworks.cdk.users.poolthing import PoolThing
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import JsonText, MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_SERVICE = "cognito-idp.amazonaws.com"
_MOST_OF_ID = 1223
# Functions that send messages themselves are given with the version of what they are told.
_SENDERS = ("custom_sms_sender", "custom_email_sender")


class Pool(PoolThing):
    """A pool of users, to which triggers can be added."""

    def __init__(self, world: World, resource: Resource) -> None:
        super().__init__(world, resource)
        for method, add in (
            ("add_client", add_client),
            ("add_domain", add_domain),
            ("add_resource_server", add_server),
            ("add_group", add_group),
        ):
            self.methods[method] = lambda c, add=add: add(
                c, self, c.props(1), f"{resource.name}/{world.name(c, 0)}"
            )  # type: ignore[misc]
        self.methods["add_trigger"] = self._trigger
        self.methods["register_identity_provider"] = self._register
        self.methods["grant"] = self._grant

    def _grant(self, call: Call) -> Node:
        listed = call.rest(1)
        actions: Value = Unknown("actions") if listed is None else Sequence(listed)
        return grant(call, call.argument(0, "grantee"), actions, [ResourceReference(self.resource, "arn")])

    def _register(self, call: Call) -> Node:
        thing = call.thing(0, "provider")
        known = isinstance(thing, Made) and call.certain
        name = ResourceReference(thing.resource, "provider_name") if isinstance(thing, Made) else None
        self.providers.append(name if name is not None and known else Unknown("a provider"))
        return Opaque()

    def _trigger(self, call: Call) -> Node:
        operation, function = call.folded(0, "operation"), call.argument(1, "fn")
        text = operation.text() if operation is not None else None
        if text is None:
            self.triggers.open = True
            return Opaque()
        self.trigger(call, snake(text), function, call.folded(2, "lambda_version"))
        return Opaque()

    def trigger(self, call: Call, name: str, function: Value | None, version: Value | None = None) -> None:
        """Let a function be asked on some occasion."""
        arn = (
            attribute_of(self.world, function, "function_arn")
            if function is not None
            else Unknown("a function")
        )
        thing = self.world.node(function) if function is not None else None
        if isinstance(thing, Invocable):
            thing.permit(_SERVICE, f"{name}Cognito", {"source_arn": ResourceReference(self.resource, "arn")})
        told: Value = arn
        if name in _SENDERS or name == "pre_token_generation_config":
            said = version if version is not None and name not in _SENDERS else Scalar("V1_0")
            told = block(lambda_arn=arn, lambda_version=said)
        self.triggers.entries[name] = MapEntry(told if call.certain else Unknown("a function", (told,)))
        put(self.resource, "lambda_config", self.triggers)


def _pool(call: Call) -> Node:
    world, props, name = call.world, call.props(), call.world.name(call)
    made = Arranged(props)
    made.copy(
        "user_pool_name",
        feature_plan="user_pool_tier",
        passkey_relying_party_id="web_authn_relying_party_id",
        passkey_user_verification="web_authn_user_verification",
        device_tracking="device_configuration",
        mfa_message="sms_authentication_message",
    )
    arrange_names(made)
    arrange_messages(made)
    factors = arrange_factors(made)
    _sms(call, made, name, factors)
    arrange_policies(made)
    arrange_attributes(made)
    arrange_recovery(made)
    arrange_kept(made)
    _email(made)
    _protection(made)
    case = given(props, "sign_in_case_sensitive")
    made.put(
        "username_configuration",
        None if case is None else block(case_sensitive=case),
        "sign_in_case_sensitive",
    )
    for later in ("lambda_triggers", "custom_sender_kms_key"):
        props.entry(later)
    pool = Pool(world, describe(world, "AWS::Cognito::UserPool", name, made).resource)
    _triggers(call, pool, props)
    return pool


def _email(made: Arranged) -> None:
    """From whom mail comes."""
    props = made.props
    plain = props.nested("email_settings")
    if props.raw("email") is not None:
        made.copy(email="email_configuration")
    elif plain is not None:
        inner = Arranged(plain)
        inner.copy(**{"from": "from", "reply_to": "reply_to_email_address"})
        inner.copy(from_="from")
        made.put("email_configuration", MappingValue(inner.entries, open=plain.open), "email_settings")
    elif not (props.absent("email") and props.absent("email_settings")):
        made.put("email_configuration", Unknown("from whom mail comes"), "email")


def _protection(made: Arranged) -> None:
    """What keeps the pool from being deleted, and users from being taken over."""
    props = made.props
    kept = given(props, "deletion_protection")
    if kept is not None:
        known = kept.is_(True) or kept.is_(False)
        word = Scalar("ACTIVE" if kept.is_(True) else "INACTIVE", origin=kept.origin)
        made.put(
            "deletion_protection", word if known else Unknown("a switch", (kept,)), "deletion_protection"
        )
    flows = given(props, "custom_threat_protection_mode")
    mode = given(props, "advanced_security_mode")
    mode = given(props, "standard_threat_protection_mode") if mode is None else mode
    if flows is None and mode is None:
        return
    if flows is not None and mode is None:
        mode = Scalar("OFF")
    inner = None if flows is None else block(custom_auth_mode=flows)
    told = block(advanced_security_mode=mode, advanced_security_additional_flows=inner)
    made.put("user_pool_add_ons", told, "advanced_security_mode")


def _sms(call: Call, made: Arranged, name: str, factors: Value) -> None:
    """How text messages are sent: with a role, which is made where they may be needed and none is given."""
    props = made.props
    region = given(props, "sns_region")
    props.entry("sms_role_external_id")
    if props.raw("sms_role") is not None or not props.absent("sms_role"):
        written = props.raw("sms_role")
        arn = attribute_of(call.world, written, "role_arn") if written is not None else Unknown("a role")
        told = block(sns_caller_arn=arn, external_id=given(props, "sms_role_external_id"), sns_region=region)
        made.put("sms_configuration", told if written is not None else Unknown("a role"), "sms_role")
        return
    wanted = _wanted(props, factors)
    if wanted is False:
        return
    own = unique_id(call.construction)
    number: Value = Unknown("a name of the pool") if own is None else Scalar(own[:_MOST_OF_ID])
    condition = block(StringEquals=MappingValue({"sts:ExternalId": MapEntry(number)}))
    service = Principals([Principal("Service", Scalar(_SERVICE), condition)])
    role = implied_role(call.world, f"{name}/smsRole", service, "sms-role", complete=True)
    publish = JsonText(document([permission(["sns:Publish"], [Scalar("*")])]))
    inline = MappingValue({"name": MapEntry(Scalar("sns-publish")), "policy": MapEntry(publish)})
    put(role.resource, "inline_policy", Sequence([inline]))
    arn = ResourceReference(role.resource, "arn")
    told = block(external_id=number, sns_caller_arn=arn, sns_region=region)
    if wanted is None:
        role.resource.conditional = True
        made.put("sms_configuration", Unknown("messages may be sent", (told,)))
    else:
        made.put("sms_configuration", told)


def _wanted(props: Arguments, factors: Value) -> bool | None:
    """Whether text messages are sent; None when that is not known."""
    asked = props.get("enable_sms_role")
    if asked.is_(False):
        return False
    if asked.is_(True):
        return True
    phones = [
        False if props.absent(name) else on(props.nested(name), "phone")
        for name in ("sign_in_aliases", "auto_verify")
    ]
    second = any(f.is_("SMS_MFA") for f in factors.items())
    if second or True in phones:
        return True
    certain = factors.is_closed() and None not in phones and asked.is_absent()
    return False if certain else None


def _triggers(call: Call, pool: Pool, props: Arguments) -> None:
    key, written = props.raw("custom_sender_kms_key"), props.raw("lambda_triggers")
    if key is not None:
        pool.triggers.entries["kms_key_id"] = MapEntry(attribute_of(call.world, key, "key_arn"))
        put(pool.resource, "lambda_config", pool.triggers)
    inner = arguments_of(call.world, written) if written is not None else None
    for name in inner.entries if inner is not None else ():
        function = inner.raw(name) if inner is not None else None
        if function is not None:
            pool.trigger(call, name, function)
    unclear = (written is not None and inner is None) or (inner is not None and inner.open)
    if unclear or (written is None and not props.absent("lambda_triggers")):
        pool.triggers.open = True
        told = pool.triggers if pool.triggers.entries else Unknown("functions")
        put(pool.resource, "lambda_config", told)


def _external(call: Call) -> Node:
    world = call.world
    resource = world.external("aws_cognito_user_pool", call)
    if call.located is not None and call.located.names[-1] == "from_user_pool_id":
        put(resource, "id", known_or(call.folded(2, "user_pool_id"), "a pool"))
        own = (":cognito-idp:", world.pseudo("region"), ":", world.pseudo("account"), ":userpool/")
        put(resource, "arn", world.arn(*own, ResourceReference(resource, "id")))
    else:
        put(resource, "arn", call.folded(2, "user_pool_arn"))
    pool = Pool(world, resource)
    pool.fragile = False
    return pool


_C = "aws-cognito"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_C}.UserPool": _pool,
        f"{_C}.UserPool.from_user_pool_id": _external,
        f"{_C}.UserPool.from_user_pool_arn": _external,
        f"{_C}.UserPoolOperation.of": lambda call: known_or(call.folded(0, "name"), "an occasion"),
    }
)
