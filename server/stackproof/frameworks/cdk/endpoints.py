"""VPC endpoints of the CDK."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from importlib.resources import files
from types import MappingProxyType
from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.connections import Connections
from stackproof.frameworks.cdk.names import locate
from stackproof.frameworks.cdk.peers import Peer, tcp
from stackproof.frameworks.cdk.policies import add_statement, document
from stackproof.frameworks.cdk.securitygroups import Groups, groups_given, own_group
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque, Thing, given, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.runtime import Symbol
from stackproof.model.values import (
    Certainty,
    JsonText,
    ResourceReference,
    Scalar,
    Sequence,
    Template,
    Unknown,
    Value,
)

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.vpc import VpcThing

_REGION = "{region}"
_GATEWAYS = {"S3": "s3", "DYNAMODB": "dynamodb", "S3_EXPRESS": "s3express"}


@lru_cache(maxsize=1)
def interface_services() -> Mapping[str, str]:
    """The constants of ``InterfaceVpcEndpointAwsService`` and the service names they stand for, ``{region}`` left open."""
    text = files(__package__).joinpath("endpoint_services.txt").read_text(encoding="utf-8")
    return MappingProxyType(dict(line.split(" ", 1) for line in text.splitlines()))


class Service(Thing):
    """The service of an endpoint, the port on which it is reached, and whether it has a private name by itself."""

    def __init__(self, name: Value, port: Value | None = None, *, private: bool | None = True) -> None:
        self._name = name
        self.port = port
        self.private = private

    def value(self) -> Value:
        return self._name

    def attribute(self, name: str) -> Node | None:
        return self._name if name == "name" else None


def regional(world: World, text: str) -> Value:
    """A service name with the region filled in."""
    if _REGION not in text:
        return Scalar(text)
    before, after = text.split(_REGION, 1)
    return Template((before, world.pseudo("region"), after))


def service_name(world: World, value: Value | None) -> Value:
    """The name of the service which an argument means."""
    if value is None:
        return Unknown("no service")
    if isinstance(value, Symbol):
        located = locate(value)
        if located is not None and len(located.names) == 2:
            group, member = located.names
            if group == "GatewayVpcEndpointAwsService" and member in _GATEWAYS:
                return regional(world, f"com.amazonaws.{_REGION}.{_GATEWAYS[member]}")
            if group == "InterfaceVpcEndpointAwsService" and member in interface_services():
                return regional(world, interface_services()[member])
        return Unknown(f"the service '{value.dotted}'", origin=value.origin)
    node = world.node(value)
    return node.value() if isinstance(node, Service) else world.fold(value)


def gateway_endpoint(
    call: Call, vpc: VpcThing, props: Arguments, name: str, service: str | None = None
) -> Node:
    """A gateway endpoint, in all route tables unless told otherwise."""
    world = call.world
    resource = world.add(
        "aws_vpc_endpoint",
        name,
        {
            "vpc_id": ResourceReference(vpc.resource, "id"),
            "service_name": regional(world, f"com.amazonaws.{_REGION}.{service}")
            if service
            else service_name(world, props.raw("service")),
            "vpc_endpoint_type": Scalar("Gateway", certainty=Certainty.DEFAULT),
            "route_table_ids": _tables(vpc, props),
        },
        implied=False,
        role="vpc-endpoint",
    )
    resource.properties.open = props.open
    put(resource, "ip_address_type", props.get("ip_address_type"), props.entry("ip_address_type"))
    _names(resource, props, "dns_record_ip_type")
    return Endpoint(world, resource)


def _names(resource: Resource, props: Arguments, *asked: str) -> None:
    """What is said of the names of an endpoint is not followed."""
    options = [n for n in asked if not props.absent(n)]
    if options:
        put(resource, "dns_options", Unknown("options of names"), props.entry(options[0]))


def _tables(vpc: VpcThing, props: Arguments) -> Value:
    written = props.raw("subnets")
    if written is None:
        return vpc.tables() if not props.open else Unknown("route tables", (vpc.value(),))
    selections = vpc.world.elements(written)
    tables: list[Value] = []
    for selection in selections if selections is not None else [written]:
        inner = arguments_of(vpc.world, selection)
        chosen = vpc.select(inner) if inner is not None else None
        if chosen is None:
            return Unknown("route tables", (vpc.value(),), origin=written.origin)
        tables.extend(ResourceReference(s.table, "id") for s in chosen)
    return Sequence(tables, origin=written.origin)


def interface_endpoint(call: Call, vpc: VpcThing, props: Arguments, name: str) -> Node:
    """An interface endpoint with private DNS (unless told otherwise) and a security group of its own."""
    world = call.world
    groups = groups_given(props)
    if groups is None:
        own = own_group(call, f"{name}/SecurityGroup", ResourceReference(vpc.resource, "id"))
        groups = Groups(Sequence([ResourceReference(own.resource, "id")]), [own])
    service = props.node("service")
    known = service if isinstance(service, Service) else None
    private = known.private if known is not None else True
    looked_up = props.get("lookup_supported_azs")
    subnets = vpc.subnet_ids(props, "subnets", one_per_az=True)
    if not (looked_up.is_absent() or looked_up.is_(False)):
        subnets = Unknown("subnets in zones that have the service", (subnets,), origin=subnets.origin)
    resource = world.add(
        "aws_vpc_endpoint",
        name,
        {
            "vpc_id": ResourceReference(vpc.resource, "id"),
            "service_name": service_name(world, props.raw("service")),
            "vpc_endpoint_type": Scalar("Interface", certainty=Certainty.DEFAULT),
            "private_dns_enabled": Unknown("a switch") if private is None else default(private),
            "subnet_ids": subnets,
            "security_group_ids": groups.ids,
        },
        implied=False,
        role="vpc-endpoint",
    )
    for source in ("private_dns_enabled", "ip_address_type", "service_region"):
        put(resource, source, props.get(source), props.entry(source))
    _names(resource, props, "dns_record_ip_type", "private_dns_only_for_inbound_resolver_endpoint")
    port = known.port if known is not None else default(443)
    made = Endpoint(world, resource)
    ports = tcp(port if port is not None else default(443))
    made.attributes["connections"] = connections = groups.connections(world, ports)
    _open(connections, vpc, props)
    return made


def _open(connections: Connections, vpc: VpcThing, props: Arguments) -> None:
    """Let the whole VPC reach an endpoint."""
    wanted = props.get("open")
    if wanted.is_(False):
        return
    block = vpc.attribute("vpc_cidr_block")
    peer = Peer("ipv4", block if isinstance(block, Value) else Unknown("the addresses of the VPC"))
    certain = wanted.is_absent() or wanted.is_(True)
    everyone = Connections(vpc.world, peer=peer)
    connections.allow("ingress", everyone, connections.default, certain=certain)


class Endpoint(Made):
    """An endpoint, whose policy is made with the first statement."""

    def __init__(self, world: World, resource: Resource) -> None:
        super().__init__(resource, {"vpc_endpoint_id": "id"}, fragile=False)
        self.world = world
        self._policy = document([])
        self.methods["add_to_policy"] = self._permit

    def _permit(self, call: Call) -> Node:
        put(self.resource, "policy", JsonText(self._policy))
        for value in call.positional or [e.value for e in call.construction.arguments.keywords.values()]:
            add_statement(self.world, self._policy, value, certain=call.certain)
        return Opaque()


def _construct(call: Call) -> Node | None:
    from stackproof.frameworks.cdk.vpc import VpcThing

    props = call.props()
    vpc = props.thing("vpc")
    if not isinstance(vpc, VpcThing):
        return None
    located = call.located
    if located is not None and located.names[-1] == "GatewayVpcEndpoint":
        return gateway_endpoint(call, vpc, props, call.world.name(call))
    return interface_endpoint(call, vpc, props, call.world.name(call))


def _aws_service(call: Call) -> Node:
    """``new InterfaceVpcEndpointAwsService('ecr.api')``."""
    name = call.folded(0, "name")
    prefix = call.folded(1, "prefix")
    before: tuple[str | Value, ...]
    if prefix is None:
        before = ("com.amazonaws.", call.world.pseudo("region"), ".")
    else:
        before = (prefix.text() or prefix, ".", call.world.pseudo("region"), ".")
    port = call.folded(2, "port")
    if name is None:
        return Service(Unknown("a service"), port)
    return Service(
        Template((*before, name)) if name.text() is None else Template((*before[:-1], f".{name.text()}")),
        port,
    )


def _service(call: Call) -> Node:
    return Service(given(call.folded(0, "name"), "a service"), call.folded(1, "port"), private=False)


def _external(call: Call) -> Node:
    props = call.props()
    made = Made(call.world.external("aws_vpc_endpoint", call), {"vpc_endpoint_id": "id"}, fragile=False)
    if call.located is not None and call.located.names[-1] == "from_interface_vpc_endpoint_attributes":
        groups = groups_given(props)
        port = props.get("port")
        ports = None if port.is_absent() else tcp(port)
        connections = groups.connections(call.world, ports) if groups is not None else None
        made.attributes["connections"] = connections or Connections(call.world, default=ports, open=True)
    return made


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-ec2.GatewayVpcEndpoint": _construct,
        "aws-ec2.InterfaceVpcEndpoint": _construct,
        "aws-ec2.GatewayVpcEndpointAwsService": _aws_service,
        "aws-ec2.InterfaceVpcEndpointAwsService": _aws_service,
        "aws-ec2.InterfaceVpcEndpointService": _service,
        "aws-ec2.GatewayVpcEndpoint.from_gateway_vpc_endpoint_id": _external,
        "aws-ec2.InterfaceVpcEndpoint.from_interface_vpc_endpoint_attributes": _external,
    }
)
