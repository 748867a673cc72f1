"""Security groups of the CDK: those of the author, and those that constructs make for themselves."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.connections import Connections, Direction, Group, unsettle, unsettle_mentioned
from stackproof.frameworks.cdk.peers import ALONE, INLINE, Peer, Ports, ports_of
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, append, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import (
    Certainty,
    MapEntry,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)
from stackproof.model.values import Mapping as MappingValue

_RULES: Mapping[Direction, str] = MappingProxyType(
    {
        "ingress": "aws_vpc_security_group_ingress_rule",
        "egress": "aws_vpc_security_group_egress_rule",
    }
)


_OUT = "Allow all outbound traffic by default"
_OUT6 = "Allow all outbound ipv6 traffic by default"


def block(
    certainty: Certainty = Certainty.WRITTEN, **entries: Value | str | int | bool | None
) -> MappingValue:
    """A nested block; plain data become scalars, None entries are left out."""
    made: dict[str, MapEntry] = {}
    for name, value in entries.items():
        if value is not None:
            made[name] = MapEntry(value if isinstance(value, Value) else Scalar(value, certainty=certainty))
    return MappingValue(made, certainty=certainty)


def everything_out(description: str | None = None, *, six: bool = False) -> MappingValue:
    """The rule that allows all outgoing traffic, as AWS itself makes it; the library adds a description."""
    anywhere = Sequence(
        [Scalar("::/0" if six else "0.0.0.0/0", certainty=Certainty.DEFAULT)], certainty=Certainty.DEFAULT
    )
    rule = block(Certainty.DEFAULT, from_port=0, to_port=0, protocol="-1", description=description)
    rule.entries["ipv6_cidr_blocks" if six else "cidr_blocks"] = MapEntry(anywhere)
    return rule


class SecurityGroupThing(Made, Group):
    """A security group with the rules that it gets.

    ``out`` and ``out6`` tell whether it lets all traffic out anyway, so that no rule is added for that; None when that is not
    known. ``inline`` is False when all its rules are resources, ``mutable`` when it takes rules at all.
    """

    def __init__(
        self,
        world: World,
        resource: Resource,
        *,
        out: bool | None,
        out6: bool | None = False,
        inline: bool = True,
        mutable: bool = True,
    ) -> None:
        super().__init__(resource, {"security_group_id": "id", "security_group_vpc_id": "vpc_id"})
        self.world = world
        self.out = out
        self.out6 = out6
        self.inline = inline and not resource.external
        self.mutable = mutable
        # Whether traffic of some kind may go out.
        self.lets_out = False
        self._seen: set[tuple[object, ...]] = set()
        self.attributes["connections"] = Connections(world, [self])
        self.attributes["allow_all_outbound"] = Unknown("a switch") if out is None else Scalar(out)
        self.methods["add_ingress_rule"] = lambda c: self._rule("ingress", c)
        self.methods["add_egress_rule"] = lambda c: self._rule("egress", c)

    @property
    def connections(self) -> Connections:
        """Who may reach it, and whom it may reach."""
        found = self.attributes["connections"]
        assert isinstance(found, Connections)
        return found

    def unsettle(self) -> None:
        """There may be more rules than are listed."""
        unsettle(self.resource)

    def _rule(self, direction: Direction, call: Call) -> Node:
        value = call.argument(0, "peer")
        peer = self.world.node(value) if value is not None else None
        known = peer if isinstance(peer, Peer | SecurityGroupThing) else None
        if isinstance(peer, Thing) and known is None:
            found = peer if isinstance(peer, Connections) else self.world.attribute(peer, "connections")
            groups = found.groups if isinstance(found, Connections) and not found.open else []
            only = groups[0] if len(groups) == 1 else None
            known = only if isinstance(only, SecurityGroupThing) else None
        ports = ports_of(self.world, call.argument(1, "connection"))
        self.allow(direction, known, ports, call.folded(2, "description"), call.certain)
        return Opaque()

    def allow(
        self,
        direction: Direction,
        peer: Peer | Group | None,
        ports: Ports | None,
        description: Value | None,
        certain: bool,
    ) -> None:
        six = isinstance(peer, Peer) and peer.kind == "ipv6"
        allowed = (self.out6 if six else self.out) if direction == "egress" else False
        if allowed or not self.mutable:
            return
        if peer is None or allowed is None:
            # Nobody can say whether there is a rule at all.
            unsettle(self.resource)
            return
        if self._is_known(direction, peer, ports):
            return
        self.lets_out = self.lets_out or direction == "egress"
        if self.inline and isinstance(peer, Peer) and peer.inline and (ports is None or ports.inline):
            self._inside(direction, peer, ports, description, certain)
        else:
            self._alone(direction, peer, ports, description)

    def _is_known(self, direction: Direction, peer: Peer | Group, ports: Ports | None) -> bool:
        """Whether there is the same rule already: the library adds it once."""
        who = peer.address.text() if isinstance(peer, Peer) else id(peer)
        if who is None or ports is None or not ports.shown:
            return False
        key = (direction, who, ports.shown)
        if key in self._seen:
            return True
        self._seen.add(key)
        return False

    def _inside(
        self,
        direction: Direction,
        peer: Peer,
        ports: Ports | None,
        description: Value | None,
        certain: bool,
    ) -> None:
        entries = {INLINE[peer.kind]: MapEntry(Sequence([peer.address], origin=peer.address.origin))}
        if ports is not None:
            entries |= ports.entries("protocol")
            if ports.first is None:
                # For all protocols, Terraform wants ports that say nothing.
                entries |= {name: MapEntry(Scalar(0)) for name in ("from_port", "to_port")}
        entries["description"] = MapEntry(_description(peer.address, ports, description))
        made = self.world.current
        rule = MappingValue(entries, open=ports is None, origin=made.origin)
        append(self.resource, direction, rule, certain=certain)

    def _alone(
        self, direction: Direction, peer: Peer | Group, ports: Ports | None, description: Value | None
    ) -> None:
        """A rule that is a resource of its own."""
        if isinstance(peer, Peer):
            who: tuple[str, Value] = ALONE[peer.kind], peer.address
        elif isinstance(peer, SecurityGroupThing):
            who = ALONE["group"], ResourceReference(peer.resource, "id")
        else:
            who = ALONE["group"], Unknown("a security group")
        word = "from" if direction == "ingress" else "to"
        rule = self.world.add(
            _RULES[direction],
            f"{self.resource.name}/{word} {peer.resource.name if isinstance(peer, Made) else 'peer'}",
            {"security_group_id": ResourceReference(self.resource, "id"), who[0]: who[1]},
            role="security-group-rule",
        )
        if ports is None:
            rule.properties.open = True
        else:
            rule.properties.entries |= ports.entries("ip_protocol")
        rule.properties.entries["description"] = MapEntry(_description(who[1], ports, description))


def _description(who: Value, ports: Ports | None, description: Value | None) -> Value:
    """What a rule says of itself; the library's own words name both sides."""
    if description is not None:
        return description
    text = who.text()
    if ports is None or not ports.shown:
        return Unknown("a description of the library's own")
    if isinstance(who, ResourceReference):
        return Template(("from ", who, f":{ports.shown}"))
    if text is None:
        return Unknown("a description of the library's own")
    return Scalar(f"from {text}:{ports.shown}", certainty=Certainty.DEFAULT)


def own_group(
    call: Call,
    name: str,
    vpc: Value | None,
    *,
    description: Value | str | None = None,
    out: bool | None = True,
) -> SecurityGroupThing:
    """A group that a construct makes for itself; ``out`` when it lets everything out."""
    resource = call.world.add("aws_security_group", name, {"vpc_id": vpc}, role="security-group")
    said = Unknown("the path of a construct") if description is None else description
    put(resource, "description", Scalar(said, certainty=Certainty.DEFAULT) if isinstance(said, str) else said)
    _rules(resource, out)
    return SecurityGroupThing(call.world, resource, out=out)


def security_group(call: Call, name: str, vpc: Value | None) -> Resource:
    """The resource of a group that a construct makes for itself, when its connections do not matter."""
    return own_group(call, name, vpc).resource


def _rules(resource: Resource, out: bool | None, entry: MapEntry | None = None) -> None:
    if out is None:
        put(
            resource, "egress", Unknown("outgoing rules", origin=entry.value.origin if entry else None), entry
        )
    else:
        origin = entry.value.origin if entry is not None else None
        rules: list[Value] = [everything_out(_OUT)] if out else []
        put(resource, "egress", Sequence(rules, origin=origin, certainty=Certainty.DEFAULT), entry)
    put(resource, "ingress", Sequence([], certainty=Certainty.DEFAULT))


class Groups:
    """The groups given to a construct: their ids as a value, and those that rules can be added to."""

    def __init__(self, ids: Value, things: list[SecurityGroupThing], *, open: bool = False) -> None:
        self.ids = ids
        self.things = things
        self.open = open

    def connections(self, world: World, default: Ports | None = None) -> Connections:
        """The connections of a construct with these groups."""
        return Connections(world, self.things, default=default, open=self.open)


def groups_given(
    props: Arguments, name: str = "security_groups", single: str = "security_group"
) -> Groups | None:
    """The groups given to a construct as a list or alone; None when it certainly makes its own."""
    written = props.raw(name)
    alone = props.raw(single) if written is None and single else None
    if alone is not None:
        node = props.world.node(alone)
        if isinstance(node, SecurityGroupThing):
            ids = [ResourceReference(node.resource, "id", origin=alone.origin)]
            return Groups(Sequence([*ids], origin=alone.origin), [node])
        return _unclear(props.world, alone)
    if written is None:
        return Groups(Unknown("security groups"), [], open=True) if props.open else None
    elements = props.world.elements(written)
    things = props.world.things(written)
    if elements is None and things is None:
        return _unclear(props.world, written)
    nodes: list[Node | None] = (
        [*things] if things is not None else [props.world.node(e) for e in elements or ()]
    )
    known = [n for n in nodes if isinstance(n, SecurityGroupThing)]
    ids_: list[Value] = [
        ResourceReference(n.resource, "id") if isinstance(n, Made) else Unknown("a security group")
        for n in nodes
    ]
    if len(known) != len(nodes):
        unsettle_mentioned((props.world.fold(written),))
    return Groups(Sequence(ids_, origin=written.origin), known, open=len(known) != len(nodes))


def _unclear(world: World, value: Value) -> Groups:
    folded = world.fold(value)
    unsettle_mentioned((folded,))
    return Groups(Unknown("security groups", (folded,), origin=value.origin), [], open=True)


def _group(call: Call) -> Node:
    props = call.props()
    world = call.world
    vpc = props.thing("vpc")
    found = None if vpc is None else vpc.attribute("vpc_id")
    # Of a VPC that is no construct of its kind, the attributes are things as unknown as itself.
    vpc_id = found if isinstance(found, Value) else Unknown("a VPC")
    resource = world.add("aws_security_group", world.name(call), {"vpc_id": vpc_id}, implied=False)
    put(resource, "name", props.get("security_group_name"), props.entry("security_group_name"))
    description = props.get("description")
    said = Unknown("the path of the construct") if description.is_absent() else description
    put(resource, "description", said, props.entry("description"))
    out = _switch(props.get("allow_all_outbound"), True)
    out6 = _switch(props.get("allow_all_ipv6_outbound"), False)
    alone = props.get("disable_inline_rules")
    entry = props.entry("allow_all_outbound")
    thing = SecurityGroupThing(world, resource, out=out, out6=out6, inline=not alone.is_(True))
    if alone.is_(True):
        _without_inline_rules(thing)
        return thing
    _rules(resource, out, entry)
    if out6 is True:
        append(resource, "egress", everything_out(_OUT6, six=True))
    elif out6 is None:
        unsettle(resource)
    return thing


def _without_inline_rules(group: SecurityGroupThing) -> None:
    """A group whose rules are all resources, the one that lets everything out included."""
    _rules(group.resource, False)
    everything = {"ip_protocol": Scalar("-1"), "description": Unknown("the library's own")}
    for name, anywhere, allowed in (("cidr_ipv4", "0.0.0.0/0", group.out), ("cidr_ipv6", "::/0", group.out6)):
        if allowed is True:
            _rule_out(group, {name: Scalar(anywhere), **everything}, anywhere)
    if group.out is False:
        group.world.later(lambda: _nothing_out(group))


def _nothing_out(group: SecurityGroupThing) -> None:
    """Without any rule AWS lets everything out, so that there is one which fits no traffic."""
    if not group.lets_out:
        rule = {"cidr_ipv4": Scalar("255.255.255.255/32"), "ip_protocol": Scalar("icmp")}
        ports = {"from_port": Scalar(252), "to_port": Scalar(86)}
        _rule_out(group, {**rule, **ports, "description": Scalar("Disallow all traffic")}, "nothing")


def _rule_out(group: SecurityGroupThing, rule: Mapping[str, Value], name: str) -> None:
    group.world.add(
        "aws_vpc_security_group_egress_rule",
        f"{group.resource.name}/to {name}",
        {"security_group_id": ResourceReference(group.resource, "id"), **rule},
        role="security-group-rule",
    )


def _switch(value: Value, otherwise: bool) -> bool | None:
    if value.is_absent():
        return otherwise
    return True if value.is_(True) else False if value.is_(False) else None


def _external(call: Call) -> Node:
    options = call.props(3)
    mutable = options.get("mutable")
    known = call.located is not None and call.located.names[-1] == "from_security_group_id"
    out = _switch(options.get("allow_all_outbound"), True) if known else None
    made = SecurityGroupThing(
        call.world, call.world.external("aws_security_group", call), out=out, mutable=not mutable.is_(False)
    )
    made.fragile = False
    return made


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-ec2.SecurityGroup": _group,
        **{
            f"aws-ec2.SecurityGroup.{name}": _external
            for name in ("from_security_group_id", "from_lookup", "from_lookup_by_id", "from_lookup_by_name")
        },
    }
)
