"""Clients of pools of users: how they may sign users in, and where these are sent then."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.options import by_default, given, given_or
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.filling import duration
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Thing, put
from stackproof.frameworks.cdk.thing import given as known_or
from stackproof.frameworks.cdk.users.poolparts import part, pool_id
from stackproof.frameworks.cdk.users.poolsettings import chosen, nested_or, on
from stackproof.frameworks.cdk.users.poolthing import PoolThing
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Template, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_MINUTE = 60
_AUTH = {
    "user_password": "ALLOW_USER_PASSWORD_AUTH", "admin_user_password": "ALLOW_ADMIN_USER_PASSWORD_AUTH",
    "custom": "ALLOW_CUSTOM_AUTH", "user_srp": "ALLOW_USER_SRP_AUTH", "user": "ALLOW_USER_AUTH",
}  # fmt: skip
_FLOWS = {
    "client_credentials": "client_credentials", "implicit_code_grant": "implicit", "authorization_code_grant": "code",
}  # fmt: skip
_SCOPES = ("profile", "phone", "email", "openid", "aws.cognito.signin.user.admin")
# Whoever asks for one of these asks for an identity, too.
_OF_USERS = ("phone", "email", "profile")
_EXAMPLE = "https://example.com"
_VALIDITY = {
    "id_token_validity": "id_token",
    "access_token_validity": "access_token",
    "refresh_token_validity": "refresh_token",
}
_NAMES = {
    "user_pool_client_id": "id",
    "user_pool_client_name": "name",
    "user_pool_client_secret": "client_secret",
}


def add_client(call: Call, pool: Thing | None, props: Arguments, name: str) -> Node:
    """A client of a pool."""
    made = Arranged(props)
    made.put("user_pool_id", pool_id(pool), "user_pool")
    made.copy(
        "generate_secret", "enable_token_revocation", "enable_propagate_additional_user_context_data",
        "read_attributes", "write_attributes", user_pool_client_name="client_name",
    )  # fmt: skip
    _authentication(made)
    _authorization(made)
    _errors(made)
    _providers(made, pool)
    _tokens(made)
    analytics = given(props, "analytics")
    made.put("analytics_configuration", None if analytics is None else Unknown("analytics"), "analytics")
    resource = describe(call.world, "AWS::Cognito::UserPoolClient", name, made).resource
    return Made(resource, _NAMES, fragile=False)


def _authentication(made: Arranged) -> None:
    """How users may prove who they are."""
    props = made.props
    flows = props.nested("auth_flows")
    rotated = given(props, "refresh_token_rotation_grace_period")
    if flows is None or (not flows.entries and not flows.open):
        unclear = None if flows is not None or props.absent("auth_flows") else Unknown("flows")
        made.put("explicit_auth_flows", unclear, "auth_flows")
        return
    found = chosen(flows, _AUTH)
    assert isinstance(found, Sequence)
    if rotated is None:
        found.elements.append(default("ALLOW_REFRESH_TOKEN_AUTH"))
    elif not rotated.is_present():
        found.open = True
    found.open = found.open or flows.open
    made.put("explicit_auth_flows", found, "auth_flows")


def _authorization(made: Arranged) -> None:
    """What clients may ask for on behalf of users, and where these are sent."""
    props = made.props
    off = given_or(props, "disable_o_auth", False)
    if off.is_(True):
        made.put("allowed_o_auth_flows_user_pool_client", False, "disable_o_auth")
        props.entry("o_auth")
        return
    options = nested_or(props, "o_auth")
    if options is None or not off.is_(False):
        for name in (
            "allowed_o_auth_flows", "allowed_o_auth_scopes", "callback_ur_ls", "logout_ur_ls", "default_redirect_uri",
        ):  # fmt: skip
            made.put(name, Unknown("what a client may ask for"), "o_auth")
        known = off.is_(False)
        told = default(True) if known else Unknown("whether a client may ask", (off,))
        made.put("allowed_o_auth_flows_user_pool_client", told)
        return
    made.put("allowed_o_auth_flows_user_pool_client", default(True))
    flows = options.nested("flows")
    found: Value = by_default("implicit", "code")
    if flows is not None:
        found = chosen(flows, _FLOWS)
    elif not options.absent("flows"):
        found = Unknown("flows")
    made.put("allowed_o_auth_flows", None if found.is_empty() else found, "o_auth")
    made.put("allowed_o_auth_scopes", _scopes(options), "o_auth")
    _places(made, options, flows)


def _scopes(options: Arguments) -> Value:
    written = options.raw("scopes")
    if written is None:
        return by_default(*_SCOPES) if options.absent("scopes") else Unknown("scopes")
    listed = options.world.elements(written)
    if listed is None:
        return Unknown("scopes", (options.get("scopes"),), origin=written.origin)
    found = [options.world.fold(e) for e in listed]
    texts = [f.text() for f in found]
    if any(t in _OF_USERS for t in texts) and "openid" not in texts:
        found.append(default("openid"))
    distinct = [f for n, f in enumerate(found) if texts[n : n + 1] == [None] or f.text() not in texts[:n]]
    return Sequence(distinct, origin=written.origin)


def _places(made: Arranged, options: Arguments, flows: Arguments | None) -> None:
    """Where users are sent when they are in, or out."""
    urls = given(options, "callback_urls")
    with_codes: bool | None = True
    if not options.absent("flows"):
        states = [on(flows, name) for name in ("authorization_code_grant", "implicit_code_grant")]
        with_codes = True if True in states else None if None in states else False
    if urls is None and with_codes is not False:
        held = by_default(_EXAMPLE)
        urls = held if with_codes else Unknown("where users are sent", (held,))
    made.put("callback_ur_ls", None if urls is not None and urls.is_empty() else urls, "o_auth")
    made.put("logout_ur_ls", given(options, "logout_urls"), "o_auth")
    made.put("default_redirect_uri", given(options, "default_redirect_uri"), "o_auth")


def _errors(made: Arranged) -> None:
    hidden = given(made.props, "prevent_user_existence_errors")
    if hidden is not None:
        known = hidden.is_(True) or hidden.is_(False)
        word = Scalar("ENABLED" if hidden.is_(True) else "LEGACY", origin=hidden.origin)
        source = "prevent_user_existence_errors"
        made.put(source, word if known else Unknown("a switch", (hidden,)), source)


def _providers(made: Arranged, pool: Thing | None) -> None:
    """From where users may come: from everywhere that the pool knows of by then."""
    given_ = given(made.props, "supported_identity_providers")
    if given_ is not None:
        made.put("supported_identity_providers", given_, "supported_identity_providers")
        return
    known = list(pool.providers) if isinstance(pool, PoolThing) else []
    is_open = not isinstance(pool, PoolThing) or any(p.is_unknown() for p in known)
    listed = [p for p in known if not p.is_unknown()]
    made.put("supported_identity_providers", Sequence([*listed, default("COGNITO")], open=is_open))


def _tokens(made: Arranged) -> None:
    """For how long tokens hold, in minutes."""
    props = made.props
    units: dict[str, MapEntry] = {}
    for name, unit in _VALIDITY.items():
        minutes = duration(props, name, _MINUTE)
        if not minutes.is_absent():
            made.put(name, minutes, name)
            units[unit] = MapEntry(default("minutes") if minutes.is_present() else Unknown("a unit"))
    if units:
        made.put("token_validity_units", MappingValue(units))
    session = duration(props, "auth_session_validity", _MINUTE)
    made.put("auth_session_validity", None if session.is_absent() else session, "auth_session_validity")
    grace = duration(props, "refresh_token_rotation_grace_period")
    if not grace.is_absent():
        told = block(feature=default("ENABLED"), retry_grace_period_seconds=grace)
        known = told if grace.is_present() else Unknown("a rotation", (grace,))
        made.put("refresh_token_rotation", known, "refresh_token_rotation_grace_period")


def _existing(call: Call) -> Node:
    resource = call.world.external("aws_cognito_user_pool_client", call)
    put(resource, "id", known_or(call.folded(2, "user_pool_client_id"), "a client"))
    return Made(resource, _NAMES, fragile=False)


def _own(argument: str) -> Recipe:
    """``OAuthScope.custom('x')`` and its like."""
    return lambda call: known_or(call.folded(0, argument), "a name")


def _of_server(call: Call) -> Node:
    """``OAuthScope.resourceServer(server, scope)``."""
    server, value = call.thing(0, "server"), call.argument(1, "scope")
    inner = arguments_of(call.world, value) if value is not None else None
    node = call.world.node(value) if value is not None else None
    scope = node.get("scope_name") if isinstance(node, MappingValue) else None
    scope = inner.get("scope_name") if scope is None and inner is not None else scope
    if not isinstance(server, Made) or scope is None:
        return Unknown("a scope", call.world.folder.mentions(call.construction))
    return Template((ResourceReference(server.resource, "identifier"), "/", *(scope.pieces() or (scope,))))


_C = "aws-cognito"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_C}.UserPoolClient": part(add_client),
        f"{_C}.UserPoolClient.from_user_pool_client_id": _existing,
        f"{_C}.OAuthScope.custom": _own("name"),
        f"{_C}.OAuthScope.resource_server": _of_server,
        f"{_C}.UserPoolClientIdentityProvider.custom": _own("name"),
    }
)
