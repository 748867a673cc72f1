"""Topics of Amazon SNS with their policies and keys."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.grants import Grantee, grant, grantee_of
from stackproof.frameworks.cdk.policies import (
    Document,
    add_statement,
    document,
    open_statements,
    policy_document,
    statement,
    statements_of,
)
from stackproof.frameworks.cdk.principals import Principals
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.filling import arn_of, fill, start
from stackproof.frameworks.cdk.serverless.keys import use_key
from stackproof.frameworks.cdk.serverless.receivers import Receiver, give
from stackproof.frameworks.cdk.serverless.subscriptions import Subscriber, subscribe
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import JsonText, MapEntry, ResourceReference, Scalar, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

PUBLISH = ("sns:Publish",)
_KEY_ACTIONS = ("kms:Decrypt", "kms:GenerateDataKey*")
_NAMES = {"topic_arn": "arn", "topic_name": "name"}


class TopicThing(Receiver):
    """A topic; its policy is made with the first statement."""

    def __init__(self, world: World, resource: Resource, key: Made | Opaque | None = None) -> None:
        super().__init__(resource, _NAMES)
        self.world = world
        self.key = key
        self.policy: Resource | None = None
        self.json: Value = document([])

    @property
    def arn(self) -> Value:
        """The ARN of the topic."""
        return ResourceReference(self.resource, "arn")

    def attribute(self, name: str) -> Node | None:
        if name == "master_key":
            return self.key
        if name in ("fifo", "content_based_deduplication"):
            return Opaque((self.value(),))
        return super().attribute(name)

    def document(self, *, certain: bool = True) -> Value | None:
        """Its policy, made when there is none; None for topics from outside, which keep theirs."""
        if self.resource.external:
            return None
        if self.policy is None:
            self.policy = self.world.add(
                "aws_sns_topic_policy",
                f"{self.resource.name}/Policy",
                {"arn": self.arn, "policy": JsonText(self.json)},
                role="topic-policy",
            )
            self.policy.conditional = self.policy.conditional or not certain
        return self.json

    def accept(self, call: Call, found: Grantee, conditions: Value | None = None) -> None:
        give(call, found, PUBLISH, [self.arn], self.document, conditions)
        use_key(call, self.key, found, _KEY_ACTIONS)

    def publish(self, call: Call, found: Grantee, conditions: Value | None = None) -> None:
        """Let a service publish by a statement in its policy, without the use of its key."""
        give(call, found, PUBLISH, [self.arn], self.document, conditions)

    def call(self, method: str, call: Call) -> Node | None:
        who = call.argument(0, "grantee")
        match method:
            case "grant_publish":
                grant(call, who, PUBLISH, [self.arn], self.document)
                use_key(call, self.key, grantee_of(call.world, who), _KEY_ACTIONS)
            case "grant_subscribe":
                grant(call, who, ["sns:Subscribe"], [self.arn], self.document)
            case "add_to_resource_policy":
                self._add(call)
            case "add_subscription":
                return self._subscribe(call)
            case "add_logging_config":
                self.resource.properties.open = True
            case "bind_as_notification_rule_target":
                pass
            case _ if method.startswith("metric"):
                pass
            case _:
                return super().call(method, call)
        return Opaque((self.value(),))

    def _subscribe(self, call: Call) -> Node | None:
        subscriber = call.thing(0, "topic_subscription")
        if not isinstance(subscriber, Subscriber):
            # Subscribers of the author's own make whatever they like.
            return None
        return subscriber.bind(call, self)

    def _add(self, call: Call) -> None:
        value, target = call.argument(0, "statement"), self.document()
        if target is None:
            return
        if value is None:
            open_statements(target)
        else:
            add_statement(call.world, target, value, certain=call.certain)

    def allow(self, json: MappingValue, *, certain: bool = True) -> None:
        """Add a statement to its policy."""
        target = self.document(certain=certain)
        found = statements_of(target) if target is not None else None
        if found is not None:
            found.elements.append(json)
            found.open = found.open or not certain


def _topic(call: Call) -> Node:
    world, props = call.world, call.props()
    resource = start(world, "aws_sns_topic", world.name(call), props)
    fill(
        resource,
        props,
        {
            "topic_name": "name",
            "display_name": "display_name",
            "content_based_deduplication": "content_based_deduplication",
            "fifo_throughput_scope": "fifo_throughput_scope",
            "signature_version": "signature_version",
            "tracing_config": "tracing_config",
        },
    )
    fifo, name = props.get("fifo"), props.get("topic_name")
    if not fifo.is_(False):
        put(resource, "fifo_topic", fifo, props.entry("fifo"))
    if not (fifo.is_absent() or fifo.is_(False) or name.is_absent()):
        text = name.text() if fifo.is_(True) else None
        named = Unknown("a name", (name,)) if text is None else Scalar(_with_ending(text), origin=name.origin)
        put(resource, "name", named, props.entry("topic_name"))
    put(resource, "kms_master_key_id", arn_of(props, "master_key", "key_arn"), props.entry("master_key"))
    days = props.get("message_retention_period_in_days")
    if not days.is_absent():
        archive = JsonText(block(MessageRetentionPeriod=days))
        put(resource, "archive_policy", archive, props.entry("message_retention_period_in_days"))
    if props.raw("logging_configs") is not None:
        # One argument for each protocol.
        resource.properties.open = True
    key = props.thing("master_key")
    unclear = None if props.absent("master_key") else Opaque()
    made = TopicThing(world, resource, key if isinstance(key, Made) else unclear)
    secure = props.get("enforce_ssl")
    if not secure.is_absent() and not secure.is_(False):
        made.allow(_secure_only(made), certain=secure.is_(True))
    return made


def _with_ending(name: str) -> str:
    return name if name.endswith(".fifo") else f"{name}.fifo"


def _secure_only(topic: TopicThing) -> MappingValue:
    insecure = block(Bool=MappingValue({"aws:SecureTransport": MapEntry(Scalar("false"))}))
    made = statement(["sns:Publish"], Principals([]), [topic.arn], Condition=insecure)
    made.entries["Sid"] = MapEntry(Scalar("AllowPublishThroughSSLOnly"))
    made.entries["Effect"] = MapEntry(Scalar("Deny"))
    made.entries["Principal"] = MapEntry(Scalar("*"))
    return made


def _external(call: Call) -> Node:
    resource = call.world.external("aws_sns_topic", call)
    if call.located is not None and call.located.names[-1] == "from_topic_attributes":
        fill(
            resource,
            call.props(2),
            {"topic_arn": "arn", "content_based_deduplication": "content_based_deduplication"},
        )
    else:
        put(resource, "arn", call.folded(2, "topic_arn"))
    made = TopicThing(call.world, resource)
    made.fragile = False
    return made


def _policy(call: Call) -> Node:
    """``new sns.TopicPolicy(this, 'P', { topics: [topic] })``, whose ``document`` is filled afterwards."""
    props = call.props()
    written = props.raw("policy_document")
    json = policy_document(call.world, written) if written is not None else document([], open=props.open)
    topics = call.world.things(listed) if (listed := props.raw("topics")) is not None else None
    arns = [t.attribute("topic_arn") for t in topics or ()]
    resource: Resource | None = None
    for arn in arns or [Unknown("topics", (props.get("topics"),))]:
        resource = call.world.add("aws_sns_topic_policy", call.world.name(call), implied=False)
        put(resource, "arn", arn if isinstance(arn, Value) else Unknown("a topic"), props.entry("topics"))
        put(resource, "policy", JsonText(json, origin=json.origin), props.entry("policy_document"))
    assert resource is not None
    made = Made(resource)
    made.attributes["document"] = Document(json)
    return made


def _subscription(call: Call) -> Node:
    """``new sns.Subscription(this, 'S', { topic, protocol, endpoint })``."""
    props = call.props()
    arn = arn_of(props, "topic", "topic_arn")
    resource = subscribe(
        call, call.world.name(call), arn, props.get("protocol"), props.get("endpoint"), props, implied=False
    )
    return Made(resource, {"subscription_arn": "arn"}, fragile=False)


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-sns.Topic": _topic,
        "aws-sns.Topic.from_topic_arn": _external,
        "aws-sns.Topic.from_topic_attributes": _external,
        "aws-sns.TopicPolicy": _policy,
        "aws-sns.Subscription": _subscription,
    }
)
