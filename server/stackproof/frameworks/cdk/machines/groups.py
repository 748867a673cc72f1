"""Groups of machines that come and go: ``autoscaling.AutoScalingGroup``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.balancing.targets import Target, TargetGroup
from stackproof.frameworks.cdk.connections import Connections
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.grants import permission
from stackproof.frameworks.cdk.identities import Identity
from stackproof.frameworks.cdk.machines.groupparts import (
    health_checks,
    metrics,
    mixed_instances,
    notifications,
    specification,
    warm_pool,
)
from stackproof.frameworks.cdk.machines.groupscaling import scale
from stackproof.frameworks.cdk.machines.hooks import make_hook
from stackproof.frameworks.cdk.machines.instances import allow_sessions
from stackproof.frameworks.cdk.machines.launching import Launched, own_machines
from stackproof.frameworks.cdk.securitygroups import SecurityGroupThing, block
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, append, put
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import Certainty, ResourceReference, Scalar, Unknown, Value

# What says how the group behaves while it is updated, and what belongs to the machines.
_READ = (
    "allow_all_outbound", "ignore_unmodified_size_properties", "instance_monitoring", "key_name", "key_pair", "role",
    "instance_type", "machine_image", "user_data", "security_group", "vpc", "init", "init_options", "require_imdsv2",
    "associate_public_ip_address", "block_devices", "spot_price", "ssm_session_permissions", "update_policy", "signals",
    "vpc_subnets", "deletion_protection", "instance_lifecycle_policy",
    "migrate_to_launch_template", "update_type", "rolling_update_configuration", "resource_signal_count",
    "resource_signal_timeout", "replacing_update_min_successful_instances_percent",
    "termination_policy_custom_lambda_function_arn",
)  # fmt: skip


class AutoScalingGroupThing(Made, Target):
    """A group with what starts its machines."""

    def __init__(self, world: World, resource: Resource, launched: Launched) -> None:
        super().__init__(resource, {"auto_scaling_group_name": "name", "auto_scaling_group_arn": "arn"})
        self.world = world
        self.launched = launched
        # The group of targets whose requests are counted.
        self._balanced: TargetGroup | None = None
        self.grantee = launched.role if isinstance(launched.role, Identity) else None
        self.methods["add_user_data"] = self._commands
        self.methods["add_to_role_policy"] = self._permit
        self.methods["add_security_group"] = self._join
        self.methods["attach_to_classic_lb"] = self._attach_classic
        self.methods["attach_to_application_target_group"] = self._attach
        self.methods["attach_to_network_target_group"] = self._attach
        self.methods["protect_new_instances_from_scale_in"] = lambda c: self.protect(c.certain)
        self.methods["apply_cloud_formation_init"] = lambda c: self._initialised()
        self.methods["add_lifecycle_hook"] = lambda c: make_hook(
            c, resource, c.props(1), f"{resource.name}/{world.name(c, 0)}"
        )
        self.methods["add_warm_pool"] = lambda c: warm_pool(c, resource)

    @property
    def connections(self) -> Connections:
        """Who may reach the machines, and whom they may reach."""
        return self.launched.connections

    def attribute(self, name: str) -> Node | None:
        match name:
            case "connections":
                return self.connections
            case "role" | "user_data":
                known = self.launched.role if name == "role" else self.launched.script
                return known if known is not None else Opaque((self.value(),))
            case "os_type" | "spot_price" | "max_instance_lifetime":
                return Opaque((self.value(),))
            case _:
                return super().attribute(name)

    def call(self, method: str, call: Call) -> Node | None:
        if (found := scale(call, method, self.resource, self._balanced)) is not None:
            return found
        if method.startswith("are_new_instances"):
            return Unknown("whether machines are protected")
        return super().call(method, call)

    def register(self, call: Call, group: TargetGroup) -> None:
        arn = ResourceReference(group.resource, "arn")
        append(self.resource, "target_group_arns", arn, certain=call.certain)
        group.kind("instance")
        if group.application:
            self._balanced = group
            group.connect(self.connections, None, certain=call.certain)

    def protect(self, certain: bool) -> Node:
        """Keep new machines when the group shrinks."""
        put(self.resource, "protect_from_scale_in", Scalar(True) if certain else Unknown("a switch"))
        return Opaque()

    def start(self, *commands: Value) -> None:
        """Add commands to the start script."""
        if self.launched.script is not None:
            self.launched.script.add(list(commands), certain=True)

    def _commands(self, call: Call) -> Node:
        if self.launched.script is not None:
            self.launched.script.add(call.rest(0), call.certain)
        return Opaque()

    def _permit(self, call: Call) -> Node:
        role = self.launched.role
        return (role.call("add_to_principal_policy", call) if role is not None else None) or Opaque()

    def _join(self, call: Call) -> Node:
        group = call.thing(0, "security_group")
        known = isinstance(group, SecurityGroupThing)
        value: Value = (
            ResourceReference(group.resource, "id") if isinstance(group, Made) else Unknown("a group")
        )
        self.launched.join(value, call.certain and known)
        if isinstance(group, SecurityGroupThing):
            self.connections.add(group)
        return Opaque()

    def _attach(self, call: Call) -> Node:
        group = call.thing(0, "target_group")
        if isinstance(group, TargetGroup):
            self.register(call, group)
        else:
            append(self.resource, "target_group_arns", Unknown("a target group"), certain=False)
        return Opaque()

    def _attach_classic(self, call: Call) -> Node:
        balancer = call.thing(0, "load_balancer")
        known = isinstance(balancer, Made)
        name: Value = (
            ResourceReference(balancer.resource, "name") if isinstance(balancer, Made) else Unknown("one")
        )
        append(self.resource, "load_balancers", name, certain=call.certain and known)
        return Opaque()

    def _initialised(self) -> Node:
        """Initialisation adds commands to the start script."""
        if self.launched.script is not None:
            self.launched.script.lines.append(Unknown("commands that start the initialisation"))
        return Opaque()


def _group(call: Call) -> Node:
    return make_scaling_group(call, call.props(), call.world.name(call), implied=False)


def make_scaling_group(call: Call, props: Arguments, name: str, *, implied: bool) -> AutoScalingGroupThing:
    """A group, with machines of its own unless it is given a template for them."""
    world = call.world
    arranged = Arranged(props)
    launched = _machines(call, props, arranged, name)
    allow_sessions(world, launched.role, props.get("ssm_session_permissions"))
    _sizes(arranged, props)
    arranged.copy(
        "auto_scaling_group_name", "cooldown", "max_instance_lifetime", "new_instances_protected_from_scale_in",
        "default_instance_warmup", "capacity_rebalance",
    )  # fmt: skip
    spread = props.get("az_capacity_distribution_strategy")
    if not spread.is_absent():
        told = block(capacity_distribution_strategy=spread)
        unclear = Unknown("how machines are spread", (spread,), origin=spread.origin)
        arranged.put(
            "availability_zone_distribution",
            told if spread.is_present() else unclear,
            "az_capacity_distribution_strategy",
        )
    health_checks(arranged, props)
    metrics(arranged, props)
    notifications(arranged, props)
    _policies(arranged, props)
    healthy = {n: props.get(n) for n in ("min_healthy_percentage", "max_healthy_percentage")}
    if not all(v.is_absent() for v in healthy.values()):
        arranged.keep(
            "instance_maintenance_policy", block(Certainty.WRITTEN, **healthy), "min_healthy_percentage"
        )
    vpc = props.thing("vpc")
    subnets: Value = Unknown("subnets of a VPC that is not known")
    if isinstance(vpc, VpcThing):
        subnets = vpc.subnet_ids(props)
    arranged.keep("vpc_zone_identifier", subnets, "vpc_subnets")
    for read in _READ:
        props.entry(read)
    resource = describe(world, "AWS::AutoScaling::AutoScalingGroup", name, arranged, implied=implied).resource
    made = AutoScalingGroupThing(world, resource, launched)
    if props.raw("signals") is not None and isinstance(launched.role, Identity):
        launched.role.allow(permission(["cloudformation:SignalResource"], [Unknown("the id of the stack")]))
    if props.raw("init") is not None:
        made._initialised()
    return made


def _machines(call: Call, props: Arguments, arranged: Arranged, name: str) -> Launched:
    """What starts the machines: a template that is given, or what the library makes."""
    if (mixed := props.nested("mixed_instances_policy")) is not None:
        arranged.put("mixed_instances_policy", mixed_instances(mixed), "mixed_instances_policy")
        return Launched.by(call.world, mixed.thing("launch_template"))
    if props.raw("mixed_instances_policy") is not None:
        arranged.put("mixed_instances_policy", Unknown("a policy"), "mixed_instances_policy")
        return Launched.by(call.world, None)
    if props.raw("launch_template") is not None:
        template = props.thing("launch_template")
        arranged.put("launch_template", specification(template), "launch_template")
        return Launched.by(call.world, template)
    return own_machines(call, props, arranged, name)


def _sizes(arranged: Arranged, props: Arguments) -> None:
    least, most, wanted = (props.get(f"{n}_capacity") for n in ("min", "max", "desired"))
    arranged.put("min_size", default(1) if least.is_absent() else least, "min_capacity")
    if most.is_absent():
        number = 1 if least.is_absent() else least.number()
        source = "desired_capacity"
        if wanted.is_absent():
            source = "min_capacity"
            wanted = default(int(max(number, 1))) if number is not None else Unknown("a size", (least,))
        arranged.put("max_size", wanted, source)
    else:
        arranged.put("max_size", most, "max_capacity")
    arranged.copy("desired_capacity")


def _policies(arranged: Arranged, props: Arguments) -> None:
    policies = props.get("termination_policies")
    if policies.is_absent():
        return
    custom = props.get("termination_policy_custom_lambda_function_arn")
    arranged.put(
        "termination_policies",
        policies if custom.is_absent() else Unknown("policies with one of the author's", (policies, custom)),
        "termination_policies",
    )


def _external(call: Call) -> Node:
    name = call.folded(2, "auto_scaling_group_name")
    resource = call.world.external("aws_autoscaling_group", call)
    put(resource, "name", name)
    made = AutoScalingGroupThing(call.world, resource, Launched.by(call.world, None))
    made.fragile = False
    return made


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-autoscaling.AutoScalingGroup": _group,
        "aws-autoscaling.AutoScalingGroup.from_auto_scaling_group_name": _external,
    }
)
