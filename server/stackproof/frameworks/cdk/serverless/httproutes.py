"""Routes of interfaces for HTTP and web sockets."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.arguments import Arguments, Call
from stackproof.frameworks.cdk.described import describe
from stackproof.frameworks.cdk.grants import grant
from stackproof.frameworks.cdk.principals import joined
from stackproof.frameworks.cdk.serverless.filling import plainly
from stackproof.frameworks.cdk.serverless.httpauthorizers import RouteAuthorizer
from stackproof.frameworks.cdk.serverless.httpintegrations import RouteIntegration
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Things
from stackproof.model.values import (
    Certainty,
    MapEntry,
    ResourceReference,
    Scalar,
    Template,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.serverless.httpthing import HttpThing


@dataclass(frozen=True, eq=False)
class Route:
    """A route: how people call it, and what of the interface a permission for it names."""

    label: str
    permitted: Value | str


class RouteKey(Opaque):
    """A method and a path."""

    def __init__(self, key: Value, path: Value | None) -> None:
        super().__init__((key,), "a route")
        self.key = key
        self.path = path


def add_routes(call: Call, api: HttpThing, props: Arguments) -> Node:
    """A route for each of the methods."""
    path = props.get("path")
    verbs = props.elements("methods")
    methods: list[Value] = [Scalar("ANY", certainty=Certainty.DEFAULT)]
    if verbs is not None:
        methods = [call.world.fold(v) for v in verbs]
    elif props.raw("methods") is not None:
        methods = [Unknown("a method", (props.get("methods"),))]
    made = [add_route(call, api, route_key(verb, path), path, props) for verb in methods]
    return Things(made)


def route_key(verb: Value, path: Value) -> Value:
    return plainly(Template((verb, " ", path), origin=path.origin))


def add_route(
    call: Call,
    api: HttpThing,
    key: Value,
    path: Value | None,
    props: Arguments,
    name: str = "",
    *,
    implied: bool = True,
) -> Made:
    """A route of an interface for HTTP."""
    text = key.text()
    label = name or f"{api.resource.name}/{text or 'route'}"
    permitted: Value = Scalar("*/*") if path is None else plainly(Template(("*/*", path)))
    route = Route(label, permitted)
    entries = {
        "api_id": MapEntry(api.id),
        "route_key": MapEntry(key),
        "target": MapEntry(_target(call, api, props, route)),
    }
    entries |= _authorization(call, api, props)
    made = describe(call.world, "AWS::ApiGatewayV2::Route", label, entries, implied=implied)
    made.resource.properties.open = made.resource.properties.open or props.open
    thing = Made(made.resource, {"route_id": "id"})
    thing.attributes["route_arn"] = api.execute_arn(permitted)
    thing.methods["grant_invoke"] = lambda c: grant(
        c, c.argument(0, "grantee"), ["execute-api:Invoke"], [api.execute_arn(permitted)]
    )
    return thing


def add_socket_route(
    call: Call, api: HttpThing, key: Value, props: Arguments, name: str, *, implied: bool = True
) -> Made:
    """A route of an interface for web sockets."""
    route = Route(name, plainly(Template(("*", key))))
    entries = {
        "api_id": MapEntry(api.id),
        "route_key": MapEntry(key),
        "target": MapEntry(_target(call, api, props, route)),
    }
    entries |= _authorization(call, api, props)
    for source in ("api_key_required",):
        value = props.get(source)
        if not value.is_absent():
            entries[source] = MapEntry(value)
    answered = props.get("return_response")
    answers = not (answered.is_absent() or answered.is_(False))
    if answers:
        shown = Scalar("$default") if answered.is_(True) else Unknown("a switch", (answered,))
        entries["route_response_selection_expression"] = MapEntry(shown)
    made = describe(call.world, "AWS::ApiGatewayV2::Route", name, entries, implied=implied).resource
    made.properties.open = made.properties.open or props.open
    if answers:
        named = {
            "api_id": MapEntry(api.id),
            "route_id": MapEntry(ResourceReference(made, "id")),
            "route_response_key": MapEntry(Scalar("$default")),
        }
        response = describe(
            call.world, "AWS::ApiGatewayV2::RouteResponse", f"{name}/Response", named, implied=True
        ).resource
        response.conditional = response.conditional or not answered.is_(True)
    return Made(made, {"route_id": "id"})


def _target(call: Call, api: HttpThing, props: Arguments, route: Route) -> Value:
    integration = props.node("integration")
    if not isinstance(integration, RouteIntegration):
        return Unknown("an integration", (props.get("integration"),))
    return joined(Template(("integrations/", integration.bind(call, api, route))))


def _authorization(call: Call, api: HttpThing, props: Arguments) -> dict[str, MapEntry]:
    written, entry = props.raw("authorizer"), props.entry("authorizer")
    authorizer = props.node("authorizer") if written is not None else api.authorizer
    if props.absent("authorizer") and authorizer is None:
        return {"authorization_type": MapEntry(Scalar("NONE", certainty=Certainty.DEFAULT))}
    found: dict[str, MapEntry] = {}
    origins = (entry.key_origin, entry.origin) if entry is not None else (None, None)
    unsure = written is None and not props.absent("authorizer")
    if unsure or not isinstance(authorizer, RouteAuthorizer):
        unclear = Unknown("an authorizer", (props.get("authorizer"),))
        names = ("authorization_type", "authorizer_id", "authorization_scopes")
        return {name: MapEntry(unclear, *origins) for name in names}
    found["authorization_type"] = MapEntry(authorizer.kind, *origins)
    number = authorizer.bind(call, api)
    if number is not None:
        found["authorizer_id"] = MapEntry(number, *origins)
    scopes = props.get("authorization_scopes")
    if scopes.is_absent() and api.scopes is not None:
        scopes = api.scopes
    if not scopes.is_absent():
        found["authorization_scopes"] = MapEntry(scopes)
    return found
