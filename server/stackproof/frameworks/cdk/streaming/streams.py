"""Streams of Kinesis with their encryption, consumers, grants and policy."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.granting import Granting, grantee, use_key
from stackproof.frameworks.cdk.grants import bestow, grant, grantee_of, permission
from stackproof.frameworks.cdk.kms import implied_key
from stackproof.frameworks.cdk.policies import add_statement, document, open_statements
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import (
    JsonText,
    MapEntry,
    ResourceReference,
    Scalar,
    Sequence,
    Unknown,
    Value,
)
from stackproof.model.values import Mapping as MappingValue

_READ = (
    "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards",
    "kinesis:SubscribeToShard", "kinesis:DescribeStream", "kinesis:ListStreams", "kinesis:DescribeStreamConsumer",
)  # fmt: skip
_WRITE = ("kinesis:ListShards", "kinesis:PutRecord", "kinesis:PutRecords")
# Of these, a stream's own policy says nothing.
_NOT_IN_POLICIES = frozenset(
    {"kinesis:DescribeStreamConsumer", "kinesis:ListStreams", "kinesis:SubscribeToShard"}
)
_ENCRYPT = ("kms:Encrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*")
_GRANTS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "grant_read": (_READ, ("kms:Decrypt",)),
        "grant_write": (_WRITE, _ENCRYPT),
        "grant_read_write": (tuple(dict.fromkeys((*_READ, *_WRITE))), ("kms:Decrypt", *_ENCRYPT)),
    }
)
_OWN_KEY = "alias/aws/kinesis"


class StreamThing(Made):
    """A stream; its policy is made with the first statement. ``key`` encrypts it."""

    def __init__(self, world: World, resource: Resource, key: Made | None = None) -> None:
        super().__init__(resource, {"stream_name": "name", "stream_arn": "arn"})
        self.world = world
        self.key = key
        self.json: Value | None = None
        self.attributes["grants"] = Granting(self)
        if key is not None:
            self.attributes["encryption_key"] = key

    def call(self, method: str, call: Call) -> Node | None:
        if method in _GRANTS:
            actions, key = _GRANTS[method]
            if self.key is not None:
                use_key(call, self.key, key)
            return self._allow(call, actions)
        match method:
            case "grant":
                given = call.rest(1)
                listed = Sequence(given or [], open=given is None)
                return grant(call, grantee(call), listed, [self.arn], self.document)
            case "add_to_resource_policy":
                return self._add(call)
            case _:
                return super().call(method, call)

    @property
    def arn(self) -> Value:
        """The ARN of the stream."""
        return ResourceReference(self.resource, "arn")

    def document(self) -> Value | None:
        """The stream's policy, made when there is none; None for streams from outside."""
        if self.resource.external:
            return None
        if self.json is None:
            self.json = document([])
            self.world.add(
                "aws_kinesis_resource_policy",
                f"{self.resource.name}/Policy",
                {"resource_arn": self.arn, "policy": JsonText(self.json)},
                role="stream-policy",
            )
        return self.json

    def _allow(self, call: Call, actions: tuple[str, ...]) -> Node:
        found = grantee_of(call.world, grantee(call))
        if found.role is None and found.principals is not None:
            known = tuple(a for a in actions if a not in _NOT_IN_POLICIES)
            bestow(found, permission(known, [self.arn]), self.document, call.certain)
            return Opaque()
        return grant(call, grantee(call), actions, [self.arn], self.document)

    def _add(self, call: Call) -> Node:
        value, target = call.argument(0, "statement"), self.document()
        if target is not None and value is not None:
            add_statement(call.world, target, value, certain=call.certain)
        elif target is not None:
            open_statements(target)
        return Opaque()


def _stream(call: Call) -> Node:
    props, world, name = call.props(), call.world, call.world.name(call)
    made = Arranged(props)
    made.copy("shard_count", stream_name="name", shard_level_metrics="desired_shard_level_metrics")
    mode = props.get("stream_mode")
    if not mode.is_absent():
        made.put("stream_mode_details", MappingValue({"stream_mode": MapEntry(mode)}), "stream_mode")
    if mode.is_absent() or mode.is_("PROVISIONED"):
        made.otherwise("shard_count", 1)
    elif not mode.is_("ON_DEMAND") and props.raw("shard_count") is None:
        made.put("shard_count", Unknown("follows from the mode", (mode,)))
    made.put("retention_period_hours", _hours(props.get("retention_period")), "retention_period")
    key = _encrypt(world, made, name)
    resource = describe(world, "AWS::Kinesis::Stream", name, made).resource
    return StreamThing(world, resource, key)


def _hours(value: Value) -> Value:
    """A duration, which as a value is in seconds, in hours."""
    if value.is_absent():
        return default(24)
    seconds = value.number()
    if seconds is None or seconds % 3600:
        return Unknown("a duration", (value,), origin=value.origin)
    return Scalar(int(seconds // 3600), origin=value.origin)


def _encrypt(world: World, made: Arranged, name: str) -> Made | None:
    props = made.props
    kind, key = props.get("encryption"), props.thing("encryption_key")
    source = "encryption" if props.raw("encryption") is not None else "encryption_key"
    given = props.raw("encryption_key") is not None
    if kind.is_absent() and not given:
        # In China, streams are not encrypted unless somebody says so.
        for target in ("encryption_type", "kms_key_id"):
            made.keep(target, Unknown("encrypted with the service's key where the region has it"))
        return None
    if kind.is_("NONE"):
        return None
    arn: Value = Unknown("a key", (kind,))
    if kind.is_("MANAGED"):
        arn = default(_OWN_KEY)
    elif given:
        arn = ResourceReference(key.resource, "arn") if isinstance(key, Made) else Unknown("a key")
    elif kind.is_("KMS"):
        key = implied_key(world, f"{name}/Key")
        put(key.resource, "description", Unknown("a description with the path of the stream"))
        arn = ResourceReference(key.resource, "arn")
    known = given or kind.is_any_of("KMS", "MANAGED")
    said = {
        "encryption_type": MapEntry(default("KMS") if known else Unknown("encryption", (kind,))),
        "key_id": MapEntry(arn),
    }
    made.put("stream_encryption", MappingValue(said), source)
    return key if isinstance(key, Made) else None


def _consumer(call: Call) -> Node:
    props = call.props()
    made = Arranged(props)
    made.copy(stream_consumer_name="consumer_name")
    stream = props.thing("stream")
    known = isinstance(stream, Made)
    arn = ResourceReference(stream.resource, "arn") if known else Unknown("a stream")  # type: ignore[union-attr]
    made.put("stream_arn", arn, "stream")
    resource = describe(call.world, "AWS::Kinesis::StreamConsumer", call.world.name(call), made).resource
    return Made(resource, {"stream_consumer_arn": "arn", "stream_consumer_name": "name"})


def _external(call: Call) -> Node:
    key = call.props().thing("encryption_key")
    resource = call.world.external("aws_kinesis_stream", call)
    thing = StreamThing(call.world, resource, key if isinstance(key, Made) else None)
    thing.fragile = False
    return thing


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-kinesis.Stream": _stream,
        "aws-kinesis.Stream.from_stream_arn": _external,
        "aws-kinesis.Stream.from_stream_attributes": _external,
        "aws-kinesis.StreamConsumer": _consumer,
    }
)
