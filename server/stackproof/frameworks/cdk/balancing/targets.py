"""What load balancers send requests to: target groups, and what can be a target in them."""

from __future__ import annotations

from typing import Protocol

from stackproof.frameworks.cdk.arguments import Call
from stackproof.frameworks.cdk.cfn_balancing import TARGETS, place, typed
from stackproof.frameworks.cdk.connections import Connections
from stackproof.frameworks.cdk.core import Duration
from stackproof.frameworks.cdk.peers import Ports, tcp
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Unknown, Value

_NAMES = {
    "target_group_arn": "arn",
    "target_group_name": "name",
    "target_group_full_name": "arn_suffix",
    "first_load_balancer_full_name": "load_balancer_arn_suffix",
}


class Front(Protocol):
    """A listener that sends requests to groups, and reaches what is in them."""

    resource: Resource

    def reach(self, target: Connections, ports: Ports | None, certain: bool) -> None:
        """Let the load balancer reach a target."""
        ...


class Target(Thing):
    """Something that can be registered with a target group."""

    def register(self, call: Call, group: TargetGroup) -> None:
        """Become a target of the group."""
        raise NotImplementedError


class TargetGroup(Made):
    """A target group; ``application`` when it is one of an application load balancer."""

    def __init__(self, world: World, resource: Resource, *, application: bool) -> None:
        super().__init__(resource, dict(_NAMES))
        self.world = world
        self.application = application
        self._members: list[tuple[Connections, Ports | None]] = []
        self._fronts: list[Front] = []
        # What waits for the listeners that send requests to the group.
        self.waiting: list[Resource] = []
        self.attributes["load_balancer_attached"] = Opaque((self.value(),))
        self.attributes["metrics"] = Opaque((self.value(),))
        self.methods["add_target"] = lambda c: self.add(c, c.positional)
        self.methods["set_attribute"] = self._attribute
        self.methods["enable_cookie_stickiness"] = lambda c: self.stick(
            c.argument(0, "duration"), c.folded(1, "cookie_name"), certain=c.certain
        )
        self.methods["register_connectable"] = self._connectable
        self.methods["register_listener"] = lambda c: Opaque()

    def add(self, call: Call, targets: list[Value]) -> Node:
        """Register targets; those that are not known leave open what the group has."""
        for value in targets:
            node = self.world.node(value)
            if isinstance(node, Target):
                node.register(call, self)
            else:
                self.world.open(self, "target", "a target that is not known", value.origin)
                self.kind(Unknown("the kind of a target", origin=value.origin))
        return Opaque()

    def kind(self, name: str | Value, *, certain: bool = True) -> None:
        """What its targets are, when nothing else says so."""
        entries = self.resource.properties.entries
        if "target_type" not in entries:
            told = default(name) if isinstance(name, str) else name
            put(self.resource, "target_type", told if certain else Unknown("the kind of a target", (told,)))
            network = entries.get("vpc_id")
            if network is not None and not (certain and isinstance(name, str)):
                # Functions are in no network.
                network.value = Unknown("a VPC", (network.value,), origin=network.value.origin)
        if name == "lambda" and certain:
            for argument in ("vpc_id", "stickiness"):
                self.resource.properties.entries.pop(argument, None)

    @property
    def port(self) -> Ports | None:
        """The port on which its targets listen unless they say otherwise."""
        port = self.resource["port"]
        return None if port.is_absent() else tcp(port)

    def connect(self, member: Connections, ports: Ports | None, *, certain: bool = True) -> None:
        """The load balancers in front may reach a member."""
        ports = ports if ports is not None else self.port
        self._members.append((member, ports))
        for front in self._fronts:
            front.reach(member, ports, certain)

    def stand_behind(self, front: Front, *, certain: bool = True) -> None:
        """Get requests from a listener."""
        if any(front is known for known in self._fronts):
            return
        for member, ports in self._members:
            front.reach(member, ports, certain)
        self._fronts.append(front)
        for resource in self.waiting:
            resource.depends_on.append(ResourceReference(front.resource))

    def wait(self, resource: Resource) -> None:
        """Make a resource wait for the group's listeners."""
        self.waiting.append(resource)
        resource.depends_on.extend(ResourceReference(f.resource) for f in self._fronts)

    def stick(self, duration: Value | None, cookie: Value | None, *, certain: bool = True) -> Node:
        """Send a client to the same target each time."""
        seconds = self.world.node(duration) if duration is not None else None
        length: Value = Unknown("a duration")
        if isinstance(seconds, Duration) and seconds.seconds is not None:
            length = Scalar(int(seconds.seconds))
        own = cookie is not None
        for path, value in (
            ("stickiness.enabled", Scalar(True)),
            ("stickiness.type", Scalar("app_cookie" if own else "lb_cookie")),
            ("stickiness.cookie_duration", length),
            ("stickiness.cookie_name", cookie),
        ):
            if value is not None:
                place(self.resource, path, value if certain else Unknown("stickiness", (value,)))
        return Opaque()

    def _attribute(self, call: Call) -> Node | None:
        key, value = call.folded(0, "key"), call.folded(1, "value")
        text = key.text() if key is not None else None
        if text is None:
            return None
        path = TARGETS.get(text)
        if path is not None:
            made = typed(text, value if value is not None else Scalar(None))
            certain = made if call.certain else Unknown("an attribute that may be set", (made,))
            place(self.resource, path, certain, MapEntry(certain, None, call.construction.origin))
        return Opaque()

    def _connectable(self, call: Call) -> Node:
        from stackproof.frameworks.cdk.connections import connections_of
        from stackproof.frameworks.cdk.peers import ports_of

        found = connections_of(self.world, call.argument(0, "connectable"))
        if found is None:
            found = Connections(self.world, open=True)
        self.connect(found, ports_of(self.world, call.argument(1, "port_range")), certain=call.certain)
        return Opaque()
