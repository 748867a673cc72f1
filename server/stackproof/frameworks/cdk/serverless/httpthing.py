"""Interfaces for HTTP and for web sockets, and what their methods add."""

from __future__ import annotations

from stackproof.frameworks.cdk.arguments import Call
from stackproof.frameworks.cdk.grants import grant
from stackproof.frameworks.cdk.principals import joined
from stackproof.frameworks.cdk.serverless.httproutes import add_routes, add_socket_route
from stackproof.frameworks.cdk.serverless.httpstages import make_stage
from stackproof.frameworks.cdk.serverless.links import link_into
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, given
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import (
    ResourceReference,
    Value,
)


class HttpThing(Made):
    """An interface for HTTP, or for web sockets."""

    def __init__(self, world: World, resource: Resource, *, sockets: bool) -> None:
        super().__init__(resource, {"api_id": "id", "http_api_id": "id", "http_api_name": "name"})
        self.world = world
        self.sockets = sockets
        self.stage: Made | None = None
        self.authorizer: Node | None = None
        self.scopes: Value | None = None
        self.links: dict[int, Made] = {}

    @property
    def id(self) -> Value:
        """The id of the interface."""
        return ResourceReference(self.resource, "id")

    def execute_arn(self, *what: Value | str) -> Value:
        """The ARN of something of the interface."""
        world = self.world
        lead = (":execute-api:", world.pseudo("region"), ":", world.pseudo("account"), ":", self.id, "/")
        return joined(world.arn(*lead, *what))

    def attribute(self, name: str) -> Node | None:
        match name:
            case "api_endpoint":
                return ResourceReference(self.resource, "api_endpoint")
            case "default_stage":
                return self.stage if self.stage is not None else Opaque((self.value(),))
            case (
                "url" | "default_authorizer" | "default_authorization_scopes" | "disable_execute_api_endpoint"
            ):
                return Opaque((self.value(),))
            case _:
                return super().attribute(name)

    def call(self, method: str, call: Call) -> Node | None:
        match method:
            case "add_routes":
                return add_routes(call, self, call.props(0))
            case "add_route":
                key = given(call.folded(0, "route_key"), "a route")
                return add_socket_route(
                    call, self, key, call.props(1), f"{self.resource.name}/{key.text() or 'route'}-Route"
                )
            case "add_stage":
                name = f"{self.resource.name}/{call.world.name(call, 0)}"
                return make_stage(call, self, call.props(1), name)
            case "add_vpc_link":
                props = call.props(0)
                return link_into(call, self, props.thing("vpc"), props)
            case "grant_manage_connections":
                arn = self.execute_arn("*/*/@connections/*")
                return grant(call, call.argument(0, "identity"), ["execute-api:ManageConnections"], [arn])
            case "arn_for_execute_api":
                return self._arn(call)
            case _ if method.startswith("metric"):
                return Opaque((self.value(),))
            case _:
                return super().call(method, call)

    def _arn(self, call: Call) -> Value:
        verb, path, stage = call.folded(0, "method"), call.folded(1, "path"), call.folded(2, "stage")
        if self.sockets:
            # ``arnForExecuteApi(method, path, stage)``, which reads a route for a path.
            return self.execute_arn(stage or "*", "/", verb or "*", *((path,) if path is not None else ()))
        text = "*" if verb is None or verb.is_("ANY") else verb
        return self.execute_arn(stage or "*", "/", text, path if path is not None else "/*")
