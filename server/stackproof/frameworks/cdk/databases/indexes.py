"""Keys and indexes of tables, as CloudFormation says them."""

from __future__ import annotations

from stackproof.frameworks.cdk.arguments import Arguments
from stackproof.frameworks.cdk.subnets import default
from stackproof.model.values import MapEntry, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_HASH, _RANGE = "HASH", "RANGE"


class Schema:
    """The attributes which the keys of a table and its indexes use."""

    def __init__(self) -> None:
        self.definitions = Sequence([])
        self._known: set[str] = set()

    def keys(self, props: Arguments, partition: Value | None = None) -> Sequence:
        """The keys that arguments name; ``partition`` is the table's own, for indexes beside it."""
        found = Sequence([], open=props.open)
        if partition is not None:
            found.elements.append(_key(partition, _HASH))
        for name, kind in (("partition_key", _HASH), ("sort_key", _RANGE)):
            attribute = props.get(name)
            if not attribute.is_absent() and (kind == _RANGE or partition is None):
                found.elements.append(_key(attribute, kind))
                self._define(attribute)
        for name, kind in (("partition_keys", _HASH), ("sort_keys", _RANGE)):
            listed = props.get(name)
            found.open = found.open or not (listed.is_absent() or listed.is_closed())
            for attribute in listed.items():
                found.elements.append(_key(attribute, kind))
                self._define(attribute)
        return found

    def _define(self, attribute: Value) -> None:
        name = attribute.get("name")
        text = name.text()
        if text is not None and text in self._known:
            return
        if text is not None:
            self._known.add(text)
        if attribute.is_unknown():
            self.definitions.open = True
            return
        entries = {"attribute_name": MapEntry(name), "attribute_type": MapEntry(attribute.get("type"))}
        self.definitions.elements.append(MappingValue(entries, origin=attribute.origin))


def _key(attribute: Value, kind: str) -> Value:
    name = attribute.get("name")
    entries = {"attribute_name": MapEntry(name), "key_type": MapEntry(Scalar(kind))}
    return MappingValue(entries, origin=attribute.origin)


def projection(props: Arguments) -> Value:
    """Which attributes an index has."""
    kind, others = props.get("projection_type"), props.get("non_key_attributes")
    entries = {"projection_type": MapEntry(default("ALL") if kind.is_absent() else kind)}
    if not others.is_absent():
        entries["non_key_attributes"] = MapEntry(others)
    return MappingValue(entries, open=props.open)


def throughput(props: Arguments, billing: Value) -> dict[str, MapEntry]:
    """The capacity of a table or index: of its own where it is provisioned, otherwise at most what is said."""
    if billing.is_("PAY_PER_REQUEST"):
        return demand(props)
    capacity: dict[str, MapEntry] = {}
    for name, target in (
        ("read_capacity", "read_capacity_units"),
        ("write_capacity", "write_capacity_units"),
    ):
        given = props.get(name)
        if billing.is_("PROVISIONED") or billing.is_absent():
            capacity[target] = MapEntry(default(5) if given.is_absent() else given)
        else:
            capacity[target] = MapEntry(Unknown("capacity", (given,)))
    return {"provisioned_throughput": MapEntry(MappingValue(capacity))}


def demand(props: Arguments) -> dict[str, MapEntry]:
    """The most that is served of what is asked for."""
    found = {
        name: MapEntry(value)
        for name in ("max_read_request_units", "max_write_request_units")
        if not (value := props.get(name)).is_absent()
    }
    return {"on_demand_throughput": MapEntry(MappingValue(found))} if found else {}


def index(schema: Schema, props: Arguments, partition: Value | None = None) -> dict[str, MapEntry]:
    """What all indexes have; those with a ``partition`` are local ones."""
    found = {
        "index_name": MapEntry(props.get("index_name")),
        "key_schema": MapEntry(schema.keys(props, partition)),
        "projection": MapEntry(projection(props)),
    }
    if not (warm := props.get("warm_throughput")).is_absent():
        found["warm_throughput"] = MapEntry(warm)
    return found
