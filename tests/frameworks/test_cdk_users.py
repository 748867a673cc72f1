"""Pools of users of the CDK: CloudFormation's own words for them, and what is not known of them."""

from __future__ import annotations

import pytest
from cdk_programs import ts
from recognising import Recognised, plain

from stackproof.model.graph import Resource

_C = "const c = cdk.aws_cognito; "
_X = "JSON.parse('x')"


def _pool(options: str) -> Recognised:
    return ts(f"{_C}new c.UserPool(this, 'P', {{ {options} }});")


def _client(options: str, before: str = "") -> Resource:
    program = f"{_C}const p = new c.UserPool(this, 'P'); {before} p.addClient('C', {{ {options} }});"
    return ts(program).one("aws_cognito_user_pool_client")


def _roles(program: Recognised) -> list[Resource]:
    return [r for r in program.recognition.resources if r.type == "aws_iam_role"]


def test_a_pool_in_cloudformations_words() -> None:
    program = ts(
        _C
        + """new c.CfnUserPool(this, 'P', { userPoolName: 'p', enabledMfas: ['SOFTWARE_TOKEN_MFA'], mfaConfiguration: 'ON', webAuthnRelyingPartyId: 'r',
          policies: { passwordPolicy: { minimumLength: 9 } }, emailConfiguration: { from: 'a@b' }, schema: [{ name: 'n', stringAttributeConstraints: { minLength: '1' } }] });"""
    )
    assert plain(program.one("aws_cognito_user_pool").properties) == {
        "name": "p",
        "mfa_configuration": "ON",
        "software_token_mfa_configuration": {"enabled": True},
        "web_authn_configuration": {"relying_party_id": "r"},
        "password_policy": {"minimum_length": 9},
        "email_configuration": {"from_email_address": "a@b"},
        "schema": [{"name": "n", "string_attribute_constraints": {"min_length": "1"}}],
    }


def test_roles_of_identities() -> None:
    program = ts(
        _C
        + """new c.CfnIdentityPoolRoleAttachment(this, 'A', { identityPoolId: 'i', roles: { authenticated: 'r' },
          roleMappings: { map: { type: 'Rules', identityProvider: 'q', rulesConfiguration: { rules: [{ claim: 'c', matchType: 'Equals', value: 'v', roleArn: 'r' }] } } } });"""
    )
    assert plain(program.one("aws_cognito_identity_pool_roles_attachment").properties) == {
        "identity_pool_id": "i",
        "roles": {"authenticated": "r"},
        "role_mapping": [
            {
                "type": "Rules",
                "identity_provider": "q",
                "mapping_rule": [{"claim": "c", "match_type": "Equals", "value": "v", "role_arn": "r"}],
            }
        ],
    }


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (f"signInAliases: {_X}", ("username_attributes", "alias_attributes", "auto_verified_attributes")),
        (f"autoVerify: {_X}", ("auto_verified_attributes",)),
        (f"mfa: {_X}", ("mfa_configuration", "software_token_mfa_configuration", "sms_configuration")),
        (
            f"mfa: c.Mfa.REQUIRED, mfaSecondFactor: {_X}",
            ("software_token_mfa_configuration", "sms_configuration"),
        ),
        (f"passwordPolicy: {_X}", ("password_policy",)),
        (f"signInPolicy: {_X}", ("sign_in_policy",)),
        (f"userVerification: {_X}", ("verification_message_template", "email_verification_message")),
        (f"accountRecovery: {_X}", ("account_recovery_setting",)),
        (f"deletionProtection: {_X}", ("deletion_protection",)),
        (f"enableSmsRole: {_X}", ("sms_configuration",)),
        (f"smsRole: {_X}", ("sms_configuration",)),
        (f"standardAttributes: {_X}", ("schema",)),
        (f"lambdaTriggers: {_X}", ("lambda_config",)),
        (f"keepOriginal: {_X}", ("user_attribute_update_settings",)),
        (f"email: {_X}", ("email_configuration",)),
    ],
)
def test_options_of_pools_that_are_not_known(options: str, names: tuple[str, ...]) -> None:
    pool = _pool(options).one("aws_cognito_user_pool")
    for name in names:
        assert pool[name].is_unknown() or (pool[name].get("sns_caller_arn").is_unknown()), name


def test_nothing_is_known_of_a_pool_with_unknown_options() -> None:
    pool = _pool(f"...{_X}").one("aws_cognito_user_pool")
    for name in (
        "password_policy",
        "mfa_configuration",
        "auto_verified_attributes",
        "lambda_config",
        "deletion_protection",
    ):
        assert pool[name].is_unknown(), name


def test_a_role_for_messages_that_may_be_sent() -> None:
    [role] = _roles(_pool(f"signInAliases: {{ phone: {_X} }}"))
    assert role.conditional
    [role] = _roles(_pool("signInAliases: { phone: true }"))
    assert not role.conditional
    assert _roles(_pool("signInAliases: { email: true }")) == []


@pytest.mark.parametrize(
    ("options", "names"),
    [
        (f"oAuth: {_X}", ("allowed_oauth_flows", "allowed_oauth_scopes", "callback_urls", "logout_urls")),
        (
            f"disableOAuth: {_X}",
            ("allowed_oauth_flows_user_pool_client", "allowed_oauth_flows", "callback_urls"),
        ),
        (f"oAuth: {{ flows: {_X} }}", ("allowed_oauth_flows", "callback_urls")),
        (f"oAuth: {{ callbackUrls: {_X} }}", ("callback_urls",)),
        (f"authFlows: {_X}", ("explicit_auth_flows",)),
        (f"preventUserExistenceErrors: {_X}", ("prevent_user_existence_errors",)),
        (f"accessTokenValidity: {_X}", ("access_token_validity", "token_validity_units")),
        (f"...{_X}", ("explicit_auth_flows", "allowed_oauth_flows", "generate_secret")),
    ],
)
def test_options_of_clients_that_are_not_known(options: str, names: tuple[str, ...]) -> None:
    client = _client(options)
    for name in names:
        assert client[name].is_unknown(), name


def test_clients_know_the_services_that_were_there_before_them() -> None:
    google = (
        "new c.UserPoolIdentityProviderGoogle(this, 'G', { userPool: p, clientId: 'i', clientSecret: 's' });"
    )
    assert plain(_client("", google)["supported_identity_providers"]) == ["G.provider_name", "COGNITO"]
    assert not _client("", f"if (process.env.X) {{ {google} }}")["supported_identity_providers"].is_closed()


def test_a_trigger_that_may_be_added() -> None:
    program = ts(
        f"{_C}const p = new c.UserPool(this, 'P');"
        "const f = new lambda_.Function(this, 'F', { runtime: lambda_.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda_.Code.fromInline('x') });"
        "if (process.env.X) p.addTrigger(c.UserPoolOperation.PRE_SIGN_UP, f);"
    )
    assert program.one("aws_cognito_user_pool")["lambda_config"].get("pre_sign_up").is_unknown()
    assert program.one("aws_lambda_permission").conditional
