"""CloudFormation's tables of DynamoDB, as Terraform says them."""

from __future__ import annotations

from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.fitting import NOTHING, UP, Fit
from stackproof.frameworks.cdk.parts import listed, part
from stackproof.frameworks.cdk.policies import policy_document
from stackproof.frameworks.cdk.reshaping import copied, elements
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

_KEYS = {"HASH": "hash_key", "RANGE": "range_key"}


def _keys(schema: Value) -> dict[str, MapEntry]:
    """The keys of a table or index by name."""
    found: dict[str, MapEntry] = {}
    for element in schema.items():
        name = _KEYS.get(element.get("key_type").text() or "")
        if name is None or name in found:
            return {n: MapEntry(Unknown("keys", (schema,), origin=schema.origin)) for n in _KEYS.values()}
        found[name] = MapEntry(element.get("attribute_name"), None, element.origin)
    if not schema.is_closed():
        for name in _KEYS.values():
            found.setdefault(name, MapEntry(Unknown("keys", (schema,), origin=schema.origin)))
    return found


def _index(block: MappingValue) -> Value:
    made = copied(block)
    schema = made.entries.pop("key_schema", None)
    if schema is not None:
        made.entries |= _keys(schema.value)
    return made


def _local(block: MappingValue) -> Value:
    """Local indexes share the hash key of their table."""
    made = _index(block)
    if isinstance(made, MappingValue):
        made.entries.pop("hash_key", None)
    return made


def _stream(value: Value) -> Value:
    if not isinstance(value, MappingValue):
        return value
    return MappingValue(
        {"stream_enabled": MapEntry(Scalar(True)), **value.entries}, open=value.open, origin=value.origin
    )


_INDEX = {
    "index_name": "name",
    "projection": UP,
    "projection.non_key_attributes": "non_key_attributes",
    "provisioned_throughput": UP,
    "provisioned_throughput.read_capacity_units": "read_capacity",
    "provisioned_throughput.write_capacity_units": "write_capacity",
    "contributor_insights_specification": NOTHING,
    "write_provisioned_throughput_settings": UP,
    "write_provisioned_throughput_settings.write_capacity_auto_scaling_settings": "write_capacity",
    "write_on_demand_throughput_settings": "on_demand_throughput",
}
_AUTOSCALED = {
    "write_provisioned_throughput_settings.write_capacity_auto_scaling_settings": lambda v: Unknown(
        "scaled as needed", origin=v.origin
    ),
    "read_provisioned_throughput_settings.read_capacity_auto_scaling_settings": lambda v: Unknown(
        "scaled as needed", origin=v.origin
    ),
}
_NAMES = {
    "table_name": "name",
    # These are gone through as they are.
    "replicas": "replicas",
    "attribute_definitions": "attribute",
    "attribute_definitions.attribute_name": "name",
    "attribute_definitions.attribute_type": "type",
    "provisioned_throughput": UP,
    "provisioned_throughput.read_capacity_units": "read_capacity",
    "provisioned_throughput.write_capacity_units": "write_capacity",
    "stream_specification": UP,
    "stream_specification.resource_policy": NOTHING,
    "stream_specification.stream_enabled": "stream_enabled",
    "stream_specification.stream_view_type": "stream_view_type",
    "sse_specification": "server_side_encryption",
    "sse_specification.sse_enabled": "enabled",
    "sse_specification.kms_master_key_id": "kms_key_arn",
    "sse_specification.sse_type": NOTHING,
    "point_in_time_recovery_specification": "point_in_time_recovery",
    "point_in_time_recovery_specification.point_in_time_recovery_enabled": "enabled",
    "time_to_live_specification": "ttl",
    "import_source_specification": "import_table",
    **{f"global_secondary_indexes.{k}": v for k, v in _INDEX.items()},
    **{f"local_secondary_indexes.{k}": v for k, v in _INDEX.items()},
    "global_secondary_indexes": "global_secondary_index",
    "local_secondary_indexes": "local_secondary_index",
    "read_provisioned_throughput_settings": UP,
    "read_provisioned_throughput_settings.read_capacity_units": "read_capacity",
    "read_provisioned_throughput_settings.read_capacity_auto_scaling_settings": "read_capacity",
    "write_provisioned_throughput_settings": UP,
    "write_provisioned_throughput_settings.write_capacity_auto_scaling_settings": "write_capacity",
    "read_on_demand_throughput_settings": "on_demand_throughput",
    "write_on_demand_throughput_settings": "on_demand_throughput",
}
_CHANGES = {
    "stream_specification": _stream,
    "global_secondary_indexes": elements(_index),
    "local_secondary_indexes": elements(_local),
    **_AUTOSCALED,
    **{f"global_secondary_indexes.{k}": v for k, v in _AUTOSCALED.items()},
}
FIT = Fit("aws_dynamodb_table", _NAMES, _CHANGES)


def beside_table(world: World, table: Resource) -> None:
    """Keys by name, and what Terraform keeps beside a table."""
    entries = table.properties.entries
    schema = entries.pop("key_schema", None)
    if schema is not None:
        entries.update(_keys(schema.value))
    name, arn = ResourceReference(table, "name"), ResourceReference(table, "arn")
    insights = entries.pop("contributor_insights_specification", None)
    if insights is not None and not insights.value.get("enabled").is_(False):
        made = part(
            world,
            table,
            "aws_dynamodb_contributor_insights",
            {"table_name": name, "mode": insights.value.get("mode")},
            insights,
        )
        made.conditional = made.conditional or not insights.value.get("enabled").is_(True)
    stream = entries.pop("kinesis_stream_specification", None)
    if stream is not None:
        precision = stream.value.get("approximate_creation_date_time_precision")
        part(
            world,
            table,
            "aws_dynamodb_kinesis_streaming_destination",
            {
                "table_name": name,
                "stream_arn": stream.value.get("stream_arn"),
                "approximate_creation_date_time_precision": precision,
            },
            stream,
        )
    permissions = entries.pop("resource_policy", None)
    if permissions is not None:
        document = JsonText(policy_document(world, permissions.value.get("policy_document")))
        part(
            world,
            table,
            "aws_dynamodb_resource_policy",
            {"resource_arn": arn, "policy": document},
            permissions,
        )


def _global(world: World, table: Resource) -> None:
    """A global table is a table with replicas: what its own region's replica says is said of the table."""
    entries = table.properties.entries
    replicas = entries.pop("replicas", None)
    own: Value | None = None
    others: list[Value] = []
    if replicas is not None:
        found = listed(replicas.value, "replicas")
        here = [r for r in found if len(found) == 1 or _is_here(r)]
        own = here[0] if len(here) == 1 else None
        others = [r for r in found if r is not own]
        if own is None:
            # Any of them may be the table itself.
            table.properties.open = True
            for replica in found:
                _doubt(table, replica)
            entries["replica"] = MapEntry(
                Unknown("replicas", (replicas.value,)), replicas.key_origin, replicas.origin
            )
    if isinstance(own, MappingValue):
        _take_over(table, own)
        if others:
            entries["replica"] = MapEntry(
                Sequence([_replica(o) for o in others]), None, replicas.origin if replicas else None
            )
    beside_table(world, table)


def _doubt(table: Resource, replica: Value) -> None:
    """What one of the replicas says may be said of the table."""
    if isinstance(replica, MappingValue):
        said = {k: e for k, e in replica.entries.items() if k not in ("region", "tags")}
        for name, entry in FIT.entries(said).items():
            unclear = Unknown("said of one of the replicas", (entry.value,), origin=entry.value.origin)
            table.properties.entries[name] = MapEntry(unclear, entry.key_origin, entry.origin)


def _take_over(table: Resource, own: MappingValue) -> None:
    """What a replica says of itself is said of the table."""
    entries = table.properties.entries
    said = copied(own)
    said.entries.pop("region", None)
    indexes = said.entries.pop("global_secondary_indexes", None)
    key = said.entries.pop("sse_specification", None)
    for name, entry in FIT.entries(said.entries).items():
        old = entries.get(name)
        if old is not None and isinstance(old.value, MappingValue) and isinstance(entry.value, MappingValue):
            old.value.entries.update(entry.value.entries)
        else:
            entries[name] = entry
    encryption = entries.get("server_side_encryption")
    if key is not None and encryption is not None and isinstance(encryption.value, MappingValue):
        arn = MapEntry(key.value.get("kms_master_key_id"), key.key_origin, key.origin)
        encryption.value = copied(encryption.value)
        encryption.value.entries["kms_key_arn"] = arn
    if indexes is not None:
        _read_capacities(table, indexes.value)


def _read_capacities(table: Resource, indexes: Value) -> None:
    """What a replica says of the indexes."""
    entry = table.properties.entries.get("global_secondary_index")
    for said in indexes.items():
        for index in entry.value.items() if entry is not None else ():
            name = said.get("index_name").text()
            if isinstance(index, MappingValue) and name is not None and index.get("name").is_(name):
                for source in ("read_provisioned_throughput_settings", "read_on_demand_throughput_settings"):
                    given = said.get(source)
                    if isinstance(given, MappingValue):
                        index.entries |= FIT.entries({source: MapEntry(given)})


def _is_here(replica: Value) -> bool:
    region = replica.get("region")
    return isinstance(region, ResourceReference) and region.resource.type == "data.aws_region"


def _replica(value: Value) -> Value:
    """A replica in another region."""
    if not isinstance(value, MappingValue):
        return value
    recovery = value.get("point_in_time_recovery_specification", "point_in_time_recovery_enabled")
    given = {
        "region_name": value.get("region"),
        "deletion_protection_enabled": value.get("deletion_protection_enabled"),
        "kms_key_arn": value.get("sse_specification", "kms_master_key_id"),
        "point_in_time_recovery": recovery,
    }
    return MappingValue(
        {k: MapEntry(v) for k, v in given.items() if not v.is_absent()}, open=value.open, origin=value.origin
    )


KINDS: tuple[Kind, ...] = (
    Kind("AWS::DynamoDB::Table", "aws_dynamodb_table", ref="name", fit=FIT, finish=beside_table),
    Kind("AWS::DynamoDB::GlobalTable", "aws_dynamodb_table", ref="name", fit=FIT, finish=_global),
)
