"""Event buses, with what they keep, who may write to them, and addresses outside that they reach."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.amounts import in_days
from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.grants import Grantee, grant
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.filling import arn_of
from stackproof.frameworks.cdk.serverless.patterns import event_pattern
from stackproof.frameworks.cdk.serverless.receivers import Receiver, give
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, put
from stackproof.frameworks.cdk.world import World
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Template, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_NAMES = {"event_bus_arn": "arn", "event_bus_name": "name"}


class BusThing(Receiver):
    """An event bus."""

    def __init__(self, world: World, resource: Resource) -> None:
        super().__init__(resource, _NAMES)
        self.world = world

    def accept(self, call: Call, found: Grantee, conditions: Value | None = None) -> None:
        give(call, found, ["events:PutEvents"], [ResourceReference(self.resource, "arn")], None, conditions)

    def attribute(self, name: str) -> Node | None:
        if name in ("event_bus_policy", "event_source_name"):
            return Opaque((self.value(),))
        return super().attribute(name)

    def call(self, method: str, call: Call) -> Node | None:
        match method:
            case "archive":
                return _archive_of(
                    call, self, call.props(1), f"{self.resource.name}/{call.world.name(call, 0)}"
                )
            case "grant_put_events_to" | "grant_all_put_events":
                arn = ResourceReference(self.resource, "arn")
                return grant(call, call.argument(0, "grantee"), ["events:PutEvents"], [arn])
            case "add_to_resource_policy":
                value = call.argument(0, "statement")
                _permit(call, self, value)
                return Opaque()
            case _ if method.startswith("metric"):
                return Opaque((self.value(),))
            case _:
                return super().call(method, call)


def _permit(call: Call, bus: BusThing, value: Value | None) -> None:
    """A statement of a bus' policy is a policy of its own."""
    if bus.resource.external and not bus.resource["name"].is_present():
        return
    json: Value = call.world.fold(value, VERBATIM) if value is not None else Unknown("a statement")
    if isinstance(json, MappingValue):
        text = json.get("Sid").text()
        named: Value = Scalar(f"cdk-{text}") if text is not None else Unknown("a name of the library's own")
        json = MappingValue({**json.entries, "Sid": MapEntry(named)}, open=json.open, origin=json.origin)
    entries = {
        "event_bus_name": MapEntry(ResourceReference(bus.resource, "name")),
        "statement": MapEntry(json),
    }
    describe(call.world, "AWS::Events::EventBusPolicy", f"{bus.resource.name}/Policy", entries, implied=True)


def _archive_of(call: Call, bus: Made | None, props: Arguments, name: str, *, implied: bool = True) -> Node:
    made = Arranged(props)
    made.copy("archive_name", "description")
    pattern = event_pattern(props.nested("event_pattern"), props.get("event_pattern"))
    source = (
        ResourceReference(bus.resource, "arn")
        if bus is not None
        else arn_of(props, "source_event_bus", "event_bus_arn")
    )
    made.put("source_arn", source, "source_event_bus")
    made.put("retention_days", in_days(props.get("retention")), "retention")
    if implied:
        said = Unknown("a description with the name of the bus")
        made.entries.setdefault("description", MapEntry(said))
    if props.raw("kms_key") is not None:
        made.put("kms_key_identifier", arn_of(props, "kms_key", "key_arn"), "kms_key")
    else:
        made.put("kms_key_identifier", "")
    resource = describe(call.world, "AWS::Events::Archive", name, made, implied=implied).resource
    put(resource, "event_pattern", pattern, props.entry("event_pattern"))
    return Made(resource, {"archive_arn": "arn", "archive_name": "name"})


def _archive(call: Call) -> Node:
    props = call.props()
    bus = props.thing("source_event_bus")
    return _archive_of(
        call, bus if isinstance(bus, Made) else None, props, call.world.name(call), implied=False
    )


def _bus(call: Call) -> Node:
    world, props = call.world, call.props()
    made = Arranged(props)
    made.copy("event_source_name", "description", "log_config", event_bus_name="name")
    source = props.get("event_source_name")
    if "name" not in made.entries:
        made.put("name", Unknown("a name of the library's own") if source.is_absent() else source)
    made.put("kms_key_identifier", arn_of(props, "kms_key", "key_arn"), "kms_key") if props.raw(
        "kms_key"
    ) is not None else None
    if props.raw("dead_letter_queue") is not None:
        made.put(
            "dead_letter_config",
            block(arn=arn_of(props, "dead_letter_queue", "queue_arn")),
            "dead_letter_queue",
        )
    return BusThing(world, describe(world, "AWS::Events::EventBus", world.name(call), made).resource)


def _external(call: Call) -> Node:
    world = call.world
    resource = world.external("aws_cloudwatch_event_bus", call)
    method = call.located.names[-1] if call.located is not None else ""
    if method == "from_event_bus_name":
        put(resource, "name", call.folded(2, "event_bus_name"))
        name = resource["name"]
        lead = (":events:", world.pseudo("region"), ":", world.pseudo("account"), ":event-bus/")
        put(resource, "arn", Template(("arn:", world.pseudo("partition"), *lead, name)))
    elif method == "from_event_bus_arn":
        arn = call.folded(2, "event_bus_arn")
        put(resource, "arn", arn)
        text = arn.text() if arn is not None else None
        put(resource, "name", Scalar(text.rsplit("/", 1)[-1]) if text is not None else Unknown("a name"))
    else:
        props = call.props(2)
        put(resource, "arn", props.get("event_bus_arn"))
        put(resource, "name", props.get("event_bus_name"))
    made = BusThing(world, resource)
    made.fragile = False
    return made


def _all_put(call: Call) -> Node:
    """``EventBus.grantAllPutEvents(grantee)``: to all buses."""
    return grant(call, call.argument(0, "grantee"), ["events:PutEvents"], ["*"])


def _bus_policy(call: Call) -> Node:
    """``new events.EventBusPolicy(this, 'P', { eventBus, statement, statementId })``."""
    props = call.props()
    entries = {
        "event_bus_name": MapEntry(arn_of(props, "event_bus", "event_bus_name")),
        "statement": MapEntry(props.get("statement")),
    }
    resource = describe(call.world, "AWS::Events::EventBusPolicy", call.world.name(call), entries).resource
    return Made(resource)


def _connection(call: Call) -> Node:
    """A connection, with what it shows of itself there."""
    props = call.props()
    made = Arranged(props)
    made.copy("description", connection_name="name")
    for name in ("authorization", "body_parameters", "header_parameters", "query_string_parameters"):
        props.entry(name)
    written = props.node("authorization")
    known = isinstance(written, _Authorization)
    made.put(
        "authorization_type",
        written.kind if known and isinstance(written, _Authorization) else Unknown("a kind"),
        "authorization",
    )
    resource = describe(call.world, "AWS::Events::Connection", call.world.name(call), made).resource
    put(
        resource,
        "auth_parameters",
        Unknown("what it shows of itself", (props.get("authorization"),)),
        props.entry("authorization"),
    )
    return Made(
        resource, {"connection_arn": "arn", "connection_name": "name", "connection_secret_arn": "secret_arn"}
    )


class _Authorization(Opaque):
    def __init__(self, call: Call, kind: str) -> None:
        super().__init__(call.world.folder.mentions(call.construction))
        self.kind = Scalar(kind)


def _authorization(kind: str) -> Recipe:
    return lambda call: _Authorization(call, kind)


def _destination(call: Call) -> Node:
    props = call.props()
    made = Arranged(props)
    made.copy(
        "description",
        "http_method",
        api_destination_name="name",
        endpoint="invocation_endpoint",
        rate_limit_per_second="invocation_rate_limit_per_second",
    )
    made.otherwise("http_method", "POST")
    made.put("connection_arn", arn_of(props, "connection", "connection_arn"), "connection")
    resource = describe(call.world, "AWS::Events::ApiDestination", call.world.name(call), made).resource
    return Made(resource, {"api_destination_arn": "arn", "api_destination_name": "name"})


def _outside(kind: str, names: dict[str, str]) -> Recipe:
    return lambda call: Made(call.world.external(kind, call), dict(names), fragile=False)


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-events.EventBus": _bus,
        "aws-events.EventBus.from_event_bus_arn": _external,
        "aws-events.EventBus.from_event_bus_name": _external,
        "aws-events.EventBus.from_event_bus_attributes": _external,
        "aws-events.EventBus.grant_all_put_events": _all_put,
        "aws-events.EventBus.grant_put_events": _all_put,
        "aws-events.EventBusPolicy": _bus_policy,
        "aws-events.Archive": _archive,
        "aws-events.Connection": _connection,
        "aws-events.Connection.from_event_bus_arn": _outside(
            "aws_cloudwatch_event_connection", {"connection_arn": "arn"}
        ),
        "aws-events.Connection.from_connection_attributes": _outside(
            "aws_cloudwatch_event_connection", {"connection_arn": "arn"}
        ),
        "aws-events.Authorization.api_key": _authorization("API_KEY"),
        "aws-events.Authorization.basic": _authorization("BASIC"),
        "aws-events.Authorization.oauth": _authorization("OAUTH_CLIENT_CREDENTIALS"),
        "aws-events.ApiDestination": _destination,
        "aws-events.ApiDestination.from_api_destination_attributes": _outside(
            "aws_cloudwatch_event_api_destination", {"api_destination_arn": "arn"}
        ),
    }
)
