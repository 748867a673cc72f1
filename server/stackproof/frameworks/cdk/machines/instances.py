"""Machines of the CDK: EC2 instances, bastion hosts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.connections import connections_of
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.grants import permission
from stackproof.frameworks.cdk.iam import RoleThing, aws_policy, implied_role
from stackproof.frameworks.cdk.identities import Identity
from stackproof.frameworks.cdk.machines.disks import block_devices
from stackproof.frameworks.cdk.machines.images import MachineImage, UserData
from stackproof.frameworks.cdk.machines.parts import key_name, metadata_options
from stackproof.frameworks.cdk.peers import tcp
from stackproof.frameworks.cdk.securitygroups import (
    Groups,
    SecurityGroupThing,
    block,
    groups_given,
    own_group,
)
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, append, put
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_NAMES = {
    "instance_id": "id",
    "instance_private_ip": "private_ip",
    "instance_public_ip": "public_ip",
    "instance_private_dns_name": "private_dns",
    "instance_public_dns_name": "public_dns",
    "instance_availability_zone": "availability_zone",
}
_SESSIONS = "AmazonSSMManagedInstanceCore"


class InstanceThing(Made):
    """A machine with its role and its start script."""

    def __init__(self, world: World, resource: Resource, groups: Groups, role: Thing | None) -> None:
        super().__init__(resource, dict(_NAMES))
        self.world = world
        self.script: UserData | None = None
        self.attributes["connections"] = groups.connections(world)
        self.attributes["instance"] = Opaque((self.value(),))
        if role is not None:
            self.attributes["role"] = role
            self.grantee = role if isinstance(role, Identity) else None
        self.methods["add_security_group"] = self._add_group
        self.methods["add_user_data"] = self._commands
        self.methods["add_to_role_policy"] = self._permit
        self.methods["apply_cloud_formation_init"] = lambda c: self._initialised()

    def attribute(self, name: str) -> Node | None:
        if name == "user_data" and self.script is not None:
            return self.script
        return super().attribute(name)

    def refresh(self) -> None:
        """Set the start script as it is by now."""
        if self.script is not None:
            put(self.resource, "user_data", self.script.text())

    def _commands(self, call: Call) -> Node:
        if self.script is not None:
            self.script.add(call.rest(0), call.certain)
        return Opaque()

    def _permit(self, call: Call) -> Node:
        role = self.attributes.get("role")
        return (role.call("add_to_principal_policy", call) if isinstance(role, Thing) else None) or Opaque()

    def _add_group(self, call: Call) -> Node:
        group = call.thing(0, "security_group")
        known = isinstance(group, SecurityGroupThing)
        value: Value = (
            ResourceReference(group.resource, "id") if isinstance(group, Made) else Unknown("a group")
        )
        append(self.resource, "vpc_security_group_ids", value, certain=call.certain and known)
        return Opaque()

    def _initialised(self) -> Node:
        """Initialisation adds commands to the start script."""
        if self.script is not None:
            self.script.lines.append(Unknown("commands that start the initialisation"))
        return Opaque()


def script_of(props: Arguments, image: Thing | None) -> UserData:
    """The start script: the author's, or the one that comes with the image."""
    given = props.node("user_data")
    if isinstance(given, UserData):
        return given
    if props.raw("user_data") is not None:
        return UserData("unknown", [Unknown("a start script")], custom=True)
    return image.start() if isinstance(image, MachineImage) else UserData("unknown")


def profile(world: World, name: str, role: Thing | None) -> Resource:
    """The instance profile around a role."""
    value = ResourceReference(role.resource, "name") if isinstance(role, Made) else Unknown("a role")
    return world.add(
        "aws_iam_instance_profile", f"{name}/InstanceProfile", {"role": value}, role="instance-profile"
    )


def role_of(call: Call, props: Arguments, name: str) -> Thing | None:
    """The role given to a machine, or one of its own."""
    if props.raw("role") is not None:
        return props.thing("role")
    return implied_role(call.world, f"{name}/InstanceRole", "ec2.amazonaws.com", "instance-role")


def allow_sessions(world: World, role: Thing | None, wanted: Value) -> None:
    """Let machines be reached by Session Manager."""
    if wanted.is_absent() or wanted.is_(False) or not isinstance(role, Identity):
        return
    role.attach(aws_policy(world, _SESSIONS), certain=wanted.is_(True))


def _instance(call: Call) -> Node:
    return make_instance(call, call.props(), call.world.name(call), implied=False)


def make_instance(
    call: Call,
    props: Arguments,
    name: str,
    *,
    implied: bool,
    groups: Groups | None = None,
    subnet: Value | None = None,
) -> InstanceThing:
    """A machine in the first of the subnets that are selected; its groups and its subnet may be given."""
    world = call.world
    groups = groups if groups is not None else groups_given(props, "", "security_group")
    vpc = props.thing("vpc")
    if groups is None:
        vpc_id = ResourceReference(vpc.resource, "id") if isinstance(vpc, VpcThing) else Unknown("a VPC")
        out = props.get("allow_all_outbound")
        own = own_group(
            call, f"{name}/InstanceSecurityGroup", vpc_id,
            out=False if out.is_(False) else True if out.is_absent() or out.is_(True) else None,
        )  # fmt: skip
        groups = Groups(Sequence([ResourceReference(own.resource, "id")]), [own])
    role, profile_name = _identity(call, props, name)
    allow_sessions(world, role, props.get("ssm_session_permissions"))
    arranged = Arranged(props)
    arranged.copy(
        "instance_type", "source_dest_check", "private_ip_address", "ebs_optimized", "disable_api_termination",
        "instance_initiated_shutdown_behavior", "ipv6_address_count", detailed_monitoring="monitoring",
    )  # fmt: skip
    image = props.thing("machine_image")
    arranged.put("image_id", image.value() if image is not None else Unknown("an image"), "machine_image")
    arranged.put("iam_instance_profile", profile_name, "instance_profile")
    arranged.keep("vpc_security_group_ids", groups.ids, "security_group")
    _place(arranged, props, vpc, subnet)
    _options(arranged, props)
    key = key_name(props)
    if key is not None:
        arranged.put("key_name", key, "key_pair")
    for read in (
        "allow_all_outbound", "allow_all_ipv6_outbound", "instance_name", "role", "user_data", "security_group",
        "user_data_causes_replacement", "resource_signal_timeout", "propagate_tags_to_volume_on_creation", "vpc",
        "init_options", "instance_profile", "ssm_session_permissions", "require_imdsv2", "init", "availability_zone",
    ):  # fmt: skip
        props.entry(read)
    resource = describe(world, "AWS::EC2::Instance", name, arranged, implied=implied).resource
    made = InstanceThing(world, resource, groups, role)
    made.script = script_of(props, image)
    world.later(made.refresh)
    if props.raw("init") is not None:
        made.script.lines.append(Unknown("commands that start the initialisation"))
    _require_tokens(call, made, props, name)
    return made


def _identity(call: Call, props: Arguments, name: str) -> tuple[Thing | None, Value]:
    """The role and the name of the instance profile."""
    given = props.thing("instance_profile")
    if isinstance(given, Made):
        role = given.attributes.get("role")
        return role if isinstance(role, Thing) else None, ResourceReference(given.resource, "name")
    if props.raw("instance_profile") is not None:
        return None, Unknown("a profile", (props.get("instance_profile"),))
    role = role_of(call, props, name)
    return role, ResourceReference(profile(call.world, name, role), "name")


def _place(arranged: Arranged, props: Arguments, vpc: Thing | None, chosen: Value | None) -> None:
    """The subnet, with a public address when one is asked for."""
    subnets: Value = Unknown("subnets of a VPC that is not known")
    if isinstance(vpc, VpcThing):
        subnets = vpc.subnet_ids(props)
    zone = props.get("availability_zone")
    first = subnets.items()
    sure = bool(first) and zone.is_absent()
    value = (
        chosen
        if chosen is not None
        else first[0]
        if sure
        else Unknown("a subnet", (subnets,), origin=subnets.origin)
    )
    arranged.keep("subnet_id", value, "vpc_subnets")
    arranged.keep("availability_zone", Unknown("the zone of the subnet"), "availability_zone")
    public = props.get("associate_public_ip_address")
    if not public.is_absent():
        arranged.keep("associate_public_ip_address", public, "associate_public_ip_address")


def _options(arranged: Arranged, props: Arguments) -> None:
    if (devices := props.raw("block_devices")) is not None:
        arranged.put("block_device_mappings", block_devices(props.world, devices), "block_devices")
    credits_ = props.get("credit_specification")
    if not credits_.is_absent():
        arranged.put("credit_specification", block(cpu_credits=credits_), "credit_specification")
    for source, target, key in (
        ("enclave_enabled", "enclave_options", "enabled"),
        ("hibernation_enabled", "hibernation_options", "configured"),
    ):
        value = props.get(source)
        if not value.is_absent():
            arranged.put(target, MappingValue({key: MapEntry(value)}), source)
    group = props.thing("placement_group")
    if isinstance(group, Made):
        arranged.put("placement_group_name", ResourceReference(group.resource, "name"), "placement_group")
    elif props.raw("placement_group") is not None:
        arranged.put("placement_group_name", Unknown("a placement group"), "placement_group")
    if (options := metadata_options(props)) is not None:
        arranged.put("metadata_options", options)


def _require_tokens(call: Call, instance: InstanceThing, props: Arguments, name: str) -> None:
    """``requireImdsv2`` is a launch template of its own."""
    wanted = props.get("require_imdsv2")
    if wanted.is_absent() or wanted.is_(False):
        return
    template = call.world.add(
        "aws_launch_template",
        f"{name}/LaunchTemplate",
        {"metadata_options": block(http_tokens="required"), "name": Unknown("a name of the library's own")},
        role="launch-template",
    )
    template.conditional = template.conditional or not wanted.is_(True)
    reference = block(
        name=ResourceReference(template, "name"), version=ResourceReference(template, "latest_version")
    )
    put(
        instance.resource,
        "launch_template",
        reference if wanted.is_(True) else Unknown("a template", (reference,)),
    )


def _bastion(call: Call) -> Node:
    """``BastionHostLinux``: a small machine that Session Manager reaches."""
    world, props = call.world, call.props()
    entries = {k: e for k, e in props.entries.items() if k not in ("subnet_selection", "machine_image")}
    if (selection := props.entry("subnet_selection")) is not None:
        entries["vpc_subnets"] = selection
    entries.setdefault("instance_type", MapEntry(default("t3.nano")))
    if (image := props.entry("machine_image")) is not None:
        entries["machine_image"] = image
    name = world.name(call)
    made = make_instance(call, Arguments(world, entries, props.open, props.origin), name, implied=False)
    role = made.attributes.get("role")
    if isinstance(role, RoleThing):
        role.allow(permission(["ssmmessages:*", "ssm:UpdateInstanceInformation", "ec2messages:*"], ["*"]))
    made.methods["allow_ssh_access_from"] = lambda c: _ssh(c, made)
    return made


def _ssh(call: Call, bastion: InstanceThing) -> Node:
    connections = connections_of(call.world, call.construction.receiver)
    for value in call.positional:
        other = connections_of(call.world, value)
        if connections is not None:
            connections.allow("ingress", other, tcp(Scalar(22)), Scalar("SSH access"), certain=call.certain)
    return Opaque()


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-ec2.Instance": _instance,
        "aws-ec2.BastionHostLinux": _bastion,
    }
)
