"""Templates of machines: ``ec2.LaunchTemplate``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.connections import Connections
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.identities import Identity
from stackproof.frameworks.cdk.machines.disks import block_devices
from stackproof.frameworks.cdk.machines.images import MachineImage, UserData
from stackproof.frameworks.cdk.machines.instances import profile
from stackproof.frameworks.cdk.machines.parts import key_name, metadata_options
from stackproof.frameworks.cdk.securitygroups import Groups, SecurityGroupThing, block, groups_given
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, append, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

# With either of them, a template holds the start script that comes with its image.
_SCRIPTED = (
    "@aws-cdk/aws-ec2:launchTemplateDefaultUserData",
    "@aws-cdk/aws-autoscaling:generateLaunchTemplateInsteadOfLaunchConfig",
)
_NAMES = {
    "launch_template_id": "id",
    "launch_template_name": "name",
    "default_version_number": "default_version",
    "latest_version_number": "latest_version",
    "version_number": "latest_version",
}


class LaunchTemplateThing(Made):
    """A template with the role and the groups of its machines; ``groups`` is None when it has none."""

    def __init__(self, world: World, resource: Resource, groups: Groups | None, role: Thing | None) -> None:
        super().__init__(resource, dict(_NAMES))
        self.world = world
        self.script: UserData | None = None
        self.groups = groups
        self.role = role
        self.image: Thing | None = None
        self.grantee = role if isinstance(role, Identity) else None
        self.connections = (
            groups.connections(world) if groups is not None else Connections(world, open=resource.external)
        )
        self.attributes["connections"] = self.connections
        self.methods["add_security_group"] = lambda c: self.join(c.thing(0, "security_group"), c.certain)

    def attribute(self, name: str) -> Node | None:
        known = {"user_data": self.script, "role": self.role}.get(name)
        if known is not None:
            return known
        if name in ("image_id", "instance_type", "os_type", "tags", "grant_principal"):
            value = self.resource[name] if name in ("image_id", "instance_type") else None
            return value if value is not None and not value.is_absent() else Opaque((self.value(),))
        return super().attribute(name)

    def join(self, group: Thing | None, certain: bool) -> Node:
        """Let the machines be in one more group."""
        known = isinstance(group, SecurityGroupThing)
        value: Value = (
            ResourceReference(group.resource, "id") if isinstance(group, Made) else Unknown("a group")
        )
        append(self.resource, "vpc_security_group_ids", value, certain=certain and known)
        return Opaque()

    def refresh(self) -> None:
        """Set the start script as it is by now."""
        if self.script is not None:
            put(self.resource, "user_data", self.script.text())


def _template(call: Call) -> Node:
    return make_template(call, call.props(), call.world.name(call), implied=False)


def make_template(
    call: Call,
    props: Arguments,
    name: str,
    *,
    implied: bool,
    groups: Groups | None = None,
    identity: tuple[Thing | None, Value] | None = None,
) -> LaunchTemplateThing:
    """A launch template; ``groups``, the role and the ARN of its profile are given where the arguments do not say so."""
    world = call.world
    arranged = Arranged(props)
    arranged.copy(launch_template_name="launch_template_name", version_description="version_description")
    role, profile_arn = identity if identity is not None else _identity(call, props, name)
    found = groups if groups is not None else groups_given(props, "", "security_group")
    image = props.thing("machine_image")
    arranged.put("launch_template_data", _data(props, image, profile_arn, found), "instance_type")
    for read in (
        "role",
        "user_data",
        "security_group",
        "instance_profile",
        "machine_image",
        "key_pair",
        "key_name",
    ):
        props.entry(read)
    resource = describe(world, "AWS::EC2::LaunchTemplate", name, arranged, implied=implied).resource
    made = LaunchTemplateThing(world, resource, found, role)
    made.image = image
    # Machines get the name of the construct, and whatever tags are added to it.
    put(resource, "tag_specifications", Unknown("tags"))
    made.script = _script(world, props, image)
    world.later(made.refresh)
    return made


def _script(world: World, props: Arguments, image: Thing | None) -> UserData | None:
    given = props.node("user_data")
    if isinstance(given, UserData):
        return given
    if props.raw("user_data") is not None:
        return UserData("unknown", [Unknown("a start script")], custom=True)
    flags = [world.flag(name) for name in _SCRIPTED]
    if not any(f is not False for f in flags):
        return None
    return image.start() if isinstance(image, MachineImage) else None


def _identity(call: Call, props: Arguments, name: str) -> tuple[Thing | None, Value | None]:
    """The role and the ARN of the instance profile, if there is one."""
    given = props.thing("instance_profile")
    if isinstance(given, Made):
        role = given.attributes.get("role")
        return role if isinstance(role, Thing) else None, ResourceReference(given.resource, "arn")
    if props.raw("instance_profile") is not None:
        return None, Unknown("an instance profile")
    if props.raw("role") is None:
        return None, None
    role = props.thing("role")
    return role, ResourceReference(profile(call.world, name, role), "arn")


def _data(
    props: Arguments, image: Thing | None, profile_arn: Value | None, groups: Groups | None
) -> MappingValue:
    """The content of the template under CloudFormation's names."""
    entries: dict[str, MapEntry] = {}

    def note(target: str, value: Value | None, source: str) -> None:
        if value is not None and not value.is_absent():
            entry = props.entry(source)
            key, place = (entry.key_origin, entry.origin) if entry is not None else (None, None)
            entries[target] = MapEntry(value, key, place)

    for name in (
        "instance_type",
        "disable_api_termination",
        "ebs_optimized",
        "instance_initiated_shutdown_behavior",
    ):
        note(name, props.get(name), name)
    if image is not None:
        note("image_id", image.value(), "machine_image")
    elif props.raw("machine_image") is not None:
        note("image_id", Unknown("an image"), "machine_image")
    if profile_arn is not None:
        note("iam_instance_profile", block(arn=profile_arn), "role")
    for source, target, key in (
        ("cpu_credits", "credit_specification", "cpu_credits"),
        ("nitro_enclave_enabled", "enclave_options", "enabled"),
        ("hibernation_configured", "hibernation_options", "configured"),
        ("detailed_monitoring", "monitoring", "enabled"),
    ):
        value = props.get(source)
        if not value.is_absent():
            note(target, MappingValue({key: MapEntry(value)}), source)
    if (devices := props.raw("block_devices")) is not None:
        note("block_device_mappings", block_devices(props.world, devices), "block_devices")
    note("key_name", key_name(props), "key_pair")
    note("instance_market_options", _market(props), "spot_options")
    _network(props, groups, note=entries)
    note("metadata_options", _metadata(props), "require_imdsv2")
    cpu = props.raw("cpu_options")
    if cpu is not None:
        note("cpu_options", Unknown("options of the processor"), "cpu_options")
    group = props.thing("placement_group")
    if isinstance(group, Made):
        note("placement", block(group_name=ResourceReference(group.resource, "name")), "placement_group")
    elif props.raw("placement_group") is not None:
        note("placement", Unknown("a placement group"), "placement_group")
    return MappingValue(entries)


def _network(props: Arguments, groups: Groups | None, note: dict[str, MapEntry]) -> None:
    """Groups of the machines, or of their one interface when it is said whether it has a public address."""
    public = props.get("associate_public_ip_address")
    ids = groups.ids if groups is not None else None
    if public.is_absent():
        if ids is not None:
            note["security_group_ids"] = MapEntry(ids)
        return
    interface = {"device_index": MapEntry(default(0)), "associate_public_ip_address": MapEntry(public)}
    if ids is not None:
        interface["groups"] = MapEntry(ids)
    note["network_interfaces"] = MapEntry(Sequence([MappingValue(interface)]))


def _market(props: Arguments) -> Value | None:
    options = props.nested("spot_options")
    if options is None:
        return Unknown("spot options") if props.raw("spot_options") is not None else None
    entries: dict[str, MapEntry] = {}
    for source, target in (
        ("interruption_behavior", "instance_interruption_behavior"),
        ("request_type", "spot_instance_type"),
    ):
        value = options.get(source)
        if not value.is_absent():
            entries[target] = MapEntry(value)
    price = options.get("max_price")
    if not price.is_absent():
        number = price.number()
        text = Scalar(str(number), origin=price.origin) if number is not None else Unknown("a price")
        entries["max_price"] = MapEntry(text)
    for source, target in (("block_duration", "block_duration_minutes"), ("valid_until", "valid_until")):
        if options.raw(source) is not None:
            entries[target] = MapEntry(Unknown(f"'{source}'"))
    market = block(market_type=default("spot"))
    if entries:
        market.entries["spot_options"] = MapEntry(MappingValue(entries, open=options.open))
    return market


def _metadata(props: Arguments) -> Value | None:
    required = props.get("require_imdsv2")
    options = metadata_options(props)
    if required.is_absent() or required.is_(False):
        return options
    if not required.is_(True):
        return Unknown("options", (options,) if options is not None else ())
    made = options if isinstance(options, MappingValue) else MappingValue({})
    made.entries["http_tokens"] = MapEntry(Scalar("required", origin=required.origin))
    return made


def _external(call: Call) -> Node:
    props = call.props()
    resource = call.world.external("aws_launch_template", call)
    for source, target in (("launch_template_id", "id"), ("launch_template_name", "name")):
        put(resource, target, props.get(source), props.entry(source))
    made = LaunchTemplateThing(call.world, resource, None, None)
    made.fragile = False
    number = props.get("version_number")
    made.attributes["version_number"] = default("$Default") if number.is_absent() else number
    return made


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-ec2.LaunchTemplate": _template,
        "aws-ec2.LaunchTemplate.from_launch_template_attributes": _external,
    }
)
