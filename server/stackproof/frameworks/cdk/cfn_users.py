"""CloudFormation's pools of users and of identities."""

from __future__ import annotations

from stackproof.frameworks.cdk.cfn_changes import fitted, take
from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.conversions import verbatim
from stackproof.frameworks.cdk.fitting import NOTHING, UP
from stackproof.frameworks.cdk.reshaping import out_of, pairs
from stackproof.frameworks.cdk.world import World
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_CODES = "software_token_mfa_configuration"


def _beside(world: World, pool: Resource) -> None:
    """What Terraform has in blocks of its own."""
    _factors(pool)
    inner = {
        name: MapEntry(value)
        for name in ("relying_party_id", "user_verification")
        if (value := take(pool, f"web_authn_{name}")) is not None
    }
    if inner:
        pool.properties.entries["web_authn_configuration"] = MapEntry(MappingValue(inner))


def _factors(pool: Resource) -> None:
    """Second factors are a list; Terraform has a block for codes, and sees the others by what they are sent with."""
    factors = take(pool, "enabled_mfas")
    if factors is None:
        return
    if any(f.is_("SOFTWARE_TOKEN_MFA") for f in factors.items()):
        on = MappingValue({"enabled": MapEntry(Scalar(True))}, origin=factors.origin)
        pool.properties.entries[_CODES] = MapEntry(on)
    elif not factors.is_closed() or any(f.text() is None for f in factors.items()):
        pool.properties.entries[_CODES] = MapEntry(
            Unknown("a second factor", (factors,), origin=factors.origin)
        )


def _mappings(world: World, value: Value) -> dict[str, Value]:
    """How roles follow from tokens; rules are in a block of their own."""
    found = world.fold(value, VERBATIM)
    if not isinstance(found, MappingValue):
        return {"role_mapping": Unknown("roles", (found,), origin=value.origin)}
    return {
        "role_mapping": Sequence(
            [_mapping(key, world.fold(e.value)) for key, e in found.entries.items()],
            open=found.open,
            origin=value.origin,
        )
    }


def _mapping(key: str, value: Value) -> Value:
    if not isinstance(value, MappingValue):
        return Unknown("a role", (value,), origin=value.origin)
    entries = dict(value.entries)
    entries.setdefault("identity_provider", MapEntry(Scalar(key)))
    rules = entries.pop("rules_configuration", None)
    if rules is not None:
        entries["mapping_rule"] = MapEntry(out_of("rules")(rules.value), rules.key_origin, rules.origin)
    return MappingValue(entries, open=value.open, origin=value.origin)


KINDS: tuple[Kind, ...] = (
    fitted(
        "AWS::Cognito::UserPool",
        "aws_cognito_user_pool",
        {
            "user_pool_name": "name",
            "user_pool_tags": "tags",
            "policies": UP,
            "policies.password_policy": "password_policy",
            "policies.sign_in_policy": "sign_in_policy",
            "email_configuration.from": "from_email_address",
            "admin_create_user_config.unused_account_validity_days": NOTHING,
            "email_authentication_message": NOTHING,
            "email_authentication_subject": NOTHING,
            "web_authn_factor_configuration": NOTHING,
        },
        attributes={"attr_user_pool_id": "id", "attr_provider_name": "endpoint"},
        finish=_beside,
    ),
    fitted(
        "AWS::Cognito::UserPoolClient",
        "aws_cognito_user_pool_client",
        {
            "client_name": "name",
            "allowed_o_auth_flows": "allowed_oauth_flows",
            "allowed_o_auth_scopes": "allowed_oauth_scopes",
            "allowed_o_auth_flows_user_pool_client": "allowed_oauth_flows_user_pool_client",
            "callback_ur_ls": "callback_urls",
            "logout_ur_ls": "logout_urls",
        },
        attributes={"attr_client_id": "id"},
    ),
    fitted(
        "AWS::Cognito::UserPoolDomain",
        "aws_cognito_user_pool_domain",
        {
            "custom_domain_config": UP,
            "custom_domain_config.certificate_arn": "certificate_arn",
            "routing": NOTHING,
        },
        ref="domain",
        attributes={"attr_cloud_front_distribution": "cloudfront_distribution"},
    ),
    fitted("AWS::Cognito::UserPoolResourceServer", "aws_cognito_resource_server", ref="identifier"),
    fitted("AWS::Cognito::UserPoolGroup", "aws_cognito_user_group", {"group_name": "name"}, ref="name"),
    fitted(
        "AWS::Cognito::UserPoolUser",
        "aws_cognito_user",
        {"user_attributes": "attributes"},
        {
            "user_attributes": lambda v: pairs(v, "name"),
            "validation_data": lambda v: pairs(v, "name"),
        },
        conversions={"client_metadata": verbatim("client_metadata")},
        ref="username",
    ),
    fitted(
        "AWS::Cognito::UserPoolIdentityProvider",
        "aws_cognito_identity_provider",
        conversions={
            "attribute_mapping": verbatim("attribute_mapping"),
            "provider_details": verbatim("provider_details"),
        },
        ref="provider_name",
    ),
    fitted(
        "AWS::Cognito::IdentityPool",
        "aws_cognito_identity_pool",
        {
            "identity_pool_tags": "tags",
            "open_id_connect_provider_arns": "openid_connect_provider_arns",
            "cognito_events": NOTHING,
            "cognito_streams": NOTHING,
            "push_sync": NOTHING,
        },
        conversions={"supported_login_providers": verbatim("supported_login_providers")},
    ),
    fitted(
        "AWS::Cognito::IdentityPoolRoleAttachment",
        "aws_cognito_identity_pool_roles_attachment",
        conversions={"roles": verbatim("roles"), "role_mappings": _mappings},
    ),
)
