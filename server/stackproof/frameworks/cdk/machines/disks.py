"""Disks of machines: ``BlockDevice``s, and ``ec2.Volume``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.amounts import Size
from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.described import Arranged, construct
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_GP3 = "@aws-cdk/aws-ec2:ebsDefaultGp3Volume"


class Disk(Thing):
    """``BlockDeviceVolume``: a disk under CloudFormation's names, or one that is part of the machine."""

    def __init__(self, ebs: MappingValue | None, virtual: Value | None = None) -> None:
        self.ebs = ebs
        self.virtual = virtual

    def value(self) -> Value:
        return self.ebs if self.ebs is not None else Unknown("a disk")


def _ebs(call: Call) -> Node:
    """``BlockDeviceVolume.ebs(size, options)``."""
    made = _disk(call, call.props(1))
    size = call.folded(0, "volume_size")
    made.entries["volume_size"] = MapEntry(size if size is not None else Unknown("a size"))
    return Disk(made)


def _snapshot(call: Call) -> Node:
    """``BlockDeviceVolume.ebsFromSnapshot(id, options)``."""
    props = call.props(1)
    made = _disk(call, props)
    snapshot = call.folded(0, "snapshot_id")
    made.entries["snapshot_id"] = MapEntry(snapshot if snapshot is not None else Unknown("a snapshot"))
    if not props.get("volume_size").is_absent():
        made.entries["volume_size"] = MapEntry(props.get("volume_size"))
    return Disk(made)


def _disk(call: Call, props: Arguments) -> MappingValue:
    entries: dict[str, MapEntry] = {}
    for name in ("delete_on_termination", "encrypted", "iops", "throughput", "volume_type"):
        value = props.get(name)
        if not value.is_absent():
            entry = props.entry(name)
            key, place = (entry.key_origin, entry.origin) if entry is not None else (None, None)
            entries[name] = MapEntry(value, key, place)
    key_thing = props.thing("kms_key")
    if isinstance(key_thing, Made):
        entries["kms_key_id"] = MapEntry(ResourceReference(key_thing.resource, "arn"))
    elif props.raw("kms_key") is not None:
        entries["kms_key_id"] = MapEntry(Unknown("a key"))
    return MappingValue(entries, open=props.open, origin=call.construction.origin)


def _part(call: Call) -> Node:
    """``BlockDeviceVolume.ephemeral(0)`` and ``noDevice()``."""
    number = call.folded(0, "volume_index")
    index = number.number() if number is not None else None
    return Disk(None, Scalar(f"ephemeral{index}") if index is not None else None)


def block_devices(world: World, value: Value) -> Value:
    """A list of disks under CloudFormation's names."""
    elements = world.elements(value)
    if elements is None:
        return Unknown("disks", (world.fold(value),), origin=value.origin)
    made: list[Value] = []
    for element in elements:
        inner = arguments_of(world, element)
        if inner is None:
            made.append(Unknown("a disk", (world.fold(element),), origin=element.origin))
            continue
        entries = {"device_name": MapEntry(inner.get("device_name"))}
        disk = inner.thing("volume")
        if isinstance(disk, Disk) and disk.ebs is not None:
            entries["ebs"] = MapEntry(_with_key(inner, disk.ebs))
        elif isinstance(disk, Disk):
            if disk.virtual is not None:
                entries["virtual_name"] = MapEntry(disk.virtual)
        else:
            entries["ebs"] = MapEntry(Unknown("a disk"))
        made.append(MappingValue(entries, open=inner.open, origin=element.origin))
    return Sequence(made, origin=value.origin)


def _with_key(device: Arguments, disk: MappingValue) -> Value:
    if device.get("mapping_enabled").is_(False):
        return Unknown("a disk that is suppressed")
    return disk


def _volume(call: Call) -> Node:
    """``new ec2.Volume(this, 'id', { availabilityZone, size, encrypted, ... })``."""
    props = call.props()
    arranged = Arranged(props)
    arranged.copy(
        "encrypted", "iops", "snapshot_id", "throughput", "availability_zone", enable_multi_attach="multi_attach_enabled",
        volume_type="volume_type",
    )  # fmt: skip
    if not props.get("size").is_absent():
        amount = props.node("size")
        known = amount.gibibytes if isinstance(amount, Size) else None
        arranged.put("size", Unknown("a size") if known is None else Scalar(known), "size")
    flag = call.world.flag(_GP3)
    if "volume_type" not in arranged.entries:
        kind = Unknown("a kind of disk that a feature flag decides about")
        arranged.put("volume_type", kind if flag is None else default("gp3" if flag else "gp2"))
    arranged.otherwise("multi_attach_enabled", False)
    key = props.thing("encryption_key")
    if isinstance(key, Made):
        arranged.put("kms_key_id", ResourceReference(key.resource, "arn"), "encryption_key")
    elif props.raw("encryption_key") is not None:
        arranged.put("kms_key_id", Unknown("a key"), "encryption_key")
    for read in ("auto_enable_io", "volume_name", "volume_initialization_rate", "removal_policy"):
        props.entry(read)
    resource = construct(call, "AWS::EC2::Volume", arranged).resource
    made = Made(resource, {"volume_id": "id"})
    for method in ("grant_attach_volume", "grant_attach_volume_by_resource_tag", "grant_detach_volume",
                   "grant_detach_volume_by_resource_tag"):  # fmt: skip
        made.methods[method] = lambda c: _granted(c)
    return made


def _granted(call: Call) -> Node:
    """What a role gets is not followed: its permissions are open."""
    thing = call.thing(0, "grantee")
    role = thing.grantee if isinstance(thing, Made) else None
    if isinstance(role, Thing):
        call.world.open(role, "grant", "a grant that is not followed", call.construction.origin)
    return Opaque()


def _external(call: Call) -> Node:
    resource = call.world.external("aws_ebs_volume", call)
    put(resource, "availability_zone", call.props().get("availability_zone"))
    return Made(resource, {"volume_id": "id"}, fragile=False)


_V = "BlockDeviceVolume"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **{
            f"{module}.{_V}.{method}": recipe
            for module in ("aws-ec2", "aws-autoscaling")
            for method, recipe in (
                ("ebs", _ebs),
                ("ebs_from_snapshot", _snapshot),
                ("ephemeral", _part),
                ("no_device", _part),
            )
        },
        "aws-ec2.Volume": _volume,
        "aws-ec2.Volume.from_volume_attributes": _external,
    }
)
