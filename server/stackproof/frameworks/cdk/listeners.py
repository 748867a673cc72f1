"""Listeners of load balancers in the CDK: protocols, certificates, actions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.targetgroups import make_group
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, append, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import Absent, MapEntry, ResourceReference, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_HTTP_PORTS = (80, 8000, 8008, 8080)


_HTTPS_PORTS = (443, 8443)


class Listener(Made):
    """A listener."""

    def __init__(self, world: World, resource: Resource) -> None:
        super().__init__(resource, {"listener_arn": "arn"})
        self.world = world
        self.methods["add_certificates"] = lambda c: self._certificates(c, c.argument(1, "certificates"))
        self.methods["add_certificate_arns"] = lambda c: self._certificates(c, c.argument(1, "arns"))
        self.methods["add_targets"] = self._targets
        self.methods["add_target_groups"] = self._groups
        self.methods["add_action"] = self._action
        for name in (
            "add_fixed_response",
            "add_redirect_response",
            "register_connectable",
            "set_attribute",
            "remove_attribute",
        ):
            self.methods[name] = lambda c: Opaque()

    def attribute(self, name: str) -> Node | None:
        if name in ("connections", "load_balancer"):
            return Opaque((self.value(),))
        return super().attribute(name)

    def _certificates(self, call: Call, written: Value | None) -> Node:
        arns = certificate_arns(call.world, written) if written is not None else None
        current = self.resource.properties.entries.get("certificate_arn")
        missing = current is None or isinstance(current.value, Absent)
        if arns is None or not call.certain:
            if missing:
                put(
                    self.resource,
                    "certificate_arn",
                    Unknown("certificates added later", origin=call.construction.origin),
                )
            return Opaque()
        if missing and arns:
            put(self.resource, "certificate_arn", arns[0])
            arns = arns[1:]
        for arn in arns:
            call.world.add(
                "aws_lb_listener_certificate",
                self.resource.name,
                {"listener_arn": ResourceReference(self.resource, "arn"), "certificate_arn": arn},
            )
        return Opaque()

    def _targets(self, call: Call) -> Node:
        props = call.props(1)
        group = make_group(call, props, f"{self.resource.name}/{self.world.name(call, 0)}Group", implied=True)
        self._forward(call, [group.resource], props)
        return group

    def _groups(self, call: Call) -> Node:
        props = call.props(1)
        written = props.raw("target_groups")
        things = call.world.things(written) if written is not None else None
        if things is None:
            put(self.resource, "default_action", Unknown("target groups"))
            return Opaque()
        self._forward(call, [t.resource for t in things if isinstance(t, Made)], props)
        return Opaque()

    def _forward(self, call: Call, groups: list[Resource], props: Arguments) -> None:
        actions: list[Value] = [
            block(type="forward", target_group_arn=ResourceReference(g, "arn")) for g in groups
        ]
        if props.raw("priority") is not None or props.raw("conditions") is not None:
            call.world.add(
                "aws_lb_listener_rule",
                f"{self.resource.name}/Rule",
                {"listener_arn": ResourceReference(self.resource, "arn"), "action": Sequence(actions)},
            )
            return
        for action in actions:
            append(self.resource, "default_action", action, certain=call.certain)

    def _action(self, call: Call) -> Node:
        props = call.props(1)
        action = props.get("action")
        if props.raw("priority") is None and props.raw("conditions") is None:
            put(self.resource, "default_action", Sequence([action]), props.entry("action"))
        return Opaque()


def certificate_arns(world: World, value: Value) -> list[Value] | None:
    """The ARNs of certificates given as constructs, as ``ListenerCertificate``s or as texts; None when not all are known."""
    elements = world.elements(value)
    if elements is None:
        return None
    found: list[Value] = []
    for element in elements:
        node = world.node(element)
        if isinstance(node, Made):
            found.append(ResourceReference(node.resource, "arn", origin=element.origin))
        elif node is None:
            found.append(Unknown("a certificate", (world.fold(element),), origin=element.origin))
        else:
            found.append(node.value() if isinstance(node, Thing) else node)
    return found


def _protocol(world: World, balancer: str, props: Arguments, certificates: bool) -> Value:
    """The protocol as given, or as the library derives it from the port."""
    written = props.get("protocol")
    if not written.is_absent():
        return written
    if balancer == "network":
        return default("TLS" if certificates else "TCP")
    port = props.get("port")
    if port.is_any_of(*_HTTPS_PORTS):
        return default("HTTPS")
    if port.is_any_of(*_HTTP_PORTS):
        return default("HTTP")
    return Unknown("a protocol that follows from the port", origin=port.origin)


def make_listener(
    call: Call, balancer: Made | None, props: Arguments, name: str, *, implied: bool
) -> Listener:
    """A listener, with its default certificate and default action."""
    world = call.world
    written = props.raw("certificates")
    if written is None:
        written = props.raw("certificate_arns")
    arns = certificate_arns(world, written) if written is not None else []
    kind = balancer_kind(call, balancer)
    resource = world.add("aws_lb_listener", name, implied=implied)
    if balancer is not None:
        put(resource, "load_balancer_arn", ResourceReference(balancer.resource, "arn"))
    else:
        put(resource, "load_balancer_arn", props.get("load_balancer"), props.entry("load_balancer"))
    port, protocol = props.get("port"), _protocol(world, kind, props, bool(arns))
    if port.is_absent() and protocol.is_("HTTPS"):
        port = default(443)
    elif port.is_absent() and protocol.is_("HTTP"):
        port = default(80)
    put(resource, "port", port, props.entry("port"))
    put(resource, "protocol", protocol, props.entry("protocol"))
    put(resource, "ssl_policy", props.get("ssl_policy"), props.entry("ssl_policy"))
    resource.properties.open = props.open
    resource.properties.origin = props.origin
    entry = props.entry("certificates") or props.entry("certificate_arns")
    if arns is None:
        put(
            resource,
            "certificate_arn",
            Unknown("certificates", origin=written.origin if written is not None else None),
            entry,
        )
    elif arns:
        put(resource, "certificate_arn", arns[0], entry)
    elif written is not None:
        resource.properties.entries["certificate_arn"] = MapEntry(
            Absent(origin=written.origin),
            entry.key_origin if entry else None,
            entry.origin if entry else None,
        )
    made = Listener(world, resource)
    for arn in (arns or [])[1:]:
        world.add(
            "aws_lb_listener_certificate",
            name,
            {"listener_arn": ResourceReference(resource, "arn"), "certificate_arn": arn},
        )
    _default_action(world, resource, props)
    return made


def balancer_kind(call: Call, balancer: Made | None) -> str:
    """Terraform's ``application`` or ``network``."""
    known = balancer.resource["load_balancer_type"].text() if balancer is not None else None
    if known is not None:
        return known
    located = call.located
    return "network" if located is not None and located.names[0].startswith("Network") else "application"


def _default_action(world: World, resource: Resource, props: Arguments) -> None:
    action, groups = props.raw("default_action"), props.raw("default_target_groups")
    if action is not None:
        put(resource, "default_action", Sequence([world.fold(action)]), props.entry("default_action"))
    elif groups is not None:
        things = world.things(groups)
        if things is None:
            put(resource, "default_action", Unknown("target groups"), props.entry("default_target_groups"))
        for thing in things or ():
            if isinstance(thing, Made):
                append(
                    resource,
                    "default_action",
                    block(type="forward", target_group_arn=ResourceReference(thing.resource, "arn")),
                )


def _certificate(call: Call) -> Node | None:
    """``ListenerCertificate.fromArn`` and ``fromCertificateManager``."""
    value = call.positional[0] if call.positional else None
    if value is None:
        return None
    node = call.world.node(value)
    if isinstance(node, Made):
        return ResourceReference(node.resource, "arn", origin=value.origin)
    return call.world.fold(value)


def _forward(call: Call) -> Node:
    written = call.argument(0, "target_groups")
    things = call.world.things(written) if written is not None else None
    made = [t for t in things or () if isinstance(t, Made)]
    if things is None or not made:
        return Unknown("a forward action", origin=call.construction.origin)
    return block(type="forward", target_group_arn=ResourceReference(made[0].resource, "arn"))


def _redirect_action(call: Call) -> Node:
    props = call.props(0)
    redirect = MappingValue(
        {k: MapEntry(call.world.fold(e.value), e.key_origin, e.origin) for k, e in props.entries.items()},
        open=props.open,
    )
    return block(type="redirect", redirect=redirect)


def _fixed(call: Call) -> Node:
    status = call.folded(0, "status_code")
    return block(type="fixed-response", fixed_response=block(status_code=status))


_E = "aws-elasticloadbalancingv2"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_E}.ListenerCertificate.from_arn": _certificate,
        f"{_E}.ListenerCertificate.from_certificate_manager": _certificate,
        f"{_E}.ListenerCertificate": _certificate,
        f"{_E}.ListenerAction.forward": _forward,
        f"{_E}.NetworkListenerAction.forward": _forward,
        f"{_E}.ListenerAction.redirect": _redirect_action,
        f"{_E}.ListenerAction.fixed_response": _fixed,
    }
)
