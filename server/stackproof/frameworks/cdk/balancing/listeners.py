"""Listeners of load balancers in the CDK: protocols, certificates, actions, rules."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.balancing.actions import Action, action_of, forward
from stackproof.frameworks.cdk.balancing.rules import make_rule, needs_rule
from stackproof.frameworks.cdk.balancing.targetgroups import make_group, protocol_and_port
from stackproof.frameworks.cdk.balancing.targets import Target, TargetGroup
from stackproof.frameworks.cdk.balancing.tls import (
    certificate_arns,
    certify,
    further_certificate,
    mutual_authentication,
    post_quantum,
)
from stackproof.frameworks.cdk.connections import Connections
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.peers import Peer, Ports, tcp
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import Absent, MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value

_CONDITIONS = ("priority", "conditions", "path_pattern", "path_patterns", "host_header")


class Listener(Made):
    """A listener of a load balancer, whose connections and VPC may not be known."""

    def __init__(self, world: World, resource: Resource, balancer: Made | None, kind: str) -> None:
        super().__init__(resource, {"listener_arn": "arn"})
        self.world = world
        self.balancer = balancer
        self.kind = kind
        self.methods["add_certificates"] = lambda c: self._certificates(c, c.argument(1, "certificates"))
        self.methods["add_certificate_arns"] = lambda c: self._certificates(c, c.argument(1, "arns"))
        self.methods["add_targets"] = self._targets
        self.methods["add_target_groups"] = self._groups
        self.methods["add_action"] = self._action
        for name in ("add_fixed_response", "add_redirect_response"):
            self.methods[name] = lambda c, n=name: self._answer(c, n)  # type: ignore[misc]
        for name in ("set_attribute", "remove_attribute"):
            self.methods[name] = lambda c: Opaque()

    @property
    def connections(self) -> Connections:
        """The groups of the load balancer, with the listener's own port."""
        found = self.balancer.attributes.get("connections") if self.balancer is not None else None
        port = self.resource["port"]
        ports = None if port.is_absent() else tcp(port)
        if not isinstance(found, Connections):
            return Connections(self.world, default=ports, open=True)
        return Connections(self.world, found.groups, default=ports, open=found.open)

    def attribute(self, name: str) -> Node | None:
        if name == "connections":
            return self.connections
        if name == "load_balancer":
            return self.balancer if self.balancer is not None else Opaque((self.value(),))
        return super().attribute(name)

    def reach(self, target: Connections, ports: Ports | None, certain: bool) -> None:
        """Let the load balancer reach a target."""
        if self.kind != "application":
            return
        balancer = self.balancer.attributes.get("connections") if self.balancer is not None else None
        front = balancer if isinstance(balancer, Connections) else None
        target.allow("ingress", front, ports, Scalar("Load balancer to target"), certain=certain)

    def act(self, action: Action, *, certain: bool = True, entry: MapEntry | None = None) -> None:
        """Do this with what no rule takes."""
        value: Value = action.listed()
        put(self.resource, "default_action", value if certain else Unknown("an action", (value,)), entry)
        action.bind(self, certain=certain)

    def send_all(self, group: TargetGroup) -> None:
        """Send what no rule takes to a group."""
        self.act(forward([group]))

    def send(self, call: Call, props: Arguments, name: str, target: Target) -> TargetGroup:
        """Make a group with one target and send requests to it."""
        vpc = self.balancer.attributes.get("vpc") if self.balancer is not None else None
        group = make_group(
            call,
            _without(props, *_CONDITIONS),
            f"{self.resource.name}/{name}Group",
            implied=True,
            application=self.kind == "application",
            vpc=vpc if isinstance(vpc, Thing) else None,
            fallback=self.resource["protocol"] if self.kind != "application" else None,
        )
        target.register(call, group)
        self._do(call, forward([group]), props, name=name)
        return group

    def _certificates(self, call: Call, written: Value | None) -> Node:
        arns = certificate_arns(call.world, written) if written is not None else None
        current = self.resource.properties.entries.get("certificate_arn")
        missing = current is None or isinstance(current.value, Absent)
        if arns is None or not call.certain:
            if missing:
                unclear = Unknown("certificates added later", origin=call.construction.origin)
                put(self.resource, "certificate_arn", unclear)
            return Opaque()
        if missing and arns:
            put(self.resource, "certificate_arn", arns[0])
            arns = arns[1:]
        for arn in arns:
            further_certificate(call.world, self.resource, arn)
        return Opaque()

    def _targets(self, call: Call) -> Node:
        props = call.props(1)
        vpc = self.balancer.attributes.get("vpc") if self.balancer is not None else None
        group = make_group(
            call,
            _without(props, *_CONDITIONS),
            f"{self.resource.name}/{self.world.name(call, 0)}Group",
            implied=True,
            application=self.kind == "application",
            vpc=vpc if isinstance(vpc, Thing) else None,
            fallback=self.resource["protocol"] if self.kind != "application" else None,
        )
        self._do(call, forward([group]), props)
        return group

    def _groups(self, call: Call) -> Node:
        world = call.world
        if self.kind != "application":
            # The groups of a network listener are listed after the id.
            things = [world.node(v) for v in call.positional[1:]]
            named = call.argument(1, "target_groups")
            if isinstance(named, Sequence):
                things = [world.node(v) for v in named.elements]
            groups = [t for t in things if isinstance(t, TargetGroup)]
            known = len(groups) == len(things) and not call.construction.arguments.open
            self.act(forward(groups) if known else Action.unknown(world), certain=call.certain)
            return Opaque()
        props = call.props(1)
        written = props.raw("target_groups")
        found = world.things(written) if written is not None else None
        groups = [t for t in found or () if isinstance(t, TargetGroup)]
        whole = found is not None and len(groups) == len(found)
        action = forward(groups) if whole else _mixed(world, written, found)
        self._do(call, action, props)
        return Opaque()

    def _action(self, call: Call) -> Node:
        props = call.props(1)
        self._do(call, action_of(call.world, props.raw("action")), props, props.entry("action"))
        return Opaque()

    def _answer(self, call: Call, method: str) -> Node:
        """``addFixedResponse`` and ``addRedirectResponse``, both of old."""
        from stackproof.frameworks.cdk.balancing.actions import fixed_response, old_redirect

        props = call.props(1)
        action = fixed_response(props) if "fixed" in method else old_redirect(props)
        self._do(call, action, props)
        return Opaque()

    def _do(
        self, call: Call, action: Action, props: Arguments, entry: MapEntry | None = None, name: str = ""
    ) -> None:
        wanted = needs_rule(props)
        if wanted is None:
            self.world.open(self, "rule", "a rule or the default action", call.construction.origin)
            action.bind(self, certain=False)
        elif wanted:
            make_rule(
                call, self, action, props, f"{self.resource.name}/{name or self.world.name(call, 0)}Rule"
            )
        else:
            self.act(action, certain=call.certain, entry=entry)


def _without(props: Arguments, *names: str) -> Arguments:
    entries = {k: e for k, e in props.entries.items() if k not in names}
    return Arguments(props.world, entries, props.open, props.origin)


def _mixed(world: World, written: Value | None, found: list[Thing] | None) -> Action:
    """Groups of which some come from outside, or are not known."""
    if found is not None and all(isinstance(t, Made) for t in found):
        return forward([t for t in found if isinstance(t, Made)])
    return Action.unknown(world, (world.fold(written),) if written is not None else ())


def make_listener(
    call: Call, balancer: Made | None, props: Arguments, name: str, *, implied: bool, kind: str = ""
) -> Listener:
    """A listener, with its certificates, its default action, and the rule that lets everybody reach it."""
    world = call.world
    kind = kind or balancer_kind(call, balancer)
    arranged = Arranged(props)
    if balancer is not None:
        arranged.put("load_balancer_arn", ResourceReference(balancer.resource, "arn"), "load_balancer")
    else:
        arranged.put("load_balancer_arn", Unknown("a load balancer"), "load_balancer")
    written = props.raw("certificates")
    if written is None:
        written = props.raw("certificate_arns")
    arns = certificate_arns(world, written) if written is not None else []
    protocol, port = _protocol(kind, props, bool(arns))
    for argument, value in (("protocol", protocol), ("port", port)):
        if not value.is_absent():
            arranged.put(argument, value, argument)
    arranged.copy("ssl_policy", "alpn_policy")
    post_quantum(world, arranged, protocol)
    idle = props.get("tcp_idle_timeout")
    if not idle.is_absent():
        arranged.keep("tcp_idle_timeout_seconds", idle, "tcp_idle_timeout")
    mutual_authentication(arranged, props)
    for read in ("open", "default_action", "default_target_groups"):
        props.entry(read)
    resource = describe(
        world, "AWS::ElasticLoadBalancingV2::Listener", name, arranged, implied=implied
    ).resource
    certify(world, resource, props, written, arns)
    made = Listener(world, resource, balancer, kind)
    _default_action(made, props)
    if kind == "application":
        _open(made, props)
    return made


def _protocol(kind: str, props: Arguments, certificates: bool) -> tuple[Value, Value]:
    """The protocol and port as given, or as the library derives them."""
    if kind == "application":
        return protocol_and_port(props)
    protocol = props.get("protocol")
    if protocol.is_absent():
        protocol = default("TLS" if certificates else "GENEVE" if kind == "gateway" else "TCP")
    return protocol, props.get("port")


def _default_action(listener: Listener, props: Arguments) -> None:
    world = listener.world
    action, groups = props.raw("default_action"), props.raw("default_target_groups")
    if action is not None:
        listener.act(action_of(world, action), entry=props.entry("default_action"))
    elif groups is not None:
        found = world.things(groups)
        known = found is not None and all(isinstance(t, Made) for t in found)
        made = [t for t in found or () if isinstance(t, Made)]
        listener.act(
            forward(made) if known else Action.unknown(world, (world.fold(groups),)),
            entry=props.entry("default_target_groups"),
        )


def _open(listener: Listener, props: Arguments) -> None:
    """Everybody may reach an application's listener unless told otherwise."""
    wanted = props.get("open")
    if wanted.is_(False):
        return
    port = listener.resource["port"]
    number = port.number()
    said: Value = (
        Scalar(f"Allow from anyone on port {number}") if number is not None else Unknown("a description")
    )
    sure = wanted.is_absent() or wanted.is_(True)
    anyone = Connections(listener.world, peer=Peer("ipv4", Scalar("0.0.0.0/0")))
    mine = listener.connections
    mine.allow("ingress", anyone, mine.default, said, certain=sure)
    family = listener.balancer.resource["ip_address_type"] if listener.balancer is not None else None
    if family is not None and family.is_("dualstack"):
        six = Connections(listener.world, peer=Peer("ipv6", Scalar("::/0")))
        mine.allow("ingress", six, mine.default, said, certain=sure)


def balancer_kind(call: Call, balancer: Made | None) -> str:
    """Terraform's ``application``, ``network`` or ``gateway``."""
    known = balancer.resource["load_balancer_type"].text() if balancer is not None else None
    if known is not None:
        return known
    located = call.located
    return "network" if located is not None and located.names[0].startswith("Network") else "application"


def _listener(call: Call) -> Node:
    props = call.props()
    balancer = props.thing("load_balancer")
    return make_listener(
        call, balancer if isinstance(balancer, Made) else None, props, call.world.name(call), implied=False
    )


_E = "aws-elasticloadbalancingv2"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_E}.ApplicationListener": _listener,
        f"{_E}.NetworkListener": _listener,
    }
)
