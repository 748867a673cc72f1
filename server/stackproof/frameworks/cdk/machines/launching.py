"""What starts the machines of a group: a template, or a configuration of the older kind."""

from __future__ import annotations

from stackproof.frameworks.cdk.arguments import Arguments, Call
from stackproof.frameworks.cdk.connections import Connections
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.machines.disks import block_devices
from stackproof.frameworks.cdk.machines.groupparts import specification
from stackproof.frameworks.cdk.machines.images import UserData
from stackproof.frameworks.cdk.machines.instances import profile, role_of, script_of
from stackproof.frameworks.cdk.machines.templates import LaunchTemplateThing, make_template
from stackproof.frameworks.cdk.names import locate
from stackproof.frameworks.cdk.securitygroups import Groups, block, groups_given, own_group
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Thing, append, put
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.runtime import Symbol
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_TEMPLATES = "@aws-cdk/aws-autoscaling:generateLaunchTemplateInsteadOfLaunchConfig"


class Launched:
    """How machines start: as whom, in which groups, with what script."""

    def __init__(
        self, resource: Resource | None, connections: Connections, role: Thing | None, script: UserData | None
    ) -> None:
        self.resource = resource
        self.connections = connections
        self.role = role
        self.script = script

    @staticmethod
    def by(world: World, template: Thing | None) -> Launched:
        """Started by a template of the author's, which may not be known."""
        if not isinstance(template, LaunchTemplateThing):
            return Launched(None, Connections(world, open=True), None, None)
        return Launched(template.resource, template.connections, template.role, template.script)

    def join(self, group: Value, certain: bool) -> None:
        """Let the machines be in one more group."""
        if self.resource is not None:
            kind = self.resource.type
            name = "security_groups" if kind == "aws_launch_configuration" else "vpc_security_group_ids"
            append(self.resource, name, group, certain=certain)


def own_machines(call: Call, props: Arguments, arranged: Arranged, name: str) -> Launched:
    """Machines as the arguments of the group say: by a configuration, or a template under a feature flag."""
    world = call.world
    groups = groups_given(props, "", "security_group")
    if groups is None:
        vpc = props.thing("vpc")
        vpc_id = ResourceReference(vpc.resource, "id") if isinstance(vpc, VpcThing) else Unknown("a VPC")
        out = props.get("allow_all_outbound")
        known = False if out.is_(False) else True if out.is_absent() or out.is_(True) else None
        own = own_group(call, f"{name}/InstanceSecurityGroup", vpc_id, out=known)
        groups = Groups(Sequence([ResourceReference(own.resource, "id")]), [own])
    # Every machine gets the name of the group, and whatever tags are added to it.
    arranged.keep("tag", Unknown("tags"))
    role = role_of(call, props, name)
    made = profile(world, name, role)
    flag = world.flag(_TEMPLATES)
    if flag is False:
        return _configured(call, props, arranged, name, groups, role, made)
    template = make_template(
        call,
        _template_props(props),
        f"{name}/LaunchTemplate",
        implied=True,
        groups=groups,
        identity=(role, ResourceReference(made, "arn")),
    )
    if flag is None:
        # One of the two is made.
        template.resource.conditional = True
        other = world.add("aws_launch_configuration", f"{name}/LaunchConfig")
        other.properties.open = other.conditional = True
        for argument in ("launch_template", "launch_configuration"):
            arranged.put(argument, Unknown("a template or a configuration"))
    else:
        arranged.put("launch_template", specification(template))
    return Launched(template.resource, template.connections, role, template.script)


def _template_props(props: Arguments) -> Arguments:
    """The arguments of the template which the library makes for a group."""
    names = (
        "machine_image", "instance_type", "user_data", "associate_public_ip_address", "block_devices", "key_pair",
        "key_name", "require_imdsv2",
    )  # fmt: skip
    entries = {n: e for n in names if (e := props.entry(n)) is not None}
    detailed = _detailed(props)
    entries["detailed_monitoring"] = MapEntry(Unknown("a switch") if detailed is None else default(detailed))
    price = props.get("spot_price")
    if not price.is_absent():
        text = price.text()
        number = float(text) if text is not None and text.replace(".", "", 1).isdigit() else None
        amount = (
            Unknown("a price") if number is None else Scalar(int(number) if number.is_integer() else number)
        )
        entries["spot_options"] = MapEntry(MappingValue({"max_price": MapEntry(amount)}))
    return Arguments(props.world, entries, props.open, props.origin)


def _detailed(props: Arguments) -> bool | None:
    """Whether machines are watched closely; None when that is not known."""
    value = props.raw("instance_monitoring")
    located = locate(value) if isinstance(value, Symbol) else None
    if value is None or located is None or located.names[:1] != ("Monitoring",):
        return False if value is None else None
    return located.names[-1] == "DETAILED"


def _configured(
    call: Call,
    props: Arguments,
    arranged: Arranged,
    name: str,
    groups: Groups,
    role: Thing | None,
    made: Resource,
) -> Launched:
    """A launch configuration."""
    mine = Arranged(props)
    mine.copy("instance_type", "key_name", "spot_price", "associate_public_ip_address")
    image = props.thing("machine_image")
    mine.put("image_id", image.value() if image is not None else Unknown("an image"), "machine_image")
    mine.put("security_groups", groups.ids, "security_group")
    mine.put("iam_instance_profile", ResourceReference(made, "name"))
    if props.raw("instance_monitoring") is not None:
        known = _detailed(props)
        switch = Unknown("a switch") if known is None else default(known)
        mine.put("instance_monitoring", switch, "instance_monitoring")
    if (devices := props.raw("block_devices")) is not None:
        mine.put("block_device_mappings", block_devices(props.world, devices), "block_devices")
    required = props.get("require_imdsv2")
    if not (required.is_absent() or required.is_(False)):
        tokens = block(http_tokens=default("required"))
        value = tokens if required.is_(True) else Unknown("options", (tokens,))
        mine.keep("metadata_options", value, "require_imdsv2")
    described = describe(
        call.world,
        "AWS::AutoScaling::LaunchConfiguration",
        f"{name}/LaunchConfig",
        mine.entries,
        implied=True,
        role="launch-configuration",
    )
    resource = described.resource
    resource.properties.open = props.open
    resource.properties.entries.update(mine.kept)
    arranged.put("launch_configuration_name", ResourceReference(resource, "name"))
    script = script_of(props, image)

    def refresh() -> None:
        put(resource, "user_data", script.text())

    call.world.later(refresh)
    return Launched(resource, groups.connections(call.world), role, script)
