"""What machines and their templates have in common: keys, groups of places, types, the way they ask who they are."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, construct
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, put
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Unknown, Value
from stackproof.model.values import Mapping as MappingValue


def metadata_options(props: Arguments) -> Value | None:
    """How a machine asks who it is; None when nothing is said of it."""
    entries: dict[str, MapEntry] = {}
    for name in ("http_endpoint", "http_protocol_ipv6", "instance_metadata_tags"):
        value = props.get(name)
        if not value.is_absent():
            known = value.is_(True) or value.is_(False)
            word = Scalar("enabled" if value.is_(True) else "disabled", origin=value.origin)
            entries[name] = MapEntry(word if known else Unknown("a switch"))
    for name in ("http_put_response_hop_limit", "http_tokens"):
        value = props.get(name)
        if not value.is_absent():
            entry = props.entry(name)
            key, place = (entry.key_origin, entry.origin) if entry is not None else (None, None)
            entries[name] = MapEntry(value, key, place)
    return MappingValue(entries, open=props.open) if entries else None


def key_name(props: Arguments) -> Value | None:
    """The name of the key pair given; None when there is none."""
    pair = props.thing("key_pair")
    if isinstance(pair, Made):
        return ResourceReference(pair.resource, "key_name")
    if props.raw("key_pair") is not None:
        return Unknown("a key pair")
    name = props.get("key_name")
    return None if name.is_absent() else name


def _key_pair(call: Call) -> Node:
    """``ec2.KeyPair``; without a name of its own, the library puts one together."""
    props = call.props()
    arranged = Arranged(props)
    name = props.get("key_pair_name")
    arranged.put(
        "key_name", Unknown("the path of the construct") if name.is_absent() else name, "key_pair_name"
    )
    arranged.copy("public_key_material")
    for read in ("type", "format", "account", "region", "physical_name"):
        props.entry(read)
    resource = construct(call, "AWS::EC2::KeyPair", arranged).resource
    made = Made(
        resource,
        {"key_pair_name": "key_name", "key_pair_id": "key_pair_id", "key_pair_fingerprint": "fingerprint"},
        fragile=False,
    )
    made.attributes["private_key"] = Opaque((made.value(),))
    return made


def _external_pair(call: Call) -> Node:
    resource = call.world.external("aws_key_pair", call)
    name = call.folded(2, "key_pair_name")
    put(resource, "key_name", name if name is not None else call.props().get("key_pair_name"))
    return Made(resource, {"key_pair_name": "key_name"}, fragile=False)


def _placement(call: Call) -> Node:
    props = call.props()
    arranged = Arranged(props)
    arranged.copy("partitions", "spread_level", "strategy", placement_group_name="group_name")
    if (named := arranged.entries.pop("group_name", None)) is not None:
        arranged.keep("name", named.value, "placement_group_name")
    if (count := arranged.entries.pop("partitions", None)) is not None:
        arranged.put("partition_count", count.value, "partitions")
    return Made(
        construct(call, "AWS::EC2::PlacementGroup", arranged).resource,
        {"placement_group_name": "name"},
        fragile=False,
    )


def _instance_type(call: Call) -> Node:
    """``InstanceType.of(class, size)`` and ``new InstanceType('t3.micro')``."""
    first = call.folded(0, "instance_type_identifier")
    if first is None:
        first = call.folded(0, "instance_class")
    size = call.folded(1, "instance_size")
    if first is None:
        return Unknown("an instance type")
    if size is None:
        return first
    one, two = first.text(), size.text()
    if one is None or two is None:
        return Unknown("an instance type", (first, size), origin=call.construction.origin)
    return Scalar(f"{one}.{two}", origin=call.construction.origin)


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-ec2.KeyPair": _key_pair,
        "aws-ec2.KeyPair.from_key_pair_name": _external_pair,
        "aws-ec2.KeyPair.from_key_pair_attributes": _external_pair,
        "aws-ec2.PlacementGroup": _placement,
        "aws-ec2.InstanceType": _instance_type,
        "aws-ec2.InstanceType.of": _instance_type,
    }
)
