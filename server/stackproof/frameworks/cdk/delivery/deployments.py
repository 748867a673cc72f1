"""Deployments with CodeDeploy: applications, and the groups of what is deployed to."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.amounts import Duration
from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.grants import grant
from stackproof.frameworks.cdk.iam import aws_policy, implied_role
from stackproof.frameworks.cdk.identities import Identity
from stackproof.frameworks.cdk.machines.groups import AutoScalingGroupThing
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, append, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

# By class: the platform, the id of the role, the policy of AWS, how it is deployed unless told otherwise.
_GROUPS = {
    "EcsDeploymentGroup": ("ECS", "ServiceRole", "AWSCodeDeployRoleForECS", "CodeDeployDefault.ECSAllAtOnce"),
    "LambdaDeploymentGroup": (
        "Lambda", "ServiceRole", "service-role/AWSCodeDeployRoleForLambdaLimited",
        "CodeDeployDefault.LambdaCanary10Percent5Minutes",
    ),
    "ServerDeploymentGroup": ("Server", "Role", "service-role/AWSCodeDeployRole", "CodeDeployDefault.OneAtATime"),
}  # fmt: skip
_NO_ALARMS = "@aws-cdk/aws-codedeploy:removeAlarmsFromDeploymentGroup"


class ApplicationThing(Made):
    """An application."""

    def __init__(self, resource: Resource) -> None:
        super().__init__(resource, {"application_arn": "arn", "application_name": "name"}, fragile=False)


class DeploymentGroupThing(Made):
    """A group with its application and its role; ``config`` is the name of how it is deployed."""

    def __init__(
        self, world: World, resource: Resource, application: Thing | None, role: Thing | None, config: Value
    ) -> None:
        names = {"deployment_group_arn": "arn", "deployment_group_name": "deployment_group_name"}
        super().__init__(resource, names)
        self.world = world
        self.config = config
        self.machines: list[AutoScalingGroupThing] = []
        for name, thing in (("application", application), ("role", role)):
            self.attributes[name] = thing if thing is not None else Opaque((self.value(),))
        self.attributes["deployment_config"] = Opaque((config,))
        self.methods["add_alarm"] = lambda c: self._alarm()
        self.methods["add_pre_hook"] = self._hook
        self.methods["add_post_hook"] = self._hook
        self.methods["add_auto_scaling_group"] = lambda c: self.serve(c, c.thing(0, "asg"))
        self.methods["grant_put_lifecycle_event_hook_execution_status"] = lambda c: self._report(
            c, c.argument(0, "grantee")
        )

    def _report(self, call: Call, who: Value | None) -> Node:
        arn: list[str | Value] = [ResourceReference(self.resource, "arn")]
        return grant(call, who, ["codedeploy:PutLifecycleEventHookExecutionStatus"], arn)

    def _hook(self, call: Call) -> Node:
        """A function that looks at a deployment tells what it thinks of it."""
        who = call.argument(0, "pre_hook")
        return self._report(call, who if who is not None else call.argument(0, "post_hook"))

    def _alarm(self) -> Node:
        put(self.resource, "alarm_configuration", Unknown("alarms"))
        put(self.resource, "auto_rollback_configuration", Unknown("what ends a deployment"))
        return Opaque()

    def serve(self, call: Call, group: Thing | None, *, agent: bool = True) -> Node:
        """Deploy to the machines of a group, which install what they need for that."""
        known = isinstance(group, Made)
        name: Value = (
            ResourceReference(group.resource, "name") if isinstance(group, Made) else Unknown("a group")
        )
        append(self.resource, "autoscaling_groups", name, certain=call.certain and known)
        if isinstance(group, AutoScalingGroupThing):
            self.machines.append(group)
            if agent and group.launched.script is not None:
                group.launched.script.add([Unknown("commands that install the agent")], call.certain)
        return Opaque()


def _application(platform: str) -> Recipe:
    def recipe(call: Call) -> Node:
        return _make_application(call, call.props(), call.world.name(call), platform, implied=False)

    return recipe


def _make_application(
    call: Call, props: Arguments, name: str, platform: str, *, implied: bool
) -> ApplicationThing:
    arranged = Arranged(props)
    arranged.copy("application_name")
    arranged.put("compute_platform", platform)
    made = describe(call.world, "AWS::CodeDeploy::Application", name, arranged, implied=implied)
    return ApplicationThing(made.resource)


def _group(call: Call) -> Node:
    world, props, name = call.world, call.props(), call.world.name(call)
    cls = call.located.names[-1] if call.located is not None else ""
    platform, role_id, policy, usual = _GROUPS[cls]
    role: Thing | None = props.thing("role")
    if props.raw("role") is None:
        role = implied_role(
            world, f"{name}/{role_id}", "codedeploy.amazonaws.com", "deployment-role", complete=True
        )
    application: Thing | None = props.thing("application")
    if props.raw("application") is None:
        application = _make_application(call, Arguments(world), f"{name}/Application", platform, implied=True)
    if isinstance(role, Identity):
        role.attach(aws_policy(world, policy))
    arranged = Arranged(props)
    arranged.copy("deployment_group_name")
    app: Value = (
        ResourceReference(application.resource, "name")
        if isinstance(application, Made)
        else Unknown("an application")
    )
    arranged.put("application_name", app, "application")
    role_arn: Value = ResourceReference(role.resource, "arn") if isinstance(role, Made) else Unknown("a role")
    arranged.put("service_role_arn", role_arn, "role")
    config = _config(props, usual)
    if platform != "Server" or props.raw("deployment_config") is not None:
        arranged.put("deployment_config_name", config, "deployment_config")
    _alarms(world, arranged)
    _places(arranged, platform)
    for read in (
        "alarms", "auto_rollback", "ignore_poll_alarms_failure", "ignore_alarm_configuration", "service", "alias",
        "blue_green_deployment_config", "pre_hook", "post_hook", "auto_scaling_groups", "install_agent",
        "load_balancer", "load_balancers", "ec2_instance_tags", "on_premise_instance_tags", "deployment_config",
    ):  # fmt: skip
        props.entry(read)
    resource = describe(world, "AWS::CodeDeploy::DeploymentGroup", name, arranged).resource
    made = DeploymentGroupThing(world, resource, application, role, config)
    for hook in ("pre_hook", "post_hook"):
        if (function := props.raw(hook)) is not None:
            made._report(call, function)
    groups = props.elements("auto_scaling_groups")
    agent = not props.get("install_agent").is_(False)
    for element in groups or ():
        node = world.node(element)
        made.serve(call, node if isinstance(node, Thing) else None, agent=agent)
    if groups is None and props.raw("auto_scaling_groups") is not None:
        put(resource, "autoscaling_groups", Unknown("groups"), props.entry("auto_scaling_groups"))
    return made


def _config(props: Arguments, usual: str) -> Value:
    if props.raw("deployment_config") is None:
        return default(usual)
    thing = props.thing("deployment_config")
    if isinstance(thing, Made):
        return ResourceReference(thing.resource, "deployment_config_name")
    return props.get("deployment_config")


def _alarms(world: World, arranged: Arranged) -> None:
    """Alarms that end a deployment, and what else takes it back."""
    props = arranged.props
    alarms, back = props.get("alarms"), props.nested("auto_rollback")
    some = not (alarms.is_absent() or (alarms.is_closed() and not alarms.items()))
    if some or world.flag(_NO_ALARMS) is not False or not props.get("ignore_alarm_configuration").is_absent():
        arranged.keep("alarm_configuration", Unknown("alarms", (alarms,)), "alarms")
    if some or (back is None and props.raw("auto_rollback") is not None):
        arranged.keep("auto_rollback_configuration", Unknown("what ends a deployment"), "auto_rollback")
        return
    events: list[Value] = []
    failed = back.get("failed_deployment") if back is not None else None
    stopped = back.get("stopped_deployment") if back is not None else None
    if failed is None or not failed.is_(False):
        events.append(default("DEPLOYMENT_FAILURE"))
    if stopped is not None and stopped.is_(True):
        events.append(default("DEPLOYMENT_STOP_ON_REQUEST"))
    switches = [s for s in (failed, stopped) if s is not None and not s.is_absent()]
    sure = all(s.is_(True) or s.is_(False) for s in switches)
    value: Value = (
        block(enabled=default(True), events=Sequence(events)) if events else Unknown("nothing ends it")
    )
    arranged.keep(
        "auto_rollback_configuration", value if sure else Unknown("a switch", (value,)), "auto_rollback"
    )


def _places(arranged: Arranged, platform: str) -> None:
    """What is deployed to, and how traffic moves there."""
    props = arranged.props
    if platform != "Server":
        style = block(
            deployment_type=default("BLUE_GREEN"), deployment_option=default("WITH_TRAFFIC_CONTROL")
        )
        arranged.put("deployment_style", style)
    if platform == "Server":
        for source in ("load_balancer", "load_balancers"):
            if props.raw(source) is not None:
                arranged.put(
                    "deployment_style", block(deployment_option=default("WITH_TRAFFIC_CONTROL")), source
                )
                arranged.keep("load_balancer_info", Unknown("load balancers"), source)
        if props.raw("ec2_instance_tags") is not None:
            arranged.keep("ec2_tag_set", Unknown("tags of machines"), "ec2_instance_tags")
    if platform == "ECS":
        _service(arranged)
        _colours(arranged)


def _service(arranged: Arranged) -> None:
    service = arranged.props.thing("service")
    cluster = service.attribute("cluster") if service is not None else None
    where = cluster.attribute("cluster_name") if isinstance(cluster, Thing) else None
    name: Value = (
        ResourceReference(service.resource, "name") if isinstance(service, Made) else Unknown("a service")
    )
    home: Value = where if isinstance(where, Value) else Unknown("a cluster")
    arranged.put("ecs_services", Sequence([block(cluster_name=home, service_name=name)]), "service")


def _colours(arranged: Arranged) -> None:
    """The old version and the new one."""
    options = arranged.props.nested("blue_green_deployment_config")
    source = "blue_green_deployment_config"
    if options is None:
        for name in ("blue_green_deployment_config", "load_balancer_info"):
            arranged.keep(name, Unknown("how traffic moves"), source)
        return
    wait, kept = (
        _minutes(options, "deployment_approval_wait_time"),
        _minutes(options, "termination_wait_time"),
    )
    stops = options.raw("deployment_approval_wait_time") is not None
    ready = block(
        action_on_timeout=default("STOP_DEPLOYMENT" if stops else "CONTINUE_DEPLOYMENT"),
        wait_time_in_minutes=wait,
    )
    ended = block(action=default("TERMINATE"), termination_wait_time_in_minutes=kept)
    colours = block(deployment_ready_option=ready, terminate_blue_instances_on_deployment_success=ended)
    arranged.keep("blue_green_deployment_config", colours, source)
    groups = [_named(options, f"{colour}_target_group") for colour in ("blue", "green")]
    pair: dict[str, MapEntry] = {"target_group": MapEntry(Sequence([block(name=g) for g in groups]))}
    for argument, route in (("listener", "prod_traffic_route"), ("test_listener", "test_traffic_route")):
        listener = options.thing(argument)
        if options.raw(argument) is not None:
            arn: Value = (
                ResourceReference(listener.resource, "arn")
                if isinstance(listener, Made)
                else Unknown("a listener")
            )
            pair[route] = MapEntry(block(listener_arns=Sequence([arn])))
    info = block(target_group_pair_info=MappingValue(pair))
    arranged.keep("load_balancer_info", info, source)


def _named(options: Arguments, name: str) -> Value:
    group = options.thing(name)
    return ResourceReference(group.resource, "name") if isinstance(group, Made) else Unknown("a target group")


def _minutes(options: Arguments, name: str) -> Value:
    if options.raw(name) is None:
        return default(0)
    node = options.node(name)
    seconds = node.seconds if isinstance(node, Duration) else None
    return Unknown("a time") if seconds is None else Scalar(int(seconds // 60))


def _external_application(call: Call) -> Node:
    resource = call.world.external("aws_codedeploy_app", call)
    put(resource, "name", call.folded(2, "application_name"))
    return ApplicationThing(resource)


def _external_group(call: Call) -> Node:
    props = call.props()
    resource = call.world.external("aws_codedeploy_deployment_group", call)
    put(
        resource,
        "deployment_group_name",
        props.get("deployment_group_name"),
        props.entry("deployment_group_name"),
    )
    made = DeploymentGroupThing(
        call.world, resource, props.thing("application"), None, Unknown("a configuration")
    )
    made.fragile = False
    return made


_D = "aws-codedeploy"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **{f"{_D}.{name}": _group for name in _GROUPS},
        **{
            f"{_D}.{platform}Application": _application(word)
            for platform, word in (("Ecs", "ECS"), ("Lambda", "Lambda"), ("Server", "Server"))
        },
        **{
            f"{_D}.{p}Application.from_{p.lower()}_application_name": _external_application
            for p in ("Ecs", "Lambda", "Server")
        },
        **{
            f"{_D}.{p}DeploymentGroup.from_{p.lower()}_deployment_group_attributes": _external_group
            for p in ("Ecs", "Lambda", "Server")
        },
    }
)
