"""Groups of logs with their streams, filters, grants and policy."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.granting import Granting, grantee
from stackproof.frameworks.cdk.grants import grant
from stackproof.frameworks.cdk.policies import Document, add_statement, document, open_statements
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, put
from stackproof.frameworks.cdk.watching.metrics import Metric, MetricThing
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import (
    Absent,
    JsonText,
    ResourceReference,
    Scalar,
    Sequence,
    Unknown,
    Value,
)

_NAMES = {"log_group_name": "name", "log_group_arn": "arn"}
_WRITE = ("logs:CreateLogStream", "logs:PutLogEvents")
_READ = (
    "logs:FilterLogEvents", "logs:GetLogEvents", "logs:GetLogGroupFields", "logs:DescribeLogGroups", "logs:DescribeLogStreams",
)  # fmt: skip


class LogGroupThing(Made):
    """A group of logs; its policy is made with the first statement."""

    def __init__(self, world: World, resource: Resource) -> None:
        super().__init__(resource, dict(_NAMES))
        self.world = world
        self.json: Value | None = None
        self.attributes["grants"] = Granting(self)

    def call(self, method: str, call: Call) -> Node | None:
        from stackproof.frameworks.cdk.watching import logfilters

        match method:
            case "grant_write":
                return grant(call, grantee(call), _WRITE, [self.arn], self.document)
            case "grant_read":
                return grant(call, grantee(call), _READ, self._parts(), self.document)
            case "grant":
                actions = call.rest(1)
                listed = Sequence(actions or [], open=actions is None)
                return grant(call, grantee(call), listed, self._parts(), self.document)
            case "add_to_resource_policy":
                return self._add(call)
            case "log_group_physical_name":
                return ResourceReference(self.resource, "name")
            case "add_stream" | "add_subscription_filter" | "add_metric_filter":
                props, name = call.props(1), f"{self.resource.name}/{self.world.name(call, 0)}"
                return logfilters.ADDED[method](call, props, name, self)
            case "extract_metric":
                return self._extract(call)
            case "add_transformer":
                return Opaque((self.value(),))
            case _:
                return super().call(method, call)

    @property
    def arn(self) -> Value:
        """The ARN of the group with all its streams."""
        return ResourceReference(self.resource, "arn")

    def _parts(self) -> list[Value]:
        """The group with its streams, and the group alone."""
        world = self.world
        where = (":logs:", world.pseudo("region"), ":", world.pseudo("account"), ":log-group:")
        return [self.arn, world.arn(*where, ResourceReference(self.resource, "name"))]

    def document(self) -> Value | None:
        """The policy, made when there is none."""
        if self.json is None:
            self.json = document([])
            self.world.add(
                "aws_cloudwatch_log_resource_policy",
                f"{self.resource.name}/Policy",
                {
                    "policy_name": Unknown("a name from the path of the policy"),
                    "policy_document": JsonText(self.json),
                },
                role="log-policy",
            )
        return self.json

    def _add(self, call: Call) -> Node:
        value, target = call.argument(0, "statement"), self.document()
        if target is not None and value is not None:
            add_statement(call.world, target, value, certain=call.certain)
        elif target is not None:
            open_statements(target)
        return Opaque()

    def _extract(self, call: Call) -> Node:
        """``logGroup.extractMetric('$.field', 'Namespace', 'Name')``."""
        from stackproof.frameworks.cdk.watching.logfilters import filter_metric

        given = [
            call.folded(n, name) for n, name in enumerate(("json_field", "metric_namespace", "metric_name"))
        ]
        field, namespace, name = (v if v is not None else Unknown("an argument") for v in given)
        path = f"{self.resource.name}/{namespace.text()}_{name.text()}"
        text = field.text()
        pattern = Scalar(f'{{ {text} = "*" }}') if text is not None else Unknown("a pattern", (field,))
        filter_metric(self.world, path, self, pattern, namespace, name, field)
        what = Metric(
            namespace, name, default("Average"), Absent(), default(300), Absent(), Absent(), Absent()
        )
        return MetricThing(self.world, what)


def _group(call: Call) -> Node:
    props, world = call.props(), call.world
    made = Arranged(props)
    made.copy("log_group_class", "deletion_protection_enabled", log_group_name="name")
    key = props.thing("encryption_key")
    written = props.raw("encryption_key")
    if isinstance(key, Made):
        place = written.origin if written is not None else None
        made.put("kms_key_id", ResourceReference(key.resource, "arn", origin=place), "encryption_key")
    elif written is not None:
        made.put("kms_key_id", Unknown("a key", (props.get("encryption_key"),)), "encryption_key")
    never = _retain(made)
    for name in ("data_protection_policy", "field_index_policies"):
        if props.raw(name) is not None:
            made.put(name, Unknown("a policy", (props.get(name),)), name)
    resource = describe(world, "AWS::Logs::LogGroup", world.name(call), made).resource
    if never is not None:
        # The author asks for it, unlike one who says nothing.
        put(resource, "retention_in_days", Scalar(None, origin=never.origin))
    return LogGroupThing(world, resource)


def _retain(made: Arranged) -> Value | None:
    """Logs are kept for two years unless told otherwise; what asks for ever, which is no argument, is handed back."""
    kept = made.props.get("retention")
    if made.props.get("log_group_class").is_("DELIVERY"):
        return None
    made.props.entry("retention")
    if kept.is_any_of(0, 9999):
        return kept
    if kept.is_absent():
        made.put("retention_in_days", 731)
    else:
        made.put("retention_in_days", kept, "retention")
    return None


def _external(call: Call) -> Node:
    thing = LogGroupThing(call.world, call.world.external("aws_cloudwatch_log_group", call))
    name = call.folded(2, "log_group_name")
    if name is not None:
        put(thing.resource, "name", name)
    thing.fragile = False
    return thing


def _retention(call: Call) -> Node:
    """``new LogRetention(this, 'id', { logGroupName, retention })``: a group of logs that something else makes."""
    props = call.props()
    resource = call.world.add("aws_cloudwatch_log_group", call.world.name(call), implied=False)
    put(resource, "name", props.get("log_group_name"), props.entry("log_group_name"))
    kept = props.get("retention")
    put(resource, "retention_in_days", None if kept.is_(0) else kept, props.entry("retention"))
    for read in ("log_retention_retry_options", "log_group_region", "role"):
        props.entry(read)
    resource.properties.open = props.open or bool(props.unread())
    resource.properties.origin = props.origin
    return LogGroupThing(call.world, resource)


def _policy(call: Call) -> Node:
    """``new ResourcePolicy(this, 'id', { policyStatements })``."""
    props: Arguments = call.props()
    made = Arranged(props)
    name = props.get("resource_policy_name")
    made.put(
        "policy_name",
        Unknown("a name from the path of the policy") if name.is_absent() else name,
        "resource_policy_name",
    )
    json = document([])
    for value in props.elements("policy_statements") or ():
        add_statement(call.world, json, value)
    if props.raw("policy_statements") is not None and props.elements("policy_statements") is None:
        open_statements(json)
    made.keep("policy_document", JsonText(json), "policy_statements")
    thing = Made(describe(call.world, "AWS::Logs::ResourcePolicy", call.world.name(call), made).resource)
    thing.attributes["document"] = Document(json)
    return thing


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-logs.LogGroup": _group,
        "aws-logs.LogGroup.from_log_group_arn": _external,
        "aws-logs.LogGroup.from_log_group_name": _external,
        "aws-logs.LogRetention": _retention,
        "aws-logs.ResourcePolicy": _policy,
    }
)
