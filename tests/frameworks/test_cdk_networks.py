"""What a VPC of the CDK holds: addresses, zones, logs of traffic, VPNs, endpoints, lists of rules."""

from __future__ import annotations

import pytest
from cdk_programs import counts, py, shown, ts
from recognising import plain

from stackproof.frameworks.cdk.network.addresses import allocate, parse

_FLAG = "this.node.setContext('@aws-cdk/aws-ec2:restrictDefaultSecurityGroup', %s);"
_VPC = _FLAG % "false" + "const v = new ec2.Vpc(this, 'V', { maxAzs: 1, natGateways: 0 });"


@pytest.mark.parametrize(
    ("block", "masks", "expected"),
    [
        (
            "10.0.0.0/16",
            (None, None, None, None),
            ["10.0.0.0/18", "10.0.64.0/18", "10.0.128.0/18", "10.0.192.0/18"],
        ),
        (
            "10.0.0.0/16",
            (24, None, 28, None),
            ["10.0.0.0/24", "10.0.64.0/18", "10.0.1.0/28", "10.0.128.0/18"],
        ),
        ("10.0.0.0/24", (25, 25, 25), None),
        ("10.0.0.0/16", (), []),
        ("ten", (None,), None),
        ("10.0.0.300/16", (None,), None),
    ],
)
def test_addresses_are_divided(block: str, masks: tuple[int | None, ...], expected: list[str] | None) -> None:
    assert allocate(block, masks) == expected


def test_an_address_inside_a_block_stands_for_the_next_one() -> None:
    assert parse("10.1.2.3/20") == parse("10.1.16.0/20")


def test_subnets_have_their_addresses() -> None:
    program = ts(_VPC)
    assert program.one("aws_vpc")["cidr_block"].is_("10.0.0.0/16")
    blocks = [plain(r["cidr_block"]) for r in program.recognition.resources if r.type == "aws_subnet"]
    assert blocks == ["10.0.0.0/17", "10.0.128.0/17"]


def test_addresses_from_elsewhere_are_not_known() -> None:
    program = ts(
        "new ec2.Vpc(this, 'V', { maxAzs: 1, ipAddresses: ec2.IpAddresses.cidr(process.env.CIDR!) });"
    )
    assert program.one("aws_vpc")["cidr_block"].is_unknown()
    assert all(r["cidr_block"].is_unknown() for r in program.recognition.resources if r.type == "aws_subnet")


def test_reserved_subnets_keep_their_addresses() -> None:
    program = ts(
        "new ec2.Vpc(this, 'V', { maxAzs: 1, natGateways: 0, subnetConfiguration: ["
        "{ name: 'a', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 },"
        "{ name: 'b', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24, reserved: true },"
        "{ name: 'c', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 24 }] });"
    )
    blocks = {r.name: plain(r["cidr_block"]) for r in program.recognition.resources if r.type == "aws_subnet"}
    assert blocks == {"V/aSubnet1": "10.0.0.0/24", "V/cSubnet1": "10.0.2.0/24"}


def test_zones_that_are_given_are_those_of_the_subnets() -> None:
    program = ts(
        "new ec2.Vpc(this, 'V', { natGateways: 0, availabilityZones: ['us-east-1a', 'us-east-1c'] });"
    )
    zones = [plain(r["availability_zone"]) for r in program.recognition.resources if r.type == "aws_subnet"]
    assert zones == ["us-east-1a", "us-east-1c"] * 2


@pytest.mark.parametrize(
    ("flag", "argument", "count", "conditional"),
    [
        ("true", "", 1, False),
        ("false", "", 0, False),
        ("true", "restrictDefaultSecurityGroup: false", 0, False),
        ("false", "restrictDefaultSecurityGroup: true", 1, False),
        ("process.env.X", "", 1, True),
    ],
)
def test_the_default_group_loses_its_rules(flag: str, argument: str, count: int, conditional: bool) -> None:
    program = ts(_FLAG % flag + f"new ec2.Vpc(this, 'V', {{ {argument} }});")
    found = [r for r in program.recognition.resources if r.type == "aws_default_security_group"]
    assert len(found) == count
    assert all(r.conditional is conditional for r in found)


def test_two_families_of_addresses() -> None:
    program = ts("new ec2.Vpc(this, 'V', { maxAzs: 1, ipProtocol: ec2.IpProtocol.DUAL_STACK });")
    kinds = ("aws_vpc_ipv6_cidr_block_association", "aws_egress_only_internet_gateway", "aws_route")
    assert counts(program, *kinds) == dict(zip(kinds, (1, 1, 4), strict=True))
    public = next(
        r for r in program.recognition.resources if r.name == "V/PublicSubnet1" and r.type == "aws_subnet"
    )
    assert public["map_public_ip_on_launch"].is_(False)
    assert public["assign_ipv6_address_on_creation"].is_(True)


def test_logs_of_traffic_go_to_a_group_by_a_role() -> None:
    program = ts(_VPC + "v.addFlowLog('f');")
    log = program.one("aws_flow_log")
    assert plain(log["vpc_id"]) == "V.id"
    assert plain(log["log_destination"]) == "V/f/LogGroup.arn"
    assert plain(log["iam_role_arn"]) == "V/f/IAMRole.arn"
    assert log["traffic_type"].is_("ALL")
    assert plain(program.one("aws_iam_role_policy")["role"]) == "V/f/IAMRole.id"


def test_logs_of_traffic_go_to_a_bucket() -> None:
    program = ts(
        "this.node.setContext('@aws-cdk/aws-s3:createDefaultLoggingPolicy', true);"
        + _VPC
        + "const b = new s3.Bucket(this, 'B'); v.addFlowLog('f', { destination: ec2.FlowLogDestination.toS3(b, 'p') });"
    )
    assert plain(program.one("aws_flow_log")["log_destination"]) == "{B.arn}/p"
    statements = plain(program.one("aws_s3_bucket_policy")["policy"])["json"]["Statement"]
    assert [s["Action"] for s in statements] == [["s3:PutObject"], ["s3:GetBucketAcl", "s3:ListBucket"]]


def test_a_destination_that_is_not_understood_is_unknown() -> None:
    log = ts(_VPC + "v.addFlowLog('f', { destination: require('./mine').where });").one("aws_flow_log")
    assert log["log_destination"].is_unknown()
    assert log["iam_role_arn"].is_unknown()


def test_a_vpn_lets_routes_into_tables() -> None:
    program = ts(
        _FLAG % "false"
        + "new ec2.Vpc(this, 'V', { maxAzs: 1, natGateways: 0, vpnConnections: { o: { ip: '1.2.3.4', staticRoutes: ['10.9.0.0/16'] } } });"
    )
    assert plain(program.one("aws_customer_gateway")["ip_address"]) == "1.2.3.4"
    assert program.one("aws_vpn_connection")["static_routes_only"].is_(True)
    assert plain(program.one("aws_vpn_gateway_route_propagation")["route_table_id"]) == "V/IsolatedSubnet1.id"
    table = next(
        r
        for r in program.recognition.resources
        if r.type == "aws_route_table" and r.name == "V/IsolatedSubnet1"
    )
    assert [g.kind for g in table.escapes] == ["propagated-routes"]


def test_an_endpoint_is_reached_by_its_vpc() -> None:
    program = ts(_VPC + "v.addInterfaceEndpoint('e', { service: ec2.InterfaceVpcEndpointAwsService.SQS });")
    rule = program.one("aws_security_group")["ingress"].items()[0]
    assert plain(rule.get("cidr_blocks")) == ["V.cidr_block"]
    assert rule.get("from_port").is_(443)
    closed = ts(
        _VPC
        + "v.addInterfaceEndpoint('e', { service: ec2.InterfaceVpcEndpointAwsService.SQS, open: false });"
    )
    assert plain(closed.one("aws_security_group")["ingress"]) == []


def test_an_endpoint_is_in_one_subnet_of_each_zone() -> None:
    program = ts(
        _FLAG
        % "false"
        + "const v = new ec2.Vpc(this, 'V', { maxAzs: 1, natGateways: 0, subnetConfiguration: ["
        "{ name: 'a', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }, { name: 'b', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }] });"
        "v.addInterfaceEndpoint('e', { service: ec2.InterfaceVpcEndpointAwsService.SQS });"
    )
    assert plain(program.one("aws_vpc_endpoint")["subnet_ids"]) == ["V/aSubnet1.id"]


def test_statements_make_the_policy_of_an_endpoint() -> None:
    program = ts(
        _VPC
        + "const e = v.addGatewayEndpoint('e', { service: ec2.GatewayVpcEndpointAwsService.S3 });"
        + "e.addToPolicy(new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()], actions: ['s3:*'], resources: ['*'] }));"
    )
    assert plain(program.one("aws_vpc_endpoint")["policy"])["json"]["Statement"][0]["Action"] == ["s3:*"]


def test_lists_of_rules() -> None:
    program = ts(
        _VPC
        + "const a = new ec2.NetworkAcl(this, 'A', { vpc: v, subnetSelection: { subnetType: ec2.SubnetType.PUBLIC } });"
        + "a.addEntry('e', { cidr: ec2.AclCidr.anyIpv4(), ruleNumber: 7, traffic: ec2.AclTraffic.tcpPort(443),"
        + " direction: ec2.TrafficDirection.EGRESS, ruleAction: ec2.Action.DENY });"
    )
    rule = program.one("aws_network_acl_rule")
    assert plain(rule.properties) == {
        "cidr_block": "0.0.0.0/0",
        "egress": True,
        "from_port": 443,
        "network_acl_id": "A.id",
        "protocol": 6,
        "rule_action": "deny",
        "rule_number": 7,
        "to_port": 443,
    }
    assert plain(program.one("aws_network_acl_association")["subnet_id"]) == "V/PublicSubnet1.id"


def test_a_list_of_prefixes_is_a_peer() -> None:
    program = ts(
        _VPC
        + "const l = new ec2.PrefixList(this, 'L', { entries: [{ cidr: '10.0.0.0/8' }, { cidr: '11.0.0.0/8' }] });"
        + "new ec2.SecurityGroup(this, 'S', { vpc: v }).connections.allowFrom(l, ec2.Port.tcp(1));"
    )
    assert program.one("aws_ec2_managed_prefix_list")["max_entries"].is_(2)
    assert plain(program.one("aws_vpc_security_group_ingress_rule")["prefix_list_id"]) == "L.id"


def test_nat_instances_share_a_group() -> None:
    program = ts(
        _FLAG
        % "false"
        + "const n = ec2.NatProvider.instanceV2({ instanceType: new ec2.InstanceType('t3.nano'),"
        " defaultAllowedTraffic: ec2.NatTrafficDirection.OUTBOUND_ONLY });"
        "const v = new ec2.Vpc(this, 'V', { maxAzs: 2, natGatewayProvider: n });"
        "n.connections.allowFrom(ec2.Peer.ipv4('10.0.0.0/8'), ec2.Port.tcp(80));"
    )
    machines = [r for r in program.recognition.resources if r.type == "aws_instance"]
    assert [plain(m["vpc_security_group_ids"]) for m in machines] == [["V/NatSecurityGroup.id"]] * 2
    assert [plain(m["subnet_id"]) for m in machines] == ["V/PublicSubnet1.id", "V/PublicSubnet2.id"]
    assert plain(program.one("aws_security_group")["ingress"])[0]["from_port"] == 80


def test_subnets_of_a_vpc_from_outside_are_known_by_their_ids() -> None:
    program = ts(
        "const v = ec2.Vpc.fromVpcAttributes(this, 'V', { vpcId: 'vpc-1', availabilityZones: ['a'], privateSubnetIds: ['s-1'], publicSubnetIds: ['s-2'] });"
        "new elbv2.NetworkLoadBalancer(this, 'L', { vpc: v });"
    )
    [subnet] = program.one("aws_lb")["subnets"].items()
    target = subnet.target()
    assert target is not None
    assert target.external
    assert target["id"].is_("s-1")


def test_python_networks_are_the_same() -> None:
    typescript = ts(
        _VPC + "v.addFlowLog('f', { trafficType: ec2.FlowLogTrafficType.REJECT });"
        "const a = new ec2.NetworkAcl(this, 'A', { vpc: v });"
        "a.addEntry('e', { cidr: ec2.AclCidr.ipv4('10.0.0.0/8'), ruleNumber: 7, traffic: ec2.AclTraffic.allTraffic() });"
    )
    python = py("""
        self.node.set_context("@aws-cdk/aws-ec2:restrictDefaultSecurityGroup", False)
        v = ec2.Vpc(self, "V", max_azs=1, nat_gateways=0)
        v.add_flow_log("f", traffic_type=ec2.FlowLogTrafficType.REJECT)
        a = ec2.NetworkAcl(self, "A", vpc=v)
        a.add_entry("e", cidr=ec2.AclCidr.ipv4("10.0.0.0/8"), rule_number=7, traffic=ec2.AclTraffic.all_traffic())""")
    assert shown(typescript) == shown(python)
