"""Subscriptions to topics: who is told, and what of."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.grants import Grantee
from stackproof.frameworks.cdk.policies import statement
from stackproof.frameworks.cdk.principals import Principal, Principals
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.filling import fill
from stackproof.frameworks.cdk.serverless.invocables import Invocable
from stackproof.frameworks.cdk.serverless.keys import use_key
from stackproof.frameworks.cdk.serverless.queues import QueueThing
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, given, put
from stackproof.frameworks.recognition import VERBATIM
from stackproof.model.graph import Resource
from stackproof.model.values import JsonText, MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.serverless.topics import TopicThing

_SERVICE = Principals([Principal("Service", Scalar("sns.amazonaws.com"))])


def subscribe(
    call: Call,
    name: str,
    topic: Value,
    protocol: Value,
    endpoint: Value,
    props: Arguments,
    *,
    implied: bool = True,
) -> Resource:
    """A subscription with its filters and its queue for what could not be delivered."""
    world = call.world
    resource = world.add("aws_sns_topic_subscription", name, implied=implied)
    resource.properties.open = props.open
    put(resource, "topic_arn", topic, props.entry("topic"))
    put(resource, "protocol", protocol, props.entry("protocol"))
    put(resource, "endpoint", endpoint, props.entry("endpoint"))
    if not props.get("raw_message_delivery").is_(False):
        fill(resource, props, {"raw_message_delivery": "raw_message_delivery"})
    fill(resource, props, {"subscription_role_arn": "subscription_role_arn"})
    if not props.absent("delivery_policy"):
        put(resource, "delivery_policy", Unknown("a delivery policy"), props.entry("delivery_policy"))
    for source in ("filter_policy", "filter_policy_with_message_body"):
        if props.raw(source) is not None:
            put(resource, "filter_policy", JsonText(props.get(source, VERBATIM)), props.entry(source))
            if "body" in source:
                put(resource, "filter_policy_scope", Scalar("MessageBody"))
    written = props.raw("dead_letter_queue")
    if written is not None:
        queue = props.thing("dead_letter_queue")
        arn = ResourceReference(queue.resource, "arn") if isinstance(queue, Made) else Unknown("a queue")
        put(
            resource,
            "redrive_policy",
            JsonText(block(deadLetterTargetArn=arn)),
            props.entry("dead_letter_queue"),
        )
        if isinstance(queue, QueueThing):
            _let_in(call, queue, topic)
    return resource


def _let_in(call: Call, queue: QueueThing, topic: Value) -> None:
    """Let the topic send to a queue."""
    condition = block(ArnEquals=MappingValue({"aws:SourceArn": MapEntry(topic)}))
    queue.allow(
        statement(["sqs:SendMessage"], _SERVICE, [queue.arn], Condition=condition), certain=call.certain
    )


class Subscriber(Opaque):
    """What ``addSubscription`` takes."""

    def __init__(self, call: Call, protocol: str) -> None:
        super().__init__(call.world.folder.mentions(call.construction), "a subscriber")
        self.made_by = call
        self.protocol = protocol

    def bind(self, call: Call, topic: TopicThing) -> Node:
        """Subscribe to a topic."""
        resource = self.subscribe(call, topic, self.made_by.props(1))
        return Made(resource, {"subscription_arn": "arn"}, fragile=False)

    def subscribe(self, call: Call, topic: TopicThing, props: Arguments) -> Resource:
        """The subscription, with what lets messages through."""
        endpoint = given(self.made_by.folded(0, _PLAIN[self.protocol]), "an address")
        protocol: Value = Scalar(self.protocol)
        if self.protocol == "email" and not props.absent("json"):
            protocol = Scalar("email-json") if props.get("json").is_(True) else Unknown("a protocol")
        if self.protocol == "https":
            protocol = _protocol(endpoint, props)
        return subscribe(call, f"{topic.resource.name}/{self.protocol}", topic.arn, protocol, endpoint, props)


_PLAIN = {"email": "email_address", "sms": "phone_number", "https": "url"}


def _protocol(url: Value, props: Arguments) -> Value:
    written = props.get("protocol")
    if not written.is_absent():
        return written
    pieces = url.pieces()
    lead = pieces[0] if pieces and isinstance(pieces[0], str) else ""
    for protocol in ("https", "http"):
        if lead.startswith(f"{protocol}:"):
            return Scalar(protocol)
    return Unknown("a protocol", (url,))


class _Queue(Subscriber):
    def subscribe(self, call: Call, topic: TopicThing, props: Arguments) -> Resource:
        queue = self.made_by.thing(0, "queue")
        if not isinstance(queue, QueueThing):
            return subscribe(
                call, f"{topic.resource.name}/sqs", topic.arn, Scalar("sqs"), Unknown("a queue"), props
            )
        _let_in(call, queue, topic.arn)
        conditions = None
        if call.world.flag("@aws-cdk/aws-sns-subscriptions:restrictSqsDescryption") is True:
            conditions = block(ArnEquals=MappingValue({"aws:SourceArn": MapEntry(topic.arn)}))
        use_key(call, queue.key, Grantee(None, _SERVICE), ["kms:Decrypt", "kms:GenerateDataKey"], conditions)
        name = f"{queue.resource.name}/{topic.resource.name}"
        return subscribe(call, name, topic.arn, Scalar("sqs"), queue.arn, props)


class FunctionSubscriber(Subscriber):
    """A function, which the topic may call."""

    def __init__(self, call: Call, protocol: str, function: Invocable | None = None) -> None:
        super().__init__(call, protocol)
        self._function = function

    def subscribe(self, call: Call, topic: TopicThing, props: Arguments) -> Resource:
        function = self._function or self.made_by.thing(0, "fn")
        if not isinstance(function, Invocable):
            return subscribe(
                call,
                f"{topic.resource.name}/lambda",
                topic.arn,
                Scalar("lambda"),
                Unknown("a function"),
                props,
            )
        function.permit("sns.amazonaws.com", f"AllowInvoke:{topic.resource.name}", {"source_arn": topic.arn})
        name = f"{function.label}/{topic.resource.name}"
        return subscribe(call, name, topic.arn, Scalar("lambda"), function.arn, props)


class _Stream(Subscriber):
    """A delivery stream, into which a role puts what arrives."""

    def subscribe(self, call: Call, topic: TopicThing, props: Arguments) -> Resource:
        stream, role = self.made_by.thing(0, "delivery_stream"), props.thing("role")
        arn = stream.attribute("delivery_stream_arn") if isinstance(stream, Thing) else None
        endpoint = arn if isinstance(arn, Value) else Unknown("a delivery stream")
        resource = subscribe(
            call, f"{topic.resource.name}/firehose", topic.arn, Scalar("firehose"), endpoint, props
        )
        role_arn: Value = (
            ResourceReference(role.resource, "arn")
            if isinstance(role, Made)
            else Unknown("a role that may write to it")
        )
        put(resource, "subscription_role_arn", role_arn, props.entry("role"))
        return resource


def _subscriber(protocol: str, kind: type[Subscriber] = Subscriber) -> Recipe:
    return lambda call: kind(call, protocol)


def _string_filter(call: Call) -> Node:
    """``SubscriptionFilter.stringFilter({ allowlist: [...] })`` as the conditions of a filter policy."""
    props = call.props(0)
    if props.open:
        return Unknown("conditions of a filter", call.world.folder.mentions(call.construction))
    found: list[Value] = []
    is_open = False
    for name in ("allowlist", "whitelist"):
        value = props.get(name)
        found.extend(value.items())
        is_open = is_open or not (value.is_absent() or value.is_closed())
    for name in ("denylist", "blacklist"):
        if props.raw(name) is not None:
            found.append(MappingValue({"anything-but": MapEntry(props.get(name))}))
    for name, key in (("match_prefixes", "prefix"), ("match_suffixes", "suffix")):
        value = props.get(name)
        found.extend(MappingValue({key: MapEntry(v)}) for v in value.items())
        is_open = is_open or not (value.is_absent() or value.is_closed())
    return Sequence(found, open=is_open, origin=call.construction.origin)


def _exists(there: bool) -> Recipe:
    def recipe(call: Call) -> Node:
        return Sequence([MappingValue({"exists": MapEntry(Scalar(there))})], origin=call.construction.origin)

    return recipe


def _policy_of(call: Call) -> Node:
    """``FilterOrPolicy.filter(x)`` and ``FilterOrPolicy.policy({...})``."""
    value = call.positional[0] if call.positional else None
    return call.world.fold(value, VERBATIM) if value is not None else Unknown("a filter")


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-sns-subscriptions.EmailSubscription": _subscriber("email"),
        "aws-sns-subscriptions.SmsSubscription": _subscriber("sms"),
        "aws-sns-subscriptions.UrlSubscription": _subscriber("https"),
        "aws-sns-subscriptions.SqsSubscription": _subscriber("sqs", _Queue),
        "aws-sns-subscriptions.LambdaSubscription": _subscriber("lambda", FunctionSubscriber),
        "aws-sns-subscriptions.FirehoseSubscription": _subscriber("firehose", _Stream),
        "aws-sns.SubscriptionFilter.string_filter": _string_filter,
        "aws-sns.SubscriptionFilter.exists_filter": _exists(True),
        "aws-sns.SubscriptionFilter.not_exists_filter": _exists(False),
        "aws-sns.FilterOrPolicy.filter": _policy_of,
        "aws-sns.FilterOrPolicy.policy": _policy_of,
    }
)
