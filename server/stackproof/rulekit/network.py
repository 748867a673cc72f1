"""Ways out of subnets: which route table a subnet uses, and where its default route leads."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from stackproof.model.graph import Graph, Resource
from stackproof.model.values import Value
from stackproof.rulekit.answer import Answer
from stackproof.rulekit.links import kind, leads_to
from stackproof.rulekit.pointers import pointing


class Way(StrEnum):
    """Where a route table's default route leads."""

    NONE = "none"
    INTERNET_GATEWAY = "internet gateway"
    ELSEWHERE = "elsewhere"
    UNKNOWN = "unknown"


# A route to one of these leads to another network, where a proxy or shared endpoints may be.
_OTHER_NETWORKS = ("transit_gateway_id", "vpc_peering_connection_id", "core_network_arn")
_TARGETS = (
    "nat_gateway_id",
    "network_interface_id",
    "instance_id",
    "vpc_endpoint_id",
    "carrier_gateway_id",
    "local_gateway_id",
    "egress_only_gateway_id",
    "odb_network_arn",
    *_OTHER_NETWORKS,
)
_DEFAULTS = ("0.0.0.0/0", "::/0")
# Two halves of the address space make a default route together.
_HALVES = ("0.0.0.0/1", "128.0.0.0/1", "::/1", "8000::/1")


@dataclass(frozen=True, eq=False)
class Routing:
    """How a subnet is routed, certain as far as it is said.

    ``table`` is None when the subnet uses its VPC's own main table and the program has no resource for it.
    ``association`` is the explicit one, None when the main table is used. ``gateway`` is the internet gateway
    of an `INTERNET_GATEWAY` way, where it is in the program.
    """

    subnet: Resource
    vpc: Resource
    table: Resource | None
    association: Resource | None
    way: Way
    gateway: Resource | None = None

    @property
    def tables(self) -> tuple[Resource, ...]:
        """The resources by which other arguments may name the table."""
        if self.table is None:
            return (self.vpc,)
        return (self.table,) if self.association is not None else (self.table, self.vpc)


class Network:
    """The routing of one graph."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self._known: dict[int, Routing | None] = {}
        self._subnets: dict[int, list[Resource]] | None = None
        self._ways: dict[tuple[int, int], tuple[Way, Resource | None]] = {}

    def vpc(self, subnet: Resource) -> Resource | None:
        """The VPC of a subnet, when the program itself creates it."""
        target = subnet["vpc_id"].target()
        return target if target is not None and target.type == "aws_vpc" and not target.external else None

    def subnets(self, vpc: Resource) -> Iterator[Resource]:
        """The subnets which the program creates in a VPC."""
        if self._subnets is None:
            self._subnets = defaultdict(list)
            for subnet in self.graph.of("aws_subnet"):
                if not subnet.external and (around := self.vpc(subnet)) is not None:
                    self._subnets[id(around)].append(subnet)
        yield from self._subnets.get(id(vpc), ())

    def association(self, subnet: Resource) -> Resource | Answer:
        """The subnet's explicit association; `Answer.NO` when there is none, `Answer.UNKNOWN` when unclear."""
        unclear = False
        for association in pointing(self.graph, "aws_route_table_association", "subnet_id", subnet):
            link = leads_to(association["subnet_id"], subnet)
            if link is Answer.YES and not association.conditional:
                return association
            unclear = unclear or link is not Answer.NO
        return Answer.UNKNOWN if unclear else Answer.NO

    def routing(self, subnet: Resource) -> Routing | None:
        """How a subnet is routed, None when that is not certain."""
        if id(subnet) not in self._known:
            self._known[id(subnet)] = self._routing(subnet)
        return self._known[id(subnet)]

    def _routing(self, subnet: Resource) -> Routing | None:
        vpc = self.vpc(subnet)
        if vpc is None or subnet.type != "aws_subnet" or not self.graph.is_closed_around([subnet, vpc]):
            return None
        association = self.association(subnet)
        if association is Answer.UNKNOWN:
            return None
        if isinstance(association, Resource):
            table = association["route_table_id"].target()
            if table is None or table.external or kind(table) not in (*_TABLES, "aws_vpc"):
                return None
            if table is vpc:
                main = self.main_table(vpc)
                return None if isinstance(main, Answer) else self._routed(subnet, vpc, main, association)
            return self._routed(subnet, vpc, table, association)
        main = self.main_table(vpc)
        return None if isinstance(main, Answer) else self._routed(subnet, vpc, main, None)

    def _routed(
        self, subnet: Resource, vpc: Resource, table: Resource | None, association: Resource | None
    ) -> Routing | None:
        if table is not None and not self.graph.is_closed_around([table]):
            return None
        way, gateway = self.way(vpc if table is None else table, main_of=vpc if association is None else None)
        return Routing(subnet, vpc, table, association, way, gateway)

    def main_table(self, vpc: Resource) -> Resource | Answer | None:
        """The resource that manages the VPC's main route table, None when there is none."""
        for link in pointing(self.graph, "aws_main_route_table_association", "vpc_id", vpc):
            match leads_to(link["vpc_id"], vpc):
                case Answer.YES if not link.conditional:
                    table = link["route_table_id"].target()
                    return table if table is not None and table.type in _TABLES else Answer.UNKNOWN
                case Answer.NO:
                    pass
                case _:
                    return Answer.UNKNOWN
        for table in pointing(self.graph, "aws_default_route_table", "default_route_table_id", vpc):
            match leads_to(table["default_route_table_id"], vpc):
                case Answer.YES if not table.conditional:
                    return table
                case Answer.NO:
                    pass
                case _:
                    return Answer.UNKNOWN
        return None

    def manages_main_table(self, vpc: Resource) -> Answer:
        """Whether the program does anything with the main route table of a VPC."""
        main = self.main_table(vpc)
        if main is not None:
            return Answer.YES if isinstance(main, Resource) else Answer.UNKNOWN
        answer = Answer.NO
        for type_ in ("aws_route", "aws_route_table_association"):
            for route in pointing(self.graph, type_, "route_table_id", vpc):
                answer = answer | leads_to(route["route_table_id"], vpc)
        return answer

    def way(self, table: Resource, main_of: Resource | None = None) -> tuple[Way, Resource | None]:
        """Where the default route of a table leads; ``table`` may be the VPC itself, for its main table."""
        key = (id(table), id(main_of))
        if key not in self._ways:
            self._ways[key] = self._way(table, main_of)
        return self._ways[key]

    def _way(self, table: Resource, main_of: Resource | None) -> tuple[Way, Resource | None]:
        names = [table] if main_of is None or main_of is table else [table, main_of]
        ways: list[tuple[Way, Resource | None]] = []
        if table.type in _TABLES:
            inline = table["route"]
            if not (inline.is_absent() or inline.is_closed()):
                ways.append((Way.UNKNOWN, None))
            ways.extend(_follow(item) for item in inline.items())
            if not (table["propagating_vgws"].is_absent() or table["propagating_vgws"].is_empty()):
                ways.append((Way.UNKNOWN, None))
        for route in pointing(self.graph, "aws_route", "route_table_id", *names):
            link = _any_link(route["route_table_id"], names)
            if link is Answer.NO:
                continue
            way, gateway = _follow(route.properties)
            certain = link is Answer.YES and not route.conditional
            ways.append((way if certain or way is Way.NONE else Way.UNKNOWN, gateway))
        for propagation in pointing(
            self.graph, "aws_vpn_gateway_route_propagation", "route_table_id", *names
        ):
            if _any_link(propagation["route_table_id"], names) is not Answer.NO:
                ways.append((Way.UNKNOWN, None))
        for wanted in (Way.ELSEWHERE, Way.UNKNOWN, Way.INTERNET_GATEWAY):
            for way, gateway in ways:
                if way is wanted:
                    return way, gateway
        return Way.NONE, None


_TABLES = ("aws_route_table", "aws_default_route_table")


def _any_link(value: Value, resources: list[Resource]) -> Answer:
    answer = Answer.NO
    for resource in resources:
        answer = answer | leads_to(value, resource)
    return answer


def _is_default(destination: Value) -> Answer:
    if destination.is_absent():
        return Answer.NO
    if destination.is_any_of(*_DEFAULTS):
        return Answer.YES
    wide = (*_DEFAULTS, *_HALVES)
    return Answer.NO if all(destination.is_not(cidr) for cidr in wide) else Answer.UNKNOWN


def _follow(route: Value) -> tuple[Way, Resource | None]:
    """Where one route leads, as far as it is a default route."""
    four = _is_default(route.get("destination_cidr_block")) | _is_default(route.get("cidr_block"))
    six = _is_default(route.get("destination_ipv6_cidr_block")) | _is_default(route.get("ipv6_cidr_block"))
    default = four | six
    gateway = route.get("gateway_id")
    target = gateway.target()
    foreign = any(not route.get(name).is_absent() for name in _OTHER_NETWORKS)
    if target is not None and target.type == "aws_vpn_gateway":
        foreign = True
    if default is Answer.NO:
        return (Way.UNKNOWN if foreign else Way.NONE), None
    certain = default is Answer.YES
    if any(route.get(name).is_present() for name in _TARGETS):
        return (Way.ELSEWHERE if certain else Way.UNKNOWN), None
    if any(route.get(name).is_unknown() for name in _TARGETS):
        return Way.UNKNOWN, None
    if target is not None:
        if kind(target) != "aws_internet_gateway":
            return (Way.ELSEWHERE if certain else Way.UNKNOWN), None
        # A default route for IPv6 may serve a workload that has addresses of that kind.
        ipv4 = certain and four is Answer.YES
        return (Way.INTERNET_GATEWAY if ipv4 else Way.UNKNOWN), (None if target.external else target)
    if gateway.is_("local"):
        return Way.NONE, None
    text = gateway.text()
    if text is not None and text.startswith("igw-") and certain:
        return Way.INTERNET_GATEWAY, None
    return Way.UNKNOWN, None
