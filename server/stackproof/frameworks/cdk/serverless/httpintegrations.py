"""What stands behind the routes of interfaces for HTTP and web sockets."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.amounts import Duration
from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import describe
from stackproof.frameworks.cdk.serverless.filling import arn_of, attribute_of
from stackproof.frameworks.cdk.serverless.integrations import function_uri
from stackproof.frameworks.cdk.serverless.invocables import Invocable
from stackproof.frameworks.cdk.serverless.links import link_into, vpc_of
from stackproof.frameworks.cdk.thing import Opaque, given
from stackproof.model.graph import Resource
from stackproof.model.values import Certainty, MapEntry, ResourceReference, Scalar, Unknown, Value

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.serverless.httproutes import Route
    from stackproof.frameworks.cdk.serverless.httpthing import HttpThing

Entries = dict[str, MapEntry]


class RouteIntegration(Opaque):
    """What a route is given. The routes which are given the same one share what it makes."""

    def __init__(self, call: Call, props: Arguments) -> None:
        super().__init__(call.world.folder.mentions(call.construction), "an integration")
        self.made_by = call
        self.props = props
        self._resource: Resource | None = None

    def bind(self, call: Call, api: HttpThing, route: Route) -> Value:
        """The integration's id, and what lets the route through."""
        if self._resource is None:
            name = f"{route.label}/{call.world.name(self.made_by, 0, 'Integration')}"
            entries = {"api_id": MapEntry(api.id)} | self.entries(api, route)
            self._resource = describe(
                call.world, "AWS::ApiGatewayV2::Integration", name, entries, implied=True
            ).resource
            self._resource.properties.open = self._resource.properties.open or self.props.open
        self.let(call, api, route)
        return ResourceReference(self._resource, "id")

    def entries(self, api: HttpThing, route: Route) -> Entries:
        """The integration's arguments, as CloudFormation says them."""
        raise NotImplementedError

    def let(self, call: Call, api: HttpThing, route: Route) -> None:
        """Let a route reach what is behind it."""

    def plain(self, **more: Value | str | None) -> Entries:
        """Arguments that are said alike, and those given."""
        props, found = self.props, Entries()
        timeout = props.node("timeout")
        if props.raw("timeout") is not None:
            seconds = timeout.seconds if isinstance(timeout, Duration) else None
            known: Value = Unknown("a duration") if seconds is None else Scalar(round(seconds * 1000))
            found["timeout_in_millis"] = MapEntry(known)
        if props.raw("parameter_mapping") is not None:
            found["request_parameters"] = MapEntry(Unknown("parameters", (props.get("parameter_mapping"),)))
        for name, value in more.items():
            if value is not None:
                found[name] = MapEntry(Scalar(value) if isinstance(value, str) else value)
        return found

    def version(self, otherwise: str) -> Value:
        """The version of what is told, which is one of the library's own kind or another text."""
        value = self.props.get("payload_format_version")
        return Scalar(otherwise, certainty=Certainty.DEFAULT) if value.is_absent() else value


class _Function(RouteIntegration):
    """A function, which the interface may call for the route."""

    def __init__(self, call: Call) -> None:
        super().__init__(call, call.props(2))
        thing = call.thing(1, "handler")
        self.function = thing if isinstance(thing, Invocable) else None

    def entries(self, api: HttpThing, route: Route) -> Entries:
        arn = self.function.arn if self.function is not None else Unknown("a function")
        if api.sockets:
            return self.plain(integration_type="AWS_PROXY", integration_uri=function_uri(api.world, arn))
        return self.plain(
            integration_type="AWS_PROXY", integration_uri=arn, payload_format_version=self.version("2.0")
        )

    def let(self, call: Call, api: HttpThing, route: Route) -> None:
        if self.function is None:
            return
        scoped = self.props.get("scope_permission_to_route")
        whole = not api.sockets and scoped.is_(False)
        if whole:
            key = ("http-permission", id(api.resource), self.function.label)
            if key in call.world.shared:
                return
            call.world.shared[key] = self
        source = api.execute_arn("*/*" if whole else route.permitted)
        self.function.permit("apigateway.amazonaws.com", f"Permission:{route.label}", {"source_arn": source})


class _Address(RouteIntegration):
    """An address."""

    def __init__(self, call: Call) -> None:
        super().__init__(call, call.props(2))

    def entries(self, api: HttpThing, route: Route) -> Entries:
        method = self.props.get("method")
        return self.plain(
            integration_type="HTTP_PROXY",
            integration_uri=given(self.made_by.folded(1, "url"), "an address"),
            integration_method=Scalar("ANY", certainty=Certainty.DEFAULT) if method.is_absent() else method,
            payload_format_version="1.0",
        )


class _Private(RouteIntegration):
    """Something in a VPC, reached through a link."""

    def __init__(self, call: Call) -> None:
        super().__init__(call, call.props(2))

    def entries(self, api: HttpThing, route: Route) -> Entries:
        method = self.props.get("method")
        name = "service" if self.made_by.argument(1, "service") is not None else "listener"
        written = self.made_by.argument(1, name)
        link: Value = Unknown("a link into a VPC")
        if self.props.raw("vpc_link") is not None:
            link = arn_of(self.props, "vpc_link", "vpc_link_id")
        elif self.props.absent("vpc_link") and (vpc := vpc_of(self.made_by.thing(1, name))) is not None:
            link = ResourceReference(link_into(self.made_by, api, vpc).resource, "id")
        return self.plain(
            integration_type="HTTP_PROXY",
            integration_uri=attribute_of(api.world, written, f"{name}_arn")
            if written is not None
            else Unknown("a listener"),
            integration_method=Scalar("ANY", certainty=Certainty.DEFAULT) if method.is_absent() else method,
            payload_format_version="1.0",
            connection_type="VPC_LINK",
            connection_id=link,
        )


class _Mock(RouteIntegration):
    def __init__(self, call: Call) -> None:
        super().__init__(call, call.props(1))

    def entries(self, api: HttpThing, route: Route) -> Entries:
        return self.plain(integration_type="MOCK", integration_uri="")


class _Unclear(RouteIntegration):
    """An integration of which the graph knows only that there is one."""

    def __init__(self, call: Call) -> None:
        super().__init__(call, call.props(1))

    def entries(self, api: HttpThing, route: Route) -> Entries:
        names = (
            "integration_type",
            "integration_uri",
            "integration_subtype",
            "credentials_arn",
            "payload_format_version",
        )
        return {
            **self.plain(),
            **{n: MapEntry(Unknown("made by the library", (self.value(),))) for n in names},
        }


_M = "aws-apigatewayv2-integrations"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_M}.HttpLambdaIntegration": _Function,
        f"{_M}.WebSocketLambdaIntegration": _Function,
        f"{_M}.HttpUrlIntegration": _Address,
        f"{_M}.HttpAlbIntegration": _Private,
        f"{_M}.HttpNlbIntegration": _Private,
        f"{_M}.HttpServiceDiscoveryIntegration": _Private,
        f"{_M}.WebSocketMockIntegration": _Mock,
        **{
            f"{_M}.{name}": _Unclear
            for name in (
                "HttpEventBridgeIntegration",
                "HttpSqsIntegration",
                "HttpStepFunctionsIntegration",
                "WebSocketAwsIntegration",
            )
        },
    }
)
