"""ECS services of the CDK, their targets, and what is added to them."""

from __future__ import annotations

from stackproof.frameworks.cdk.arguments import Arguments, Call, arguments_of
from stackproof.frameworks.cdk.balancing.targets import Target, TargetGroup
from stackproof.frameworks.cdk.connections import Connections
from stackproof.frameworks.cdk.ecs.containers import Container
from stackproof.frameworks.cdk.ecs.discovery import associate, connect_services, discover
from stackproof.frameworks.cdk.ecs.tasks import TaskThing
from stackproof.frameworks.cdk.ecs.taskscaling import scale_tasks
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, append, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Unknown, Value


class ServiceThing(Made, Target):
    """A service of any launch type, its task definition and its cluster."""

    def __init__(
        self,
        world: World,
        resource: Resource,
        task: Thing | None,
        cluster: Thing | None,
        connections: Connections,
    ) -> None:
        super().__init__(resource, {"service_arn": "id", "service_name": "name"}, fragile=False)
        self.world = world
        self.task = task
        self.attributes["connections"] = connections
        if cluster is not None:
            self.attributes["cluster"] = cluster
        if task is not None:
            self.attributes["task_definition"] = task
        self.methods["attach_to_application_target_group"] = self._attach
        self.methods["attach_to_network_target_group"] = self._attach
        self.methods["attach_to_classic_lb"] = self._classic
        self.methods["load_balancer_target"] = self._target
        self.methods["register_load_balancer_targets"] = self._register_all
        self.methods["enable_cloud_map"] = lambda c: discover(c, self, c.props(0))
        self.methods["associate_cloud_map_service"] = lambda c: associate(c, self, c.props(0))
        self.methods["enable_service_connect"] = lambda c: connect_services(c, self, c.props(0))
        self.methods["auto_scale_task_count"] = lambda c: scale_tasks(c, self, cluster)
        self.methods["add_placement_constraints"] = lambda c: self._placement("placement_constraints", c)
        self.methods["add_placement_strategies"] = lambda c: self._placement("ordered_placement_strategy", c)
        self.methods["enable_deployment_alarms"] = self._alarms
        self.methods["add_volume"] = lambda c: self._unclear("volume_configuration")
        self.methods["add_lifecycle_hook"] = lambda c: self._unclear("deployment_configuration")
        self.methods["force_new_deployment"] = lambda c: self._unclear("force_new_deployment")

    @property
    def connections(self) -> Connections:
        """The groups of its tasks."""
        found = self.attributes["connections"]
        assert isinstance(found, Connections)
        return found

    def attribute(self, name: str) -> Node | None:
        if name in ("cluster", "cloud_map_service", "load_balancers", "task_definition"):
            return self.attributes.get(name) or Opaque((self.value(),))
        return super().attribute(name)

    def register(self, call: Call, group: TargetGroup) -> None:
        task = self.task
        found = task.default_container() if isinstance(task, TaskThing) else None
        self.serve(call, group, found, None)

    def serve(
        self,
        call: Call,
        group: TargetGroup,
        container: Container | None,
        port: Value | None,
        *,
        typed: bool = True,
    ) -> None:
        """Register a container with a group, whose load balancers may then reach the tasks."""
        task = self.task if isinstance(self.task, TaskThing) else None
        json = container.json if container is not None else Unknown("a container")
        mapping = _mapping(json, port)
        reached = port if port is not None else mapping.get("containerPort")
        self._listed(
            call,
            block(
                target_group_arn=ResourceReference(group.resource, "arn"),
                container_name=json.get("name"),
                container_port=reached if not reached.is_absent() else Unknown("a port"),
            ),
        )
        if typed:
            mode = task.resource["network_mode"] if task is not None else Unknown("a network mode")
            awsvpc = mode.is_("awsvpc")
            known = awsvpc or mode.is_not("awsvpc")
            kind = "ip" if awsvpc else "instance"
            group.kind(kind if known else Unknown("follows from the network mode"))
        if group.application:
            ports = task.ports(mapping) if task is not None else None
            group.connect(self.connections, ports, certain=call.certain)
        group.wait(self.resource)

    def _listed(self, call: Call, value: Value) -> None:
        append(self.resource, "load_balancer", value, certain=call.certain)
        if "health_check_grace_period_seconds" not in self.resource.properties.entries:
            sixty = default(60)
            period = sixty if call.certain else Unknown("60 behind a load balancer", (sixty,))
            put(self.resource, "health_check_grace_period_seconds", period)

    def _attach(self, call: Call) -> Node:
        group = call.thing(0, "target_group")
        if isinstance(group, TargetGroup):
            task = self.task
            found = task.default_container() if isinstance(task, TaskThing) else None
            self.serve(call, group, found, None, typed=False)
        else:
            self._listed(call, Unknown("a target group"))
        return Opaque()

    def _classic(self, call: Call) -> Node:
        balancer = call.thing(0, "load_balancer")
        name: Value = Unknown("a load balancer")
        if isinstance(balancer, Made):
            name = ResourceReference(balancer.resource, "name")
        task = self.task
        found = task.default_container() if isinstance(task, TaskThing) else None
        json = found.json if found is not None else Unknown("a container")
        port = json.get("portMappings", 0, "containerPort")
        self._listed(call, block(elb_name=name, container_name=json.get("name"), container_port=port))
        return Opaque()

    def _target(self, call: Call) -> Node:
        return self.target(call.props(0))

    def target(self, props: Arguments) -> ServiceTarget:
        """One container of the service as a target."""
        name = props.get("container_name").text()
        task = self.task
        listed = task.listed if isinstance(task, TaskThing) else []
        found = next((c for c in listed if name is not None and c.json.get("name").is_(name)), None)
        port = props.get("container_port")
        return ServiceTarget(self, found, None if port.is_absent() else port)

    def _register_all(self, call: Call) -> Node:
        """Targets with the listeners that they are for."""
        for value in call.positional:
            inner = arguments_of(self.world, value)
            listener = inner.node("listener") if inner is not None else None
            if inner is None or not isinstance(listener, ListenerConfig):
                self.world.open(self, "target", "a listener that is not known", call.construction.origin)
                continue
            listener.add(call, self.target(inner), inner.get("new_target_group_id"))
        return Opaque()

    def _placement(self, name: str, call: Call) -> Node:
        for value in call.positional:
            append(self.resource, name, call.world.fold(value), certain=call.certain)
        return Opaque()

    def _alarms(self, call: Call) -> Node:
        names = call.folded(0, "alarm_names")
        behaviour = call.props(1).get("behavior")
        rollback = Scalar(True) if behaviour.is_absent() else Unknown("a reaction to alarms")
        alarms = block(enable=True, rollback=rollback)
        alarms.entries["alarm_names"] = MapEntry(names if names is not None else Unknown("alarms"))
        put(self.resource, "alarms", alarms if call.certain else Unknown("alarms", (alarms,)))
        return Opaque()

    def _unclear(self, name: str) -> Node:
        put(self.resource, name, Unknown(name))
        return Opaque()


class ServiceTarget(Target):
    """One container of a service, on one of its ports."""

    def __init__(self, service: ServiceThing, container: Container | None, port: Value | None) -> None:
        self._service = service
        self._container = container
        self._port = port

    def value(self) -> Value:
        return Unknown("a target", (self._service.value(),))

    def attribute(self, name: str) -> Node | None:
        return self._service.connections if name == "connections" else None

    def register(self, call: Call, group: TargetGroup) -> None:
        self._service.serve(call, group, self._container, self._port)


class ListenerConfig(Thing):
    """``ListenerConfig.applicationListener(listener, props)``: what a listener sends to a target."""

    def __init__(self, listener: Thing | None, props: Arguments) -> None:
        self._listener = listener
        self._props = props

    def add(self, call: Call, target: ServiceTarget, name: Value) -> None:
        """Make a group for a target and send requests to it."""
        from stackproof.frameworks.cdk.balancing.listeners import Listener

        if not isinstance(self._listener, Listener):
            return
        shown = name.text() or "*"
        entries = dict(self._props.entries)
        if self._props.raw("port") is None:
            protocol = self._props.get("protocol")
            entries["port"] = MapEntry(default(443 if protocol.is_("HTTPS") else 80))
        props = Arguments(call.world, entries, self._props.open, self._props.origin)
        self._listener.send(call, props, shown, target)


def _mapping(json: Value, port: Value | None) -> Value:
    """The mapping of a port, or the first one."""
    mappings = json.get("portMappings")
    number = port.number() if port is not None else None
    for mapping in mappings.items():
        if number is not None and mapping.get("containerPort").is_(number):
            return mapping
    return mappings.get(0) if port is None else Unknown("a port mapping", (mappings,))
