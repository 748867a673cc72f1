"""Where streams deliver to, with the roles, groups of logs and functions that this takes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from stackproof.frameworks.cdk.amounts import Size
from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.cfn_changes import text
from stackproof.frameworks.cdk.described import Arranged, describe, entry_of
from stackproof.frameworks.cdk.granting import bestow_by
from stackproof.frameworks.cdk.iam import implied_role
from stackproof.frameworks.cdk.identities import Holder
from stackproof.frameworks.cdk.options import attribute_of, given, given_or
from stackproof.frameworks.cdk.s3 import BucketThing
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing
from stackproof.frameworks.cdk.watching.logfilters import ADDED
from stackproof.frameworks.cdk.watching.loggroups import LogGroupThing
from stackproof.model.runtime import Symbol
from stackproof.model.values import Mapping as MappingValue
from stackproof.model.values import ResourceReference, Scalar, Sequence, Unknown, Value

_SERVICE = "firehose.amazonaws.com"


@dataclass(frozen=True, eq=False)
class Bound:
    """CloudFormation's name of the block about a destination, and the block."""

    target: str
    block: Value


class Destination(Opaque):
    """Where a stream delivers to."""

    def bind(self, call: Call, stream: str) -> Bound:
        """What the stream with a name says of it, when all it takes is made."""
        raise NotImplementedError


class Processor(Opaque):
    """What changes data on their way: its kind, and what it is told."""

    def __init__(
        self, kind: str, parameters: list[Value] | None, function: Thing | None, props: Arguments
    ) -> None:
        super().__init__()
        self.kind = kind
        self.parameters = parameters
        self.function = function
        self.props = props

    def shown(self, call: Call, role: Holder | None) -> Value:
        """The block about it; the role may call its function then."""
        if self.parameters is not None:
            return block(type=self.kind, parameters=Sequence(self.parameters))
        if role is not None:
            bestow_by(call, self.function, "grant_invoke", role)
        arn = self.function.attribute("function_arn") if isinstance(self.function, Made) else None
        told = [
            _parameter(
                "RoleArn", ResourceReference(role.resource, "arn") if role is not None else Unknown("a role")
            ),
            _parameter("LambdaArn", arn if isinstance(arn, Value) else Unknown("a function")),
        ]
        is_open = False
        for name, source in (
            ("BufferIntervalInSeconds", "buffer_interval"),
            ("BufferSizeInMBs", "buffer_size"),
            ("NumberOfRetries", "retries"),
        ):
            value = mebibytes(self.props, source) if source == "buffer_size" else given(self.props, source)
            is_open = is_open or (value is not None and not value.is_present())
            if value is not None and value.is_present():
                told.append(_parameter(name, text(value)))
        return block(type=self.kind, parameters=Sequence(told, open=is_open))


def _parameter(name: str, value: Value) -> Value:
    return block(parameter_name=name, parameter_value=value)


def mebibytes(props: Arguments, name: str) -> Value | None:
    """An amount of storage in MiB; None when there certainly is none."""
    value, node = given(props, name), props.node(name)
    if value is None:
        return None
    known = node.mebibytes if isinstance(node, Size) else None
    return (
        Unknown("an amount", (value,), origin=value.origin)
        if known is None
        else Scalar(known, origin=value.origin)
    )


class BucketDestination(Destination):
    """A bucket."""

    def __init__(self, call: Call) -> None:
        super().__init__(call.world.folder.mentions(call.construction))
        self._bucket = call.thing(0, "bucket")
        self._props = call.props(1)

    def bind(self, call: Call, stream: str) -> Bound:
        props = self._props
        role = _role(call, props, f"{stream}/S3 Destination Role")
        holder = role if isinstance(role, Holder) else None
        if holder is not None:
            bestow_by(call, self._bucket, "grant_read_write", holder)
        made = Arranged(props)
        made.put(
            "cloud_watch_logging_options",
            _logs(call, props, holder, stream, "S3Destination"),
            "logging_config",
        )
        backup, mode = _backup(call, props, role, stream)
        made.put("s3_backup_configuration", backup, "s3_backup")
        made.put("s3_backup_mode", mode, "s3_backup")
        made.put("processing_configuration", _processing(call, props, holder), "processors")
        partitions = props.nested("dynamic_partitioning")
        made.put("buffering_hints", _hints(props, large=_large(props)), "buffering_interval")
        _common(call, made, self._bucket, role)
        made.copy("file_extension", data_output_prefix="prefix", error_output_prefix="error_output_prefix")
        zone = given(props, "time_zone")
        made.put("custom_time_zone", zone, "time_zone")
        if partitions is not None:
            retry = given(partitions, "retry_duration")
            told = block(
                enabled=partitions.get("enabled"),
                retry_options=None if retry is None else block(duration_in_seconds=retry),
            )
            made.put("dynamic_partitioning_configuration", told, "dynamic_partitioning")
        elif not props.absent("dynamic_partitioning"):
            made.put("dynamic_partitioning_configuration", Unknown("partitions"), "dynamic_partitioning")
        conversion = given(props, "data_format_conversion")
        formats = None if conversion is None else Unknown("formats", (conversion,))
        made.put("data_format_conversion_configuration", formats, "data_format_conversion")
        entries = MappingValue(made.entries, open=props.open or bool(props.unread()), origin=props.origin)
        return Bound("extended_s3_destination_configuration", entries)


def _role(call: Call, props: Arguments, name: str) -> Thing | None:
    """The role with which data are delivered, made where none is given; None when it is not known."""
    if props.raw("role") is not None or not props.absent("role"):
        return props.thing("role")
    return implied_role(call.world, name, _SERVICE, "destination-role", complete=True)


def _common(call: Call, made: Arranged, bucket: Thing | None, role: Thing | None) -> None:
    """What is said of all buckets."""
    props = made.props
    made.put(
        "role_arn", ResourceReference(role.resource, "arn") if isinstance(role, Made) else Unknown("a role")
    )
    arn = ResourceReference(bucket.resource, "arn") if isinstance(bucket, Made) else Unknown("a bucket")
    made.put("bucket_arn", arn)
    made.copy(compression="compression_format")
    key = props.raw("encryption_key")
    if key is not None:
        thing = props.thing("encryption_key")
        if isinstance(role, Holder):
            bestow_by(call, thing, "grant_encrypt_decrypt", role)
        inner = block(awskms_key_arn=attribute_of(call.world, key, "key_arn"))
        known = block(kms_encryption_config=inner) if isinstance(thing, Made) else Unknown("a key")
        made.put("encryption_configuration", known, "encryption_key")
    elif not props.absent("encryption_key"):
        made.put("encryption_configuration", Unknown("a key"), "encryption_key")


def _large(props: Arguments) -> bool | None:
    """Whether more is kept before it is delivered, as for partitions and other formats."""
    states: list[bool | None] = []
    for name in ("dynamic_partitioning", "data_format_conversion"):
        inner = props.nested(name)
        on = given_or(inner, "enabled", True) if inner is not None else None
        if on is None:
            states.append(False if props.absent(name) else None)
        else:
            states.append(True if on.is_(True) else False if on.is_(False) else None)
    return True if True in states else None if None in states else False


def _hints(props: Arguments, *, large: bool | None = False) -> Value | None:
    """How long, and how much, data are kept before they are delivered."""
    interval, size = given(props, "buffering_interval"), mebibytes(props, "buffering_size")
    if interval is None and size is None and large is False:
        return None
    if large is None or any(v is not None and not v.is_present() for v in (interval, size)):
        return Unknown("how long data are kept", tuple(v for v in (interval, size) if v is not None))
    return block(
        interval_in_seconds=default(300) if interval is None else interval,
        size_in_m_bs=default(128 if large else 5) if size is None else size,
    )


def _logs(call: Call, props: Arguments, role: Holder | None, stream: str, part: str) -> Value | None:
    """Where errors are written to: a group of logs that all parts of a stream share, unless told otherwise."""
    node = props.node("logging_config")
    group: Thing | None = None
    if isinstance(node, Logging):
        if not node.on:
            return None
        group = node.group
        if group is None and node.unclear:
            return Unknown("logs")
    elif not props.absent("logging_config"):
        return Unknown("logs")
    world = call.world
    if group is None:
        key = ("delivery-logs", call.construction.number)
        known = world.shared.get(key)
        if known is None:
            entries = {"retention_in_days": entry_of(default(731))}
            made = describe(world, "AWS::Logs::LogGroup", f"{stream}/LogGroup", entries, implied=True)
            known = world.shared[key] = LogGroupThing(world, made.resource)
        group = known
    if not isinstance(group, LogGroupThing):
        return Unknown("logs")
    if role is not None:
        bestow_by(call, group, "grant_write", role)
    place = ADDED["add_stream"](call, Arguments(world), f"{group.resource.name}/{part}", group)
    name = (
        ResourceReference(place.resource, "name") if isinstance(place, Made) else Unknown("a stream of logs")
    )
    return block(
        enabled=default(True),
        log_group_name=ResourceReference(group.resource, "name"),
        log_stream_name=name,
    )


def _backup(
    call: Call, props: Arguments, role: Thing | None, stream: str
) -> tuple[Value | None, Value | None]:
    """Where data are kept as they came, and whether they are."""
    inner = props.nested("s3_backup")
    if inner is None:
        unclear = None if props.absent("s3_backup") else Unknown("a backup")
        return unclear, unclear
    mode, written = given(inner, "mode"), inner.raw("bucket")
    if mode is None and written is None and inner.absent("bucket"):
        return None, None
    if written is None and not inner.absent("bucket"):
        return Unknown("a backup"), Unknown("a backup")
    bucket = inner.thing("bucket")
    if written is None:
        made = describe(call.world, "AWS::S3::Bucket", f"{stream}/BackupBucket", {}, implied=True)
        bucket = BucketThing(call.world, made.resource)
    if isinstance(role, Holder):
        bestow_by(call, bucket, "grant_read_write", role)
    told = Arranged(inner)
    holder = role if isinstance(role, Holder) else None
    told.put("cloud_watch_logging_options", _logs(call, inner, holder, stream, "S3Backup"), "logging_config")
    told.put("buffering_hints", _hints(inner), "buffering_interval")
    _common(call, told, bucket, role)
    told.copy(data_output_prefix="prefix", error_output_prefix="error_output_prefix")
    member = inner.raw("mode")
    word = member.names[-1] if isinstance(member, Symbol) and member.names else None
    on = default("Enabled") if written is not None or word == "ALL" else None
    unsure = on is None and word != "FAILED"
    return MappingValue(told.entries, open=inner.open), Unknown("a mode") if unsure else on


def _processing(call: Call, props: Arguments, role: Holder | None) -> Value | None:
    """What changes data on their way."""
    single, written = props.raw("processor"), props.raw("processors")
    listed = props.elements("processors") if written is not None else [single] if single is not None else []
    if listed is None or not (props.absent("processors") or written is not None):
        return Unknown("what changes data", (props.get("processors"),))
    if not listed:
        return None
    found: list[Value] = []
    for value in listed:
        node = call.world.node(value)
        found.append(node.shown(call, role) if isinstance(node, Processor) else Unknown("what changes data"))
        if not isinstance(node, Processor) and role is not None:
            gap = call.world.gap("processor", "permissions on what is not known", call.construction.origin)
            role.resource.escapes.append(gap)
    return block(enabled=default(True), processors=Sequence(found))


class Logging(Opaque):
    """Whether errors are written down, and to which group of logs."""

    def __init__(self, on: bool, group: Thing | None = None, *, unclear: bool = False) -> None:
        super().__init__()
        self.on = on
        self.group = group
        self.unclear = unclear


def _logging(call: Call) -> Node:
    group, written = call.thing(0, "log_group"), call.argument(0, "log_group")
    return Logging(True, group, unclear=written is not None and group is None)


def _function(call: Call) -> Node:
    """``new LambdaFunctionProcessor(fn, { retries })``."""
    return Processor("Lambda", None, call.thing(0, "lambda_function"), call.props(1))


def _told(kind: str, *parameters: tuple[str, str]) -> Recipe:
    """What takes no function; what it is told is always the same."""
    listed = [(name, Scalar(value)) for name, value in parameters]
    return lambda call: Processor(kind, [_parameter(n, v) for n, v in listed], None, Arguments(call.world))


def _decompression(call: Call) -> Node:
    kind = given_or(call.props(0), "compression_format", "GZIP")
    return Processor("Decompression", [_parameter("CompressionFormat", kind)], None, Arguments(call.world))


def _compression(call: Call) -> Node:
    found = call.folded(0, "value")
    return found if found is not None else Unknown("a compression")


_K = "aws-kinesisfirehose"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_K}.S3Bucket": BucketDestination,
        f"{_K}.EnableLogging": _logging,
        f"{_K}.DisableLogging": lambda call: Logging(False),
        f"{_K}.LambdaFunctionProcessor": _function,
        f"{_K}.AppendDelimiterToRecordProcessor": _told("AppendDelimiterToRecord"),
        f"{_K}.RecordDeAggregationProcessor.json": _told("RecordDeAggregation", ("SubRecordType", "JSON")),
        f"{_K}.CloudWatchLogProcessor": _told("CloudWatchLogProcessing", ("DataMessageExtraction", "true")),
        f"{_K}.DecompressionProcessor": _decompression,
        f"{_K}.Compression.of": _compression,
    }
)
