"""CloudFormation's machines, their templates and disks under Terraform's names."""

from __future__ import annotations

from stackproof.frameworks.cdk.cfn_changes import fitted, keyed, number, take
from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.cfn_network import user_data
from stackproof.frameworks.cdk.fitting import NOTHING, UP, WHOLE
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

# What the disk with the system is called on the images of Amazon, Ubuntu and Windows.
_ROOTS = ("/dev/xvda", "/dev/sda1")
_DATA = "launch_template_data"


def disks(world: World, value: Value) -> dict[str, Value]:
    """Terraform keeps the system's disk apart from the others, and from those that are part of the machine."""
    folded = world.fold(value)
    names = ("root_block_device", "ebs_block_device", "ephemeral_block_device")
    if not isinstance(folded, Sequence) or folded.open:
        return {name: Unknown("disks", (folded,), origin=value.origin) for name in names}
    found: dict[str, list[Value]] = {name: [] for name in names}
    for device in folded.elements:
        where = device.get("device_name")
        disk = device.get("ebs")
        if not isinstance(disk, MappingValue):
            found["ephemeral_block_device"].append(device)
            continue
        entries = dict(disk.entries)
        kind = "root_block_device" if where.is_any_of(*_ROOTS) else "ebs_block_device"
        if kind == "ebs_block_device":
            entries["device_name"] = MapEntry(where)
        found[kind].append(MappingValue(entries, open=disk.open, origin=device.origin))
    return {name: Sequence(made, origin=value.origin) for name, made in found.items() if made}


_INTERFACE = {
    "group_set": "vpc_security_group_ids",
    "subnet_id": "subnet_id",
    "associate_public_ip_address": "associate_public_ip_address",
    "private_ip_address": "private_ip",
    "ipv6_address_count": "ipv6_address_count",
}


def _only_interface(world: World, resource: Resource) -> None:
    """What the one interface of a machine is given, Terraform says of the machine."""
    listed = take(resource, "network_interface")
    if listed is None:
        return
    devices = listed.items()
    first = devices[0] if devices else None
    alone = listed.is_closed() and len(devices) == 1 and isinstance(first, MappingValue)
    if not alone or first is None or not first.get("network_interface_id").is_absent():
        resource.properties.entries["network_interface"] = MapEntry(listed)
        return
    for key, name in _INTERFACE.items():
        held = first.get(key)
        if not held.is_absent():
            resource.properties.entries[name] = MapEntry(held)


def _volumes(world: World, resource: Resource) -> None:
    """Disks that are attached to a machine are resources in between."""
    _only_interface(world, resource)
    volumes = take(resource, "volumes")
    for volume in volumes.items() if volumes is not None else ():
        world.add(
            "aws_volume_attachment",
            resource.name,
            {
                "instance_id": ResourceReference(resource, "id"),
                "device_name": volume.get("device"),
                "volume_id": volume.get("volume_id"),
            },
        )


_REQUIREMENTS = {"v_cpu_count": "vcpu_count", "memory_gib_per_v_cpu": "memory_gib_per_vcpu"}

KINDS: tuple[Kind, ...] = (
    fitted(
        "AWS::EC2::Instance",
        "aws_instance",
        {
            "additional_info": NOTHING,
            "affinity": NOTHING,
            "elastic_gpu_specifications": NOTHING,
            "elastic_inference_accelerators": NOTHING,
            "hibernation_options": UP,
            "hibernation_options.configured": "hibernation",
            "image_id": "ami",
            "kernel_id": NOTHING,
            "launch_template.launch_template_id": "id",
            "launch_template.launch_template_name": "name",
            "license_specifications": NOTHING,
            "placement_group_name": "placement_group",
            "private_ip_address": "private_ip",
            "propagate_tags_to_volume_on_creation": NOTHING,
            "ramdisk_id": NOTHING,
            "security_group_ids": "vpc_security_group_ids",
            "ssm_associations": NOTHING,
        },
        conversions={"block_device_mappings": disks, "user_data": user_data},
        attributes={
            "attr_private_ip": "private_ip",
            "attr_private_dns_name": "private_dns",
            "attr_public_dns_name": "public_dns",
        },
        finish=_volumes,
    ),
    fitted(
        "AWS::EC2::LaunchTemplate",
        "aws_launch_template",
        {
            _DATA: WHOLE,
            "launch_template_name": "name",
            "version_description": "description",
            f"{_DATA}.security_group_ids": "vpc_security_group_ids",
            f"{_DATA}.security_groups": "security_group_names",
            f"{_DATA}.elastic_gpu_specifications": NOTHING,
            f"{_DATA}.elastic_inference_accelerators": NOTHING,
            f"{_DATA}.network_performance_options": NOTHING,
            f"{_DATA}.network_interfaces.groups": "security_groups",
            **{f"{_DATA}.instance_requirements.{k}": v for k, v in _REQUIREMENTS.items()},
        },
        {f"{_DATA}.tag_specifications.tags": keyed()},
        attributes={
            "attr_latest_version_number": "latest_version",
            "attr_default_version_number": "default_version",
        },
    ),
    fitted(
        "AWS::EC2::KeyPair",
        "aws_key_pair",
        {"public_key_material": "public_key", "key_format": NOTHING, "key_type": NOTHING},
        ref="key_name",
    ),
    fitted(
        "AWS::EC2::Volume",
        "aws_ebs_volume",
        {
            "auto_enable_io": NOTHING,
            "availability_zone_id": NOTHING,
            "source_volume_id": NOTHING,
            "volume_type": "type",
        },
    ),
    fitted(
        "AWS::EC2::VolumeAttachment",
        "aws_volume_attachment",
        {"device": "device_name", "ebs_card_index": NOTHING},
    ),
    fitted("AWS::EC2::PlacementGroup", "aws_placement_group", {"parent_group_id": NOTHING}, ref="name"),
    fitted(
        "AWS::AutoScaling::LaunchConfiguration",
        "aws_launch_configuration",
        {
            "classic_link_vpc_id": NOTHING,
            "classic_link_vpc_security_groups": NOTHING,
            "instance_id": NOTHING,
            "instance_monitoring": "enable_monitoring",
            "kernel_id": NOTHING,
            "launch_configuration_name": "name",
            "ram_disk_id": NOTHING,
        },
        {"spot_price": number},
        conversions={"block_device_mappings": disks, "user_data": user_data},
        ref="name",
    ),
)
