"""Queues of Amazon SQS with their policies, keys and dead letters."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.grants import Grantee, grant, grantee_of
from stackproof.frameworks.cdk.kms import implied_key
from stackproof.frameworks.cdk.policies import (
    Document,
    add_statement,
    document,
    open_statements,
    policy_document,
    statement,
    statements_of,
)
from stackproof.frameworks.cdk.principals import ANYONE
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.serverless.filling import arn_of, attribute_of, duration, fill, start
from stackproof.frameworks.cdk.serverless.keys import DECRYPT, ENCRYPT, use_key
from stackproof.frameworks.cdk.serverless.receivers import Receiver, give
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.runtime import Symbol
from stackproof.model.values import JsonText, MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

SEND = ("sqs:SendMessage", "sqs:GetQueueAttributes", "sqs:GetQueueUrl")
CONSUME = (
    "sqs:ReceiveMessage", "sqs:ChangeMessageVisibility", "sqs:GetQueueUrl", "sqs:DeleteMessage",
    "sqs:GetQueueAttributes",
)  # fmt: skip
PURGE = ("sqs:PurgeQueue", "sqs:GetQueueAttributes", "sqs:GetQueueUrl")
_NAMES = {"queue_arn": "arn", "queue_name": "name", "queue_url": "url"}


class QueueThing(Receiver):
    """A queue; its policy is made with the first statement."""

    def __init__(self, world: World, resource: Resource, key: Made | Opaque | None = None) -> None:
        super().__init__(resource, _NAMES)
        self.world = world
        self.key = key
        self.policy: Resource | None = None
        self.json: Value = document([])

    @property
    def arn(self) -> Value:
        """The ARN of the queue."""
        return ResourceReference(self.resource, "arn")

    def attribute(self, name: str) -> Node | None:
        if name == "encryption_master_key":
            return self.key
        if name in ("fifo", "encryption_type", "dead_letter_queue"):
            return self.attributes.get(name) or Opaque((self.value(),))
        return super().attribute(name)

    def document(self, *, certain: bool = True) -> Value | None:
        """Its policy, made when there is none; None for queues from outside, which keep theirs."""
        if self.resource.external:
            return None
        if self.policy is None:
            self.policy = self.world.add(
                "aws_sqs_queue_policy",
                f"{self.resource.name}/Policy",
                {"queue_url": ResourceReference(self.resource, "url"), "policy": JsonText(self.json)},
                role="queue-policy",
            )
            self.policy.conditional = self.policy.conditional or not certain
        return self.json

    def accept(self, call: Call, found: Grantee, conditions: Value | None = None) -> None:
        give(call, found, SEND, [self.arn], self.document, conditions)
        use_key(call, self.key, found, (*DECRYPT, *ENCRYPT))

    def call(self, method: str, call: Call) -> Node | None:
        who = call.argument(0, "grantee")
        match method:
            case "grant_send_messages":
                self._grant(call, SEND, (*DECRYPT, *ENCRYPT))
            case "grant_consume_messages":
                self._grant(call, CONSUME, DECRYPT)
            case "grant_purge":
                self._grant(call, PURGE, ())
            case "grant":
                actions = call.rest(1)
                grant(call, who, Sequence(actions or [], open=actions is None), [self.arn], self.document)
            case "add_to_resource_policy":
                self._add(call)
            case _ if method.startswith("metric"):
                pass
            case _:
                return super().call(method, call)
        return Opaque((self.value(),))

    def _grant(self, call: Call, actions: tuple[str, ...], key_actions: tuple[str, ...]) -> None:
        who = call.argument(0, "grantee")
        grant(call, who, actions, [self.arn], self.document)
        if key_actions:
            use_key(call, self.key, grantee_of(call.world, who), key_actions)

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


def own_queue(world: World, name: str, retention: int) -> QueueThing:
    """A queue that a construct makes for itself."""
    resource = world.add(
        "aws_sqs_queue", name, {"message_retention_seconds": Scalar(retention)}, role="queue"
    )
    return QueueThing(world, resource)


def _queue(call: Call) -> Node:
    world, props = call.world, call.props()
    resource = start(world, "aws_sqs_queue", world.name(call), props)
    fill(
        resource,
        props,
        {
            "queue_name": "name",
            "content_based_deduplication": "content_based_deduplication",
            "deduplication_scope": "deduplication_scope",
            "fifo_throughput_limit": "fifo_throughput_limit",
            "max_message_size_bytes": "max_message_size",
        },
    )
    for source, target in (
        ("visibility_timeout", "visibility_timeout_seconds"),
        ("retention_period", "message_retention_seconds"),
        ("receive_message_wait_time", "receive_wait_time_seconds"),
        ("delivery_delay", "delay_seconds"),
        ("data_key_reuse", "kms_data_key_reuse_period_seconds"),
    ):
        put(resource, target, duration(props, source), props.entry(source))
    _fifo(resource, props)
    made = QueueThing(world, resource, _encryption(call, props, resource))
    _dead_letters(props, resource, made)
    secure = props.get("enforce_ssl")
    if not secure.is_absent() and not secure.is_(False):
        made.allow(_secure_only(made), certain=secure.is_(True))
    return made


def _fifo(resource: Resource, props: Arguments) -> None:
    """First in, first out: as asked for, or as the name says."""
    fifo, name = props.get("fifo"), props.get("queue_name")
    text = name.text()
    if fifo.is_absent() and text is not None and text.endswith(".fifo"):
        put(resource, "fifo_queue", Scalar(True, origin=name.origin), props.entry("queue_name"))
    elif fifo.is_absent() and not name.is_absent() and text is None:
        pieces = name.pieces()
        ending = pieces[-1] if pieces else name
        if isinstance(ending, Value):
            put(resource, "fifo_queue", Unknown("follows from the name", (name,)))
        elif ending.endswith(".fifo"):
            put(resource, "fifo_queue", Scalar(True, origin=name.origin), props.entry("queue_name"))
    elif not fifo.is_(False):
        put(resource, "fifo_queue", fifo, props.entry("fifo"))


def _encryption(call: Call, props: Arguments, resource: Resource) -> Made | Opaque | None:
    """The key that a queue is encrypted with, made when it wants one of its own; opaque when nobody can say."""
    kind, entry = props.raw("encryption"), props.entry("encryption")
    if props.raw("encryption_master_key") is not None:
        put(
            resource,
            "kms_master_key_id",
            arn_of(props, "encryption_master_key", "key_arn"),
            props.entry("encryption_master_key"),
        )
        key = props.thing("encryption_master_key")
        return key if isinstance(key, Made) else Opaque()
    member = kind.names[-1] if isinstance(kind, Symbol) and kind.names else None
    if kind is None:
        return Opaque() if props.open else None
    match member:
        case "KMS":
            key = implied_key(call.world, f"{resource.name}/Key")
            put(key.resource, "description", Unknown("a description with the path of the queue"))
            put(resource, "kms_master_key_id", ResourceReference(key.resource, "arn"), entry)
            return key
        case "KMS_MANAGED":
            put(resource, "kms_master_key_id", Scalar("alias/aws/sqs", origin=kind.origin), entry)
        case "SQS_MANAGED" | "UNENCRYPTED":
            put(
                resource,
                "sqs_managed_sse_enabled",
                Scalar(member == "SQS_MANAGED", origin=kind.origin),
                entry,
            )
        case _:
            unclear = Unknown("encryption", (props.get("encryption"),), origin=kind.origin)
            put(resource, "kms_master_key_id", unclear, entry)
            put(resource, "sqs_managed_sse_enabled", unclear, entry)
            return Opaque()
    return None


def _dead_letters(props: Arguments, resource: Resource, made: QueueThing) -> None:
    """Where messages go that nobody could handle, and which queues may send theirs here."""
    letters, entry = props.nested("dead_letter_queue"), props.entry("dead_letter_queue")
    if letters is not None:
        policy = block(
            deadLetterTargetArn=arn_of(letters, "queue", "queue_arn"),
            maxReceiveCount=letters.get("max_receive_count"),
        )
        policy.open = letters.open
        put(resource, "redrive_policy", JsonText(policy, origin=policy.origin), entry)
    elif props.raw("dead_letter_queue") is not None:
        put(
            resource,
            "redrive_policy",
            Unknown("a dead letter queue", (props.get("dead_letter_queue"),)),
            entry,
        )
    allow = props.nested("redrive_allow_policy")
    if allow is None:
        put(
            resource,
            "redrive_allow_policy",
            props.get("redrive_allow_policy"),
            props.entry("redrive_allow_policy"),
        )
        return
    permission, sources = allow.get("redrive_permission"), allow.elements("source_queues")
    if permission.is_absent():
        permission = Scalar("byQueue" if allow.raw("source_queues") is not None else "allowAll")
    json = block(redrivePermission=permission)
    json.open = allow.open
    if sources is not None:
        arns: list[Value] = [attribute_of(props.world, s, "queue_arn") for s in sources]
        json.entries["sourceQueueArns"] = MapEntry(Sequence(arns))
    elif allow.raw("source_queues") is not None:
        json.open = True
    put(resource, "redrive_allow_policy", JsonText(json), props.entry("redrive_allow_policy"))


def _secure_only(queue: QueueThing) -> MappingValue:
    insecure = block(Bool=MappingValue({"aws:SecureTransport": MapEntry(Scalar("false"))}))
    made = statement(["sqs:*"], ANYONE, [queue.arn], Condition=insecure)
    made.entries["Effect"] = MapEntry(Scalar("Deny"))
    return made


def _external(call: Call) -> Node:
    resource = call.world.external("aws_sqs_queue", call)
    if call.located is not None and call.located.names[-1] == "from_queue_attributes":
        props = call.props(2)
        fill(
            resource,
            props,
            {"queue_arn": "arn", "queue_url": "url", "queue_name": "name", "fifo": "fifo_queue"},
        )
    else:
        put(resource, "arn", call.folded(2, "queue_arn"))
    made = QueueThing(call.world, resource)
    made.fragile = False
    return made


def _policy(call: Call) -> Node:
    """``new sqs.QueuePolicy(this, 'P', { queues: [queue] })``, whose ``document`` is filled afterwards."""
    props = call.props()
    written = props.raw("policy_document")
    json = policy_document(call.world, written) if written is not None else document([], open=props.open)
    queues = call.world.things(listed) if (listed := props.raw("queues")) is not None else None
    resource: Resource | None = None
    for queue in queues or ():
        url = queue.attribute("queue_url")
        resource = call.world.add("aws_sqs_queue_policy", call.world.name(call), implied=False)
        put(
            resource,
            "queue_url",
            url if isinstance(url, Value) else Unknown("a queue"),
            props.entry("queues"),
        )
        put(resource, "policy", JsonText(json, origin=json.origin), props.entry("policy_document"))
    if resource is None:
        resource = call.world.add("aws_sqs_queue_policy", call.world.name(call), implied=False)
        put(resource, "queue_url", Unknown("queues", (props.get("queues"),)), props.entry("queues"))
        put(resource, "policy", JsonText(json))
    made = Made(resource)
    made.attributes["document"] = Document(json)
    return made


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-sqs.Queue": _queue,
        "aws-sqs.Queue.from_queue_arn": _external,
        "aws-sqs.Queue.from_queue_attributes": _external,
        "aws-sqs.QueuePolicy": _policy,
    }
)
