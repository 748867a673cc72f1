"""Deployments of REST interfaces, and the stages which they are deployed to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.names import snake
from stackproof.frameworks.cdk.principals import joined
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.apiresources import Api
from stackproof.frameworks.cdk.serverless.filling import arn_of, duration
from stackproof.frameworks.cdk.thing import Made, Node, Opaque
from stackproof.frameworks.cdk.world import World
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.graph import Resource
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
from stackproof.model.values import Mapping as MappingValue

_SETTINGS = {
    "metrics_enabled": "metrics_enabled", "logging_level": "logging_level", "data_trace_enabled": "data_trace_enabled",
    "throttling_burst_limit": "throttling_burst_limit", "throttling_rate_limit": "throttling_rate_limit",
    "caching_enabled": "caching_enabled", "cache_data_encrypted": "cache_data_encrypted",
}  # fmt: skip
_STANDARD = {
    "requestId": "requestId", "ip": "identity.sourceIp", "user": "identity.user", "caller": "identity.caller",
    "requestTime": "requestTime", "httpMethod": "httpMethod", "resourcePath": "resourcePath", "status": "status",
    "protocol": "protocol", "responseLength": "responseLength",
}  # fmt: skip
COMMON_LOG = (
    '$context.identity.sourceIp $context.identity.caller $context.identity.user [$context.requestTime] "$context.httpMethod'
    ' $context.resourcePath $context.protocol" $context.status $context.responseLength $context.requestId'
)


class StageThing(Made):
    """A stage of an interface."""

    def __init__(self, world: World, resource: Resource, api: Api | None) -> None:
        super().__init__(resource, {"stage_name": "stage_name"})
        self.world = world
        self.api = api

    def attribute(self, name: str) -> Node | None:
        match name:
            case "rest_api":
                return self.api
            case "stage_arn":
                api = self.api.id if self.api is not None else Unknown("an interface")
                lead = (":apigateway:", self.world.pseudo("region"), "::/restapis/")
                return joined(
                    self.world.arn(*lead, api, "/stages/", ResourceReference(self.resource, "stage_name"))
                )
            case _:
                return super().attribute(name)

    def call(self, method: str, call: Call) -> Node | None:
        match method:
            case "url_for_path":
                path = call.folded(0, "path")
                api = self.api.id if self.api is not None else Unknown("an interface")
                parts = (
                    "https://",
                    api,
                    ".execute-api.",
                    self.world.pseudo("region"),
                    ".",
                    self.world.pseudo("url_suffix"),
                    "/",
                )
                name = ResourceReference(self.resource, "stage_name")
                return joined(Template((*parts, name, path if path is not None else "/")))
            case "add_api_key":
                from stackproof.frameworks.cdk.serverless.apiextras import add_key

                return add_key(call, call.props(1), call.world.name(call, 0))
            case _ if method.startswith("metric"):
                return Opaque((self.value(),))
            case _:
                return super().call(method, call)


def deploy(call: Call, api: Api, name: str, description: Value | None, *, implied: bool = True) -> Resource:
    """A deployment of all that the interface has."""
    entries = {"rest_api_id": MapEntry(api.id)}
    if description is not None and not description.is_absent():
        entries["description"] = MapEntry(description)
    resource = describe(call.world, "AWS::ApiGateway::Deployment", name, entries, implied=implied).resource
    api.add_deployment(resource)
    return resource


def make_stage(
    call: Call, props: Arguments, name: str, api: Api | None, deployment: Value, *, implied: bool = True
) -> StageThing:
    """A stage with its logs and the settings of its methods."""
    world = call.world
    made = Arranged(props)
    made.put("rest_api_id", api.id if api is not None else Unknown("an interface"))
    made.put("deployment_id", deployment, "deployment")
    made.copy(
        "stage_name", "tracing_enabled", "client_certificate_id", "documentation_version", "description"
    )
    made.otherwise("stage_name", "prod")
    if props.raw("variables") is not None:
        made.put("variables", props.get("variables", VERBATIM), "variables")
    _logs(props, made)
    settings = _settings(world, props)
    if settings is not None:
        made.put("method_settings", settings)
    _cache(props, made)
    found = describe(world, "AWS::ApiGateway::Stage", name, made, implied=implied)
    return StageThing(world, found.resource, api)


def _logs(props: Arguments, made: Arranged) -> None:
    if props.raw("access_log_destination") is None:
        props.entry("access_log_format")
        return
    destination, form = props.node("access_log_destination"), props.get("access_log_format")
    arn = destination.arn if isinstance(destination, LogDestination) else Unknown("a destination of logs")
    shown: Value = Scalar(COMMON_LOG, certainty=Certainty.DEFAULT) if form.is_absent() else form
    made.put("access_log_setting", block(destination_arn=arn, format=shown), "access_log_destination")


def _settings(world: World, props: Arguments) -> Value | None:
    """The settings for all methods, and those for single ones."""
    found: list[Value] = []
    common = _setting(props, "/*", "*")
    if common is not None:
        found.append(common)
    written = props.raw("method_options")
    if written is None:
        return Sequence([*found], open=props.open) if found or props.open else None
    if not isinstance(written, MappingValue):
        return Unknown("settings of methods", (world.fold(written),), origin=written.origin)
    for path, entry in written.entries.items():
        inner = arguments_of(world, entry.value)
        resource, _, verb = path.rpartition("/")
        if inner is None:
            found.append(Unknown("settings of a method", (world.fold(entry.value),)))
            continue
        one = _setting(inner, "/" + (resource or "/").replace("/", "~1"), verb, always=True)
        if one is not None:
            found.append(one)
    return Sequence(found, open=written.open)


def _setting(props: Arguments, path: str, verb: str, *, always: bool = False) -> MappingValue | None:
    entries: dict[str, MapEntry] = {}
    for source, target in _SETTINGS.items():
        value, entry = props.get(source), props.entry(source)
        if not value.is_absent():
            entries[target] = MapEntry(
                value, entry.key_origin if entry else None, entry.origin if entry else None
            )
    ttl = duration(props, "cache_ttl")
    if not ttl.is_absent():
        entries["cache_ttl_in_seconds"] = MapEntry(ttl)
    if not entries and not always:
        return None
    if always or any(not e.value.is_unknown() for e in entries.values()):
        entries.setdefault("data_trace_enabled", MapEntry(Scalar(False, certainty=Certainty.DEFAULT)))
    entries |= {"resource_path": MapEntry(Scalar(path)), "http_method": MapEntry(Scalar(verb))}
    return MappingValue(entries, origin=props.origin)


def _cache(props: Arguments, made: Arranged) -> None:
    """The cache: as told, and where methods want one."""
    made.copy("cache_cluster_enabled", "cache_cluster_size")
    caching = props.get("caching_enabled")
    if caching.is_(True):
        made.otherwise("cache_cluster_enabled", True)
    elif not (caching.is_absent() or caching.is_(False)) and "cache_cluster_enabled" not in made.entries:
        made.put("cache_cluster_enabled", Unknown("caching", (caching,)))
    on = made.entries.get("cache_cluster_enabled")
    if on is not None and on.value.is_(True):
        made.otherwise("cache_cluster_size", "0.5")
    elif on is not None and not on.value.is_(False) and "cache_cluster_size" not in made.entries:
        made.put("cache_cluster_size", Unknown("the size of a cache"))


class LogDestination(Opaque):
    """Where an interface logs who has called it."""

    def __init__(self, arn: Value) -> None:
        super().__init__((arn,), "a destination of logs")
        self.arn = arn


def _group(call: Call) -> Node:
    thing = call.thing(0, "log_group")
    arn = thing.attribute("log_group_arn") if isinstance(thing, Made) else None
    return LogDestination(arn if isinstance(arn, Value) else Unknown("a log group"))


def _stream(call: Call) -> Node:
    thing = call.thing(0, "stream")
    known = isinstance(thing, Made)
    return LogDestination(
        ResourceReference(thing.resource, "arn") if known and isinstance(thing, Made) else Unknown("a stream")
    )


def _standard(call: Call) -> Node:
    """``AccessLogFormat.jsonWithStandardFields({ ... })``: those fields that are switched on, without options all."""
    props = call.props(0)
    switched = {k: props.get(snake(k)) for k in _STANDARD if k != "requestId"}
    given = bool(props.entries) or props.open
    if given and any(not (v.is_(True) or v.is_(False)) for v in switched.values()):
        return Unknown("a format of logs", call.world.folder.mentions(call.construction))
    kept = [k for k in _STANDARD if k not in switched or not given or switched[k].is_(True)]
    pairs = ",".join(f'"{k}":"$context.{_STANDARD[k]}"' for k in kept)
    return Scalar("{" + pairs + "}", origin=call.construction.origin)


def _common_log(call: Call) -> Node:
    return Scalar(COMMON_LOG, origin=call.construction.origin)


def _custom(call: Call) -> Node:
    value = call.folded(0, "format")
    return value if value is not None else Unknown("a format of logs")


def _deployment(call: Call) -> Node:
    """``new apigateway.Deployment(this, 'D', { api })``."""
    props = call.props()
    api = props.thing("api")
    name = call.world.name(call)
    if not isinstance(api, Api):
        entries = {"rest_api_id": MapEntry(arn_of(props, "api", "rest_api_id"))}
        unclear = describe(call.world, "AWS::ApiGateway::Deployment", name, entries).resource
        unclear.properties.open = True
        return Made(unclear, {"deployment_id": "id"})
    resource = deploy(call, api, name, props.get("description"), implied=False)
    if props.open or props.raw("stage_name") is not None:
        resource.properties.open = True
    made = Made(resource, {"deployment_id": "id"})
    made.attributes["api"] = api
    made.methods["add_to_logical_id"] = lambda c: Opaque()
    return made


def _stage(call: Call) -> Node:
    """``new apigateway.Stage(this, 'S', { deployment, stageName })``."""
    props = call.props()
    deployment = props.thing("deployment")
    api = deployment.attribute("api") if isinstance(deployment, Made) else None
    value: Value = (
        ResourceReference(deployment.resource, "id")
        if isinstance(deployment, Made)
        else Unknown("a deployment")
    )
    known = api if isinstance(api, Api) else None
    return make_stage(call, props, call.world.name(call), known, value, implied=False)


def _external_stage(call: Call) -> Node:
    props = call.props(2)
    resource = call.world.external("aws_api_gateway_stage", call, {"stage_name": props.get("stage_name")})
    api = props.thing("rest_api")
    return StageThing(call.world, resource, api if isinstance(api, Api) else None)


_MODULE = "aws-apigateway"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_MODULE}.Deployment": _deployment,
        f"{_MODULE}.Stage": _stage,
        f"{_MODULE}.Stage.from_stage_attributes": _external_stage,
        f"{_MODULE}.LogGroupLogDestination": _group,
        "aws-apigatewayv2.LogGroupLogDestination": _group,
        f"{_MODULE}.FirehoseLogDestination": _stream,
        f"{_MODULE}.AccessLogFormat.json_with_standard_fields": _standard,
        f"{_MODULE}.AccessLogFormat.clf": _common_log,
        f"{_MODULE}.AccessLogFormat.custom": _custom,
    }
)
