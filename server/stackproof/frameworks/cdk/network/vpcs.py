"""``ec2.Vpc``: the VPC, gateways, subnets and routes that it makes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.around import zones
from stackproof.frameworks.cdk.endpoints import gateway_endpoint
from stackproof.frameworks.cdk.layout import Layout, Planned, layout
from stackproof.frameworks.cdk.names import locate
from stackproof.frameworks.cdk.nat import is_custom, make_routers
from stackproof.frameworks.cdk.network.addresses import parse, shown
from stackproof.frameworks.cdk.network.flowlogs import flow_log
from stackproof.frameworks.cdk.network.vpn import connection
from stackproof.frameworks.cdk.subnets import SubnetThing, default
from stackproof.frameworks.cdk.thing import Node, Opaque, put
from stackproof.frameworks.cdk.vpc import VpcThing
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.runtime import Reference, Symbol
from stackproof.model.values import Certainty, MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_ROLES = {"public": "subnet:public", "private": "subnet:private-with-egress", "isolated": "subnet:isolated"}
_RESTRICT = "@aws-cdk/aws-ec2:restrictDefaultSecurityGroup"
_BY_EGRESS_NEED = "@aws-cdk/aws-ec2:requirePrivateSubnetsForEgressOnlyInternetGateway"


class Pool(Opaque):
    """``IpAddresses.awsIpamAllocation``: addresses that a pool gives."""

    def __init__(self, props: Arguments) -> None:
        super().__init__((), "addresses of a pool")
        self.props = props


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
    _addresses(resource, props)
    tenancy = props.get("default_instance_tenancy")
    put(
        resource,
        "instance_tenancy",
        default("default") if tenancy.is_absent() else tenancy,
        props.entry("default_instance_tenancy"),
    )
    plan = layout(call.construction, props, resource["cidr_block"].text())
    thing = VpcThing(world, resource, plan)
    if plan is None:
        resource.escapes.append(
            world.gap(
                "vpc-layout", f"the subnets of '{name}' depend on unknown values", call.construction.origin
            )
        )
        return thing
    six = _six(props)
    _subnets(call, thing, props, plan, six)
    _routes(call, thing, props, plan, six)
    if any(_wanted(props, n) for n in ("vpn_gateway", "vpn_gateway_asn", "vpn_connections")):
        thing.enable_vpn(props)
    _named(call, thing, props)
    _restrict(world, thing, props)
    return thing


def _addresses(resource: Resource, props: Arguments) -> None:
    """The block of addresses as the library writes it, or the pool that gives one."""
    source = "ip_addresses" if props.raw("ip_addresses") is not None else "cidr"
    node = props.node(source)
    if isinstance(node, Pool):
        for name in ("ipv4_ipam_pool_id", "ipv4_netmask_length"):
            put(resource, name, node.props.get(name), node.props.entry(name))
        return
    written = props.get(source)
    if written.is_absent():
        put(resource, "cidr_block", default("10.0.0.0/16"))
        return
    parsed = parse(written.text() or "")
    if parsed is not None:
        written = Scalar(shown(*parsed), origin=written.origin)
    put(resource, "cidr_block", written, props.entry(source))


def _six(props: Arguments) -> bool | None:
    """Whether there are addresses of IPv6, too; None when that is not known."""
    protocol = props.raw("ip_protocol")
    if protocol is None:
        return None if props.open else False
    located = locate(protocol) if isinstance(protocol, Symbol) else None
    return None if located is None else located.names[-1] == "DUAL_STACK"


def _subnets(call: Call, vpc: VpcThing, props: Arguments, plan: Layout, six: bool | None) -> None:
    world, name = call.world, vpc.resource.name
    vpc_id = ResourceReference(vpc.resource, "id")
    if six:
        world.add(
            "aws_vpc_ipv6_cidr_block_association",
            f"{name}/ipv6cidr",
            {"vpc_id": vpc_id, "assign_generated_ipv6_cidr_block": default(True)},
        )
    names = _zone_names(call, props)
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
        _settle(subnet.resource, planned, names, six)
        vpc.subnets.append(subnet)


def _settle(subnet: Resource, planned: Planned, names: list[Value], six: bool | None) -> None:
    """The addresses, the zone and the tags of a subnet."""
    said = {"aws-cdk:subnet-name": planned.group, "aws-cdk:subnet-type": planned.kind.title()}
    tags = {name: MapEntry(_tag(data, planned)) for name, data in said.items()}
    put(subnet, "tags", MappingValue(tags, open=True, certainty=Certainty.DEFAULT))
    known = planned.addresses
    put(subnet, "cidr_block", Unknown("a part of the VPC's addresses") if known is None else default(known))
    zone = names[planned.zone] if planned.zone < len(names) else Unknown("a zone of the region", outside=True)
    put(subnet, "availability_zone", zone)
    if planned.kind == "public":
        if planned.mapped is not None:
            put(subnet, "map_public_ip_on_launch", planned.mapped)
        elif six is not False:
            put(subnet, "map_public_ip_on_launch", default(False) if six else Unknown("without IPv6"))
    if six:
        put(subnet, "ipv6_cidr_block", Unknown("a part of the VPC's addresses"))
        put(subnet, "assign_ipv6_address_on_creation", default(True))


def _tag(data: str, planned: Planned) -> Value:
    return Scalar(data, origin=planned.origin, certainty=Certainty.DEFAULT)


def _zone_names(call: Call, props: Arguments) -> list[Value]:
    """The names of the zones as far as they are known."""
    given = props.get("availability_zones")
    if isinstance(given, Sequence):
        return [] if given.open else list(given.elements)
    known = zones(Reference(call.construction), call.world.surroundings.context)
    return [default(z) for z in known or ()]


def _wanted(props: Arguments, name: str) -> bool:
    value = props.raw(name)
    return value is not None and not value.is_(False)


def _routes(call: Call, vpc: VpcThing, props: Arguments, plan: Layout, six: bool | None) -> None:
    world, name = call.world, vpc.resource.name
    if plan.internet is None or plan.gateways is None:
        gap = world.gap(
            "vpc-layout", f"the routes of '{name}' depend on unknown values", call.construction.origin
        )
        for resource in vpc.owned():
            resource.escapes.append(gap)
    if plan.internet is not False:
        _to_the_internet(call, vpc, props, plan, six)
    if six and (plan.of("private") or world.flag(_BY_EGRESS_NEED) is False):
        gateway = world.add(
            "aws_egress_only_internet_gateway",
            f"{name}/EIGW6",
            {"vpc_id": ResourceReference(vpc.resource, "id")},
            role="egress-only-gateway",
        )
        for index in plan.of("private"):
            router = ResourceReference(gateway, "id")
            vpc.subnets[index].route("DefaultRoute6", "egress_only_gateway_id", router, six="::/0")


def _to_the_internet(call: Call, vpc: VpcThing, props: Arguments, plan: Layout, six: bool | None) -> None:
    world, name = call.world, vpc.resource.name
    vpc.internet_gateway = world.add(
        "aws_internet_gateway",
        f"{name}/IGW",
        {"vpc_id": ResourceReference(vpc.resource, "id")},
        role="internet-gateway",
    )
    public = [vpc.subnets[i] for i in plan.of("public")]
    gateway = ResourceReference(vpc.internet_gateway, "id")
    for subnet in public:
        subnet.route("DefaultRoute", "gateway_id", gateway)
        if six:
            subnet.route("DefaultRoute6", "gateway_id", gateway, six="::/0")
    # A provider of the author's own decides by itself how many gateways there are.
    wanted = max(plan.gateways or 0, 1) if is_custom(props) else plan.gateways
    if not wanted or not public:
        return
    placement = props.nested("nat_gateway_subnets")
    chosen = vpc.select(placement) if placement is not None else public
    before = len(vpc.world.recognition.resources)
    routers = make_routers(call, props, vpc, (chosen or public)[:wanted])
    if chosen is None or (placement is None and props.raw("nat_gateway_subnets") is not None):
        for made in vpc.world.recognition.resources[before:]:
            if made.type == "aws_nat_gateway":
                put(made, "subnet_id", Unknown("one of the subnets", (vpc.value(),)))
    for index in plan.of("private"):
        subnet = vpc.subnets[index]
        router, target = routers[plan.subnets[index].zone % len(routers)]
        subnet.route("DefaultRoute", target, router)


def _named(call: Call, vpc: VpcThing, props: Arguments) -> None:
    """Endpoints, logs of traffic and connections, each under a name of the author's."""
    world, name = call.world, vpc.resource.name
    for source in ("gateway_endpoints", "flow_logs", "vpn_connections"):
        written = props.raw(source)
        if written is None:
            continue
        listed = arguments_of(world, written)
        if listed is None or listed.open:
            vpc.resource.escapes.append(world.gap("vpc-endpoints", f"unknown '{source}'", written.origin))
        for key in listed.entries if listed is not None else ():
            inner = listed.nested(key) if listed is not None else None
            if inner is None:
                continue
            match source:
                case "gateway_endpoints":
                    gateway_endpoint(call, vpc, inner, f"{name}/{key}")
                case "flow_logs":
                    flow_log(
                        call,
                        inner,
                        f"{name}/{key}",
                        ("vpc_id", ResourceReference(vpc.resource, "id")),
                        implied=True,
                    )
                case _:
                    connection(call, vpc, inner, f"{name}/{key}")


def _restrict(world: World, vpc: VpcThing, props: Arguments) -> None:
    """A function of the library takes all rules out of the VPC's own security group."""
    wanted = props.get("restrict_default_security_group")
    flag = world.flag(_RESTRICT)
    if wanted.is_(False) or (wanted.is_absent() and flag is False):
        return
    made = world.add(
        "aws_default_security_group",
        f"{vpc.resource.name}/RestrictDefaultSecurityGroupCustomResource",
        {"vpc_id": ResourceReference(vpc.resource, "id")},
        role="default-security-group",
    )
    certain = wanted.is_(True) or (wanted.is_absent() and flag is True)
    made.conditional = made.conditional or not certain


def _cidr(call: Call) -> Node | None:
    return call.folded(0, "cidr_block")


def _pool(call: Call) -> Node:
    return Pool(call.props(0))


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-ec2.Vpc": _vpc,
        "aws-ec2.IpAddresses.cidr": _cidr,
        "aws-ec2.IpAddresses.aws_ipam_allocation": _pool,
    }
)
