"""Who decides whether a route of an interface for HTTP or web sockets may be called."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import describe
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.filling import attribute_of, duration, plainly
from stackproof.frameworks.cdk.serverless.integrations import function_uri
from stackproof.frameworks.cdk.serverless.invocables import Invocable
from stackproof.frameworks.cdk.thing import Opaque, given
from stackproof.model.graph import Resource
from stackproof.model.runtime import Symbol
from stackproof.model.values import (
    Certainty,
    MapEntry,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.serverless.httpthing import HttpThing

Entries = dict[str, MapEntry]
_HEADER = "$request.header.Authorization"


class RouteAuthorizer(Opaque):
    """What a route is given to decide; the routes of an interface share what it makes."""

    kind: Value = Unknown("a kind of authorizer")

    def __init__(self, call: Call) -> None:
        super().__init__(call.world.folder.mentions(call.construction), "an authorizer")
        self.made_by = call
        self._resource: Resource | None = None

    def bind(self, call: Call, api: HttpThing) -> Value | None:
        """The authorizer's id; None when none is needed."""
        if self._resource is None:
            id_ = self.made_by.folded(0, "id")
            text = id_.text() if id_ is not None else None
            entries = {"api_id": MapEntry(api.id), "name": MapEntry(given(id_, "a name"))}
            entries |= self.entries(call, api)
            name = f"{api.resource.name}/{text or 'Authorizer'}"
            self._resource = describe(
                call.world, "AWS::ApiGatewayV2::Authorizer", name, entries, implied=True
            ).resource
            self.let(call, api, self._resource)
        return ResourceReference(self._resource, "id")

    def entries(self, call: Call, api: HttpThing) -> Entries:
        """The authorizer's arguments, as CloudFormation says them."""
        raise NotImplementedError

    def let(self, call: Call, api: HttpThing, authorizer: Resource) -> None:
        """Let the interface ask."""


class _Function(RouteAuthorizer):
    kind = Scalar("CUSTOM")

    def __init__(self, call: Call) -> None:
        super().__init__(call)
        thing = call.thing(1, "handler")
        self.function = thing if isinstance(thing, Invocable) else None

    def entries(self, call: Call, api: HttpThing) -> Entries:
        props = self.made_by.props(2)
        arn = self.function.arn if self.function is not None else Unknown("a function")
        found: Entries = {
            "authorizer_type": MapEntry(Scalar("REQUEST")),
            "authorizer_uri": MapEntry(function_uri(call.world, arn)),
        }
        source = props.get("identity_source")
        if source.is_absent():
            default = "route.request.header.Authorization" if api.sockets else _HEADER
            source = Sequence([Scalar(default, certainty=Certainty.DEFAULT)])
        found["identity_source"] = MapEntry(source)
        named = props.get("authorizer_name")
        if not named.is_absent():
            found["name"] = MapEntry(named)
        if api.sockets:
            return found
        return found | _answers(props) | _remembered(props)

    def let(self, call: Call, api: HttpThing, authorizer: Resource) -> None:
        if self.function is not None:
            source = api.execute_arn("authorizers/", ResourceReference(authorizer, "id"))
            name = f"{api.resource.name}-Permission"
            self.function.permit("apigateway.amazonaws.com", name, {"source_arn": source})


def _answers(props: Arguments) -> Entries:
    """How a function answers: plainly, or with a policy."""
    types = props.elements("response_types")
    kinds = [t.names[-1] for t in types or () if isinstance(t, Symbol) and t.names]
    if len(kinds) < len(types or ()) or (types is None and not props.absent("response_types")):
        unclear = Unknown("a kind of answers", (props.get("response_types"),))
        return {
            "authorizer_payload_format_version": MapEntry(unclear),
            "enable_simple_responses": MapEntry(unclear),
        }
    if "SIMPLE" not in kinds:
        return {"authorizer_payload_format_version": MapEntry(Scalar("1.0"))}
    return {
        "authorizer_payload_format_version": MapEntry(Scalar("2.0")),
        "enable_simple_responses": MapEntry(Scalar(True)),
    }


def _remembered(props: Arguments) -> Entries:
    """For how long answers hold."""
    seconds = duration(props, "results_cache_ttl")
    if seconds.is_absent():
        seconds = Scalar(300, certainty=Certainty.DEFAULT)
    return {"authorizer_result_ttl_in_seconds": MapEntry(seconds)}


class _Pool(RouteAuthorizer):
    kind = Scalar("JWT")

    def entries(self, call: Call, api: HttpThing) -> Entries:
        props, world = self.made_by.props(2), call.world
        pool, region = self.made_by.argument(1, "pool"), props.get("user_pool_region")
        where = world.pseudo("region") if region.is_absent() else region
        number = attribute_of(world, pool, "user_pool_id") if pool is not None else Unknown("a pool")
        issuer = plainly(Template(("https://cognito-idp.", where, ".amazonaws.com/", number)))
        clients = props.elements("user_pool_clients")
        audience: Value = Unknown("clients of the pool")
        if clients is not None:
            audience = Sequence([attribute_of(world, c, "user_pool_client_id") for c in clients])
        return _token(props.get("identity_source"), issuer, audience, props.get("authorizer_name"))


class _Token(RouteAuthorizer):
    kind = Scalar("JWT")

    def entries(self, call: Call, api: HttpThing) -> Entries:
        props = self.made_by.props(2)
        issuer = given(self.made_by.folded(1, "jwt_issuer"), "an issuer")
        audience = props.get("jwt_audience")
        return _token(props.get("identity_source"), issuer, audience, props.get("authorizer_name"))


def _token(source: Value, issuer: Value, audience: Value, name: Value) -> Entries:
    if source.is_absent():
        source = Sequence([Scalar(_HEADER, certainty=Certainty.DEFAULT)])
    found = {
        "authorizer_type": MapEntry(Scalar("JWT")),
        "identity_source": MapEntry(source),
        "jwt_configuration": MapEntry(block(issuer=issuer, audience=audience)),
    }
    return found if name.is_absent() else {**found, "name": MapEntry(name)}


class _Iam(RouteAuthorizer):
    kind = Scalar("AWS_IAM")

    def bind(self, call: Call, api: HttpThing) -> Value | None:
        return None


class _None(RouteAuthorizer):
    kind = Scalar("NONE")

    def bind(self, call: Call, api: HttpThing) -> Value | None:
        return None


_M = "aws-apigatewayv2-authorizers"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_M}.HttpLambdaAuthorizer": _Function,
        f"{_M}.WebSocketLambdaAuthorizer": _Function,
        f"{_M}.HttpUserPoolAuthorizer": _Pool,
        f"{_M}.HttpJwtAuthorizer": _Token,
        f"{_M}.HttpIamAuthorizer": _Iam,
        f"{_M}.WebSocketIamAuthorizer": _Iam,
        "aws-apigatewayv2.HttpNoneAuthorizer": _None,
        "aws-apigatewayv2.WebSocketNoneAuthorizer": _None,
    }
)
