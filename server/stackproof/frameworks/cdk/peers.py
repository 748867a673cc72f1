"""Whom the rules of security groups let through, on which ports."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.names import locate
from stackproof.frameworks.cdk.thing import Node, Opaque, given
from stackproof.model.runtime import Symbol
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Template, Unknown, Value

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.world import World

PeerKind = Literal["ipv4", "ipv6", "list", "group"]

# By kind of peer: the list of an inline rule that names it, and the argument of a rule that is a resource.
INLINE: Mapping[PeerKind, str] = MappingProxyType(
    {"ipv4": "cidr_blocks", "ipv6": "ipv6_cidr_blocks", "list": "prefix_list_ids", "group": "security_groups"}
)
ALONE: Mapping[PeerKind, str] = MappingProxyType(
    {
        "ipv4": "cidr_ipv4",
        "ipv6": "cidr_ipv6",
        "list": "prefix_list_id",
        "group": "referenced_security_group_id",
    }
)

_KNOWN_PORTS = {
    "SSH": 22, "SMTP": 25, "DNS_TCP": 53, "HTTP": 80, "POP3": 110, "IMAP": 143, "LDAP": 389, "HTTPS": 443,
    "SMB": 445, "IMAPS": 993, "POP3S": 995, "MSSQL": 1433, "NFS": 2049, "MYSQL_AURORA": 3306, "RDP": 3389,
    "POSTGRES": 5432,
}  # fmt: skip


class Peer(Opaque):
    """An address range, a prefix list, or a group that is known by its id only."""

    def __init__(self, kind: PeerKind, address: Value) -> None:
        super().__init__((address,))
        self.kind = kind
        self.address = address

    @property
    def inline(self) -> bool:
        """Whether rules for it may stand inside the group."""
        return self.kind != "list"


@dataclass(eq=False)
class Ports:
    """A protocol and a range of ports. ``shown`` is how the library writes them, empty when that is not known."""

    protocol: Value
    first: Value | None
    last: Value | None
    shown: str = ""

    @property
    def inline(self) -> bool:
        """Whether rules with them may stand inside the group: only with ports that are known before deployment."""
        return not any(isinstance(p, ResourceReference | Template) for p in (self.first, self.last))

    def entries(self, protocol: str) -> dict[str, MapEntry]:
        """The arguments of a rule, the protocol under the name given."""
        found = {protocol: MapEntry(self.protocol)}
        if self.first is not None and self.last is not None:
            found |= {"from_port": MapEntry(self.first), "to_port": MapEntry(self.last)}
        return found


class PortsThing(Opaque):
    """``ec2.Port``."""

    def __init__(self, ports: Ports) -> None:
        super().__init__(tuple(p for p in (ports.first, ports.last) if p is not None))
        self.ports = ports


def tcp(port: Value) -> Ports:
    """One port of TCP."""
    return Ports(Scalar("tcp"), port, port, _written(port))


def ports_of(world: World, value: Value | None) -> Ports | None:
    """The ports that a value means; None when they are not known."""
    if isinstance(value, Symbol):
        located = locate(value)
        if located is None or located.module != "aws-ec2" or located.names[:1] != ("Port",):
            return None
        name = located.names[-1]
        if name == "DNS_UDP":
            return Ports(Scalar("udp"), Scalar(53), Scalar(53), "UDP 53")
        number = _KNOWN_PORTS.get(name)
        return None if number is None else tcp(Scalar(number, origin=value.origin))
    node = world.node(value) if value is not None else None
    return node.ports if isinstance(node, PortsThing) else None


def _written(port: Value) -> str:
    """How the library writes a port; empty where it depends on what is not known here."""
    if isinstance(port, ResourceReference | Template):
        return "{IndirectPort}"
    number = port.number()
    return "" if number is None else str(number)


def _peer(kind: PeerKind, name: str, data: str | None = None) -> Recipe:
    def recipe(call: Call) -> Node:
        return Peer(kind, Scalar(data) if data else given(call.folded(0, name), "a peer"))

    return recipe


def _port(protocol: str, before: str = "") -> Recipe:
    """One port of a protocol, or a range of them."""

    def recipe(call: Call) -> Node:
        single = call.folded(0, "port")
        start = given(single if single is not None else call.folded(0, "start_port"), "a port")
        end = call.folded(1, "end_port")
        first, last = _written(start), "" if end is None else _written(end)
        shown = "" if not first or (end is not None and not last) else before + first
        if end is None:
            return PortsThing(Ports(Scalar(protocol), start, start, shown))
        return PortsThing(Ports(Scalar(protocol), start, end, f"{shown}-{last}" if shown else ""))

    return recipe


def _fixed(protocol: str, first: int | None, last: int | None, shown: str) -> Recipe:
    def recipe(call: Call) -> Node:
        start, end = None if first is None else Scalar(first), None if last is None else Scalar(last)
        return PortsThing(Ports(Scalar(protocol), start, end, shown))

    return recipe


def _icmp(call: Call) -> Node:
    """``Port.icmpType(type)`` and ``Port.icmpTypeAndCode(type, code)``."""
    kind, code = given(call.folded(0, "type"), "a type"), call.folded(1, "code")
    shown = f"ICMP Type {kind.number()}" if kind.number() is not None else ""
    if code is None:
        return PortsThing(Ports(Scalar("icmp"), kind, Scalar(-1), shown))
    written = f"{shown} Code {code.number()}" if shown and code.number() is not None else ""
    return PortsThing(Ports(Scalar("icmp"), kind, code, written))


def _custom(call: Call) -> Node:
    """``new Port({ protocol, fromPort, toPort, stringRepresentation })``."""
    props = call.props(0)
    if props.open:
        return Opaque(call.world.folder.mentions(call.construction))
    first, last = props.get("from_port"), props.get("to_port")
    ports = Ports(
        given(props.get("protocol"), "a protocol"),
        None if first.is_absent() else first,
        None if last.is_absent() else last,
        props.get("string_representation").text() or "",
    )
    return PortsThing(ports)


def _group_id(call: Call) -> Node:
    owner = call.folded(1, "source_security_group_owner_id")
    address = given(call.folded(0, "security_group_id"), "a group")
    return Peer("group", address if owner is None else Unknown("a group of another account", (address,)))


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-ec2.Peer.any_ipv4": _peer("ipv4", "", "0.0.0.0/0"),
        "aws-ec2.Peer.any_ipv6": _peer("ipv6", "", "::/0"),
        "aws-ec2.Peer.ipv4": _peer("ipv4", "cidr_ip"),
        "aws-ec2.Peer.ipv6": _peer("ipv6", "cidr_ip"),
        "aws-ec2.Peer.prefix_list": _peer("list", "prefix_list_id"),
        "aws-ec2.Peer.security_group_id": _group_id,
        "aws-ec2.Port": _custom,
        "aws-ec2.Port.tcp": _port("tcp"),
        "aws-ec2.Port.tcp_range": _port("tcp"),
        "aws-ec2.Port.udp": _port("udp", "UDP "),
        "aws-ec2.Port.udp_range": _port("udp", "UDP "),
        "aws-ec2.Port.all_tcp": _fixed("tcp", 0, 65535, "ALL PORTS"),
        "aws-ec2.Port.all_udp": _fixed("udp", 0, 65535, "UDP ALL PORTS"),
        "aws-ec2.Port.all_traffic": _fixed("-1", None, None, "ALL TRAFFIC"),
        "aws-ec2.Port.all_icmp": _fixed("icmp", -1, -1, "ALL ICMP"),
        "aws-ec2.Port.all_icmp_v6": _fixed("icmpv6", -1, -1, "ALL ICMPv6"),
        "aws-ec2.Port.icmp_type": _icmp,
        "aws-ec2.Port.icmp_type_and_code": _icmp,
        "aws-ec2.Port.icmp_ping": _fixed("icmp", 8, -1, "ICMP Type 8"),
        "aws-ec2.Port.esp": _fixed("50", 50, 50, "ESP 50"),
        "aws-ec2.Port.ah": _fixed("51", 51, 51, "AH 51"),
    }
)
