"""Where rules send events, and what lets the events through."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.cfn_events import target_arguments
from stackproof.frameworks.cdk.grants import Grantee, permission
from stackproof.frameworks.cdk.iam import RoleThing, implied_role
from stackproof.frameworks.cdk.policies import statement
from stackproof.frameworks.cdk.principals import Principal, Principals
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.filling import arn_of, attribute_of, duration
from stackproof.frameworks.cdk.serverless.invocables import Invocable
from stackproof.frameworks.cdk.serverless.queues import QueueThing
from stackproof.frameworks.cdk.serverless.topics import TopicThing
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.graph import Resource
from stackproof.model.runtime import Reference, Symbol
from stackproof.model.values import (
    JsonText,
    MapEntry,
    ResourceReference,
    Scalar,
    Template,
    Unknown,
    Value,
    walk,
)
from stackproof.model.values import Mapping as MappingValue

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.serverless.rules import RuleThing

_SAME_ACCOUNT = "@aws-cdk/aws-events:eventsTargetQueueSameAccount"
Entries = dict[str, MapEntry]


class Input(Opaque):
    """What a target is told in place of the event."""

    def __init__(self, entries: Entries) -> None:
        super().__init__(tuple(e.value for e in entries.values()), "an input")
        self.entries = entries


class Target(Opaque):
    """What ``addTarget`` takes. ``open`` when it may have more arguments than are seen."""

    def __init__(self, call: Call, props: Arguments) -> None:
        super().__init__(call.world.folder.mentions(call.construction), "a target")
        self.made_by = call
        self.props = props
        self.open = props.open

    def bind(self, call: Call, rule: RuleThing) -> Entries:
        """The target's arguments, as CloudFormation says them."""
        raise NotImplementedError

    def arguments(self, call: Call, rule: RuleThing) -> Entries:
        """The target's arguments, as Terraform says them."""
        return target_arguments(self.bind(call, rule))

    def common(self, call: Call, rule: RuleThing, told: str = "event") -> Entries:
        """Arguments that all targets have: what they are told, and what happens with what they do not take."""
        props, found = self.props, dict[str, MapEntry]()
        entry = props.entry(told)
        if props.raw(told) is not None:
            given = props.node(told)
            if isinstance(given, Input):
                found |= given.entries
            else:
                found["input"] = MapEntry(
                    Unknown("an input", (props.get(told),)), entry.key_origin if entry else None
                )
        retries, age = props.get("retry_attempts"), duration(props, "max_event_age")
        policy = block()
        for name, value in (("maximum_retry_attempts", retries), ("maximum_event_age_in_seconds", age)):
            if not value.is_absent():
                policy.entries[name] = MapEntry(value)
        if not policy.is_empty():
            found["retry_policy"] = MapEntry(policy)
        if props.raw("dead_letter_queue") is not None:
            found["dead_letter_config"] = MapEntry(block(arn=arn_of(props, "dead_letter_queue", "queue_arn")))
            _bury(props.thing("dead_letter_queue"), rule, certain=call.certain)
        return found


def _bury(queue: Thing | None, rule: RuleThing, *, certain: bool) -> None:
    """Let events that a target did not take go to a queue."""
    if isinstance(queue, QueueThing):
        made = statement(["sqs:SendMessage"], EVENTS, [queue.arn], Condition=from_rule(rule.resource))
        made.entries["Sid"] = MapEntry(Unknown("a name of the library's own"))
        queue.allow(made, certain=certain)


EVENTS = Principals([Principal("Service", Scalar("events.amazonaws.com"))])


def from_rule(rule: Resource) -> Value:
    """The condition that something comes from a rule."""
    return block(ArnEquals=MappingValue({"aws:SourceArn": MapEntry(ResourceReference(rule, "arn"))}))


def events_role(call: Call, owner: Made) -> RoleThing:
    """The role with which rules reach something; each construct has one."""
    key = (id(owner.resource), "aws_iam_role", "EventsRole")
    held = owner.attributes.get("_events_role")
    if not isinstance(held, RoleThing):
        held = implied_role(
            call.world,
            f"{owner.resource.name}/EventsRole",
            "events.amazonaws.com",
            "events-role",
            complete=True,
        )
        # What was done to its owner without our knowing may have used the role.
        held.resource.escapes.extend(owner.resource.escapes)
        owner.attributes["_events_role"] = held
        call.world.parts[key] = held.resource
    if call.certain:
        held.resource.conditional = held.resource.many = False
    return held


def _role(
    call: Call, props: Arguments, owner: Made, names: tuple[str, ...]
) -> tuple[RoleThing | None, Value]:
    """The role that is given, else one of the construct's own."""
    for name in names:
        if props.raw(name) is not None:
            given = props.thing(name)
            return (given if isinstance(given, RoleThing) else None), arn_of(props, name, "role_arn")
    role = events_role(call, owner)
    return role, ResourceReference(role.resource, "arn")


class _Function(Target):
    def bind(self, call: Call, rule: RuleThing) -> Entries:
        function = self.made_by.thing(0, "handler")
        found = self.common(call, rule)
        if not isinstance(function, Invocable):
            return {**found, "arn": MapEntry(Unknown("a function"))}
        key = (id(rule.resource), "aws_lambda_permission", function.label)
        if key not in call.world.parts:
            made = function.permit(
                "events.amazonaws.com",
                f"AllowEventRule:{rule.resource.name}",
                {"source_arn": ResourceReference(rule.resource, "arn")},
            )
            if made is not None:
                call.world.parts[key] = made
        return {"arn": MapEntry(function.arn), **found}


class _Queue(Target):
    def bind(self, call: Call, rule: RuleThing) -> Entries:
        queue = self.made_by.thing(0, "queue")
        found = self.common(call, rule, "message")
        group = self.props.get("message_group_id")
        if not group.is_absent():
            found["sqs_parameters"] = MapEntry(block(message_group_id=group))
        if not isinstance(queue, QueueThing):
            return {**found, "arn": MapEntry(Unknown("a queue"))}
        conditions: Value | None = from_rule(rule.resource)
        if queue.key is not None:
            same = call.world.flag(_SAME_ACCOUNT) is True
            account = MappingValue({"aws:SourceAccount": MapEntry(call.world.pseudo("account"))})
            conditions = block(StringEquals=account) if same else None
            if isinstance(queue.key, Opaque):
                conditions = Unknown("conditions of a queue that may have a key", (from_rule(rule.resource),))
        service = Principal("Service", Scalar("events.amazonaws.com"), conditions)
        queue.accept(call, Grantee(None, Principals([service])))
        return {"arn": MapEntry(queue.arn), **found}


class _Topic(Target):
    def bind(self, call: Call, rule: RuleThing) -> Entries:
        topic = self.made_by.thing(0, "topic")
        found = self.common(call, rule, "message")
        if not isinstance(topic, TopicThing):
            return {**found, "arn": MapEntry(Unknown("a topic"))}
        found["arn"] = MapEntry(topic.arn)
        using, given = self.props.get("authorize_using_role"), self.props.raw("role")
        if using.is_(True) or (using.is_absent() and given is not None):
            role, arn = _role(call, self.props, rule, ("role",))
            topic.accept(call, Grantee(role))
            found["role_arn"] = MapEntry(arn)
        else:
            topic.accept(call, Grantee(None, EVENTS))
        return found


@dataclass(frozen=True)
class _Reached:
    """Something that rules reach with a role: its argument, its ARN, what the role needs, and who owns the role."""

    argument: str
    arn: str
    actions: tuple[str, ...]
    roles: tuple[str, ...] = ("event_role", "role")
    told: str = "event"
    of_rule: bool = False


class _Owned(Target):
    """Something that rules reach with a role."""

    def __init__(self, call: Call, reached: _Reached) -> None:
        super().__init__(call, call.props(1))
        self.reached = reached

    def bind(self, call: Call, rule: RuleThing) -> Entries:
        reached = self.reached
        thing = self.made_by.thing(0, reached.argument)
        written = self.made_by.argument(0, reached.argument)
        found = self.common(call, rule, reached.told)
        arn = attribute_of(call.world, written, reached.arn) if written is not None else Unknown("a target")
        found["arn"] = MapEntry(arn)
        owner: Made | None = rule if reached.of_rule else thing if isinstance(thing, Made) else None
        if owner is None:
            found["role_arn"] = MapEntry(Unknown("a role"))
            return found
        role, role_arn = _role(call, self.props, owner, reached.roles)
        found["role_arn"] = MapEntry(role_arn)
        if role is not None:
            role.allow(permission(reached.actions, [arn]), certain=call.certain)
        return found


class _LogGroup(Target):
    """A log group, into which events are written as its policy says."""

    def bind(self, call: Call, rule: RuleThing) -> Entries:
        world = call.world
        group = self.made_by.thing(0, "log_group")
        name = group.attribute("log_group_name") if isinstance(group, Made) else None
        shown: Value = name if isinstance(name, Value) else Unknown("a log group")
        lead = (":logs:", world.pseudo("region"), ":", world.pseudo("account"), ":log-group:")
        if isinstance(group, Made):
            key = (id(group.resource), "aws_cloudwatch_log_resource_policy", "")
            if key not in world.parts:
                world.parts[key] = world.add(
                    "aws_cloudwatch_log_resource_policy",
                    f"{group.resource.name}/EventsLogGroupPolicy",
                    {
                        "policy_name": Unknown("a name of the library's own"),
                        "policy_document": Unknown("a policy for the event service", (group.value(),)),
                    },
                )
        return {
            **self.common(call, rule),
            "arn": MapEntry(Template(("arn:", world.pseudo("partition"), *lead, shown))),
        }


class _Unclear(Target):
    """A target of which the graph knows only that there is one."""

    def bind(self, call: Call, rule: RuleThing) -> Entries:
        self.open = True
        found = self.common(call, rule)
        found["arn"] = MapEntry(Unknown("a target", (self.value(),)))
        found["role_arn"] = MapEntry(Unknown("a role"))
        return found


class _Batch(Target):
    """``BatchJob(jobQueueArn, jobQueueScope, jobDefinitionArn, jobDefinitionScope)``."""

    def bind(self, call: Call, rule: RuleThing) -> Entries:
        queue, job = self.made_by.folded(0, "job_queue_arn"), self.made_by.folded(2, "job_definition_arn")
        found = self.common(call, rule)
        found["arn"] = MapEntry(queue if queue is not None else Unknown("a queue of jobs"))
        definition = job if job is not None else Unknown("a job")
        parameters = block(job_definition=definition, job_name=Unknown("a name of the library's own"))
        name = self.props.get("job_name")
        if not name.is_absent():
            parameters.entries["job_name"] = MapEntry(name)
        for source, inner, key in (
            ("size", "array_properties", "size"),
            ("attempts", "retry_strategy", "attempts"),
        ):
            value = self.props.get(source)
            if not value.is_absent():
                parameters.entries[inner] = MapEntry(MappingValue({key: MapEntry(value)}))
        found["batch_parameters"] = MapEntry(parameters)
        scope = self.made_by.thing(3, "job_definition_scope")
        owner = scope if isinstance(scope, Made) else rule
        role = events_role(call, owner)
        role.allow(permission(["batch:SubmitJob"], [definition, found["arn"].value]), certain=call.certain)
        found["role_arn"] = MapEntry(ResourceReference(role.resource, "arn"))
        return found


def _target(kind: type[Target], at: int = 1) -> Recipe:
    return lambda call: kind(call, call.props(at))


def _owned(reached: _Reached) -> Recipe:
    return lambda call: _Owned(call, reached)


def _object(call: Call) -> Node:
    """``RuleTargetInput.fromObject({...})``; parts of the event in it make a template of it."""
    value = call.argument(0, "obj")
    folded = call.world.fold(value, VERBATIM) if value is not None else Unknown("an input")
    if _has_fields(call, value):
        return Input({"input_transformer": MapEntry(Unknown("a template", (folded,)))})
    return Input({"input": MapEntry(JsonText(folded, origin=folded.origin))})


def _has_fields(call: Call, value: Value | None) -> bool:
    found = False

    def visit(inner: Value) -> None:
        nonlocal found
        if isinstance(inner, Symbol) and "EventField" in inner.names:
            found = True
        if isinstance(inner, Reference) and inner.construction.callee is not None:
            found = found or "EventField" in inner.construction.callee.names

    if value is not None:
        walk(value, visit)
    return found


def _text(call: Call) -> Node:
    value = call.folded(0, "text")
    text = value.text() if value is not None else None
    if text is None or _has_fields(call, call.argument(0, "text")):
        return Input({"input": MapEntry(Unknown("a text", (value,) if value is not None else ()))})
    return Input({"input": MapEntry(JsonText(Scalar(text, origin=call.construction.origin)))})


def _path(call: Call) -> Node:
    value = call.folded(0, "path")
    return Input({"input_path": MapEntry(value if value is not None else Unknown("a path"))})


_M = "aws-events-targets"
_OWNED: Mapping[str, _Reached] = MappingProxyType(
    {
        "ApiDestination": _Reached(
            "api_destination", "api_destination_arn", ("events:InvokeApiDestination",)
        ),
        "CodeBuildProject": _Reached("project", "project_arn", ("codebuild:StartBuild",)),
        "CodePipeline": _Reached("pipeline", "pipeline_arn", ("codepipeline:StartPipelineExecution",)),
        "EventBus": _Reached("event_bus", "event_bus_arn", ("events:PutEvents",), ("role",), of_rule=True),
        "KinesisFirehoseStream": _Reached(
            "stream", "delivery_stream_arn", ("firehose:PutRecord", "firehose:PutRecordBatch"), told="message"
        ),
        "KinesisFirehoseStreamV2": _Reached(
            "stream", "delivery_stream_arn", ("firehose:PutRecord", "firehose:PutRecordBatch"), told="message"
        ),
        "FirehoseDeliveryStream": _Reached(
            "stream", "delivery_stream_arn", ("firehose:PutRecord", "firehose:PutRecordBatch"), told="message"
        ),
        "KinesisStream": _Reached(
            "stream",
            "stream_arn",
            ("kinesis:PutRecord", "kinesis:PutRecords", "kinesis:ListShards"),
            told="message",
        ),
        "SfnStateMachine": _Reached(
            "machine", "state_machine_arn", ("states:StartExecution",), ("role",), told="input"
        ),
    }
)
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_M}.LambdaFunction": _target(_Function),
        f"{_M}.SqsQueue": _target(_Queue),
        f"{_M}.SnsTopic": _target(_Topic),
        f"{_M}.CloudWatchLogGroup": _target(_LogGroup),
        f"{_M}.BatchJob": _target(_Batch, 4),
        **{f"{_M}.{name}": _owned(reached) for name, reached in _OWNED.items()},
        **{
            f"{_M}.{name}": _target(_Unclear)
            for name in ("ApiGateway", "ApiGatewayV2", "AppSync", "SageMakerPipeline")
        },
        **{f"{_M}.{name}": _target(_Unclear, 0) for name in ("AwsApi", "RedshiftQuery")},
        "aws-events.RuleTargetInput.from_object": _object,
        "aws-events.RuleTargetInput.from_text": _text,
        "aws-events.RuleTargetInput.from_multiline_text": _text,
        "aws-events.RuleTargetInput.from_event_path": _path,
    }
)
