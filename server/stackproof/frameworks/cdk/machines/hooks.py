"""Hooks in the lives of the machines of a group, and who is told of them."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.grants import Grantee
from stackproof.frameworks.cdk.iam import implied_role
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.serverless.invocables import Invocable
from stackproof.frameworks.cdk.serverless.receivers import Receiver
from stackproof.frameworks.cdk.serverless.subscriptions import FunctionSubscriber
from stackproof.frameworks.cdk.serverless.topics import TopicThing
from stackproof.frameworks.cdk.thing import Made, Node, Thing, put
from stackproof.model.graph import Resource
from stackproof.model.values import ResourceReference, Unknown, Value


class HookTarget(Thing):
    """Who is told: a topic, a queue, or a function by way of a topic that the library makes."""

    def __init__(self, target: Thing | None, key: Thing | None = None) -> None:
        self.target = target
        self.key = key

    def value(self) -> Value:
        return Unknown("the target of a hook", (self.target.value(),) if self.target is not None else ())


def make_hook(call: Call, group: Resource, props: Arguments, name: str, *, implied: bool = True) -> Made:
    """A hook of a group, with the role as which the group tells of it."""
    arranged = Arranged(props)
    arranged.copy(
        "default_result", "heartbeat_timeout", "lifecycle_transition", "notification_metadata", "lifecycle_hook_name"
    )  # fmt: skip
    arranged.put("auto_scaling_group_name", ResourceReference(group, "name"))
    role: Thing | None = props.thing("role")
    if props.raw("notification_target") is not None:
        target = props.thing("notification_target")
        if props.raw("role") is None:
            role = implied_role(call.world, f"{name}/Role", "autoscaling.amazonaws.com", "hook-role")
        arn = _told(call, target if isinstance(target, HookTarget) else None, role, name)
        arranged.put("notification_target_arn", arn, "notification_target")
        known = ResourceReference(role.resource, "arn") if isinstance(role, Made) else Unknown("a role")
        arranged.put("role_arn", known, "role")
    props.entry("auto_scaling_group")
    resource = describe(
        call.world, "AWS::AutoScaling::LifecycleHook", name, arranged, implied=implied
    ).resource
    made = Made(resource, {"lifecycle_hook_name": "name"})
    if role is not None:
        made.attributes["role"] = role
    return made


def _told(call: Call, target: HookTarget | None, role: Thing | None, name: str) -> Value:
    """The ARN of who is told, after the role was allowed to tell it."""
    grantee = Grantee(role if isinstance(role, Holder) else None)
    told = target.target if target is not None else None
    if isinstance(told, Invocable):
        topic = _topic(call, told, target.key if target is not None else None, name)
        topic.accept(call, grantee)
        return ResourceReference(topic.resource, "arn")
    if isinstance(told, Receiver):
        told.accept(call, grantee)
        return ResourceReference(told.resource, "arn")
    return Unknown("the target of a hook")


def _topic(call: Call, function: Invocable, key: Thing | None, name: str) -> TopicThing:
    """The topic by way of which a function is told."""
    world = call.world
    resource = world.add("aws_sns_topic", f"{name}/Topic", role="hook-topic")
    if isinstance(key, Made):
        put(resource, "kms_master_key_id", ResourceReference(key.resource, "arn"))
    topic = TopicThing(world, resource, key if isinstance(key, Made) else None)
    FunctionSubscriber(call, "lambda", function).subscribe(call, topic, Arguments(world))
    return topic


def _hook_target(call: Call) -> Node:
    return HookTarget(
        call.thing(0, "fn") or call.thing(0, "topic") or call.thing(0, "queue"), call.thing(1, "key")
    )


def _hook(call: Call) -> Node | None:
    props = call.props()
    group = props.thing("auto_scaling_group")
    if not isinstance(group, Made):
        return None
    return make_hook(call, group.resource, props, call.world.name(call), implied=False)


_H = "aws-autoscaling-hooktargets"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-autoscaling.LifecycleHook": _hook,
        f"{_H}.TopicHook": _hook_target,
        f"{_H}.QueueHook": _hook_target,
        f"{_H}.FunctionHook": _hook_target,
    }
)
