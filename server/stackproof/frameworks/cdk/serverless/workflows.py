"""State machines of AWS Step Functions, with the role that may do what their states do."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.grants import Grantee, grant, permission
from stackproof.frameworks.cdk.iam import implied_role
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.principals import Principal, Principals, joined
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.filling import arn_of
from stackproof.frameworks.cdk.serverless.receivers import Receiver, give
from stackproof.frameworks.cdk.serverless.states import Definition, State
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import (
    JsonText,
    MapEntry,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)
from stackproof.model.values import Mapping as MappingValue

_NAMES = {"state_machine_arn": "arn", "state_machine_name": "name"}
_LOGS = (
    "logs:CreateLogDelivery", "logs:GetLogDelivery", "logs:UpdateLogDelivery", "logs:DeleteLogDelivery",
    "logs:ListLogDeliveries", "logs:PutResourcePolicy", "logs:DescribeResourcePolicies", "logs:DescribeLogGroups",
)  # fmt: skip
_TRACES = (
    "xray:PutTraceSegments", "xray:PutTelemetryRecords", "xray:GetSamplingRules", "xray:GetSamplingTargets",
)  # fmt: skip


class MachineThing(Receiver):
    """A state machine."""

    def __init__(self, world: World, resource: Resource, role: Holder | None) -> None:
        super().__init__(resource, _NAMES)
        self.world = world
        self.grantee = role

    @property
    def arn(self) -> Value:
        """Its ARN."""
        return ResourceReference(self.resource, "arn")

    def executions(self) -> Value:
        """The ARNs of all its executions."""
        world, name = self.world, ResourceReference(self.resource, "name")
        lead = (":states:", world.pseudo("region"), ":", world.pseudo("account"), ":execution:")
        return joined(Template(("arn:", world.pseudo("partition"), *lead, name, ":*")))

    def accept(self, call: Call, found: Grantee, conditions: Value | None = None) -> None:
        give(call, found, ["states:StartExecution"], [self.arn], None, conditions)

    def attribute(self, name: str) -> Node | None:
        if name == "role" and self.grantee is not None:
            return self.grantee
        if name == "state_machine_revision_id":
            return ResourceReference(self.resource, "revision_id")
        return super().attribute(name)

    def call(self, method: str, call: Call) -> Node | None:
        who, rest = call.argument(0, "identity"), call.rest(1)
        if who is None:
            who = call.argument(0, "grantee")
        actions: Value = Sequence(rest or [], open=rest is None)
        match method:
            case "grant_start_execution":
                return grant(call, who, ["states:StartExecution"], [self.arn])
            case "grant_start_sync_execution":
                return grant(call, who, ["states:StartSyncExecution"], [self.arn])
            case "grant_task_response":
                tell = ["states:SendTaskSuccess", "states:SendTaskFailure", "states:SendTaskHeartbeat"]
                return grant(call, who, tell, [self.arn])
            case "grant_redrive_execution":
                return grant(call, who, ["states:RedriveExecution"], [self.executions()])
            case "grant_execution":
                return grant(call, who, actions, [self.executions()])
            case "grant":
                return grant(call, who, actions, [self.arn])
            case "grant_read":
                grant(call, who, ["states:ListExecutions", "states:ListStateMachines"], [self.arn])
                grant(
                    call,
                    who,
                    [
                        "states:DescribeExecution",
                        "states:DescribeStateMachineForExecution",
                        "states:GetExecutionHistory",
                    ],
                    [self.executions()],
                )
                seen = ["states:ListActivities", "states:DescribeStateMachine", "states:DescribeActivity"]
                return grant(call, who, seen, ["*"])
            case "add_to_role_policy":
                return self.grantee.call("add_to_policy", call) if self.grantee is not None else Opaque()
            case _ if method.startswith("metric"):
                return Opaque((self.value(),))
            case _:
                return super().call(method, call)

    def takes(self, state: State) -> None:
        """A state is one of its own: its role may do what the state does."""
        if isinstance(self.grantee, Holder):
            state.allow(self.grantee)


def _machine(call: Call) -> Node:
    world, props = call.world, call.props()
    name = world.name(call)
    made = Arranged(props)
    made.copy("state_machine_name", "state_machine_type")
    written = props.raw("role")
    role: Holder | None
    if written is not None:
        found = props.thing("role")
        role = found if isinstance(found, Holder) else None
        made.put("role_arn", arn_of(props, "role", "role_arn"), "role")
    else:
        role = implied_role(world, f"{name}/Role", _trusted(world), "role")
        made.put("role_arn", ResourceReference(role.resource, "arn"))
    _observed(call, props, made, role)
    for read in (
        "comment",
        "timeout",
        "query_language",
        "definition_substitutions",
        "encryption_configuration",
    ):
        props.entry(read)
    body = props.node("definition_body" if props.raw("definition_body") is not None else "definition")
    props.entry("definition")
    resource = describe(world, "AWS::StepFunctions::StateMachine", name, made).resource
    machine = MachineThing(world, resource, role)
    _define(props, machine, body)
    return machine


def _define(props: Arguments, machine: MachineThing, body: Node | None) -> None:
    """What the machine does: a text, or states that are followed."""
    resource, entry = machine.resource, props.entry("definition_body") or props.entry("definition")
    state = body.chain if isinstance(body, Definition) else body if isinstance(body, State) else None
    text = body.text if isinstance(body, Definition) else None
    if text is not None and props.absent("definition_substitutions"):
        put(resource, "definition", text, entry)
    else:
        mentions = (body.value(),) if isinstance(body, Definition | State) else ()
        put(resource, "definition", Unknown("a workflow", mentions), entry)
    if state is not None:
        state.join(machine)
    elif text is None and isinstance(machine.grantee, Holder):
        machine.grantee.resource.escapes.append(
            machine.world.gap("workflow", "states that are not known add permissions")
        )
    if props.raw("encryption_configuration") is not None:
        put(
            resource,
            "encryption_configuration",
            Unknown("encryption", (props.get("encryption_configuration"),)),
        )


def _trusted(world: World) -> Principals:
    """The service, for machines of this account."""
    lead = (":states:", world.pseudo("region"), ":", world.pseudo("account"), ":stateMachine:*")
    like = MappingValue({"aws:SourceArn": MapEntry(joined(world.arn(*lead)))})
    equals = MappingValue({"aws:SourceAccount": MapEntry(world.pseudo("account"))})
    conditions = block(StringEquals=equals, ArnLike=like)
    return Principals([Principal("Service", Scalar("states.amazonaws.com"), conditions)])


def _observed(call: Call, props: Arguments, made: Arranged, role: Holder | None) -> None:
    """Logs and traces, which the role must be allowed to write."""
    logs = props.nested("logs")
    if logs is not None:
        destination = logs.thing("destination")
        level, data = logs.get("level"), logs.get("include_execution_data")
        shown = block(level=Scalar("ERROR") if level.is_absent() else level)
        if not data.is_absent():
            shown.entries["include_execution_data"] = MapEntry(data)
        if isinstance(destination, Made):
            arn: Value = ResourceReference(destination.resource, "arn")
        else:
            arn = Unknown("a log group", (logs.get("destination"),))
        if logs.raw("destination") is not None:
            group = block(cloud_watch_logs_log_group=block(log_group_arn=arn))
            shown.entries["destinations"] = MapEntry(Sequence([group]))
        shown.open = logs.open
        made.put("logging_configuration", shown, "logs")
    elif props.raw("logs") is not None:
        made.put("logging_configuration", Unknown("logs", (props.get("logs"),)), "logs")
    if props.raw("logs") is not None and role is not None:
        role.allow(permission(_LOGS, ["*"]))
    traced = props.get("tracing_enabled")
    if traced.is_absent():
        return
    made.put("tracing_configuration", block(enabled=traced), "tracing_enabled")
    if role is not None and not traced.is_(False):
        role.allow(permission(_TRACES, ["*"]), certain=traced.is_(True))


def _external(call: Call) -> Node:
    resource = call.world.external("aws_sfn_state_machine", call)
    if call.located is not None and call.located.names[-1] == "from_state_machine_name":
        name = call.folded(2, "state_machine_name")
        put(resource, "name", name)
        world = call.world
        lead = (":states:", world.pseudo("region"), ":", world.pseudo("account"), ":stateMachine:")
        shown = name if name is not None else Unknown("a name")
        put(resource, "arn", joined(world.arn(*lead, shown)))
    else:
        put(resource, "arn", call.folded(2, "state_machine_arn"))
    made = MachineThing(call.world, resource, None)
    made.fragile = False
    return made


class _Activity(Made):
    def call(self, method: str, call: Call) -> Node | None:
        if method == "grant":
            rest = call.rest(1)
            arn = ResourceReference(self.resource, "arn")
            return grant(call, call.argument(0, "identity"), Sequence(rest or [], open=rest is None), [arn])
        return Opaque((self.value(),)) if method.startswith("metric") else super().call(method, call)


def _activity(call: Call) -> Node:
    props = call.props()
    made = Arranged(props)
    named = props.get("activity_name")
    made.put("name", Unknown("a name of the library's own") if named.is_absent() else named, "activity_name")
    if props.raw("encryption_configuration") is not None:
        made.put("encryption_configuration", Unknown("encryption"), "encryption_configuration")
    resource = describe(call.world, "AWS::StepFunctions::Activity", call.world.name(call), made).resource
    return _Activity(resource, {"activity_arn": "arn", "activity_name": "name"})


def _chainable(call: Call) -> Node:
    value = call.thing(0, "chainable")
    return Definition(call, value if isinstance(value, State) else None, None)


def _string(call: Call) -> Node:
    value = call.folded(0, "definition")
    shown = value if isinstance(value, JsonText) or (value is not None and value.text() is not None) else None
    return Definition(
        call,
        None,
        shown if shown is not None else Unknown("a definition", (value,) if value is not None else ()),
    )


def _file(call: Call) -> Node:
    return Definition(
        call, None, Unknown("a definition in a file", call.world.folder.mentions(call.construction))
    )


_M = "aws-stepfunctions"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_M}.StateMachine": _machine,
        f"{_M}.StateMachine.from_state_machine_arn": _external,
        f"{_M}.StateMachine.from_state_machine_name": _external,
        f"{_M}.Activity": _activity,
        f"{_M}.DefinitionBody.from_chainable": _chainable,
        f"{_M}.DefinitionBody.from_string": _string,
        f"{_M}.DefinitionBody.from_file": _file,
        f"{_M}.ChainDefinitionBody": _chainable,
        f"{_M}.StringDefinitionBody": _string,
        f"{_M}.FileDefinitionBody": _file,
    }
)
