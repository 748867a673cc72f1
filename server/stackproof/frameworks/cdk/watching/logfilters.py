"""What is made of logs: streams, metrics, what is sent on, saved queries."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.granting import bestow_by
from stackproof.frameworks.cdk.iam import implied_role
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.parts import part
from stackproof.frameworks.cdk.policies import Document, document
from stackproof.frameworks.cdk.principals import Principal, Principals
from stackproof.frameworks.cdk.serverless.invocables import Invocable
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing
from stackproof.frameworks.cdk.watching.patterns import pattern_of
from stackproof.frameworks.cdk.world import World
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.graph import Resource
from stackproof.model.values import (
    JsonText,
    MapEntry,
    ResourceReference,
    Scalar,
    Sequence,
    Unknown,
    Value,
)
from stackproof.model.values import Mapping as MappingValue


def _group_name(group: Thing | None, props: Arguments) -> Value:
    if isinstance(group, Made):
        return ResourceReference(group.resource, "name")
    return Unknown("a group of logs", (props.get("log_group"),))


class Destination(Opaque):
    """Where logs are sent; roles and permissions are made when a filter sends them."""

    def __init__(self, kind: str, target: Thing | None, props: Arguments) -> None:
        super().__init__((), "a destination of logs")
        self.kind = kind
        self.target = target
        self.props = props

    def bind(self, call: Call, name: str, group: Thing | None) -> tuple[Value, Value | None]:
        """The ARN and the role for a filter of a name."""
        if self.kind == "function":
            return self._function(call, name, group), None
        attribute = "stream_arn" if self.kind == "stream" else "delivery_stream_arn"
        arn = self.target.attribute(attribute) if self.target is not None else None
        role = self.props.thing("role")
        if role is None and self.props.raw("role") is None:
            role = implied_role(
                call.world, f"{name}/CloudWatchLogsCanPutRecords", self._trusted(call.world), "logs-role", complete=True
            )  # fmt: skip
        if isinstance(role, Holder):
            bestow_by(
                call, self.target, "grant_write" if self.kind == "stream" else "grant_put_records", role
            )
            if self.kind == "stream":
                bestow_by(call, role, "grant_pass_role", role)
        said: Value = arn if isinstance(arn, Value) else Unknown("a stream")
        known = ResourceReference(role.resource, "arn") if isinstance(role, Made) else Unknown("a role")
        return said, known

    def _trusted(self, world: World) -> Principals:
        """Logs of the stack's own account and region alone may be sent to a delivery stream."""
        condition: Value | None = None
        if self.kind == "delivery":
            own = world.arn(":logs:", world.pseudo("region"), ":", world.pseudo("account"), ":*")
            equals = MappingValue({"aws:SourceArn": MapEntry(own)})
            condition = MappingValue({"StringLike": MapEntry(equals)})
        return Principals([Principal("Service", Scalar("logs.amazonaws.com"), condition)])

    def _function(self, call: Call, name: str, group: Thing | None) -> Value:
        arn = self.target.attribute("function_arn") if self.target is not None else None
        if not self.props.get("add_permissions").is_(False):
            source = (
                ResourceReference(group.resource, "arn")
                if isinstance(group, Made)
                else Unknown("a group of logs")
            )
            if isinstance(self.target, Invocable):
                self.target.permit(
                    "logs.amazonaws.com", f"{name}/CanInvokeLambda", {"source_arn": source}, conditional=not call.certain
                )  # fmt: skip
            elif isinstance(self.target, Made):
                call.world.open(self.target, "logs", "logs may call it", call.construction.origin)
        return arn if isinstance(arn, Value) else Unknown("a function")


def _send(call: Call, props: Arguments, name: str, group: Thing | None, *, implied: bool = True) -> Node:
    made = Arranged(props)
    made.copy("filter_name", "distribution")
    made.put("log_group_name", _group_name(group, props), "log_group")
    made.put("filter_pattern", pattern_of(props), "filter_pattern")
    destination = props.node("destination")
    if isinstance(destination, Destination):
        arn, role = destination.bind(call, name, group)
    elif isinstance(destination, Made):
        arn, role = ResourceReference(destination.resource, "arn"), None
    else:
        arn, role = Unknown("a destination", (props.get("destination"),)), Unknown("a role or none")
    made.put("destination_arn", arn, "destination")
    made.put("role_arn", role, "destination")
    resource = describe(call.world, "AWS::Logs::SubscriptionFilter", name, made, implied=implied).resource
    return Made(resource)


def _stream(call: Call, props: Arguments, name: str, group: Thing | None, *, implied: bool = True) -> Node:
    made = Arranged(props)
    made.copy("log_stream_name")
    made.put("log_group_name", _group_name(group, props), "log_group")
    resource = describe(call.world, "AWS::Logs::LogStream", name, made, implied=implied).resource
    return Made(resource, {"log_stream_name": "name"})


def _measure(call: Call, props: Arguments, name: str, group: Thing | None, *, implied: bool = True) -> Node:
    made = Arranged(props)
    made.copy("filter_name", "apply_on_transformed_logs")
    made.put("log_group_name", _group_name(group, props), "log_group")
    made.put("filter_pattern", pattern_of(props), "filter_pattern")
    transformation: dict[str, MapEntry] = {}
    for source, target in (
        ("metric_namespace", "namespace"),
        ("metric_name", "name"),
        ("metric_value", "value"),
        ("default_value", "default_value"),
        ("unit", "unit"),
    ):
        value, entry = props.get(source), props.entry(source)
        if not value.is_absent():
            transformation[target] = MapEntry(
                value, entry.key_origin if entry else None, entry.origin if entry else None
            )
    transformation.setdefault("value", MapEntry(Scalar("1")))
    dimensions = props.get("dimensions", VERBATIM)
    if not dimensions.is_absent():
        transformation["dimensions"] = MapEntry(dimensions)
    block = MappingValue(transformation, open=props.open)
    made.keep("metric_transformation", Sequence([block]), "metric_name")
    resource = describe(call.world, "AWS::Logs::MetricFilter", name, made, implied=implied).resource
    return _measuring(resource, transformation["namespace"].value, transformation["name"].value)


def _measuring(resource: Resource, namespace: Value, name: Value) -> Made:
    """A filter, of which its metric asks what it is called."""
    thing = Made(resource)
    thing.attributes |= {"metric_namespace": namespace, "metric_name": name}
    return thing


def filter_metric(
    world: World, name: str, group: Made, pattern: Value, namespace: Value, metric: Value, value: Value
) -> Resource:
    """A filter that makes a metric of a field."""
    block = {"namespace": MapEntry(namespace), "name": MapEntry(metric), "value": MapEntry(value)}
    return world.add(
        "aws_cloudwatch_log_metric_filter",
        name,
        {
            "log_group_name": ResourceReference(group.resource, "name"),
            "pattern": pattern,
            "metric_transformation": Sequence([MappingValue(block)]),
        },
    )


Adding = Callable[..., Node]
ADDED: Mapping[str, Adding] = MappingProxyType(
    {"add_stream": _stream, "add_subscription_filter": _send, "add_metric_filter": _measure}
)


def _alone(make: Adding) -> Recipe:
    def recipe(call: Call) -> Node:
        props = call.props()
        group = props.thing("log_group")
        return make(call, props, call.world.name(call), group, implied=False)

    return recipe


def _to(kind: str, name: str) -> Recipe:
    return lambda call: Destination(kind, call.thing(0, name), call.props(1))


def _query(call: Call) -> Node:
    props = call.props()
    made = Arranged(props)
    made.copy(query_definition_name="name")
    text = props.node("query_string")
    said = text.text if isinstance(text, Query) else Unknown("a query", (props.get("query_string"),))
    made.put("query_string", said, "query_string")
    groups = props.elements("log_groups")
    if props.raw("log_groups") is not None:
        names: list[Value] = []
        for value in groups or ():
            group = call.world.node(value)
            known = isinstance(group, Made)
            names.append(ResourceReference(group.resource, "name") if known else Unknown("a group of logs"))  # type: ignore[union-attr]
        made.put("log_group_names", Sequence(names, open=groups is None), "log_groups")
    else:
        made.put("log_group_names", Sequence([]))
    return Made(describe(call.world, "AWS::Logs::QueryDefinition", call.world.name(call), made).resource)


class Query(Opaque):
    """``new QueryString({ fields, sort, ... })`` as text."""

    def __init__(self, text: Value) -> None:
        super().__init__((text,))
        self.text = text


def _query_string(call: Call) -> Node:
    props = call.props(0)
    lines: list[str | None] = []
    fields = props.get("fields")
    if not fields.is_absent():
        known = [f.text() for f in fields.items()]
        whole = fields.is_closed() and None not in known
        lines.append(f"fields {', '.join(k for k in known if k)}" if whole else None)
    for word in ("parse", "filter", "stats"):
        several, single = props.get(f"{word}_statements"), props.get(word)
        values = [single] if several.is_absent() else [*several.items()]
        if not several.is_absent() and not several.is_closed():
            lines.append(None)
        for value in values:
            if not value.is_absent():
                text = value.text()
                lines.append(None if text is None else f"{word} {text}")
    for word in ("sort", "limit", "display"):
        value = props.get(word)
        if not value.is_absent():
            data = value.text() if value.number() is None else str(value.number())
            lines.append(None if data is None else f"{word} {data}")
    if props.open or None in lines:
        return Query(Unknown("a query"))
    return Query(Scalar("\n| ".join(line for line in lines if line is not None)))


def _destination(call: Call) -> Node:
    """``new CrossAccountDestination(this, 'id', { role, targetArn })``."""
    props = call.props()
    made = Arranged(props)
    made.copy("target_arn")
    name = props.get("destination_name")
    made.put("destination_name", Unknown("a name") if name.is_absent() else name, "destination_name")
    role = props.thing("role")
    known = ResourceReference(role.resource, "arn") if isinstance(role, Made) else Unknown("a role")
    made.put("role_arn", known, "role")
    resource = describe(call.world, "AWS::Logs::Destination", call.world.name(call), made).resource
    thing = Made(resource, {"destination_arn": "arn", "destination_name": "name"})
    json = document([])
    thing.attributes["policy_document"] = Document(json)
    thing.methods["add_to_policy"] = lambda c: _let_send(c, resource, json)
    return thing


def _let_send(call: Call, destination: Resource, json: Value) -> Node:
    """Someone who may send to a destination; the policy is made with the first."""
    policy = part(
        call.world,
        destination,
        "aws_cloudwatch_log_destination_policy",
        {"destination_name": ResourceReference(destination, "name"), "access_policy": JsonText(json)},
    )
    policy.implied = True
    return Document(json).call("add_statements", call) or Opaque()


_D = "aws-logs-destinations"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-logs.LogStream": _alone(_stream),
        "aws-logs.MetricFilter": _alone(_measure),
        "aws-logs.SubscriptionFilter": _alone(_send),
        "aws-logs.QueryDefinition": _query,
        "aws-logs.QueryString": _query_string,
        "aws-logs.CrossAccountDestination": _destination,
        f"{_D}.LambdaDestination": _to("function", "fn"),
        f"{_D}.KinesisDestination": _to("stream", "stream"),
        f"{_D}.FirehoseDestination": _to("delivery", "stream"),
    }
)
