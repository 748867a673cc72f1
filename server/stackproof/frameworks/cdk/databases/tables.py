"""``dynamodb.Table``: its keys, indexes, capacity, encryption and recovery."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.databases.indexes import Schema, throughput
from stackproof.frameworks.cdk.databases.tablething import TableThing
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.kms import implied_key
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_COPIED = ("table_name", "table_class", "warm_throughput")


def _table(call: Call) -> Node:
    world, props, name = call.world, call.props(), call.world.name(call)
    made = Arranged(props)
    made.copy(*_COPIED, deletion_protection="deletion_protection_enabled")
    regions = props.get("replication_regions")
    billing = _billing(props, regions)
    if billing.is_("PAY_PER_REQUEST"):
        made.put("billing_mode", billing, "billing_mode")
    elif not (billing.is_("PROVISIONED") or billing.is_absent()):
        made.put("billing_mode", Unknown("a way to pay", (billing,)), "billing_mode")
    made.entries.update(throughput(props, billing))
    key = _encryption(world, made, name)
    arrange_recovery(made)
    _streams(made, regions)
    schema = Schema()
    made.put("key_schema", schema.keys(props), "partition_key")
    # Attributes of indexes join these later.
    made.put("attribute_definitions", Sequence([]))
    props.entry("import_source")
    if props.raw("import_source") is not None:
        made.put("import_source_specification", Unknown("an import"), "import_source")
    permissions = props.raw("resource_policy")
    found = describe(world, "AWS::DynamoDB::Table", name, made)
    table = TableThing(world, found.resource, schema, key, props.get("partition_key"), billing)
    table.define()
    if permissions is not None:
        table.use_policy(permissions)
    _replicas(table, regions)
    return table


def _billing(props: Arguments, regions: Value) -> Value:
    """How capacity is paid; tables with replicas are paid on demand unless told otherwise."""
    written = props.get("billing_mode")
    if not written.is_absent():
        return written
    if regions.is_absent():
        return default("PROVISIONED") if not props.open else Unknown("a way to pay")
    return default("PAY_PER_REQUEST") if regions.is_present() else Unknown("a way to pay", (regions,))


def _encryption(world: World, made: Arranged, name: str) -> Made | None:
    props = made.props
    key, kind, old = (
        props.thing("encryption_key"),
        props.get("encryption"),
        props.get("server_side_encryption"),
    )
    source = "encryption" if props.raw("encryption") is not None else "encryption_key"
    if not (props.absent("encryption_key") or isinstance(key, Made)) and not kind.is_("CUSTOMER_MANAGED"):
        made.put("sse_specification", Unknown("encryption", (props.get("encryption_key"), kind)), source)
        return None
    if props.raw("encryption_key") is not None or kind.is_("CUSTOMER_MANAGED"):
        if props.absent("encryption_key"):
            key = implied_key(world, f"{name}/Key", rotated=True)
            put(key.resource, "description", Unknown("a description with the path of the table"))
        arn: Value = ResourceReference(key.resource, "arn") if isinstance(key, Made) else Unknown("a key")
        said = block(sse_enabled=default(True), kms_master_key_id=arn, sse_type=default("KMS"))
        made.put("sse_specification", said, source)
        return key if isinstance(key, Made) else None
    if kind.is_any_of("AWS_MANAGED", "DEFAULT"):
        on = Scalar(kind.is_("AWS_MANAGED"), origin=kind.origin)
        made.put("sse_specification", block(sse_enabled=on), "encryption")
    elif not kind.is_absent():
        made.put("sse_specification", Unknown("encryption", (kind,)), "encryption")
    elif not old.is_absent() and not old.is_(False):
        made.put("sse_specification", block(sse_enabled=old), "server_side_encryption")
    return None


def arrange_recovery(made: Arranged) -> None:
    """Recovery to a point in time, the life of items, insights."""
    props = made.props
    for name, target, key in (
        ("point_in_time_recovery", "point_in_time_recovery_specification", "point_in_time_recovery_enabled"),
        ("contributor_insights_enabled", "contributor_insights_specification", "enabled"),
        ("contributor_insights", "contributor_insights_specification", "enabled"),
    ):
        value = props.get(name)
        if not value.is_absent():
            made.put(target, MappingValue({key: MapEntry(value)}), name)
    made.copy("point_in_time_recovery_specification", "contributor_insights_specification")
    life = props.get("time_to_live_attribute")
    if not life.is_absent():
        said = block(attribute_name=life, enabled=default(True))
        unclear = Unknown("the life of items", (life,), origin=life.origin)
        made.put(
            "time_to_live_specification", said if life.is_present() else unclear, "time_to_live_attribute"
        )


def arrange_stream(made: Arranged, source: str, replicas: Value) -> None:
    """What is told of changes: what an argument says; tables with replicas tell everything."""
    stream = made.props.get(source)
    unclear = Unknown("a stream", (stream, replicas), origin=stream.origin)
    if stream.is_present():
        made.put("stream_specification", block(stream_view_type=stream), source)
    elif replicas.is_present():
        view = default("NEW_AND_OLD_IMAGES") if stream.is_absent() else unclear
        made.put("stream_specification", block(stream_view_type=view), source)
    elif not (stream.is_absent() and replicas.is_absent()):
        made.put("stream_specification", unclear, source)


def _streams(made: Arranged, regions: Value) -> None:
    props = made.props
    arrange_stream(made, "stream", regions)
    target, precision = props.thing("kinesis_stream"), props.get("kinesis_precision_timestamp")
    if props.raw("kinesis_stream") is not None:
        arn: Value = (
            ResourceReference(target.resource, "arn") if isinstance(target, Made) else Unknown("a stream")
        )
        said = block(stream_arn=arn)
        if not precision.is_absent():
            said.entries["approximate_creation_date_time_precision"] = MapEntry(precision)
        known = said if isinstance(target, Made) else Unknown("a stream")
        made.put("kinesis_stream_specification", known, "kinesis_stream")


def _replicas(table: TableThing, regions: Value) -> None:
    """Functions of the library make the replicas that older tables have."""
    if regions.is_absent():
        return
    listed = Sequence([block(region_name=r) for r in regions.items()], open=not regions.is_closed())
    put(table.resource, "replica", listed if regions.is_present() else Unknown("replicas", (regions,)))


RECIPES: Mapping[str, Recipe] = MappingProxyType({"aws-dynamodb.Table": _table})
