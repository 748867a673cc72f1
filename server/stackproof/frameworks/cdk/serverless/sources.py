"""What makes a function run: queues, streams, topics, buckets, interfaces."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.grants import Grantee
from stackproof.frameworks.cdk.iam import aws_policy
from stackproof.frameworks.cdk.identities import Holder, Identity
from stackproof.frameworks.cdk.serverless.asynchronous import Destination
from stackproof.frameworks.cdk.serverless.filling import attribute_of
from stackproof.frameworks.cdk.serverless.invocables import Invocable
from stackproof.frameworks.cdk.serverless.keys import DECRYPT, use_key
from stackproof.frameworks.cdk.serverless.mappings import mapping
from stackproof.frameworks.cdk.serverless.queues import CONSUME, QueueThing
from stackproof.frameworks.cdk.serverless.receivers import give
from stackproof.frameworks.cdk.serverless.subscriptions import FunctionSubscriber
from stackproof.frameworks.cdk.serverless.topics import TopicThing
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, given, put
from stackproof.model.values import ResourceReference, Sequence, Unknown, Value

_STREAM = ("dynamodb:DescribeStream", "dynamodb:GetRecords", "dynamodb:GetShardIterator")
_KINESIS = (
    "kinesis:DescribeStreamSummary", "kinesis:GetRecords", "kinesis:GetShardIterator", "kinesis:ListShards",
    "kinesis:SubscribeToShard", "kinesis:DescribeStream", "kinesis:ListStreams", "kinesis:DescribeStreamConsumer",
)  # fmt: skip
_KAFKA = ("kafka:DescribeCluster", "kafka:GetBootstrapBrokers", "kafka:ListScramSecrets")


class Source(Opaque):
    """What ``addEventSource`` takes."""

    def __init__(self, call: Call) -> None:
        super().__init__(call.world.folder.mentions(call.construction), "an event source")
        self.made_by = call

    def bind(self, call: Call, function: Invocable) -> None:
        """Let a function read from it."""
        raise NotImplementedError


def _found(function: Invocable) -> Grantee:
    return Grantee(function.grantee if isinstance(function.grantee, Holder) else None)


class _Queue(Source):
    def bind(self, call: Call, function: Invocable) -> None:
        queue = self.made_by.thing(0, "queue")
        props = self.made_by.props(1)
        written = self.made_by.argument(0, "queue")
        arn = attribute_of(call.world, written, "queue_arn") if written is not None else Unknown("a queue")
        mapping(call, function, props, f"{function.label}/SqsEventSource", source=arn)
        if isinstance(queue, QueueThing):
            give(call, _found(function), CONSUME, [queue.arn])
            use_key(call, queue.key, _found(function), DECRYPT)


class _Table(Source):
    def bind(self, call: Call, function: Invocable) -> None:
        table = self.made_by.thing(0, "table")
        stream: Value = (
            ResourceReference(table.resource, "stream_arn")
            if isinstance(table, Made)
            else Unknown("a stream")
        )
        props = self.made_by.props(1)
        size = None if props.raw("batch_size") is not None else 100
        mapping(
            call, function, props, f"{function.label}/DynamoDBEventSource", source=stream, batch_size=size
        )
        give(call, _found(function), ["dynamodb:ListStreams"], ["*"])
        give(call, _found(function), _STREAM, [stream])
        use_key(call, _key_of(table), _found(function), DECRYPT)


class _Stream(Source):
    def bind(self, call: Call, function: Invocable) -> None:
        name = "stream" if self.made_by.argument(0, "stream") is not None else "stream_consumer"
        written = self.made_by.argument(0, name)
        stream = self.made_by.thing(0, name)
        arn = attribute_of(call.world, written, f"{name}_arn") if written is not None else Unknown("a stream")
        props = self.made_by.props(1)
        size = None if props.raw("batch_size") is not None else 100
        mapping(call, function, props, f"{function.label}/KinesisEventSource", source=arn, batch_size=size)
        give(call, _found(function), _KINESIS, [arn])
        use_key(call, _key_of(stream), _found(function), DECRYPT)


def _key_of(thing: Node | None) -> Node | None:
    """The key that a table or stream is encrypted with, as far as it is the program's."""
    return thing.attributes.get("encryption_key") if isinstance(thing, Made) else None


class _Topic(Source):
    def bind(self, call: Call, function: Invocable) -> None:
        topic = self.made_by.thing(0, "topic")
        if isinstance(topic, TopicThing):
            FunctionSubscriber(self.made_by, "lambda", function).bind(call, topic)
        else:
            function.permit(
                "sns.amazonaws.com", "AllowInvoke", {"source_arn": Unknown("a topic", (self.value(),))}
            )


class _Bucket(Source):
    """Changes of a bucket: an argument for the bucket, which tells the function of them."""

    def bind(self, call: Call, function: Invocable) -> None:
        from stackproof.frameworks.cdk.serverless.notifications import FunctionTarget, notify

        bucket, props = self.made_by.thing(0, "bucket"), self.made_by.props(1)
        filters = props.elements("filters")
        events = props.elements("events")
        if not isinstance(bucket, Made) or events is None:
            function.permit(
                "s3.amazonaws.com",
                "AllowBucketNotifications",
                {"source_arn": Unknown("a bucket", (self.value(),))},
            )
            return
        for event in events:
            notify(call, bucket, call.world.fold(event), FunctionTarget(function), filters)


class _Kafka(Source):
    def bind(self, call: Call, function: Invocable) -> None:
        props = self.made_by.props(0)
        cluster = props.get("cluster_arn")
        managed = not cluster.is_absent()
        size = None if props.raw("batch_size") is not None else 100
        made = mapping(
            call,
            function,
            props,
            f"{function.label}/KafkaEventSource",
            source=cluster if managed else None,
            batch_size=size,
        )
        if isinstance(made, Made):
            put(
                made.resource,
                "topics",
                Sequence([given(props.get("topic"), "a topic")]),
                props.entry("topic"),
            )
            if props.raw("secret") is not None or not managed:
                access = Unknown("ways of access", (props.get("secret"),))
                put(made.resource, "source_access_configuration", access, props.entry("secret"))
            if not managed:
                put(
                    made.resource,
                    "self_managed_event_source",
                    Unknown("servers", (props.get("bootstrap_servers"),)),
                )
        if managed:
            give(call, _found(function), _KAFKA, [cluster])
            if isinstance(function.grantee, Identity):
                function.grantee.attach(aws_policy(call.world, "service-role/AWSLambdaMSKExecutionRole"))


class _Other(Source):
    """Sources of which the graph only knows that something calls the function."""

    def bind(self, call: Call, function: Invocable) -> None:
        call.world.open(
            function, "event-source", "an event source that is not followed", call.construction.origin
        )


def _source(kind: type[Source]) -> Recipe:
    return lambda call: kind(call)


def _failure(argument: str) -> Recipe:
    return lambda call: Destination(given(call.argument(0, argument), "a destination"))


_MODULE = "aws-lambda-event-sources"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_MODULE}.SqsEventSource": _source(_Queue),
        f"{_MODULE}.DynamoEventSource": _source(_Table),
        f"{_MODULE}.KinesisEventSource": _source(_Stream),
        f"{_MODULE}.KinesisConsumerEventSource": _source(_Stream),
        f"{_MODULE}.SnsEventSource": _source(_Topic),
        f"{_MODULE}.S3EventSource": _source(_Bucket),
        f"{_MODULE}.S3EventSourceV2": _source(_Bucket),
        f"{_MODULE}.ManagedKafkaEventSource": _source(_Kafka),
        f"{_MODULE}.SelfManagedKafkaEventSource": _source(_Kafka),
        f"{_MODULE}.ApiEventSource": _source(_Other),
        f"{_MODULE}.SqsDlq": _failure("queue"),
        f"{_MODULE}.SnsDlq": _failure("topic"),
        f"{_MODULE}.S3OnFailureDestination": _failure("bucket"),
    }
)
