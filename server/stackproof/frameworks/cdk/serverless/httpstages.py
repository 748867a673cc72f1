"""Stages of interfaces for HTTP and web sockets."""

from __future__ import annotations

from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.arguments import Arguments, Call
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.grants import grant
from stackproof.frameworks.cdk.principals import joined
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.filling import attribute_of
from stackproof.frameworks.cdk.serverless.stages import COMMON_LOG, LogDestination
from stackproof.frameworks.cdk.thing import Made, Node, Opaque
from stackproof.frameworks.cdk.world import World
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.graph import Resource
from stackproof.model.values import (
    Certainty,
    MapEntry,
    Scalar,
    Template,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.serverless.httpthing import HttpThing


class HttpStage(Made):
    """A stage of an interface for HTTP or web sockets."""

    def __init__(self, world: World, resource: Resource, api: HttpThing | None) -> None:
        super().__init__(resource, {"stage_name": "name"})
        self.world = world
        self.api = api

    def name(self) -> Value:
        """The name of the stage, as it is given."""
        return self.resource["name"]

    def attribute(self, name: str) -> Node | None:
        match name:
            case "api":
                return self.api
            case "url" | "callback_url" | "domain_url":
                scheme = "wss" if name == "url" and self.api is not None and self.api.sockets else "https"
                host = (self.api.id if self.api is not None else Unknown("an interface"), ".execute-api.")
                where = (self.world.pseudo("region"), ".", self.world.pseudo("url_suffix"), "/")
                shown = self.name()
                ending: tuple[str | Value, ...] = () if shown.is_("$default") else (shown,)
                return joined(Template((f"{scheme}://", *host, *where, *ending)))
            case _:
                return super().attribute(name)

    def call(self, method: str, call: Call) -> Node | None:
        if method in ("grant_management_api_access", "grant_manage_connections"):
            api = self.api
            arn = (
                api.execute_arn(self.name(), "/*/@connections/*")
                if api is not None
                else Unknown("connections")
            )
            return grant(call, call.argument(0, "identity"), ["execute-api:ManageConnections"], [arn])
        if method.startswith("metric"):
            return Opaque((self.value(),))
        return super().call(method, call)


def make_stage(
    call: Call, api: HttpThing | None, props: Arguments, name: str, *, implied: bool = True
) -> HttpStage:
    """A stage with its limits and logs."""
    world = call.world
    made = Arranged(props)
    made.put("api_id", api.id if api is not None else Unknown("an interface"))
    made.copy("stage_name", "auto_deploy", "description")
    if api is None or not api.sockets:
        made.otherwise("stage_name", "$default")
    if props.raw("stage_variables") is not None:
        made.put("stage_variables", props.get("stage_variables", VERBATIM), "stage_variables")
    limits, throttle = block(), props.nested("throttle")
    for source, target in (
        ("burst_limit", "throttling_burst_limit"),
        ("rate_limit", "throttling_rate_limit"),
    ):
        value = throttle.get(source) if throttle is not None else props.get("throttle")
        if not value.is_absent():
            limits.entries[target] = MapEntry(value if throttle is not None else Unknown("a limit", (value,)))
    for source in ("detailed_metrics_enabled", "data_trace_enabled", "logging_level"):
        value = props.get(source)
        if not value.is_absent():
            limits.entries[source] = MapEntry(value)
    if not limits.is_empty():
        made.put("default_route_settings", limits, "throttle")
    _logs(props, made)
    for later in ("domain_mapping", "http_api", "web_socket_api"):
        props.entry(later)
    resource = describe(world, "AWS::ApiGatewayV2::Stage", name, made, implied=implied).resource
    stage = HttpStage(world, resource, api)
    default_mapping(call, api, stage, props, "domain_mapping")
    return stage


def _logs(props: Arguments, made: Arranged) -> None:
    logs = props.nested("access_log_settings")
    if logs is None:
        if props.raw("access_log_settings") is not None:
            made.put(
                "access_log_settings",
                Unknown("logs", (props.get("access_log_settings"),)),
                "access_log_settings",
            )
        return
    destination, form = logs.node("destination"), logs.get("format")
    arn = destination.arn if isinstance(destination, LogDestination) else Unknown("a destination of logs")
    shown: Value = Scalar(COMMON_LOG, certainty=Certainty.DEFAULT) if form.is_absent() else form
    made.put("access_log_settings", block(destination_arn=arn, format=shown), "access_log_settings")


def default_mapping(call: Call, api: HttpThing | None, stage: Made, props: Arguments, name: str) -> None:
    """The domain name under which a stage is found."""
    mapping = props.nested(name)
    if mapping is None:
        if props.raw(name) is not None:
            stage.resource.escapes.append(call.world.gap("domain-name", "a domain name that is not known"))
        return
    key, domain = mapping.get("mapping_key"), mapping.raw("domain_name")
    named = attribute_of(call.world, domain, "name") if domain is not None else Unknown("a domain name")
    entries = {
        "api_id": MapEntry(api.id if api is not None else Unknown("an interface")),
        "domain_name": MapEntry(named),
        "stage": MapEntry(stage.resource["name"]),
    }
    if not key.is_absent():
        entries["api_mapping_key"] = MapEntry(key)
    describe(
        call.world, "AWS::ApiGatewayV2::ApiMapping", f"{stage.resource.name}/Mapping", entries, implied=True
    )
