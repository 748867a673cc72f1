"""A VPC as other constructs see it: its subnets, and which of them a selection takes."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as ReadOnly
from dataclasses import replace
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.endpoints import gateway_endpoint, interface_endpoint
from stackproof.frameworks.cdk.layout import Kind, Layout, Planned, select
from stackproof.frameworks.cdk.network.flowlogs import flow_log
from stackproof.frameworks.cdk.network.vpn import connection, make_gateway, propagate
from stackproof.frameworks.cdk.subnets import ExternalSubnet, SubnetThing
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, Things, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import ResourceReference, Sequence, Unknown, Value

# In this order the library lists the route tables of all subnets.
_ORDER: tuple[Kind, ...] = ("private", "public", "isolated")


class VpcThing(Thing):
    """A VPC. ``plan`` is None when its subnets are not known (external ones included)."""

    fragile = True

    def __init__(self, world: World, resource: Resource, plan: Layout | None) -> None:
        self.world = world
        self.resource = resource
        self.plan = plan
        self.subnets: list[SubnetThing] = []
        self.internet_gateway: Resource | None = None
        self.vpn_gateway: Resource | None = None

    def value(self) -> Value:
        return ResourceReference(self.resource)

    def attribute(self, name: str) -> Node | None:
        if name in ("public_subnets", "private_subnets", "isolated_subnets"):
            indexes = self.plan.attribute(name) if self.plan is not None else None
            if indexes is None:
                return Unknown(f"the {name} of the VPC are not known", (self.value(),))
            return Things([self.subnets[i] for i in indexes], open=not self._counted)
        match name:
            case "vpc_id" | "ref":
                return ResourceReference(self.resource, "id")
            case "vpc_cidr_block":
                return ResourceReference(self.resource, "cidr_block")
            case "vpc_arn":
                return ResourceReference(self.resource, "arn")
            case "internet_gateway_id" if self.internet_gateway is not None:
                return ResourceReference(self.internet_gateway, "id")
            case "vpn_gateway_id" if self.vpn_gateway is not None:
                return ResourceReference(self.vpn_gateway, "id")
            case "default_child":
                return Made(self.resource)
            case "vpc_default_security_group":
                return ResourceReference(self.resource, "default_security_group_id")
            case "vpc_default_network_acl":
                return ResourceReference(self.resource, "default_network_acl_id")
            case "availability_zones":
                return self._zones()
            case "internet_connectivity_established" | "env" | "vpc_ipv6_cidr_blocks":
                return Opaque((self.value(),))
            case _:
                return ResourceReference(self.resource, name)

    def _zones(self) -> Node:
        """The names of its zones, where they are all known."""
        if self.plan is None or not self._counted:
            return Opaque((self.value(),))
        found: dict[int, Value] = {}
        for planned, subnet in zip(self.plan.subnets, self.subnets, strict=True):
            found.setdefault(planned.zone, subnet.resource["availability_zone"])
        return Sequence([found[z] for z in sorted(found)])

    @property
    def _counted(self) -> bool:
        return self.plan is not None and self.plan.counted

    def call(self, method: str, call: Call) -> Node | None:
        match method:
            case "select_subnets":
                return Selection(self, self.select(call.props(0)))
            case "add_gateway_endpoint":
                return gateway_endpoint(call, self, call.props(1), self.world.name(call, 0))
            case "add_interface_endpoint":
                return interface_endpoint(call, self, call.props(1), self.world.name(call, 0))
            case "add_s3_endpoint" | "add_dynamo_db_endpoint":
                service = "s3" if "s3" in method else "dynamodb"
                return gateway_endpoint(call, self, call.props(2), self.world.name(call, 0), service)
            case "add_flow_log":
                watched = ("vpc_id", ResourceReference(self.resource, "id"))
                name = f"{self.resource.name}/{self.world.name(call, 0)}"
                return flow_log(call, call.props(1), name, watched)
            case "add_client_vpn_endpoint":
                return Opaque()
            case "enable_vpn_gateway":
                self.enable_vpn(call.props(0))
                return Opaque()
            case "add_vpn_connection":
                return connection(
                    call, self, call.props(1), f"{self.resource.name}/{self.world.name(call, 0)}"
                )
            case _:
                return None

    def select(self, selection: Arguments | None) -> list[SubnetThing] | None:
        """The subnets a selection takes; None when that is not known."""
        if selection is not None and (given := selection.raw("subnets")) is not None:
            things = self.world.things(given)
            known = [t for t in things or () if isinstance(t, SubnetThing)]
            return known if things is not None and len(known) == len(things) else None
        if self.plan is None:
            return None
        indexes = select(self.plan, selection)
        return None if indexes is None else [self.subnets[i] for i in indexes]

    def subnet_ids(
        self, holder: Arguments | None, name: str = "vpc_subnets", *, one_per_az: bool = False
    ) -> Value:
        """The ids of the subnets which an argument (a subnet selection) takes; its origin is that argument."""
        written = holder.raw(name) if holder is not None else None
        origin = written.origin if written is not None else None
        selection = None
        if written is not None and holder is not None:
            selection = arguments_of(self.world, written)
            if selection is None:
                return Unknown("a selection of subnets", (self.value(),), origin=origin)
        elif holder is not None and holder.open:
            return Unknown("a selection of subnets", (self.value(),), origin=origin)
        chosen = self.select(selection)
        if chosen is None and selection is not None and (given := selection.raw("subnets")) is not None:
            return _ids(self.world, given, origin)
        if chosen is None:
            return Unknown("a selection of subnets", (self.value(),), origin=origin)
        if one_per_az and self.plan is not None:
            zones = [
                self.plan.subnets[self.subnets.index(s)].zone if s in self.subnets else -1 for s in chosen
            ]
            chosen = [s for i, s in enumerate(chosen) if zones[i] == -1 or zones[i] not in zones[:i]]
        return Sequence([ResourceReference(s.resource, "id", origin=origin) for s in chosen], origin=origin)

    def tables(self) -> Value:
        """The ids of all route tables."""
        if self.plan is None:
            return Unknown("the route tables of the VPC", (self.value(),))
        order = [i for kind in _ORDER for i in self.plan.of(kind)]
        return Sequence([ResourceReference(self.subnets[i].table, "id") for i in order])

    def enable_vpn(self, props: Arguments) -> Resource:
        """A VPN gateway whose routes come from outside: what the tables then lead to is not known."""
        if self.vpn_gateway is not None:
            return self.vpn_gateway
        chosen: list[SubnetThing] | None = []
        written = props.raw("vpn_route_propagation")
        selections = self.world.elements(written) if written is not None else None
        for each in selections if selections is not None else [None]:
            picked = self.select(arguments_of(self.world, each) if each is not None else None)
            chosen = None if picked is None or chosen is None else [*chosen, *picked]
        if written is not None and selections is None:
            chosen = None
        asn = props.get("amazon_side_asn")
        asn = props.get("vpn_gateway_asn") if asn.is_absent() else asn
        self.vpn_gateway = make_gateway(self.world, self.resource, asn)
        for subnet in chosen if chosen is not None else self.subnets:
            propagate(self.world, self.vpn_gateway, subnet, certain=chosen is not None)
        return self.vpn_gateway

    def owned(self) -> ReadOnly[Resource]:
        return [self.resource, *(r for s in self.subnets for r in s.owned())]


class Selection(Thing):
    """The outcome of ``vpc.selectSubnets(...)``."""

    def __init__(self, vpc: VpcThing, chosen: list[SubnetThing] | None) -> None:
        self._vpc = vpc
        self._chosen = chosen

    def value(self) -> Value:
        return Unknown("selected subnets", (self._vpc.value(),))

    def attribute(self, name: str) -> Node | None:
        if name in (
            "has_public",
            "internet_connectivity_established",
            "availability_zones",
            "is_pending_lookup",
        ):
            return Opaque((self._vpc.value(),))
        if self._chosen is None:
            return self.value()
        if name == "subnets":
            return Things(self._chosen)
        if name == "subnet_ids":
            return Sequence([ResourceReference(s.resource, "id") for s in self._chosen])
        return None


def _ids(world: World, value: Value, origin: object) -> Value:
    """The ids of subnets given one by one, external ones among them."""
    elements = world.elements(value)
    if elements is None:
        return Unknown("subnets", (world.fold(value),), origin=value.origin)
    found: list[Value] = []
    for element in elements:
        node = world.node(element)
        if isinstance(node, SubnetThing | Made):
            found.append(ResourceReference(node.resource, "id", origin=element.origin))
        else:
            found.append(Unknown("a subnet", (world.fold(element),), origin=element.origin))
    return Sequence(found, origin=value.origin)


def _external(call: Call) -> Node:
    return VpcThing(call.world, call.world.external("aws_vpc", call), None)


def _by_attributes(call: Call) -> Node:
    """``Vpc.fromVpcAttributes``: its subnets are known as far as their ids are."""
    world, props = call.world, call.props()
    resource = world.external("aws_vpc", call)
    put(resource, "id", props.get("vpc_id"), props.entry("vpc_id"))
    put(resource, "cidr_block", props.get("vpc_cidr_block"), props.entry("vpc_cidr_block"))
    planned: list[Planned] = []
    things: list[SubnetThing] = []
    for kind in _ORDER:
        listed = _listed(props, f"{kind}_subnet_ids")
        tables = _listed(props, f"{kind}_subnet_route_table_ids") or []
        if listed is None:
            return VpcThing(world, resource, None)
        for zone, subnet_id in enumerate(listed):
            name = f"{kind.title()}Subnet{zone + 1}"
            planned.append(Planned(name, kind.title(), kind, zone))
            table = tables[zone] if zone < len(tables) else None
            things.append(ExternalSubnet(call, f"{resource.name}/{name}", subnet_id, table))
    # The names of groups may be others.
    named = any(props.raw(f"{kind}_subnet_names") is not None for kind in _ORDER)
    if named:
        planned = [replace(p, group="*") for p in planned]
    made = VpcThing(world, resource, Layout(tuple(planned), None, None, True))
    made.subnets = things
    return made


def _listed(props: Arguments, name: str) -> list[Value] | None:
    """A list of texts; None when it is not all known."""
    value = props.get(name)
    if value.is_absent():
        return []
    return list(value.elements) if isinstance(value, Sequence) and not value.open else None


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-ec2.Vpc.from_lookup": _external,
        "aws-ec2.Vpc.from_vpc_attributes": _by_attributes,
    }
)
