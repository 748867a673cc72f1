"""Who decides whether a REST interface may be called: functions, and pools of users."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.iam import RoleThing
from stackproof.frameworks.cdk.principals import joined
from stackproof.frameworks.cdk.serverless.filling import arn_of, attribute_of, duration, start
from stackproof.frameworks.cdk.serverless.integrations import function_uri
from stackproof.frameworks.cdk.serverless.invocables import Invocable
from stackproof.frameworks.cdk.thing import Made, Node, given, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import Certainty, ResourceReference, Scalar, Sequence, Template, Unknown, Value

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.serverless.apiresources import Api

_HEADER = "method.request.header.Authorization"


class Authorizer(Made):
    """An authorizer; it belongs to the interface whose method it is first given to. ``kind`` is the methods' type."""

    def __init__(
        self, world: World, resource: Resource, kind: Value | None, function: Invocable | None = None
    ) -> None:
        super().__init__(resource, {"authorizer_id": "id"})
        self.world = world
        self.kind = kind
        self.function = function
        self.attributes["authorization_type"] = kind if kind is not None else Unknown("a kind")
        self._api: Api | None = None
        self._permission: Resource | None = None
        put(resource, "rest_api_id", Unknown("the interface that uses it"))

    def attach(self, api: Api) -> None:
        """Belong to an interface."""
        if self._api is not None:
            return
        self._api = api
        put(self.resource, "rest_api_id", api.id)
        if self._permission is not None:
            put(self._permission, "source_arn", self.arn())

    def arn(self) -> Value:
        """How the interface calls it."""
        if self._api is None:
            return Unknown("an interface that is not known yet")
        world = self.world
        lead = (
            ":execute-api:",
            world.pseudo("region"),
            ":",
            world.pseudo("account"),
            ":",
            self._api.id,
            "/authorizers/",
        )
        return joined(world.arn(*lead, ResourceReference(self.resource, "id")))

    def let(self, call: Call) -> None:
        """Let the interface call the function."""
        if self.function is not None:
            self._permission = self.function.permit(
                "apigateway.amazonaws.com", "Permissions", {"source_arn": self.arn()}
            )

    def attribute(self, name: str) -> Node | None:
        return self.arn() if name == "authorizer_arn" else super().attribute(name)


def _pools(call: Call) -> Node:
    """``new CognitoUserPoolsAuthorizer(this, 'A', { cognitoUserPools: [pool] })``."""
    world, props = call.world, call.props()
    resource = start(world, "aws_api_gateway_authorizer", world.name(call), props)
    _common(call, resource, "COGNITO_USER_POOLS")
    source = props.get("identity_source")
    put(
        resource,
        "identity_source",
        Scalar(_HEADER, certainty=Certainty.DEFAULT) if source.is_absent() else source,
    )
    elements = props.elements("cognito_user_pools")
    arns: Value = Unknown("pools", (props.get("cognito_user_pools"),))
    if elements is not None:
        arns = Sequence([attribute_of(world, e, "user_pool_arn") for e in elements])
    put(resource, "provider_arns", arns, props.entry("cognito_user_pools"))
    return Authorizer(world, resource, Scalar("COGNITO_USER_POOLS"))


def _common(call: Call, resource: Resource, kind: str) -> None:
    props = call.props()
    name = props.get("authorizer_name")
    put(
        resource,
        "name",
        Unknown("a name made from the path") if name.is_absent() else name,
        props.entry("authorizer_name"),
    )
    put(resource, "type", Scalar(kind))
    ttl = duration(props, "results_cache_ttl")
    if kind != "COGNITO_USER_POOLS" and ttl.is_absent():
        ttl = Scalar(300, certainty=Certainty.DEFAULT)
    put(resource, "authorizer_result_ttl_in_seconds", ttl, props.entry("results_cache_ttl"))


def _function(kind: str) -> Recipe:
    def recipe(call: Call) -> Node:
        world, props = call.world, call.props()
        resource = start(world, "aws_api_gateway_authorizer", world.name(call), props)
        _common(call, resource, kind)
        source = props.get("identity_source")
        if kind == "REQUEST":
            put(
                resource,
                "identity_source",
                _joined_sources(props.get("identity_sources")),
                props.entry("identity_sources"),
            )
        elif source.is_absent():
            put(resource, "identity_source", Scalar(_HEADER, certainty=Certainty.DEFAULT))
        else:
            put(resource, "identity_source", source, props.entry("identity_source"))
        put(
            resource,
            "identity_validation_expression",
            props.get("validation_regex"),
            props.entry("validation_regex"),
        )
        handler = props.thing("handler")
        function = handler if isinstance(handler, Invocable) else None
        arn = function.arn if function is not None else Unknown("a function")
        put(resource, "authorizer_uri", function_uri(world, arn), props.entry("handler"))
        made = Authorizer(world, resource, Scalar("CUSTOM"), function)
        role = props.thing("assume_role")
        if props.raw("assume_role") is None:
            made.let(call)
        else:
            put(
                resource,
                "authorizer_credentials",
                arn_of(props, "assume_role", "role_arn"),
                props.entry("assume_role"),
            )
            if isinstance(role, RoleThing) and function is not None:
                from stackproof.frameworks.cdk.grants import permission

                role.allow(permission(["lambda:InvokeFunction"], function.invoked()))
        return made

    return recipe


def _joined_sources(value: Value) -> Value:
    texts = [v.text() for v in value.items()]
    if value.is_absent():
        return value
    if not value.is_closed() or any(t is None for t in texts):
        return Unknown("sources of identity", (value,), origin=value.origin)
    return Scalar(",".join(t for t in texts if t is not None), origin=value.origin)


def _source(lead: str) -> Recipe:
    """``IdentitySource.header('X')`` and its like."""

    def recipe(call: Call) -> Node:
        name = given(call.positional[0] if call.positional else None, "a name")
        folded = call.world.fold(name)
        text = folded.text()
        if text is not None:
            return Scalar(f"{lead}.{text}", origin=call.construction.origin)
        return Template((f"{lead}.", folded), origin=call.construction.origin)

    return recipe


_MODULE = "aws-apigateway"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_MODULE}.CognitoUserPoolsAuthorizer": _pools,
        f"{_MODULE}.TokenAuthorizer": _function("TOKEN"),
        f"{_MODULE}.RequestAuthorizer": _function("REQUEST"),
        f"{_MODULE}.IdentitySource.header": _source("method.request.header"),
        f"{_MODULE}.IdentitySource.query_string": _source("method.request.querystring"),
        f"{_MODULE}.IdentitySource.stage_variable": _source("stageVariables"),
        f"{_MODULE}.IdentitySource.context": _source("context"),
    }
)
