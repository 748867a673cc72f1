"""What stands behind the methods of a REST interface: functions, other services, addresses, or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.amounts import Duration
from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.principals import joined
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.filling import arn_of
from stackproof.frameworks.cdk.serverless.invocables import Invocable
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, given
from stackproof.frameworks.cdk.world import World
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.values import Certainty, MapEntry, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.serverless.methods import MethodThing

_PLAIN = {
    "cache_key_parameters": "cache_key_parameters", "cache_namespace": "cache_namespace",
    "connection_type": "connection_type", "content_handling": "content_handling",
    "passthrough_behavior": "passthrough_behavior",
}  # fmt: skip
_DATA = ("request_parameters", "request_templates")


class Integration(Opaque):
    """An integration: the ``integration`` block of a method, and what it takes to be let through."""

    def __init__(
        self, call: Call, kind: Value, method: Value | None, uri: Value | None, props: Arguments
    ) -> None:
        super().__init__(call.world.folder.mentions(call.construction), "an integration")
        self.made_by = call
        self.props = props
        self.block = options_block(call.world, props)
        for name, value in (("type", kind), ("integration_http_method", method), ("uri", uri)):
            if value is not None:
                self.block.entries[name] = MapEntry(value)
        self.block.origin = call.construction.origin

    def bind(self, call: Call, method: MethodThing) -> None:
        """Let the method reach what is behind it."""


def mock(world: World) -> MappingValue:
    """What a method has that is given no integration."""
    return block(Certainty.DEFAULT, type="MOCK")


def options_block(world: World, props: Arguments) -> MappingValue:
    """The options of an integration as the block of a method."""
    made = block()
    made.open = props.open

    def put(name: str, value: Value, source: str) -> None:
        entry = props.entry(source)
        if not value.is_absent():
            made.entries[name] = MapEntry(
                value, entry.key_origin if entry else None, entry.origin if entry else None
            )

    for source, name in _PLAIN.items():
        put(name, props.get(source), source)
    for name in _DATA:
        put(name, props.get(name, VERBATIM), name)
    put("credentials", arn_of(props, "credentials_role", "role_arn"), "credentials_role")
    through = props.get("credentials_passthrough")
    if through.is_(True):
        put("credentials", Scalar("arn:aws:iam::*:user/*"), "credentials_passthrough")
    timeout = props.node("timeout")
    if props.raw("timeout") is not None:
        seconds = timeout.seconds if isinstance(timeout, Duration) else None
        known: Value = Unknown("a duration") if seconds is None else Scalar(round(seconds * 1000))
        put("timeout_in_millis", known, "timeout")
    if props.raw("vpc_link") is not None:
        put("connection_id", arn_of(props, "vpc_link", "vpc_link_id"), "vpc_link")
        made.entries.setdefault("connection_type", MapEntry(Scalar("VPC_LINK")))
    put("integration_responses", responses(world, props, "integration_responses"), "integration_responses")
    return made


def responses(world: World, props: Arguments, name: str) -> Value:
    """A list of responses, whose headers and templates are data."""
    elements = props.elements(name)
    if elements is None:
        value = props.get(name)
        return value if value.is_absent() else Unknown(name, (value,), origin=value.origin)
    found: list[Value] = []
    for element in elements:
        inner = arguments_of(world, element)
        if inner is None:
            found.append(Unknown("a response", (world.fold(element),)))
            continue
        made = block()
        made.open = inner.open
        for key, shape in (
            ("status_code", None), ("selection_pattern", None), ("content_handling", None),
            ("response_parameters", VERBATIM), ("response_templates", VERBATIM), ("response_models", VERBATIM),
        ):  # fmt: skip
            value = inner.get(key, shape) if shape is not None else inner.get(key)
            if key == "response_models" and isinstance(value, MappingValue):
                value = models(world, inner, key)
            if not value.is_absent():
                made.entries[key] = MapEntry(value)
        found.append(made)
    written = props.raw(name)
    return Sequence(found, origin=written.origin if written is not None else None)


def models(world: World, props: Arguments, name: str) -> Value:
    """Models by content type, each by its name."""
    written = props.raw(name)
    if written is None:
        return props.get(name)
    if not isinstance(written, MappingValue):
        return Unknown("models", (props.get(name),), origin=written.origin)
    found: dict[str, MapEntry] = {}
    for key, entry in written.entries.items():
        node = world.node(entry.value)
        known = node.attribute("model_id") if isinstance(node, Made) else None
        value = known if isinstance(known, Value) else Unknown("a model", (world.fold(entry.value),))
        found[key] = MapEntry(value, entry.key_origin, entry.origin)
    return MappingValue(found, open=written.open, origin=written.origin)


class _Function(Integration):
    """A function, which the interface may call."""

    def __init__(self, call: Call, handler: Value | None, props: Arguments) -> None:
        proxy = props.get("proxy")
        kind: Value = Scalar("AWS_PROXY" if proxy.is_absent() or proxy.is_(True) else "AWS")
        if proxy.is_unknown() or not (proxy.is_absent() or proxy.is_(True) or proxy.is_(False)):
            kind = Unknown("a kind of integration", (proxy,))
        found = call.world.node(handler) if handler is not None else None
        self.function = found if isinstance(found, Invocable) else None
        arn = self.function.arn if self.function is not None else Unknown("a function")
        super().__init__(call, kind, Scalar("POST"), function_uri(call.world, arn), props)

    def bind(self, call: Call, method: MethodThing) -> None:
        if self.function is None:
            return
        scoped, tested = self.props.get("scope_permission_to_method"), self.props.get("allow_test_invoke")
        whole = scoped.is_(False)
        source = method.api.execute_arn() if whole else method.arn()
        name = f"ApiPermission.{method.label}"
        self.function.permit("apigateway.amazonaws.com", name, {"source_arn": source})
        if not whole and (tested.is_absent() or not tested.is_(False)):
            self.function.permit(
                "apigateway.amazonaws.com",
                f"ApiPermission.Test.{method.label}",
                {"source_arn": method.arn(test=True)},
                conditional=not (tested.is_absent() or tested.is_(True)),
            )


def lambda_integration(call: Call, handler: Value | None, options: Arguments | None) -> Integration:
    """The integration of a function."""
    return _Function(call, handler, options if options is not None else Arguments(call.world))


def _function(call: Call) -> Node:
    return _Function(call, call.argument(0, "handler"), call.props(1))


def function_uri(world: World, arn: Value) -> Value:
    """The address under which an interface calls a function."""
    return world.arn(
        ":apigateway:", world.pseudo("region"), ":lambda:path/2015-03-31/functions/", arn, "/invocations"
    )


def _aws(call: Call) -> Node:
    """``new apigateway.AwsIntegration({ service, action | path })``."""
    props = call.props(0)
    options = props.nested("options")
    world = call.world
    service, region = props.get("service"), props.get("region")
    what = "action" if props.raw("action") is not None else "path"
    target: Value = props.get(what)
    if props.raw("action_parameters") is not None:
        target = Unknown("an action with parameters", (target, props.get("action_parameters")))
    subdomain = props.get("subdomain")
    parts: list[str | Value] = [":apigateway:", world.pseudo("region") if region.is_absent() else region, ":"]
    if not subdomain.is_absent():
        parts += [subdomain, "."]
    uri = world.arn(*parts, service, f":{what}/", target)
    kind: Value = Scalar("AWS_PROXY") if props.get("proxy").is_(True) else Scalar("AWS")
    if not (props.get("proxy").is_absent() or props.get("proxy").is_(True) or props.get("proxy").is_(False)):
        kind = Unknown("a kind of integration")
    method = props.get("integration_http_method")
    return Integration(
        call,
        kind,
        Scalar("POST") if method.is_absent() else method,
        joined(uri),
        options or _none(call, props),
    )


def _none(call: Call, props: Arguments) -> Arguments:
    """No options, or ones that are not known."""
    return Arguments(call.world, {}, props.raw("options") is not None or props.open)


def _http(call: Call) -> Node:
    """``new apigateway.HttpIntegration(url, { httpMethod, proxy })``."""
    props = call.props(1)
    proxy, method = props.get("proxy"), props.get("http_method")
    kind: Value = Scalar("HTTP_PROXY" if proxy.is_absent() or proxy.is_(True) else "HTTP")
    if not (proxy.is_absent() or proxy.is_(True) or proxy.is_(False)):
        kind = Unknown("a kind of integration", (proxy,))
    options = props.nested("options") or _none(call, props)
    url = given(call.folded(0, "url"), "an address")
    return Integration(call, kind, Scalar("GET") if method.is_absent() else method, url, options)


def _mock(call: Call) -> Node:
    return Integration(call, Scalar("MOCK"), None, None, call.props(0))


def _general(call: Call) -> Node:
    """``new apigateway.Integration({ type, uri, integrationHttpMethod, options })``."""
    props = call.props(0)
    uri, method = props.get("uri"), props.get("integration_http_method")
    options = props.nested("options") or _none(call, props)
    made = Integration(
        call,
        props.get("type"),
        None if method.is_absent() else method,
        None if uri.is_absent() else uri,
        options,
    )
    made.block.open = made.block.open or props.open
    return made


def _workflow(call: Call) -> Node:
    """An integration that starts executions of a state machine, with a role of its own."""
    made = Integration(
        call, Scalar("AWS"), Scalar("POST"), Unknown("an action of a state machine"), call.props(1)
    )
    for name in ("credentials", "request_templates", "integration_responses", "passthrough_behavior"):
        made.block.entries.setdefault(name, MapEntry(Unknown("made by the library")))
    return made


_MODULE = "aws-apigateway"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_MODULE}.LambdaIntegration": _function,
        f"{_MODULE}.AwsIntegration": _aws,
        f"{_MODULE}.HttpIntegration": _http,
        f"{_MODULE}.MockIntegration": _mock,
        f"{_MODULE}.Integration": _general,
        f"{_MODULE}.StepFunctionsIntegration.start_execution": _workflow,
        f"{_MODULE}.SagemakerIntegration": _workflow,
    }
)
