"""What `ec2.Vpc` becomes: subnets, routes, gateways, endpoints."""

from __future__ import annotations

import pytest
from cdk_programs import counts, py, ts
from recognising import plain, recognise

from stackproof.frameworks.cdk.framework import Cdk

_PARTS = (
    "aws_subnet",
    "aws_route_table",
    "aws_route_table_association",
    "aws_route",
    "aws_nat_gateway",
    "aws_eip",
    "aws_internet_gateway",
)
_PRIVATE = "{ name: 'x', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }"
_PUBLIC = "{ name: 'p', subnetType: ec2.SubnetType.PUBLIC }"
_ISOLATED = "{ name: 'i', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }"


# The numbers are those of templates that the real library synthesises.
@pytest.mark.parametrize(
    ("props", "expected"),
    [
        ("{}", (6, 6, 6, 6, 3, 3, 1)),
        ("{ maxAzs: 2, natGateways: 1 }", (4, 4, 4, 4, 1, 1, 1)),
        ("{ natGateways: 0 }", (6, 6, 6, 3, 0, 0, 1)),
        ("{ maxAzs: 1, natGateways: 2 }", (2, 2, 2, 2, 1, 1, 1)),
        (f"{{ natGateways: 0, subnetConfiguration: [{_PUBLIC}, {_PRIVATE}] }}", (6, 6, 6, 3, 0, 0, 1)),
        (f"{{ subnetConfiguration: [{_ISOLATED}] }}", (3, 3, 3, 0, 0, 0, 0)),
        (
            f"{{ maxAzs: 2, natGateways: 1, subnetConfiguration: [{_PUBLIC}, {_PRIVATE}, {_ISOLATED},"
            " { name: 'r', subnetType: ec2.SubnetType.PUBLIC, reserved: true }] }",
            (6, 6, 6, 4, 1, 1, 1),
        ),
    ],
)
def test_a_vpc_has_the_parts_which_the_library_gives_it(props: str, expected: tuple[int, ...]) -> None:
    program = ts(f"new ec2.Vpc(this, 'V', {props});")
    assert tuple(counts(program, *_PARTS).values()) == expected
    assert program.not_understood() == []


def test_without_a_region_there_are_two_zones() -> None:
    text = """import { App, Stack, aws_ec2 as ec2 } from 'aws-cdk-lib';
    const stack = new Stack(new App(), 's');
    new ec2.Vpc(stack, 'V', { maxAzs: 3 });"""
    assert counts(recognise(Cdk(), text), "aws_subnet") == {"aws_subnet": 4}


def test_private_subnets_lead_to_nat_gateways_in_public_ones() -> None:
    program = ts("new ec2.Vpc(this, 'V', { maxAzs: 1 });")
    route = program.one("aws_route", "V/PrivateSubnet1/DefaultRoute")
    gateway = route["nat_gateway_id"].target()
    assert gateway is not None
    assert gateway["subnet_id"].target() is program.one("aws_subnet", "V/PublicSubnet1")
    assert program.one("aws_subnet", "V/PrivateSubnet1").role == "subnet:private-with-egress"
    assert all(r.implied for r in program.recognition.resources if r.type != "aws_vpc")
    assert program.at(route.origin) == "new ec2.Vpc(this, 'V', { maxAzs: 1 })"


@pytest.mark.parametrize("name", ["PRIVATE", "PRIVATE_WITH_NAT", "PRIVATE_WITH_EGRESS"])
def test_old_names_of_private_subnets_mean_the_same(name: str) -> None:
    program = ts(
        f"new ec2.Vpc(this, 'V', {{ maxAzs: 1, subnetConfiguration: [{_PUBLIC}, {{ name: 'x', subnetType: ec2.SubnetType.{name} }}] }});"
    )
    assert program.one("aws_subnet", "V/xSubnet1").role == "subnet:private-with-egress"


@pytest.mark.parametrize(
    "props",
    ["{ natGateways: props.nats }", "{ subnetConfiguration: props.subnets }", "{ ...props.vpc }", "props"],
)
def test_a_vpc_that_depends_on_unknown_values_is_open(props: str) -> None:
    program = ts(f"new ec2.Vpc(this, 'V', {props.replace('props', 'JSON.parse(process.env.P!)')});")
    assert not program.one("aws_vpc").is_closed()


def test_two_possible_numbers_of_gateways_that_both_are_some_are_some() -> None:
    program = ts("new ec2.Vpc(this, 'V', { maxAzs: 2, natGateways: process.env.P ? 2 : 1 });")
    assert program.one("aws_vpc").is_closed()
    assert counts(program, "aws_route") == {"aws_route": 4}


def test_a_vpc_with_or_without_gateways_is_open() -> None:
    program = ts(
        f"new ec2.Vpc(this, 'V', {{ natGateways: process.env.P ? 2 : 0, subnetConfiguration: [{_PUBLIC}, {_PRIVATE}] }});"
    )
    assert not any(r.is_closed() for r in program.recognition.resources if r.type == "aws_route_table")


def test_nat_instances_are_routed_to() -> None:
    program = ts(
        "new ec2.Vpc(this, 'V', { maxAzs: 1, natGatewayProvider: ec2.NatProvider.instanceV2({ instanceType: new ec2.InstanceType('t4g.nano') }) });"
    )
    route = program.one("aws_route", "V/PrivateSubnet1/DefaultRoute")
    instance = program.one("aws_instance")
    assert route["network_interface_id"].refers_to(instance)
    assert instance["source_dest_check"].is_(False)


def test_a_nat_provider_of_somebody_else_leads_to_something_unknown() -> None:
    program = ts(
        "new ec2.Vpc(this, 'V', { maxAzs: 1, natGateways: 0, natGatewayProvider: new (require('fck-nat').Provider)(),"
        f" subnetConfiguration: [{_PUBLIC}, {_PRIVATE}] }});"
    )
    route = program.one("aws_route", "V/xSubnet1/DefaultRoute")
    assert route["network_interface_id"].is_unknown()


@pytest.mark.parametrize(
    "loop",
    [
        "for (const [i, s] of v.privateSubnets.entries()) ROUTE",
        "v.privateSubnets.forEach((s, i) => ROUTE)",
        "v.selectSubnets({ subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS }).subnets.map((s, i) => ROUTE)",
        "v.selectSubnets({ subnetGroupName: 'x' }).subnets.map((s, i) => ROUTE)",
    ],
)
def test_routes_added_in_a_loop_count_for_each_subnet(loop: str) -> None:
    route = "(s as ec2.Subnet).addRoute('r' + i, { routerId: 'tgw-1', routerType: ec2.RouterType.TRANSIT_GATEWAY })"
    program = ts(
        f"const v = new ec2.Vpc(this, 'V', {{ maxAzs: 2, natGateways: 0, subnetConfiguration: [{_PUBLIC}, {_PRIVATE}] }}); "
        + loop.replace("ROUTE", route)
    )
    added = [r for r in program.recognition.resources if not r["transit_gateway_id"].is_absent()]
    tables = [t.name for r in added if (t := r["route_table_id"].target()) is not None]
    assert tables == ["V/xSubnet1", "V/xSubnet2"]


def test_a_loop_in_python_is_followed_too() -> None:
    program = py(
        """vpc = ec2.Vpc(self, "V", max_azs=2, nat_gateways=0)
        for i, subnet in enumerate(vpc.isolated_subnets):
            subnet.add_route(f"r{i}", router_id="i-1", router_type=ec2.RouterType.NETWORK_INTERFACE)"""
    )
    routes = [r for r in program.recognition.resources if not r["network_interface_id"].is_absent()]
    assert [plain(r["route_table_id"]) for r in routes] == ["V/IsolatedSubnet1.id", "V/IsolatedSubnet2.id"]


def test_a_loop_over_subnets_that_are_not_known_opens_the_vpc() -> None:
    program = py(
        """vpc = ec2.Vpc(self, "V", subnet_configuration=self.node.try_get_context("subnets"))
        for subnet in vpc.private_subnets:
            subnet.add_route("r", router_id="i-1", router_type=ec2.RouterType.NETWORK_INTERFACE)"""
    )
    assert not program.one("aws_vpc").is_closed()


def test_gateway_endpoints_are_in_all_route_tables() -> None:
    program = ts(
        "const v = new ec2.Vpc(this, 'V', { maxAzs: 1, natGateways: 0 }); v.addGatewayEndpoint('s3', { service: ec2.GatewayVpcEndpointAwsService.S3 });"
    )
    endpoint = program.one("aws_vpc_endpoint")
    assert plain(endpoint["service_name"]) == "com.amazonaws.{region.region}.s3"
    assert plain(endpoint["route_table_ids"]) == ["V/PublicSubnet1.id", "V/IsolatedSubnet1.id"]
    assert endpoint["vpc_endpoint_type"].is_("Gateway")


def test_gateway_endpoints_for_some_subnets_are_in_their_route_tables_only() -> None:
    program = ts(
        "new ec2.Vpc(this, 'V', { maxAzs: 1, natGateways: 0, gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3,"
        " subnets: [{ subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] } } });"
    )
    assert plain(program.one("aws_vpc_endpoint")["route_table_ids"]) == ["V/IsolatedSubnet1.id"]


@pytest.mark.parametrize(
    ("service", "expected"),
    [
        ("ec2.InterfaceVpcEndpointAwsService.ECR_DOCKER", "com.amazonaws.{region.region}.ecr.dkr"),
        ("ec2.InterfaceVpcEndpointAwsService.CLOUDWATCH_LOGS", "com.amazonaws.{region.region}.logs"),
        ("new ec2.InterfaceVpcEndpointAwsService('ecr.api')", "com.amazonaws.{region.region}.ecr.api"),
        (
            "new ec2.InterfaceVpcEndpointService('com.amazonaws.eu-west-1.ecr.api', 443)",
            "com.amazonaws.eu-west-1.ecr.api",
        ),
        ("ec2.InterfaceVpcEndpointAwsService.NOT_YET_INVENTED", "?"),
    ],
)
def test_interface_endpoints_name_their_service(service: str, expected: str) -> None:
    program = ts(
        f"const v = new ec2.Vpc(this, 'V', {{ maxAzs: 1, natGateways: 0 }}); v.addInterfaceEndpoint('e', {{ service: {service} }});"
    )
    endpoint = program.one("aws_vpc_endpoint")
    assert plain(endpoint["service_name"]) == expected
    # Only services of AWS have private names unless told otherwise.
    assert endpoint["private_dns_enabled"].is_("EndpointService" not in service)
    assert plain(endpoint["subnet_ids"]) == ["V/IsolatedSubnet1.id"]


def test_a_vpc_from_outside_is_external_and_its_subnets_are_not_known() -> None:
    program = ts(
        "const v = ec2.Vpc.fromLookup(this, 'V', { isDefault: true }); const c = new ecs.Cluster(this, 'C', { vpc: v });"
        "new ecs.FargateService(this, 'S', { cluster: c, taskDefinition: new ecs.FargateTaskDefinition(this, 'T') });"
    )
    vpc = program.one("aws_vpc")
    assert vpc.external
    subnets = program.one("aws_ecs_service")["network_configuration"].get("subnets")
    assert subnets.is_unknown()
    assert subnets.may_refer_to(vpc)


def test_routes_of_a_vpn_gateway_come_from_outside() -> None:
    program = ts("new ec2.Vpc(this, 'V', { maxAzs: 1, natGateways: 0, vpnGateway: true });")
    assert program.one("aws_vpn_gateway")["vpc_id"].refers_to(program.one("aws_vpc"))
    assert not program.one("aws_route_table", "V/IsolatedSubnet1").is_closed()


def test_somebody_elses_construct_is_not_understood() -> None:
    program = recognise(
        Cdk(),
        """import { Stack, aws_ec2 as ec2 } from 'aws-cdk-lib';
        import { Thing } from 'other-constructs';
        const stack = new Stack();
        new Thing(stack, 'T', { vpc: new ec2.Vpc(stack, 'V') });""",
    )
    assert program.not_understood() == ["other-constructs.Thing"]


def test_an_unknown_method_of_a_vpc_is_not_understood() -> None:
    program = ts(
        "const v = new ec2.Vpc(this, 'V'); v.inventRoutes(); v.node.addDependency(this); v.addFlowLog('f');"
    )
    assert program.not_understood() == [".inventRoutes"]
