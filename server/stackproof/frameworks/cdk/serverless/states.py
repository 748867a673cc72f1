"""States of workflows: which follow which, and what those that do something must be allowed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.grants import Grantee, permission
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.policies import add_statement
from stackproof.frameworks.cdk.principals import joined
from stackproof.frameworks.cdk.serverless.filling import arn_of, plainly
from stackproof.frameworks.cdk.serverless.invocables import Invocable
from stackproof.frameworks.cdk.serverless.keys import DECRYPT, ENCRYPT, use_key
from stackproof.frameworks.cdk.serverless.queues import QueueThing
from stackproof.frameworks.cdk.serverless.topics import TopicThing
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing
from stackproof.model.values import ResourceReference, Template, Unknown, Value

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.serverless.workflows import MachineThing

# What a state's role must be allowed; None when nobody knows.
Needs = Callable[[Call, Arguments, Holder], bool]


class State(Thing):
    """A state, or a chain of them: all that can be reached from it belongs to the same machines."""

    def __init__(self, call: Call, needs: Needs | None = None) -> None:
        self.made_by = call
        self.needs = needs
        self.links: list[State] = []
        self.machines: list[MachineThing] = []

    def value(self) -> Value:
        return Unknown("a state", self.made_by.world.folder.mentions(self.made_by.construction))

    def attribute(self, name: str) -> Node | None:
        return self if name in ("start_state", "end_states") else Opaque((self.value(),))

    def call(self, method: str, call: Call) -> Node | None:
        """Whatever a method does with other states, they belong together from now on."""
        self.follow(call)
        return self

    def follow(self, call: Call) -> None:
        """All states among the arguments of a call can be reached."""
        passed = call.construction.arguments
        for value in (*passed.positional, *(e.value for e in passed.keywords.values())):
            for one in call.world.elements(value) or [value]:
                self._link(call.world.node(one))
                inner = arguments_of(call.world, one)
                for entry in inner.entries.values() if inner is not None else ():
                    self._link(call.world.node(entry.value))

    def _link(self, node: Node | None) -> None:
        if isinstance(node, State) and node is not self and node not in self.links:
            self.links.append(node)
            # Chains are known by any of their states.
            node.links.append(self)
            for machine in list(self.machines):
                node.join(machine)
            for machine in list(node.machines):
                self.join(machine)

    def join(self, machine: MachineThing) -> None:
        """Belong to a machine, with all that can be reached."""
        stack = [self]
        while stack:
            state = stack.pop()
            if machine in state.machines:
                continue
            state.machines.append(machine)
            machine.takes(state)
            stack.extend(state.links)

    def allow(self, role: Holder) -> None:
        """Let a role do what the state does."""
        if self.needs is None:
            return
        known = self.needs(self.made_by, self.made_by.props(), role)
        if not known:
            role.resource.escapes.append(
                self.made_by.world.gap("task", "a task adds permissions that are not followed")
            )


class Definition(Opaque):
    """The definition of a machine: states, or a text."""

    def __init__(self, call: Call, chain: State | None, text: Value | None) -> None:
        super().__init__(call.world.folder.mentions(call.construction), "a definition")
        self.chain = chain
        self.text = text


def _plain(call: Call) -> Node:
    made = State(call)
    made.follow(call)
    return made


def _task(needs: Needs) -> Recipe:
    return lambda call: State(call, needs)


def _certain(call: Call) -> bool:
    return call.certain


def _invoke(call: Call, props: Arguments, role: Holder) -> bool:
    function = props.thing("lambda_function")
    if not isinstance(function, Invocable):
        return False
    role.allow(permission(["lambda:InvokeFunction"], function.invoked()), certain=_certain(call))
    return True


def _send(call: Call, props: Arguments, role: Holder) -> bool:
    queue = props.thing("queue")
    if not isinstance(queue, QueueThing):
        return False
    role.allow(permission(["sqs:SendMessage"], [queue.arn]), certain=_certain(call))
    use_key(call, queue.key, Grantee(role), (*DECRYPT, *ENCRYPT))
    return True


def _publish(call: Call, props: Arguments, role: Holder) -> bool:
    topic = props.thing("topic")
    if not isinstance(topic, TopicThing):
        return False
    role.allow(permission(["sns:Publish"], [topic.arn]), certain=_certain(call))
    use_key(call, topic.key, Grantee(role), (*DECRYPT, *ENCRYPT))
    return True


def _table(action: str) -> Needs:
    def needs(call: Call, props: Arguments, role: Holder) -> bool:
        table = props.thing("table")
        world = call.world
        if not isinstance(table, Made):
            return False
        lead = (":dynamodb:", world.pseudo("region"), ":", world.pseudo("account"), ":table/")
        name = table.attribute("table_name")
        shown = name if isinstance(name, Value) else ResourceReference(table.resource, "name")
        arn = joined(world.arn(*lead, shown))
        role.allow(permission([f"dynamodb:{action}"], [arn]), certain=_certain(call))
        return True

    return needs


def _events(call: Call, props: Arguments, role: Holder) -> bool:
    """Each entry goes to a bus of its own, or to the account's."""
    world = call.world
    elements = props.elements("entries")
    if elements is None:
        return False
    own = joined(
        world.arn(":events:", world.pseudo("region"), ":", world.pseudo("account"), ":event-bus/default")
    )
    buses: list[Value] = []
    for element in elements:
        inner = arguments_of(world, element)
        if inner is None:
            return False
        bus = own if inner.raw("event_bus") is None else arn_of(inner, "event_bus", "event_bus_arn")
        if bus is not own or own not in buses:
            buses.append(bus)
    role.allow(permission(["events:PutEvents"], buses), certain=_certain(call))
    return True


def _service(call: Call, props: Arguments, role: Holder) -> bool:
    """``CallAwsService({ service, action, iamResources })``."""
    action, resources = props.get("iam_action"), props.get("iam_resources")
    if action.is_absent():
        action = plainly(Template((props.get("service"), ":", props.get("action"))))
    role.allow(permission([action], resources), certain=_certain(call))
    extra = props.elements("additional_iam_statements")
    if extra is None and props.raw("additional_iam_statements") is not None:
        return False
    target = role.document(certain=_certain(call)) if extra else None
    for element in extra or ():
        if target is not None:
            add_statement(call.world, target, element, certain=_certain(call))
    return True


def _execution(call: Call, props: Arguments, role: Holder) -> bool:
    machine = props.thing("state_machine")
    pattern = props.get("integration_pattern")
    if not isinstance(machine, Made):
        return False
    arn = ResourceReference(machine.resource, "arn")
    role.allow(permission(["states:StartExecution"], [arn]), certain=_certain(call))
    # Waiting for the end takes more.
    return pattern.is_absent()


def _unclear(call: Call, props: Arguments, role: Holder) -> bool:
    return False


def unknown_task(call: Call) -> Node:
    """A task of which nobody knows what it must be allowed."""
    made = State(call, _unclear)
    made.follow(call)
    return made


_S, _T = "aws-stepfunctions", "aws-stepfunctions-tasks"
_TASKS: Mapping[str, Needs] = MappingProxyType(
    {
        "CallAwsService": _service,
        "DynamoDeleteItem": _table("DeleteItem"),
        "DynamoGetItem": _table("GetItem"),
        "DynamoPutItem": _table("PutItem"),
        "DynamoUpdateItem": _table("UpdateItem"),
        "EventBridgePutEvents": _events,
        "LambdaInvoke": _invoke,
        "SnsPublish": _publish,
        "SqsSendMessage": _send,
        "StepFunctionsStartExecution": _execution,
    }
)
# Other tasks; what they must be allowed is not followed.
_OTHERS = (
    "AthenaGetQueryExecution", "AthenaGetQueryResults", "AthenaStartQueryExecution", "AthenaStopQueryExecution",
    "BatchSubmitJob", "BedrockCreateModelCustomizationJob", "BedrockInvokeModel", "CallApiGatewayHttpApiEndpoint",
    "CallApiGatewayRestApiEndpoint", "CallAwsServiceCrossRegion", "CodeBuildStartBuild", "CodeBuildStartBuildBatch",
    "EcsRunTask", "EksCall", "EmrAddStep", "EmrCancelStep", "EmrContainersCreateVirtualCluster",
    "EmrContainersDeleteVirtualCluster", "EmrContainersStartJobRun", "EmrCreateCluster", "EmrModifyInstanceFleetByName",
    "EmrModifyInstanceGroupByName", "EmrServerlessStartJobRun", "EmrSetClusterTerminationProtection", "EmrTerminateCluster",
    "EvaluateExpression", "EventBridgeSchedulerCreateScheduleTask", "GlueDataBrewStartJobRun", "GlueStartCrawlerRun",
    "GlueStartJobRun", "HttpInvoke", "MediaConvertCreateJob", "SageMakerCreateEndpoint", "SageMakerCreateEndpointConfig",
    "SageMakerCreateModel", "SageMakerCreateTrainingJob", "SageMakerCreateTransformJob", "SageMakerUpdateEndpoint",
    "StepFunctionsInvokeActivity",
)  # fmt: skip
_SHAPES = (
    "Chain.custom", "Chain.sequence", "Chain.start", "Choice", "DistributedMap", "Fail", "Map", "Parallel", "Pass",
    "StateMachineFragment", "Succeed", "Wait",
)  # fmt: skip


def _fluent(call: Call) -> Node:
    """``Map.jsonata(...)``, ``Pass.jsonPath(...)``: states made by static methods."""
    return _plain(call)


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **{f"{_S}.{name}": _plain for name in _SHAPES},
        **{
            f"{_S}.{name}.{way}": _fluent
            for name in _SHAPES
            if "." not in name
            for way in ("jsonata", "json_path")
        },
        f"{_S}.CustomState": _plain,
        **{f"{_T}.{name}": _task(needs) for name, needs in _TASKS.items()},
        **{
            f"{_T}.{name}.{way}": _task(needs)
            for name, needs in _TASKS.items()
            for way in ("jsonata", "json_path")
        },
        **{f"{_T}.{name}": unknown_task for name in _OTHERS},
        **{f"{_T}.{name}.{way}": unknown_task for name in _OTHERS for way in ("jsonata", "json_path")},
    }
)
