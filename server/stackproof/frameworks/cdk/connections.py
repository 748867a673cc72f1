"""``connections`` of constructs: who may reach whom, as rules of the security groups on both sides."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Generic, Literal, TypeVar

from stackproof.frameworks.cdk.arguments import Call
from stackproof.frameworks.cdk.peers import Peer, Ports, ports_of
from stackproof.frameworks.cdk.thing import Node, Opaque, Thing, Things
from stackproof.model.graph import Resource
from stackproof.model.values import Scalar, Sequence, Unknown, Value

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.world import World

Direction = Literal["ingress", "egress"]
T = TypeVar("T")


class Group(Thing):
    """A security group to which rules are added."""

    def allow(
        self,
        direction: Direction,
        peer: Peer | Group | None,
        ports: Ports | None,
        description: Value | None,
        certain: bool,
    ) -> None:
        """Add one rule; ``peer`` is None when it is not known."""
        raise NotImplementedError

    def unsettle(self) -> None:
        """There may be more rules than are seen."""
        raise NotImplementedError


class _Growing(Generic[T]):
    """A list that tells those who went through it of what comes later."""

    def __init__(self, items: Iterable[T]) -> None:
        self.items = list(items)
        self._listeners: list[Callable[[T], None]] = []

    def add(self, item: T) -> None:
        self.items.append(item)
        for listener in self._listeners:
            listener(item)

    def each(self, act: Callable[[T], None]) -> None:
        for item in list(self.items):
            act(item)
        self._listeners.append(act)


class Connections(Thing):
    """The security groups of a construct, and those that stand for it in the rules of others.

    ``open`` when it may have more groups than are known.
    """

    fragile = True

    def __init__(
        self,
        world: World,
        groups: Iterable[Group] = (),
        *,
        peer: Peer | None = None,
        default: Ports | None = None,
        open: bool = False,
    ) -> None:
        self.world = world
        self.default = default
        self.open = open
        given = list(groups)
        self._groups: _Growing[Group] = _Growing(given)
        self._peers: _Growing[Peer | Group] = _Growing([*given, *([peer] if peer is not None else [])])

    @property
    def groups(self) -> list[Group]:
        """The groups known so far."""
        return list(self._groups.items)

    def value(self) -> Value:
        return Unknown("connections")

    def attribute(self, name: str) -> Node | None:
        match name:
            case "connections":
                return self
            case "security_groups":
                return Things(self._groups.items, open=self.open)
            case "default_port":
                return Opaque()
            case _:
                return None

    def add(self, *groups: Group) -> None:
        """More groups: rules that were asked for before hold for them, too."""
        for group in groups:
            self._groups.add(group)
            self._peers.add(group)

    def allow(
        self,
        direction: Direction,
        other: Connections | None,
        ports: Ports | None,
        description: Value | None = None,
        *,
        certain: bool = True,
    ) -> None:
        """Let traffic through: rules in the groups of this side, and their counterparts in those of the other."""
        if other is None:
            other = Connections(self.world, open=True)
        back: Direction = "egress" if direction == "ingress" else "ingress"
        _pair(self, other, direction, ports, description, certain)
        _pair(other, self, back, ports, description, certain)

    def unsettle(self) -> None:
        """There may be more rules in its groups than are seen."""
        for group in self._groups.items:
            group.unsettle()

    def call(self, method: str, call: Call) -> Node | None:
        handler = _METHODS.get(method)
        if handler is not None:
            handler(self, call)
            return Opaque()
        if method == "add_security_group":
            for value in call.positional:
                node = self.world.node(value)
                if isinstance(node, Group):
                    self.add(node)
                else:
                    self.open = True
                    unsettle_mentioned((self.world.fold(value),))
            return Opaque()
        return None

    def owned(self) -> list[Resource]:
        return [r for g in self._groups.items for r in g.owned()]

    def internally(self, ports: Ports | None, description: Value | None, certain: bool) -> None:
        """Let its own groups reach each other."""

        def act(group: Group) -> None:
            def rule(peer: Peer | Group) -> None:
                group.allow("ingress", peer, ports, description, certain)
                group.allow("egress", peer, ports, description, certain)

            self._peers.each(rule)

        self._groups.each(act)


def _pair(
    here: Connections,
    there: Connections,
    direction: Direction,
    ports: Ports | None,
    description: Value | None,
    certain: bool,
) -> None:
    """The rules of one side."""

    def act(group: Group) -> None:
        if there.open:
            group.allow(direction, None, ports, description, certain)
        there._peers.each(lambda peer: group.allow(direction, peer, ports, description, certain))

    here._groups.each(act)


def connections_of(world: World, value: Value | None) -> Connections | None:
    """The connections of what a value means; None when they are not known. Groups that it may mean are unsettled."""
    if value is None:
        return None
    node = world.node(value)
    if isinstance(node, Peer):
        return Connections(world, peer=node)
    if isinstance(node, Thing):
        found = node if isinstance(node, Connections) else world.attribute(node, "connections")
        if isinstance(found, Connections):
            return found
    unsettle_mentioned((world.fold(value),))
    return None


def unsettle_mentioned(values: Iterable[Value]) -> None:
    """Rules may be added to all groups that the values mention."""
    for value in values:
        for reference in value.references():
            if reference.resource.type == "aws_security_group":
                unsettle(reference.resource)


def unsettle(group: Resource) -> None:
    """There may be more rules in a group than are listed."""
    for name in ("ingress", "egress"):
        entry = group.properties.entries.get(name)
        if entry is not None and isinstance(entry.value, Sequence):
            entry.value.open = True


def _with(direction: Direction) -> Callable[[Connections, Call], None]:
    """``allowFrom(other, portRange, description)``."""

    def handler(here: Connections, call: Call) -> None:
        other = connections_of(here.world, call.argument(0, "other"))
        ports = ports_of(here.world, call.argument(1, "port_range"))
        here.allow(direction, other, ports, call.folded(2, "description"), certain=call.certain)

    return handler


def _anyone(direction: Direction) -> Callable[[Connections, Call], None]:
    def handler(here: Connections, call: Call) -> None:
        anyone = Connections(here.world, peer=Peer("ipv4", Scalar("0.0.0.0/0")))
        ports = ports_of(here.world, call.argument(0, "port_range"))
        here.allow(direction, anyone, ports, call.folded(1, "description"), certain=call.certain)

    return handler


def _default(direction: Direction) -> Callable[[Connections, Call], None]:
    """``allowDefaultPortFrom(other, description)``."""

    def handler(here: Connections, call: Call) -> None:
        other = connections_of(here.world, call.argument(0, "other"))
        here.allow(direction, other, here.default, call.folded(1, "description"), certain=call.certain)

    return handler


def _anyone_by_default(here: Connections, call: Call) -> None:
    anyone = Connections(here.world, peer=Peer("ipv4", Scalar("0.0.0.0/0")))
    here.allow("ingress", anyone, here.default, call.folded(0, "description"), certain=call.certain)


def _to_default(here: Connections, call: Call) -> None:
    """``allowToDefaultPort(other, description)``: the port is the other's."""
    other = connections_of(here.world, call.argument(0, "other"))
    ports = other.default if other is not None else None
    here.allow("egress", other, ports, call.folded(1, "description"), certain=call.certain)


def _internally(here: Connections, call: Call) -> None:
    ports = ports_of(here.world, call.argument(0, "port_range"))
    here.internally(ports, call.folded(1, "description"), call.certain)


def _internally_by_default(here: Connections, call: Call) -> None:
    here.internally(here.default, call.folded(0, "description"), call.certain)


_METHODS: dict[str, Callable[[Connections, Call], None]] = {
    "allow_from": _with("ingress"),
    "allow_to": _with("egress"),
    "allow_from_any_ipv4": _anyone("ingress"),
    "allow_to_any_ipv4": _anyone("egress"),
    "allow_default_port_from": _default("ingress"),
    "allow_default_port_to": _default("egress"),
    "allow_default_port_from_any_ipv4": _anyone_by_default,
    "allow_to_default_port": _to_default,
    "allow_internally": _internally,
    "allow_default_port_internally": _internally_by_default,
}
