"""Machines of clusters: groups of machines that join them, and providers of capacity around such groups."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.amounts import Duration
from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, construct
from stackproof.frameworks.cdk.ecs.draining import drain
from stackproof.frameworks.cdk.grants import permission
from stackproof.frameworks.cdk.iam import aws_policy
from stackproof.frameworks.cdk.identities import Identity
from stackproof.frameworks.cdk.machines.groups import AutoScalingGroupThing, make_scaling_group
from stackproof.frameworks.cdk.machines.images import MachineImage
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Template, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.ecs.clusters import ClusterThing

_MANAGED = ("AmazonSSMManagedInstanceCore", "service-role/AmazonEC2ContainerServiceforEC2Role")


class CapacityProvider(Made):
    """A provider of capacity with its group; ``drains`` when machines are emptied by ECS itself."""

    def __init__(self, resource: Resource, group: Thing | None, props: Arguments) -> None:
        super().__init__(resource, {"capacity_provider_name": "name"}, fragile=False)
        self.group = group
        self.bottlerocket = _bottlerocket(props, None)
        kept, emptied = (
            props.get("enable_managed_termination_protection"),
            props.get("enable_managed_draining"),
        )
        known = kept.is_absent() or kept.is_(True) or emptied.is_(True)
        unknown = not (known or (kept.is_(False) and (emptied.is_absent() or emptied.is_(False))))
        self.drains: bool | None = None if unknown else known
        if group is not None:
            self.attributes["auto_scaling_group"] = group


def _provider(call: Call) -> Node:
    """``new ecs.AsgCapacityProvider(this, 'id', { autoScalingGroup, ... })``."""
    props = call.props()
    group = props.thing("auto_scaling_group")
    arranged = Arranged(props)
    name = props.get("capacity_provider_name")
    arranged.put(
        "name", Unknown("a name of the library's own") if name.is_absent() else name, "capacity_provider_name"
    )
    kept = props.get("enable_managed_termination_protection")
    arn: Value = ResourceReference(group.resource, "name") if isinstance(group, Made) else Unknown("a group")
    entries = {
        "auto_scaling_group_arn": MapEntry(arn),
        "managed_termination_protection": MapEntry(_enabled(kept, True)),
    }
    scaling = props.get("enable_managed_scaling")
    if not scaling.is_(False):
        managed = _managed(props)
        entries["managed_scaling"] = MapEntry(
            managed if scaling.is_absent() or scaling.is_(True) else Unknown("scaling", (managed,))
        )
    emptied = props.get("enable_managed_draining")
    if not emptied.is_absent():
        entries["managed_draining"] = MapEntry(_enabled(emptied, False))
    arranged.put("auto_scaling_group_provider", MappingValue(entries), "auto_scaling_group")
    for read in (
        "can_containers_access_instance_role", "machine_image_type", "spot_instance_draining", "topic_encryption_key",
    ):  # fmt: skip
        props.entry(read)
    if isinstance(group, AutoScalingGroupThing) and not kept.is_(False):
        group.protect(kept.is_absent() or kept.is_(True))
    return CapacityProvider(construct(call, "AWS::ECS::CapacityProvider", arranged).resource, group, props)


def _enabled(value: Value, otherwise: bool) -> Value:
    if value.is_absent():
        return default("ENABLED" if otherwise else "DISABLED")
    if value.is_(True) or value.is_(False):
        word = default("ENABLED" if value.is_(True) else "DISABLED")
        word.origin = value.origin
        return word
    return Unknown("a switch", (value,), origin=value.origin)


def _managed(props: Arguments) -> MappingValue:
    target = props.get("target_capacity_percent")
    made = block(status=default("ENABLED"), target_capacity=default(100) if target.is_absent() else target)
    for name in ("maximum_scaling_step_size", "minimum_scaling_step_size", "instance_warmup_period"):
        value = props.get(name)
        if not value.is_absent():
            made.entries[name] = MapEntry(value)
    return made


def add_provider(call: Call, cluster: ClusterThing) -> Node:
    """``cluster.addAsgCapacityProvider(provider)``: the group's machines join the cluster."""
    provider = call.thing(0, "provider")
    if not isinstance(provider, CapacityProvider):
        return cluster.provide(call, Unknown("a provider"))
    if call.world.shared.get(key := ("capacity", id(cluster), id(provider))) is not None:
        return Opaque()
    call.world.shared[key] = provider
    cluster.provide(call, ResourceReference(provider.resource, "name"))
    if isinstance(provider.group, AutoScalingGroupThing):
        _join(call, cluster, provider.group, call.props(1), provider.bottlerocket, drains=provider.drains)
    return Opaque()


def add_group(call: Call, cluster: ClusterThing) -> Node:
    """``cluster.addAutoScalingGroup(group)``."""
    group = call.thing(0, "auto_scaling_group")
    if not isinstance(group, AutoScalingGroupThing):
        cluster.connections.open = True
        return Opaque()
    return _add(call, cluster, group, call.props(1))


def _add(call: Call, cluster: ClusterThing, group: AutoScalingGroupThing, options: Arguments) -> Node:
    cluster.connections.add(*group.connections.groups)
    cluster.connections.open = cluster.connections.open or group.connections.open
    _join(call, cluster, group, options, _bottlerocket(options, None), drains=False)
    return group


def add_capacity(call: Call, cluster: ClusterThing, options: Arguments, name: str) -> AutoScalingGroupThing:
    """``cluster.addCapacity('id', options)``: a new group whose machines join the cluster."""
    image = MachineImage(Unknown("the latest image for ECS"), system="linux")
    group = make_scaling_group(call, options.plus(vpc=cluster.vpc, machine_image=image), name, implied=True)
    _add(call, cluster, group, options)
    return group


def _bottlerocket(props: Arguments, image: Thing | None) -> bool | None:
    """Whether machines have the system that is made for containers; None when that is not known."""
    kind = props.get("machine_image_type")
    if not kind.is_absent():
        number, word = kind.number(), kind.text()
        if number is None and word is None:
            return None
        return number == 1 or word == "BOTTLEROCKET"
    given = image if image is not None else props.thing("machine_image")
    return isinstance(given, MachineImage) and given.bottlerocket


def _join(
    call: Call,
    cluster: ClusterThing,
    group: AutoScalingGroupThing,
    options: Arguments,
    bottlerocket: bool | None,
    *,
    drains: bool | None,
) -> None:
    """Let the machines of a group join a cluster, and leave it in good order."""
    world = call.world
    name, arn = (ResourceReference(cluster.resource, n) for n in ("name", "arn"))
    role = group.launched.role
    script = group.launched.script
    if script is not None and (bottlerocket is None or script.system == "windows"):
        script.lines.append(Unknown("what lets machines join the cluster"))
    elif bottlerocket:
        group.start(default("[settings.ecs]"), Template(('cluster = "', name, '"')))
    else:
        group.start(Template(("echo ECS_CLUSTER=", name, " >> /etc/ecs/ecs.config")))
        if not options.get("spot_instance_draining").is_absent() and script is not None:
            script.lines.append(Unknown("a command for spot machines"))
    if isinstance(role, Identity):
        _permit(world, role, arn, bottlerocket=bool(bottlerocket))
    time = options.node("task_drain_time")
    seconds = time.seconds if isinstance(time, Duration) else None
    if drains or seconds == 0:
        return
    drain(
        call,
        group,
        cluster,
        options,
        None if options.raw("task_drain_time") is not None and seconds is None else seconds or 300,
        certain=drains is False,
    )


def _permit(world: World, role: Identity, arn: Value, *, bottlerocket: bool) -> None:
    """What the agent on a machine needs."""
    if bottlerocket:
        for policy in _MANAGED:
            role.attach(aws_policy(world, policy))
    register = ["ecs:DeregisterContainerInstance", "ecs:RegisterContainerInstance", "ecs:Submit*"]
    role.allow(permission(register, [arn]))
    only = block(ArnEquals=MappingValue({"ecs:cluster": MapEntry(arn)}))
    role.allow(permission(["ecs:Poll", "ecs:StartTelemetrySession"], ["*"], only))
    agent = [
        "ecs:DiscoverPollEndpoint",
        "ecr:GetAuthorizationToken",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
    ]
    role.allow(permission(agent, ["*"]))


RECIPES: Mapping[str, Recipe] = MappingProxyType({"aws-ecs.AsgCapacityProvider": _provider})
