"""``apigatewayv2``: interfaces for HTTP and web sockets as programs make them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.amounts import Duration
from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.httpauthorizers import RouteAuthorizer
from stackproof.frameworks.cdk.serverless.httproutes import RouteKey, add_route, add_socket_route, route_key
from stackproof.frameworks.cdk.serverless.httpstages import default_mapping, make_stage
from stackproof.frameworks.cdk.serverless.httpthing import HttpThing
from stackproof.frameworks.cdk.thing import Node, Opaque, given, put
from stackproof.model.runtime import Symbol
from stackproof.model.values import (
    MapEntry,
    Scalar,
    Unknown,
)


def _http(call: Call) -> Node:
    world, props = call.world, call.props()
    name = world.name(call)
    made = Arranged(props)
    made.put(
        "name",
        given(call.folded(1, "id"), "a name") if props.absent("api_name") else props.get("api_name"),
        "api_name",
    )
    made.put("protocol_type", "HTTP")
    made.copy("description", "disable_execute_api_endpoint", "route_selection_expression", "ip_address_type")
    if (routed := made.entries.get("route_selection_expression")) is not None:
        # A switch, which puts the one expression that interfaces for HTTP may have.
        routed.value = (
            Scalar("${request.method} ${request.path}")
            if routed.value.is_(True)
            else Unknown("an expression")
        )
    _cors(props, made)
    for later in (
        "create_default_stage", "default_authorization_scopes", "default_authorizer", "default_domain_mapping",
        "default_integration",
    ):  # fmt: skip
        props.entry(later)
    resource = describe(world, "AWS::ApiGatewayV2::Api", name, made).resource
    api = HttpThing(world, resource, sockets=False)
    api.authorizer = props.node("default_authorizer")
    if not props.absent("default_authorizer") and not isinstance(api.authorizer, RouteAuthorizer):
        api.authorizer = Opaque((props.get("default_authorizer"),))
    scopes = props.get("default_authorization_scopes")
    api.scopes = None if scopes.is_absent() else scopes
    if (integration := props.raw("default_integration")) is not None:
        own = Arguments(world, {"integration": MapEntry(integration)})
        add_route(call, api, Scalar("$default"), None, own, f"{name}/DefaultRoute")
    elif props.open:
        world.open(api, "route", "a route that is not known", call.construction.origin)
    staged = props.get("create_default_stage")
    if not staged.is_(False):
        entries = {"auto_deploy": MapEntry(Scalar(True))}
        api.stage = make_stage(call, api, Arguments(world, entries), f"{name}/DefaultStage")
        api.stage.resource.conditional = api.stage.resource.conditional or not (
            staged.is_absent() or staged.is_(True)
        )
        default_mapping(call, api, api.stage, props, "default_domain_mapping")
    return api


def _cors(props: Arguments, made: Arranged) -> None:
    cors = props.nested("cors_preflight")
    if cors is None:
        if props.raw("cors_preflight") is not None:
            made.put(
                "cors_configuration",
                Unknown("cross-origin rules", (props.get("cors_preflight"),)),
                "cors_preflight",
            )
        return
    inner = block()
    inner.open = cors.open
    for name in ("allow_credentials", "allow_headers", "allow_methods", "allow_origins", "expose_headers"):
        value = cors.get(name)
        if not value.is_absent():
            inner.entries[name] = MapEntry(value)
    if cors.raw("max_age") is not None:
        age = cors.node("max_age")
        seconds = age.seconds if isinstance(age, Duration) else None
        inner.entries["max_age"] = MapEntry(Unknown("a duration") if seconds is None else Scalar(seconds))
    made.put("cors_configuration", inner, "cors_preflight")


def _sockets(call: Call) -> Node:
    world, props = call.world, call.props()
    name = world.name(call)
    made = Arranged(props)
    made.put(
        "name",
        given(call.folded(1, "id"), "a name") if props.absent("api_name") else props.get("api_name"),
        "api_name",
    )
    made.put("protocol_type", "WEBSOCKET")
    made.copy(
        "description",
        "disable_execute_api_endpoint",
        "route_selection_expression",
        "ip_address_type",
        "disable_schema_validation",
        api_key_selection_expression="api_key_selection_expression",
    )
    made.otherwise("route_selection_expression", "$request.body.action")
    routes = ("connect", "disconnect", "default")
    for route in routes:
        props.entry(f"{route}_route_options")
    resource = describe(world, "AWS::ApiGatewayV2::Api", name, made).resource
    api = HttpThing(world, resource, sockets=True)
    for route in routes:
        options = props.nested(f"{route}_route_options")
        if options is not None:
            add_socket_route(call, api, Scalar(f"${route}"), options, f"{name}/${route}-Route")
        elif not props.absent(f"{route}_route_options"):
            world.open(api, "route", "a route that is not known", call.construction.origin)
    return api


def _route(call: Call) -> Node | None:
    """``new apigatewayv2.HttpRoute(this, 'R', { httpApi, routeKey, integration })``."""
    props = call.props()
    api, key, written = props.thing("http_api"), props.node("route_key"), props.raw("route_key")
    if not isinstance(api, HttpThing):
        return None
    if isinstance(key, RouteKey):
        known = key
    elif isinstance(written, Symbol) and written.names[-1:] == ("DEFAULT",):
        known = RouteKey(Scalar("$default", origin=written.origin), None)
    else:
        known = RouteKey(Unknown("a route", (props.get("route_key"),)), Unknown("a path"))
    return add_route(call, api, known.key, known.path, props, call.world.name(call), implied=False)


def _socket_route(call: Call) -> Node | None:
    props = call.props()
    api = props.thing("web_socket_api")
    if not isinstance(api, HttpThing):
        return None
    return add_socket_route(call, api, props.get("route_key"), props, call.world.name(call), implied=False)


def _with(call: Call) -> Node:
    """``HttpRouteKey.with('/x', HttpMethod.GET)``."""
    path, verb = given(call.folded(0, "path"), "a path"), call.folded(1, "method")
    return RouteKey(route_key(verb if verb is not None else Scalar("ANY"), path), path)


def _external(kind: bool) -> Recipe:
    def recipe(call: Call) -> Node:
        resource = call.world.external("aws_apigatewayv2_api", call)
        props = call.props(2)
        put(resource, "id", props.get("http_api_id") if not kind else props.get("web_socket_id"))
        put(resource, "api_endpoint", props.get("api_endpoint"))
        made = HttpThing(call.world, resource, sockets=kind)
        made.fragile = False
        return made

    return recipe


def _changes(call: Call) -> Node:
    return Opaque(call.world.folder.mentions(call.construction), "changes of parameters")


_M = "aws-apigatewayv2"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_M}.HttpApi": _http,
        f"{_M}.HttpApi.from_http_api_attributes": _external(False),
        f"{_M}.WebSocketApi": _sockets,
        f"{_M}.WebSocketApi.from_web_socket_api_attributes": _external(True),
        f"{_M}.HttpRoute": _route,
        f"{_M}.WebSocketRoute": _socket_route,
        f"{_M}.HttpRouteKey.with": _with,
        f"{_M}.HttpRouteKey.with_": _with,
        f"{_M}.ParameterMapping": _changes,
    }
)
