"""What alarms set off: topics, functions, machines, scaling, incidents."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.serverless.invocables import Invocable
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import ResourceReference, Template, Unknown, Value


class Action(Opaque):
    """Something that an alarm sets off, by the ARN of what it is."""

    def __init__(self, arn: Value) -> None:
        super().__init__((arn,))
        self.arn = arn

    def bind(self, call: Call, alarm: Resource) -> Value:
        """The ARN, once the alarm is known that it belongs to."""
        return self.arn


class Calling(Action):
    """A function that an alarm calls, with the permission to do so."""

    def __init__(self, arn: Value, function: Invocable) -> None:
        super().__init__(arn)
        self._function = function
        self._permitted: list[Resource] = []

    def bind(self, call: Call, alarm: Resource) -> Value:
        if alarm not in self._permitted:
            self._permitted.append(alarm)
            self._function.permit(
                "lambda.alarms.cloudwatch.amazonaws.com",
                "AlarmPermission",
                {
                    "source_account": call.world.pseudo("account"),
                    "source_arn": ResourceReference(alarm, "arn"),
                },
                conditional=not call.certain,
            )
        return self.arn


def action_arn(call: Call, value: Value, alarm: Resource) -> Value:
    """What an evaluated action adds to an alarm."""
    node = call.world.node(value)
    if isinstance(node, Action):
        return node.bind(call, alarm)
    return Unknown("an action", (call.world.fold(value),), origin=value.origin)


def _arn(thing: Thing | None, name: str) -> Value:
    found = thing.attribute(name) if thing is not None else None
    return found if isinstance(found, Value) else Unknown("an action")


def _topic(call: Call) -> Node:
    return Action(_arn(call.thing(0, "topic"), "topic_arn"))


def _function(call: Call) -> Node:
    function = call.thing(0, "lambda_function")
    arn = _arn(function, "function_arn")
    if isinstance(function, Invocable):
        return Calling(arn, function)
    if isinstance(function, Made):
        call.world.open(function, "alarm", "an alarm may call it", call.construction.origin)
    return Action(arn)


def _scaling(call: Call) -> Node:
    return Action(_arn(call.thing(0, "step_scaling_action"), "scaling_policy_arn"))


def _joined(world: World, *parts: str | Value) -> Value:
    flat: list[str | Value] = ["arn:", world.pseudo("partition")]
    for part in parts:
        text = part if isinstance(part, str) else part.text()
        if text is not None and isinstance(flat[-1], str):
            flat[-1] += text
        else:
            flat.append(part if text is None else text)
    return Template(tuple(flat))


def _machine(call: Call) -> Node:
    action = call.folded(0, "instance_action")
    said = action if action is not None else Unknown("an action")
    return Action(_joined(call.world, ":automate:", call.world.pseudo("region"), ":ec2:", said))


def _ops_item(call: Call) -> Node:
    severity, category = call.folded(0, "severity"), call.folded(1, "category")
    where = (":ssm:", call.world.pseudo("region"), ":", call.world.pseudo("account"), ":opsitem:")
    more = ("#CATEGORY=", category) if category is not None else ()
    return Action(
        _joined(call.world, *where, severity if severity is not None else Unknown("how bad"), *more)
    )


def _incident(call: Call) -> Node:
    plan = call.folded(0, "response_plan_name")
    where = (":ssm-incidents::", call.world.pseudo("account"), ":response-plan/")
    return Action(_joined(call.world, *where, plan if plan is not None else Unknown("a plan")))


_A = "aws-cloudwatch-actions"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_A}.SnsAction": _topic,
        f"{_A}.LambdaAction": _function,
        f"{_A}.ApplicationScalingAction": _scaling,
        f"{_A}.AutoScalingAction": _scaling,
        f"{_A}.Ec2Action": _machine,
        f"{_A}.SsmAction": _ops_item,
        f"{_A}.SsmIncidentAction": _incident,
    }
)
