"""``ec2.Vpc``: the VPC, gateways, subnets and routes that it makes."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence as ReadOnly
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.endpoints import gateway_endpoint, interface_endpoint
from stackproof.frameworks.cdk.layout import Layout, layout, select
from stackproof.frameworks.cdk.nat import is_custom, make_routers
from stackproof.frameworks.cdk.subnets import SubnetThing, default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, Things, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.construction import Gap
from stackproof.model.graph import Resource
from stackproof.model.values import ResourceReference, Sequence, Unknown, Value

_ROLES = {"public": "subnet:public", "private": "subnet:private-with-egress", "isolated": "subnet:isolated"}


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
            case "internet_connectivity_established" | "availability_zones" | "env":
                return Opaque((self.value(),))
            case _:
                return ResourceReference(self.resource, name)

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
            case "add_flow_log" | "add_client_vpn_endpoint":
                return Opaque()
            case "enable_vpn_gateway" | "add_vpn_connection":
                self.propagate(call.props(0 if method == "enable_vpn_gateway" else 1))
                return Opaque()
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

    def subnet_ids(self, holder: Arguments | None, name: str = "vpc_subnets") -> Value:
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
        return Sequence([ResourceReference(s.resource, "id", origin=origin) for s in chosen], origin=origin)

    def tables(self) -> Value:
        """The ids of all route tables."""
        if self.plan is None:
            return Unknown("the route tables of the VPC", (self.value(),))
        return Sequence([ResourceReference(s.table, "id") for s in self.subnets])

    def propagate(self, props: Arguments) -> None:
        """A VPN gateway whose routes come from outside: what the tables then lead to is not known."""
        if self.vpn_gateway is None:
            self.vpn_gateway = self.world.add(
                "aws_vpn_gateway",
                f"{self.resource.name}/VpnGateway",
                {"vpc_id": ResourceReference(self.resource, "id")},
            )
        chosen = self.select(None) if props.raw("vpn_route_propagation") is None else None
        for subnet in chosen if chosen is not None else self.subnets:
            self.world.add(
                "aws_vpn_gateway_route_propagation",
                subnet.name,
                {
                    "vpn_gateway_id": ResourceReference(self.vpn_gateway, "id"),
                    "route_table_id": ResourceReference(subnet.table, "id"),
                },
            )
            subnet.table.escapes.append(Gap("propagated-routes", "routes are propagated from a VPN gateway"))

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


def _vpc(call: Call) -> Node:
    return make_vpc(call, call.props(), call.world.name(call), implied=False)


def make_vpc(call: Call, props: Arguments, name: str, *, implied: bool) -> VpcThing:
    """A VPC with everything in it."""
    world = call.world
    resource = world.add(
        "aws_vpc",
        name,
        {"enable_dns_hostnames": default(True), "enable_dns_support": default(True)},
        implied=implied,
    )
    for source in ("enable_dns_hostnames", "enable_dns_support"):
        put(resource, source, props.get(source), props.entry(source))
    for source in ("ip_addresses", "cidr"):
        put(resource, "cidr_block", props.get(source), props.entry(source))
    plan = layout(call.construction, props)
    thing = VpcThing(world, resource, plan)
    vpc_id = ResourceReference(resource, "id")
    if plan is None:
        resource.escapes.append(
            world.gap(
                "vpc-layout", f"the subnets of '{name}' depend on unknown values", call.construction.origin
            )
        )
        return thing
    for planned in plan.subnets:
        subnet = SubnetThing(
            world,
            f"{name}/{planned.name}",
            vpc_id,
            public=planned.kind == "public",
            role=_ROLES[planned.kind],
            implied=True,
        )
        if not plan.counted:
            subnet.resource.many = True
        thing.subnets.append(subnet)
    _routes(call, thing, props, plan)
    if any(_wanted(props, n) for n in ("vpn_gateway", "vpn_gateway_asn", "vpn_connections")):
        thing.propagate(props)
    _endpoints(call, thing, props)
    return thing


def _wanted(props: Arguments, name: str) -> bool:
    value = props.raw(name)
    return value is not None and not value.is_(False)


def _routes(call: Call, vpc: VpcThing, props: Arguments, plan: Layout) -> None:
    world, name = call.world, vpc.resource.name
    if plan.internet is None or plan.gateways is None:
        gap = world.gap(
            "vpc-layout", f"the routes of '{name}' depend on unknown values", call.construction.origin
        )
        for resource in vpc.owned():
            resource.escapes.append(gap)
    if plan.internet is False:
        return
    vpc.internet_gateway = world.add(
        "aws_internet_gateway",
        f"{name}/IGW",
        {"vpc_id": ResourceReference(vpc.resource, "id")},
        role="internet-gateway",
    )
    public = [vpc.subnets[i] for i in plan.of("public")]
    for subnet in public:
        subnet.route("DefaultRoute", "gateway_id", ResourceReference(vpc.internet_gateway, "id"))
    # A provider of the author's own decides by itself how many gateways there are.
    wanted = max(plan.gateways or 0, 1) if is_custom(props) else plan.gateways
    if not wanted or not public:
        return
    placement = props.nested("nat_gateway_subnets")
    chosen = vpc.select(placement) if placement is not None else public
    routers = make_routers(call, props, (chosen or public)[:wanted])
    for index in plan.of("private"):
        subnet = vpc.subnets[index]
        router, target = routers[plan.subnets[index].zone % len(routers)]
        subnet.route("DefaultRoute", target, router)


def _endpoints(call: Call, vpc: VpcThing, props: Arguments) -> None:
    written = props.raw("gateway_endpoints")
    if written is None:
        return
    listed = arguments_of(call.world, written)
    if listed is None or listed.open:
        vpc.resource.escapes.append(
            call.world.gap("vpc-endpoints", "unknown gateway endpoints", written.origin)
        )
    for name in listed.entries if listed is not None else ():
        inner = listed.nested(name) if listed is not None else None
        if inner is not None:
            gateway_endpoint(call, vpc, inner, f"{vpc.resource.name}/{name}")


def _external(call: Call) -> Node:
    return VpcThing(call.world, call.world.external("aws_vpc", call), None)


def _cidr(call: Call) -> Node | None:
    return call.folded(0, "cidr_block")


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-ec2.Vpc": _vpc,
        "aws-ec2.Vpc.from_lookup": _external,
        "aws-ec2.Vpc.from_vpc_attributes": _external,
        "aws-ec2.IpAddresses.cidr": _cidr,
    }
)
