"""What buckets tell functions, queues and topics of."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe, arguments_of
from stackproof.frameworks.cdk.grants import Grantee
from stackproof.frameworks.cdk.principals import Principal, Principals
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.invocables import Invocable
from stackproof.frameworks.cdk.serverless.keys import use_key
from stackproof.frameworks.cdk.serverless.queues import QueueThing
from stackproof.frameworks.cdk.serverless.topics import TopicThing
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, append, given, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_SERVICE = Principals([Principal("Service", Scalar("s3.amazonaws.com"))])
_KIND = "aws_s3_bucket_notification"
# What the library's own methods notify of.
_EVENTS = {
    "add_object_created_notification": "s3:ObjectCreated:*",
    "add_object_removed_notification": "s3:ObjectRemoved:*",
}
METHODS = ("add_event_notification", *_EVENTS)


class Target(Opaque):
    """Whom a bucket tells; ``kind`` is the block of the notification."""

    kind = ""

    def __init__(self, thing: Made) -> None:
        super().__init__((thing.value(),), "a destination of notifications")
        self.thing = thing

    def arn(self) -> Value:
        """The ARN of the one who is told."""
        return ResourceReference(self.thing.resource, "arn")

    def let(self, call: Call, bucket: Made, condition: Value) -> None:
        """Let the bucket tell it."""
        raise NotImplementedError


class FunctionTarget(Target):
    """A function, which the bucket may call."""

    kind = "lambda_function"

    def arn(self) -> Value:
        return self.thing.arn if isinstance(self.thing, Invocable) else super().arn()

    def let(self, call: Call, bucket: Made, condition: Value) -> None:
        if not isinstance(self.thing, Invocable):
            return
        key = (id(bucket.resource), "permission", self.thing.label)
        if key in call.world.parts:
            return
        more: dict[str, Value | str | None] = {
            "source_account": call.world.pseudo("account"),
            "source_arn": ResourceReference(bucket.resource, "arn"),
        }
        made = self.thing.permit("s3.amazonaws.com", f"AllowNotificationsOf:{bucket.resource.name}", more)
        if made is not None:
            call.world.parts[key] = made


class _QueueTarget(Target):
    kind = "queue"

    def let(self, call: Call, bucket: Made, condition: Value) -> None:
        if isinstance(self.thing, QueueThing):
            self.thing.accept(
                call, Grantee(None, Principals([Principal("Service", Scalar("s3.amazonaws.com"), condition)]))
            )
            use_key(call, self.thing.key, Grantee(None, _SERVICE), ["kms:GenerateDataKey*", "kms:Decrypt"])


class _TopicTarget(Target):
    kind = "topic"

    def let(self, call: Call, bucket: Made, condition: Value) -> None:
        if isinstance(self.thing, TopicThing):
            self.thing.publish(call, Grantee(None, _SERVICE), condition)


def notify(call: Call, bucket: Made, event: Value, target: Target, filters: list[Value] | None) -> None:
    """Let a bucket tell someone of an event; ``filters`` are None when they are not known."""
    condition = block(
        ArnLike=MappingValue({"aws:SourceArn": MapEntry(ResourceReference(bucket.resource, "arn"))})
    )
    target.let(call, bucket, condition)
    told = block(events=Sequence([event]))
    told.entries[f"{target.kind}_arn"] = MapEntry(target.arn())
    told.origin = call.construction.origin
    if filters is None:
        told.open = True
    for one in filters or ():
        inner = arguments_of(call.world, one)
        if inner is None:
            told.open = True
            continue
        for source, name in (("prefix", "filter_prefix"), ("suffix", "filter_suffix")):
            if not (value := inner.get(source)).is_absent():
                told.entries[name] = MapEntry(value)
    append(notifications(call.world, bucket.resource), target.kind, told, certain=call.certain)


def notifications(world: World, bucket: Resource) -> Resource:
    """The one resource that holds all notifications of a bucket."""
    key = (id(bucket), _KIND, "")
    known = world.parts.get(key)
    if known is None:
        known = world.add(
            _KIND, bucket.name, {"bucket": ResourceReference(bucket, "id")}, role="notifications"
        )
        world.parts[key] = known
    return known


def on_event(bucket: Made, method: str, call: Call) -> Node | None:
    """``bucket.addEventNotification(event, destination, ...filters)`` and its like; None for others' destinations."""
    text = _EVENTS.get(method)
    first = 0 if text is not None else 1
    event = Scalar(text) if text is not None else given(call.folded(0, "event"), "an event")
    target = call.thing(first, "dest")
    if not isinstance(target, Target):
        return None
    filters = None if call.construction.arguments.open else call.positional[first + 1 :]
    notify(call, bucket, event, target, filters)
    return Opaque()


def enable_event_bridge(world: World, bucket: Resource, value: Value) -> None:
    """Let a bucket tell the account's event bus of everything."""
    put(notifications(world, bucket), "eventbridge", value)


def _target(kind: type[Target], argument: str) -> Recipe:
    def recipe(call: Call) -> Node:
        thing = call.thing(0, argument)
        if isinstance(thing, Made):
            return kind(thing)
        return Opaque((Unknown("a destination", call.world.folder.mentions(call.construction)),))

    return recipe


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-s3-notifications.LambdaDestination": _target(FunctionTarget, "fn"),
        "aws-s3-notifications.SqsDestination": _target(_QueueTarget, "queue"),
        "aws-s3-notifications.SnsDestination": _target(_TopicTarget, "topic"),
    }
)
