"""``dynamodb.TableV2``: a table with replicas in other regions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.databases.indexes import Schema, demand, index
from stackproof.frameworks.cdk.databases.tables import arrange_recovery, arrange_stream
from stackproof.frameworks.cdk.databases.tablething import TableThing
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, append, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import Absent, MapEntry, ResourceReference, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue


class Billing(Opaque):
    """How capacity is paid: ``Billing.onDemand()`` or ``Billing.provisioned({...})``."""

    def __init__(self, mode: str, props: Arguments) -> None:
        super().__init__()
        self.mode = mode
        self.props = props


class Encryption(Opaque):
    """``TableEncryptionV2``: whose key is used, None for DynamoDB's own."""

    def __init__(self, on: bool, key: Made | None = None, unclear: bool = False) -> None:
        super().__init__()
        self.on = on
        self.key = key
        self.unclear = unclear


class Capacity(Opaque):
    """A fixed capacity; None for one that scales, or is not known."""

    def __init__(self, units: Value | None) -> None:
        super().__init__()
        self.units = units


def _units(props: Arguments, name: str) -> Value | None:
    """The capacity that an argument gives; None when it gives none."""
    if props.raw(name) is None:
        return None
    thing = props.thing(name)
    return (
        thing.units
        if isinstance(thing, Capacity) and thing.units is not None
        else Unknown("a capacity that scales")
    )


def _table(call: Call) -> Node:
    world, props, name = call.world, call.props(), call.world.name(call)
    made = Arranged(props)
    made.copy(
        "table_name", "table_class", "warm_throughput", deletion_protection="deletion_protection_enabled"
    )
    billing, encryption = props.thing("billing"), props.thing("encryption")
    reads, writes = _capacity(made, billing)
    if isinstance(encryption, Encryption):
        _encrypt(made, encryption)
    elif props.raw("encryption") is not None:
        made.put("sse_specification", Unknown("encryption"), "encryption")
    arrange_recovery(made)
    replicas = props.raw("replicas")
    arrange_stream(made, "dynamo_stream", _listed(props, replicas))
    target = props.thing("kinesis_stream")
    if props.raw("kinesis_stream") is not None:
        told: Value = Unknown("a stream")
        if isinstance(target, Made):
            told = block(stream_arn=ResourceReference(target.resource, "arn"))
        made.put("kinesis_stream_specification", told, "kinesis_stream")
    schema = Schema()
    made.put("key_schema", schema.keys(props), "partition_key")
    made.put("attribute_definitions", Sequence([]))
    for later in (
        "global_secondary_indexes",
        "local_secondary_indexes",
        "tags",
        "multi_region_consistency",
        "witness_region",
    ):
        props.entry(later)
    permissions = props.raw("resource_policy")
    resource = describe(world, "AWS::DynamoDB::Table", name, made).resource
    key = encryption.key if isinstance(encryption, Encryption) else None
    table = TableV2Thing(world, resource, schema, key, props.get("partition_key"), reads, writes)
    table.define()
    table.take_indexes(props)
    if permissions is not None:
        table.use_policy(permissions)
    elements = props.elements("replicas") if replicas is not None else []
    for element in elements or ():
        table.replicate(arguments_of(world, element), props)
    if elements is None:
        put(resource, "replica", Unknown("replicas"), props.entry("replicas"))
    return table


def _listed(props: Arguments, replicas: Value | None) -> Value:
    """The list of replicas as far as it matters whether there are any; an empty one makes none."""
    listed = props.elements("replicas")
    if replicas is None or listed is None:
        return props.get("replicas") if replicas is None else Unknown("replicas")
    return Sequence(listed) if listed else Absent()


def _capacity(made: Arranged, billing: Thing | None) -> tuple[Value | None, Value | None]:
    """How capacity is paid, and what reads and writes have of it."""
    if not isinstance(billing, Billing):
        known = made.props.absent("billing")
        made.put("billing_mode", default("PAY_PER_REQUEST") if known else Unknown("a way to pay"), "billing")
        return None, None
    made.put("billing_mode", default(billing.mode), "billing")
    if billing.mode == "PAY_PER_REQUEST":
        made.entries.update(demand(billing.props))
        return None, None
    reads, writes = _units(billing.props, "read_capacity"), _units(billing.props, "write_capacity")
    made.put("provisioned_throughput", _provisioned(reads, writes), "billing")
    return reads, writes


def _provisioned(reads: Value | None, writes: Value | None) -> Value:
    given = {"read_capacity_units": reads, "write_capacity_units": writes}
    return MappingValue({k: MapEntry(v) for k, v in given.items() if v is not None})


def _encrypt(made: Arranged, encryption: Encryption) -> None:
    if encryption.unclear:
        made.put("sse_specification", Unknown("a key"), "encryption")
        return
    said = block(sse_enabled=default(encryption.on))
    if encryption.key is not None:
        said.entries["kms_master_key_id"] = MapEntry(ResourceReference(encryption.key.resource, "arn"))
    made.put("sse_specification", said, "encryption")


class TableV2Thing(TableThing):
    """A table whose indexes have the table's capacity unless told otherwise."""

    def __init__(
        self,
        world: World,
        resource: Resource,
        schema: Schema,
        key: Made | None,
        partition: Value,
        reads: Value | None,
        writes: Value | None,
    ) -> None:
        super().__init__(world, resource, schema, key, partition)
        self._reads, self._writes = reads, writes

    def call(self, method: str, call: Call) -> Node | None:
        if method == "add_replica":
            self.replicate(call.props(0), None, certain=call.certain)
            return Opaque()
        return super().call(method, call)

    def add_index(self, kind: str, call: Call) -> None:
        self._index(kind, call.props(0), certain=call.certain)

    def take_indexes(self, props: Arguments) -> None:
        """The indexes that the table is made with."""
        for source, kind in (
            ("global_secondary_indexes", "global_secondary_index"),
            ("local_secondary_indexes", "local_secondary_index"),
        ):
            written = props.raw(source)
            elements = props.elements(source) if written is not None else []
            for element in elements or ():
                inner = arguments_of(self.world, element)
                self._index(kind, inner if inner is not None else Arguments(self.world, open=True))
            if elements is None:
                self.index_all()
                put(self.resource, kind, Unknown("indexes", (props.get(source),)), props.entry(source))

    def _index(self, kind: str, props: Arguments, *, certain: bool = True) -> None:
        local = kind == "local_secondary_index"
        entries = index(self.schema, props, self.partition if local else None)
        if not local:
            reads, writes = _units(props, "read_capacity"), _units(props, "write_capacity")
            reads = self._reads if reads is None else reads
            writes = self._writes if writes is None else writes
            if reads is not None or writes is not None:
                entries["provisioned_throughput"] = MapEntry(_provisioned(reads, writes))
            entries |= demand(props)
        self.put_index(kind, entries, open=props.open, certain=certain)

    def replicate(self, replica: Arguments | None, table: Arguments | None, *, certain: bool = True) -> None:
        """A replica in another region, which is like the table unless told otherwise."""
        if replica is None:
            append(self.resource, "replica", Unknown("a replica"), certain=certain)
            return
        made = block(region_name=replica.get("region"))
        own = self.resource["deletion_protection_enabled"]
        protected = replica.get("deletion_protection")
        protected = own if protected.is_absent() else protected
        if not protected.is_absent():
            made.entries["deletion_protection_enabled"] = MapEntry(protected)
        recovery = replica.get("point_in_time_recovery_specification").get("point_in_time_recovery_enabled")
        recovery = replica.get("point_in_time_recovery") if recovery.is_absent() else recovery
        recovery = (
            self.resource["point_in_time_recovery"].get("enabled") if recovery.is_absent() else recovery
        )
        if not recovery.is_absent():
            made.entries["point_in_time_recovery"] = MapEntry(recovery)
        if self.key is not None:
            made.entries["kms_key_arn"] = MapEntry(Unknown("the key of another region"))
        made.open = replica.open
        append(self.resource, "replica", made, certain=certain)
        put(self.resource, "stream_enabled", default(True))
        put(self.resource, "stream_view_type", default("NEW_AND_OLD_IMAGES"))


def _billing(mode: str) -> Recipe:
    return lambda call: Billing(mode, call.props(0))


def _fixed(call: Call) -> Node:
    return Capacity(call.folded(0, "iops"))


def _customer(call: Call) -> Node:
    key = call.thing(0, "table_key")
    return Encryption(True, key) if isinstance(key, Made) else Encryption(True, unclear=True)


def _external(call: Call) -> Node:
    """A table from outside; whether grants reach its indexes must be said."""
    resource = call.world.external("aws_dynamodb_table", call)
    props = call.props()
    key = props.thing("encryption_key")
    made = TableThing(call.world, resource, Schema(), key if isinstance(key, Made) else None)
    made.fragile = False
    made.indexed = any(
        not props.absent(name) for name in ("grant_index_permissions", "global_indexes", "local_indexes")
    )
    return made


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-dynamodb.TableV2": _table,
        "aws-dynamodb.Billing.on_demand": _billing("PAY_PER_REQUEST"),
        "aws-dynamodb.Billing.provisioned": _billing("PROVISIONED"),
        "aws-dynamodb.Capacity.fixed": _fixed,
        "aws-dynamodb.Capacity.autoscaled": lambda call: Capacity(None),
        "aws-dynamodb.TableEncryptionV2.dynamo_owned_key": lambda call: Encryption(False),
        "aws-dynamodb.TableEncryptionV2.aws_managed_key": lambda call: Encryption(True),
        "aws-dynamodb.TableEncryptionV2.customer_managed_key": _customer,
        **{
            f"aws-dynamodb.{name}.from_table_{form}": _external
            for name in ("Table", "TableV2")
            for form in ("arn", "name", "attributes")
        },
    }
)
