"""Schedules of the EventBridge scheduler, their groups, and what they start."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from stackproof.frameworks.cdk.amounts import Duration
from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.grants import Grantee, permission
from stackproof.frameworks.cdk.iam import RoleThing, implied_role
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.policies import add_statement
from stackproof.frameworks.cdk.principals import Principal, Principals, joined
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.filling import arn_of, attribute_of, duration, plainly
from stackproof.frameworks.cdk.serverless.invocables import Invocable
from stackproof.frameworks.cdk.serverless.keys import use_key
from stackproof.frameworks.cdk.serverless.queues import QueueThing
from stackproof.frameworks.cdk.serverless.timing import Timing
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, given
from stackproof.frameworks.cdk.world import World
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.values import (
    Certainty,
    JsonText,
    MapEntry,
    ResourceReference,
    Scalar,
    Template,
    Unknown,
    Value,
)
from stackproof.model.values import Mapping as MappingValue


@dataclass(frozen=True)
class _Reached:
    """What a kind of target is: its argument, its ARN, what the role needs; and blocks of its own by argument."""

    argument: str
    arn: str
    actions: tuple[str, ...]
    parameters: str = ""
    names: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Home:
    """The group of a schedule, by its ARN; schedules of one group share roles."""

    arn: Value
    key: str = ""


class Target(Opaque):
    """What a schedule starts."""

    def __init__(self, call: Call, reached: _Reached | None, props: Arguments) -> None:
        super().__init__(call.world.folder.mentions(call.construction), "a target")
        self.made_by = call
        self.reached = reached
        self.props = props

    def bind(self, call: Call, home: Home, name: str) -> MappingValue:
        """The target's arguments, and the role that may start it."""
        props, world = self.props, call.world
        made = block()
        made.open = props.open or self.reached is None
        arn = self._arn(world)
        made.entries["arn"] = MapEntry(arn)
        role, role_arn = self.role(call, home, name, arn)
        made.entries["role_arn"] = MapEntry(role_arn)
        if role is not None:
            self._let(call, role, arn)
            if props.open:
                doubt(call, role)
        if props.raw("input") is not None:
            told = props.node("input")
            made.entries["input"] = MapEntry(told.json if isinstance(told, Input) else Unknown("an input"))
        self._parameters(made)
        retries, age = props.get("retry_attempts"), duration(props, "max_event_age")
        default = Certainty.DEFAULT
        made.entries["retry_policy"] = MapEntry(
            block(
                maximum_retry_attempts=Scalar(185, certainty=default) if retries.is_absent() else retries,
                maximum_event_age_in_seconds=Scalar(86400, certainty=default) if age.is_absent() else age,
            )
        )
        if props.raw("dead_letter_queue") is not None:
            queue = arn_of(props, "dead_letter_queue", "queue_arn")
            made.entries["dead_letter_config"] = MapEntry(block(arn=queue))
            if role is not None:
                role.allow(permission(["sqs:SendMessage"], [queue]), certain=call.certain)
        return made

    def _arn(self, world: World) -> Value:
        reached = self.reached
        if reached is None:
            return Unknown("a target", (self.value(),))
        written = self.made_by.argument(0, reached.argument)
        return attribute_of(world, written, reached.arn) if written is not None else Unknown("a target")

    def role(self, call: Call, home: Home, name: str, arn: Value) -> tuple[Holder | None, Value]:
        if self.props.raw("role") is not None:
            given_role = self.props.thing("role")
            return (given_role if isinstance(given_role, Holder) else None), arn_of(
                self.props, "role", "role_arn"
            )
        world = call.world
        target = arn.target()
        owner = id(target) if target is not None else id(self)
        key = (owner, "aws_iam_role", f"scheduler:{home.key}")
        held = world.shared.get(key)
        if not isinstance(held, RoleThing):
            shown = target.name if target is not None else name
            held = implied_role(
                world,
                f"SchedulerRoleForTarget/{shown}",
                _trusted(world, home),
                "scheduler-role",
                complete=True,
            )
            held.resource.conditional = held.resource.conditional or target is None
            world.shared[key] = held
        if call.certain and target is not None:
            held.resource.conditional = held.resource.many = False
        return held, ResourceReference(held.resource, "arn")

    def _let(self, call: Call, role: Holder, arn: Value) -> None:
        reached = self.reached
        if reached is None:
            role.resource.escapes.append(
                call.world.gap("target", "a target adds permissions that are not followed")
            )
            return
        thing = self.made_by.thing(0, reached.argument)
        if isinstance(thing, Invocable):
            thing.accept(call, Grantee(role))
        else:
            role.allow(permission(reached.actions, [arn]), certain=call.certain)
        if isinstance(thing, QueueThing):
            use_key(call, thing.key, Grantee(role), ("kms:Decrypt", "kms:GenerateDataKey*"))

    def _parameters(self, made: MappingValue) -> None:
        reached = self.reached
        if reached is None or not reached.parameters:
            return
        inner = block()
        for source, name in reached.names:
            value = self.props.get(source)
            if not value.is_absent():
                inner.entries[name] = MapEntry(value)
        made.entries[reached.parameters] = MapEntry(inner)


def doubt(call: Call, role: Holder) -> None:
    """What is given to a schedule is not known, so that its role may have more permissions."""
    role.resource.escapes.append(call.world.gap("target", "permissions for what is not known of a schedule"))


def _trusted(world: World, home: Home) -> Principals:
    """The service, for schedules of this account in one group."""
    equals = MappingValue(
        {"aws:SourceAccount": MapEntry(world.pseudo("account")), "aws:SourceArn": MapEntry(home.arn)}
    )
    return Principals([Principal("Service", Scalar("scheduler.amazonaws.com"), block(StringEquals=equals))])


class _Universal(Target):
    """Any action of any service: ``Universal({ service, action, policyStatements })``."""

    def __init__(self, call: Call) -> None:
        super().__init__(call, None, call.props(0))

    def bind(self, call: Call, home: Home, name: str) -> MappingValue:
        made = super().bind(call, home, name)
        made.open = self.props.open
        return made

    def _arn(self, world: World) -> Value:
        service, action = self.props.get("service"), self.props.get("action")
        lead = ("arn:", world.pseudo("partition"), ":scheduler:::aws-sdk:")
        return plainly(Template((*lead, service, ":", action), origin=self.made_by.construction.origin))

    def _let(self, call: Call, role: Holder, arn: Value) -> None:
        elements = self.props.elements("policy_statements")
        if elements is None:
            given = not self.props.absent("policy_statements")
            service, action = self.props.get("service"), self.props.get("action")
            allowed = plainly(Template((service, ":", action)))
            if given:
                allowed = Unknown("actions", (self.props.get("policy_statements"),))
            role.allow(permission([allowed], ["*"]), certain=call.certain)
            return
        document = role.document(certain=call.certain)
        for element in elements:
            if document is not None:
                add_statement(call.world, document, element, certain=call.certain)


class Input(Opaque):
    """What a target is told."""

    def __init__(self, json: Value) -> None:
        super().__init__((json,), "an input")
        self.json = json


def _object(call: Call) -> Node:
    value = call.argument(0, "obj")
    folded = call.world.fold(value, VERBATIM) if value is not None else Unknown("an input")
    return Input(JsonText(folded, origin=folded.origin))


def _text(call: Call) -> Node:
    return Input(given(call.folded(0, "text"), "a text"))


class _Window(Opaque):
    """How late a schedule may start."""

    def __init__(self, mode: str, minutes: Value | None = None) -> None:
        super().__init__()
        self.json = block(mode=mode)
        if minutes is not None:
            self.json.entries["maximum_window_in_minutes"] = MapEntry(minutes)


def _flexible(call: Call) -> Node:
    amount = call.thing(0, "max_window")
    seconds = amount.seconds if isinstance(amount, Duration) else None
    return _Window("FLEXIBLE", Unknown("a duration") if seconds is None else Scalar(round(seconds / 60)))


def _off(call: Call) -> Node:
    return _Window("OFF")


def _schedule(call: Call) -> Node:
    world, props = call.world, call.props()
    made = Arranged(props)
    name = world.name(call)
    made.copy("description", schedule_name="name")
    _when(props, made)
    group = props.thing("schedule_group") or props.thing("group")
    home = _home(props, group)
    for source in ("schedule_group", "group"):
        if props.raw(source) is not None:
            made.put("group_name", arn_of(props, source, "schedule_group_name"), source)
    if props.raw("key") is not None:
        made.put("kms_key_arn", arn_of(props, "key", "key_arn"), "key")
    started = props.node("target")
    if isinstance(started, Target):
        value = started.bind(call, home, name)
        made.put("target", value, "target")
        role, _ = started.role(call, home, name, value.get("arn"))
        key = props.thing("key")
        use_key(call, key, Grantee(role), ("kms:Decrypt",))
        if key is None and role is not None and not props.absent("key"):
            doubt(call, role)
    else:
        made.put("target", Unknown("a target", (props.get("target"),)), "target")
    resource = describe(world, "AWS::Scheduler::Schedule", name, made).resource
    thing = Made(resource, {"schedule_arn": "arn", "schedule_name": "name"})
    thing.attributes["schedule_group"] = group if group is not None else Opaque()
    return thing


def _home(props: Arguments, group: Node | None) -> Home:
    world = props.world
    if isinstance(group, Made):
        return Home(ResourceReference(group.resource, "arn"), group.resource.name)
    if props.absent("schedule_group") and props.absent("group"):
        lead = (":scheduler:", world.pseudo("region"), ":", world.pseudo("account"))
        return Home(joined(world.arn(*lead, ":schedule-group/default")))
    return Home(Unknown("a group of schedules"), "?")


def _when(props: Arguments, made: Arranged) -> None:
    timing = props.node("schedule")
    known = timing if isinstance(timing, Timing) else None
    made.put(
        "schedule_expression", known.expression if known is not None else Unknown("a schedule"), "schedule"
    )
    zone = known.zone if known is not None else Unknown("a time zone")
    made.put(
        "schedule_expression_timezone",
        Scalar("Etc/UTC", certainty=Certainty.DEFAULT) if zone is None else zone,
    )
    enabled = props.get("enabled")
    on = enabled.is_absent() or enabled.is_(True)
    state: Value = Scalar("ENABLED" if on else "DISABLED", origin=enabled.origin)
    made.put("state", state if on or enabled.is_(False) else Unknown("a switch", (enabled,)), "enabled")
    window = props.node("time_window")
    shown: Value = window.json if isinstance(window, _Window) else Unknown("a window")
    if props.absent("time_window"):
        shown = block(Certainty.DEFAULT, mode="OFF")
    made.put("flexible_time_window", shown, "time_window")
    for source, target in (("start", "start_date"), ("end", "end_date")):
        if props.raw(source) is not None:
            made.put(target, Unknown("a time", (props.get(source),)), source)


def _group(call: Call) -> Node:
    props = call.props()
    made = Arranged(props)
    named = props.get("schedule_group_name")
    if named.is_absent():
        named = props.get("group_name")
    made.put(
        "name", Unknown("a name of the library's own") if named.is_absent() else named, "schedule_group_name"
    )
    resource = describe(call.world, "AWS::Scheduler::ScheduleGroup", call.world.name(call), made).resource
    return _group_thing(
        resource.name, Made(resource, {"schedule_group_arn": "arn", "schedule_group_name": "name"})
    )


def _group_thing(name: str, made: Made) -> Made:
    """A group; what it lets others do is in their roles."""
    held = made.resource.properties.entries.get("name")
    if held is not None:
        made.attributes["schedule_group_name"] = held.value
    for method in ("grant_read_schedules", "grant_write_schedules", "grant_delete_schedules"):
        made.methods[method] = lambda c: Opaque()
    return made


def _external_group(call: Call) -> Node:
    resource = call.world.external("aws_scheduler_schedule_group", call)
    return Made(resource, {"schedule_group_arn": "arn", "schedule_group_name": "name"}, fragile=False)


def _target(reached: _Reached) -> Recipe:
    return lambda call: Target(call, reached, call.props(1))


def _put_events(call: Call) -> Node:
    """``EventBridgePutEvents({ eventBus, detail, detailType, source })``."""
    return _PutEvents(call, None, call.props(0))


class _PutEvents(Target):
    def _arn(self, world: World) -> Value:
        return arn_of(self.props, "event_bus", "event_bus_arn")

    def bind(self, call: Call, home: Home, name: str) -> MappingValue:
        made = super().bind(call, home, name)
        made.open = self.props.open
        detail = self.props.node("detail")
        made.entries["input"] = MapEntry(detail.json if isinstance(detail, Input) else Unknown("an input"))
        parameters = block(detail_type=self.props.get("detail_type"), source=self.props.get("source"))
        made.entries["event_bridge_parameters"] = MapEntry(parameters)
        return made

    def _let(self, call: Call, role: Holder, arn: Value) -> None:
        role.allow(permission(["events:PutEvents"], [arn]), certain=call.certain)


def _unclear(call: Call) -> Node:
    return Target(call, None, call.props(1))


_M = "aws-scheduler-targets"
_TARGETS: Mapping[str, _Reached] = MappingProxyType(
    {
        "CodeBuildStartBuild": _Reached("project", "project_arn", ("codebuild:StartBuild",)),
        "CodePipelineStartPipelineExecution": _Reached(
            "pipeline", "pipeline_arn", ("codepipeline:StartPipelineExecution",)
        ),
        "FirehosePutRecord": _Reached("delivery_stream", "delivery_stream_arn", ("firehose:PutRecord",)),
        "LambdaInvoke": _Reached("func", "function_arn", ("lambda:InvokeFunction",)),
        "SnsPublish": _Reached("topic", "topic_arn", ("sns:Publish",)),
        "SqsSendMessage": _Reached(
            "queue",
            "queue_arn",
            ("sqs:SendMessage",),
            "sqs_parameters",
            (("message_group_id", "message_group_id"),),
        ),
        "StepFunctionsStartExecution": _Reached(
            "state_machine", "state_machine_arn", ("states:StartExecution",)
        ),
    }
)
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-scheduler.Schedule": _schedule,
        "aws-scheduler.ScheduleGroup": _group,
        "aws-scheduler.ScheduleGroup.from_schedule_group_arn": _external_group,
        "aws-scheduler.ScheduleGroup.from_schedule_group_name": _external_group,
        "aws-scheduler.ScheduleGroup.from_default_schedule_group": _external_group,
        "aws-scheduler.ScheduleTargetInput.from_object": _object,
        "aws-scheduler.ScheduleTargetInput.from_text": _text,
        "aws-scheduler.TimeWindow.flexible": _flexible,
        "aws-scheduler.TimeWindow.off": _off,
        f"{_M}.Universal": _Universal,
        f"{_M}.EventBridgePutEvents": _put_events,
        **{f"{_M}.{name}": _target(reached) for name, reached in _TARGETS.items()},
        **{
            f"{_M}.{name}": _unclear
            for name in (
                "EcsRunTask",
                "EcsRunFargateTask",
                "EcsRunEc2Task",
                "InspectorStartAssessmentRun",
                "KinesisStreamPutRecord",
                "SageMakerStartPipelineExecution",
            )
        },
    }
)
