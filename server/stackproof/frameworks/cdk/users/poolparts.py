"""What belongs to a pool of users: its domain, its groups, its servers, the services that users come from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.options import attribute_of, given, given_or
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.thing import Made, Node, Thing, put
from stackproof.frameworks.cdk.thing import given as known_or
from stackproof.frameworks.cdk.users.poolthing import PoolThing
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Template, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

Add = Callable[[Call, Thing | None, Arguments, str], Node]


def pool_id(pool: Thing | None) -> Value:
    """The id of a pool."""
    return ResourceReference(pool.resource, "id") if isinstance(pool, Made) else Unknown("a pool")


class Domain(Made):
    """Where users sign in."""

    def __init__(self, call: Call, made: Made, *, hosted: bool | None) -> None:
        super().__init__(
            made.resource, {"domain_name": "domain", "cloud_front_endpoint": "cloudfront_distribution"}
        )
        self.fragile = False
        self._world = call.world
        self._hosted = hosted
        self.methods["base_url"] = lambda c: self._url(c)
        self.methods["sign_in_url"] = lambda c: Unknown(
            "where users sign in", (ResourceReference(self.resource, "domain"),)
        )

    def _url(self, call: Call) -> Value:
        own = ResourceReference(self.resource, "domain")
        if self._hosted is None or call.positional or call.construction.arguments.keywords:
            return Unknown("where users sign in", (own,))
        if not self._hosted:
            return Template(("https://", own))
        return Template(("https://", own, ".auth.", self._world.pseudo("region"), ".amazoncognito.com"))


def add_domain(call: Call, pool: Thing | None, props: Arguments, name: str) -> Node:
    """A domain of Cognito's, or one of the author's."""
    made = Arranged(props)
    made.put("user_pool_id", pool_id(pool), "user_pool")
    own, other = props.nested("custom_domain"), props.nested("cognito_domain")
    if other is not None:
        made.put("domain", other.get("domain_prefix"), "cognito_domain")
    elif own is not None:
        made.put("domain", own.get("domain_name"), "custom_domain")
    else:
        made.put("domain", Unknown("a domain"))
    if own is not None:
        written = own.raw("certificate")
        arn = (
            attribute_of(call.world, written, "certificate_arn")
            if written is not None
            else Unknown("a certificate")
        )
        made.put("custom_domain_config", block(certificate_arn=arn), "custom_domain")
    elif not props.absent("custom_domain"):
        made.put("custom_domain_config", Unknown("a domain"), "custom_domain")
    made.copy("managed_login_version")
    props.entry("cognito_domain")
    resource = describe(call.world, "AWS::Cognito::UserPoolDomain", name, made).resource
    hosted = True if other is not None else False if own is not None else None
    return Domain(call, Made(resource), hosted=hosted)


def add_server(call: Call, pool: Thing | None, props: Arguments, name: str) -> Node:
    """Something that users are let into, with what may be asked of it."""
    made = Arranged(props)
    made.put("user_pool_id", pool_id(pool), "user_pool")
    made.copy("identifier", "scopes")
    named = given_or(props, "user_pool_resource_server_name", props.get("identifier"))
    made.put("name", named, "user_pool_resource_server_name")
    resource = describe(call.world, "AWS::Cognito::UserPoolResourceServer", name, made).resource
    return Made(resource, {"user_pool_resource_server_id": "identifier"}, fragile=False)


def add_group(call: Call, pool: Thing | None, props: Arguments, name: str) -> Node:
    """A group of users."""
    made = Arranged(props)
    made.put("user_pool_id", pool_id(pool), "user_pool")
    made.copy("group_name", "description", "precedence")
    role = props.raw("role")
    if role is not None:
        made.put("role_arn", attribute_of(call.world, role, "role_arn"), "role")
    elif not props.absent("role"):
        made.put("role_arn", Unknown("a role"), "role")
    resource = describe(call.world, "AWS::Cognito::UserPoolGroup", name, made).resource
    return Made(resource, {"group_name": "name"}, fragile=False)


def part(add: Add) -> Recipe:
    """A part that is a construct of its own."""

    def recipe(call: Call) -> Node:
        props = call.props()
        return add(call, props.thing("user_pool"), props, call.world.name(call))

    return recipe


def _provider(kind: str, *, named: bool = False) -> Recipe:
    """A service that users come from; what it is asked for is not followed."""

    def recipe(call: Call) -> Node:
        props = call.props()
        pool = props.thing("user_pool")
        unnamed = Unknown("a name that the library makes up")
        name = given_or(props, "name", unnamed) if named else Scalar(kind)
        mapped = given(props, "attribute_mapping")
        entries = {
            "user_pool_id": MapEntry(pool_id(pool)),
            "provider_name": MapEntry(name),
            "provider_type": MapEntry(Scalar(kind)),
            "provider_details": MapEntry(Unknown("what is said of a provider", (props.folded(),))),
        }
        if mapped is not None:
            entries["attribute_mapping"] = MapEntry(Unknown("attributes", (mapped,)))
        if named:
            entries["idp_identifiers"] = MapEntry(props.get("identifiers"))
        kept = {k: e for k, e in entries.items() if not e.value.is_absent()}
        described = describe(
            call.world, "AWS::Cognito::UserPoolIdentityProvider", call.world.name(call), kept
        )
        if isinstance(pool, PoolThing):
            own = ResourceReference(described.resource, "provider_name")
            pool.providers.append(own if call.certain else Unknown("a provider", (own,)))
        return Made(described.resource, {"provider_name": "provider_name"}, fragile=False)

    return recipe


def _scope(call: Call) -> Node:
    """``new ResourceServerScope({ scopeName, scopeDescription })``."""
    props = call.props(0)
    entries = {name: MapEntry(props.get(name)) for name in ("scope_name", "scope_description")}
    return MappingValue(entries, open=props.open, origin=call.construction.origin)


def _existing(kind: str, argument: str, target: str, names: Mapping[str, str]) -> Recipe:
    def recipe(call: Call) -> Node:
        resource = call.world.external(kind, call)
        put(resource, target, known_or(call.folded(2, argument), "a part of a pool"))
        return Made(resource, dict(names), fragile=False)

    return recipe


_C = "aws-cognito"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_C}.UserPoolDomain": part(add_domain),
        f"{_C}.UserPoolDomain.from_domain_name": _existing(
            "aws_cognito_user_pool_domain", "user_pool_domain_name", "domain", {"domain_name": "domain"}
        ),
        f"{_C}.UserPoolResourceServer": part(add_server),
        f"{_C}.UserPoolResourceServer.from_user_pool_resource_server_id": _existing(
            "aws_cognito_resource_server",
            "user_pool_resource_server_id",
            "identifier",
            {"user_pool_resource_server_id": "identifier"},
        ),
        f"{_C}.UserPoolGroup": part(add_group),
        f"{_C}.UserPoolGroup.from_group_name": _existing(
            "aws_cognito_user_group", "group_name", "name", {"group_name": "name"}
        ),
        f"{_C}.ResourceServerScope": _scope,
        **{
            f"{_C}.UserPoolIdentityProvider{name}": _provider(kind)
            for name, kind in (
                ("Amazon", "LoginWithAmazon"),
                ("Apple", "SignInWithApple"),
                ("Facebook", "Facebook"),
                ("Google", "Google"),
            )
        },
        f"{_C}.UserPoolIdentityProviderOidc": _provider("OIDC", named=True),
        f"{_C}.UserPoolIdentityProviderSaml": _provider("SAML", named=True),
    }
)
