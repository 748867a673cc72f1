"""Networks, their rules and their gateways are what the real library synthesises."""

from __future__ import annotations

from pathlib import Path

from realness import differences

# Types whose arguments are compared, but for those named: tags, and what only a deployment decides.
_ALSO = {
    kind: frozenset({"tags", *without})
    for kind, *without in (
        ("aws_cloudwatch_log_group",),
        ("aws_customer_gateway",),
        ("aws_default_security_group",),
        ("aws_ec2_managed_prefix_list", "name"),
        ("aws_egress_only_internet_gateway",),
        ("aws_eip",),
        ("aws_flow_log",),
        ("aws_iam_role",),
        ("aws_instance", "availability_zone"),
        ("aws_internet_gateway",),
        ("aws_nat_gateway",),
        ("aws_network_acl",),
        ("aws_network_acl_association",),
        ("aws_network_acl_rule",),
        ("aws_route",),
        ("aws_route_table",),
        ("aws_route_table_association",),
        ("aws_s3_bucket_policy",),
        ("aws_security_group", "description"),
        ("aws_subnet", "availability_zone"),
        ("aws_vpc",),
        ("aws_vpc_endpoint",),
        ("aws_vpc_endpoint_service",),
        ("aws_vpc_endpoint_service_allowed_principal",),
        ("aws_vpc_ipv6_cidr_block_association",),
        ("aws_vpc_security_group_egress_rule", "description"),
        ("aws_vpc_security_group_ingress_rule", "description"),
        ("aws_vpn_connection",),
        ("aws_vpn_connection_route",),
        ("aws_vpn_gateway",),
        ("aws_vpn_gateway_attachment",),
        ("aws_vpn_gateway_route_propagation",),
    )
}

_CASES = {
    "vpc": (
        """stack.node.setContext('@aws-cdk/aws-ec2:restrictDefaultSecurityGroup', true);
        stack.node.setContext('@aws-cdk/aws-s3:createDefaultLoggingPolicy', true);
        const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, ipAddresses: ec2.IpAddresses.cidr('10.1.0.0/20'),
          natGateways: 1, subnetConfiguration: [{ name: 'web', subnetType: ec2.SubnetType.PUBLIC, cidrMask: 24,
          mapPublicIpOnLaunch: false }, { name: 'app', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
          { name: 'spare', subnetType: ec2.SubnetType.PRIVATE_ISOLATED, reserved: true, cidrMask: 26 }, { name: 'db',
          subnetType: ec2.SubnetType.PRIVATE_ISOLATED, cidrMask: 28 }],
          gatewayEndpoints: { S3: { service: ec2.GatewayVpcEndpointAwsService.S3 } }, flowLogs: { Log: {} } });
        vpc.addFlowLog('ToBucket', { destination: ec2.FlowLogDestination.toS3(new s3.Bucket(stack, 'B'), 'flow',
          { hiveCompatiblePartitions: true }), trafficType: ec2.FlowLogTrafficType.REJECT });
        new ec2.FlowLog(stack, 'Own', { resourceType: ec2.FlowLogResourceType.fromVpc(vpc),
          destination: ec2.FlowLogDestination.toCloudWatchLogs(new logs.LogGroup(stack, 'Logs',
          { retention: logs.RetentionDays.ONE_DAY })) });
        vpc.addInterfaceEndpoint('Ecr', { service: ec2.InterfaceVpcEndpointAwsService.ECR,
          subnets: { subnetGroupName: 'app' } });
        const dynamo = vpc.addGatewayEndpoint('Dynamo', { service: ec2.GatewayVpcEndpointAwsService.DYNAMODB,
          subnets: [{ subnetGroupName: 'db' }] });
        dynamo.addToPolicy(new iam.PolicyStatement({ principals: [new iam.AnyPrincipal()],
          actions: ['dynamodb:GetItem'], resources: ['*'] }));""",
        """stack.node.set_context("@aws-cdk/aws-ec2:restrictDefaultSecurityGroup", True)
stack.node.set_context("@aws-cdk/aws-s3:createDefaultLoggingPolicy", True)
vpc = ec2.Vpc(stack, "Vpc", max_azs=2, ip_addresses=ec2.IpAddresses.cidr("10.1.0.0/20"), nat_gateways=1,
    subnet_configuration=[ec2.SubnetConfiguration(name="web", subnet_type=ec2.SubnetType.PUBLIC, cidr_mask=24,
    map_public_ip_on_launch=False), ec2.SubnetConfiguration(name="app",
    subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS), ec2.SubnetConfiguration(name="spare",
    subnet_type=ec2.SubnetType.PRIVATE_ISOLATED, reserved=True, cidr_mask=26),
    ec2.SubnetConfiguration(name="db", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED, cidr_mask=28)],
    gateway_endpoints={"S3": ec2.GatewayVpcEndpointOptions(service=ec2.GatewayVpcEndpointAwsService.S3)},
    flow_logs={"Log": ec2.FlowLogOptions()})
vpc.add_flow_log("ToBucket", destination=ec2.FlowLogDestination.to_s3(s3.Bucket(stack, "B"), "flow",
    hive_compatible_partitions=True), traffic_type=ec2.FlowLogTrafficType.REJECT)
ec2.FlowLog(stack, "Own", resource_type=ec2.FlowLogResourceType.from_vpc(vpc),
    destination=ec2.FlowLogDestination.to_cloud_watch_logs(logs.LogGroup(stack, "Logs",
    retention=logs.RetentionDays.ONE_DAY)))
vpc.add_interface_endpoint("Ecr", service=ec2.InterfaceVpcEndpointAwsService.ECR,
    subnets=ec2.SubnetSelection(subnet_group_name="app"))
dynamo = vpc.add_gateway_endpoint("Dynamo", service=ec2.GatewayVpcEndpointAwsService.DYNAMODB,
    subnets=[ec2.SubnetSelection(subnet_group_name="db")])
dynamo.add_to_policy(iam.PolicyStatement(principals=[iam.AnyPrincipal()], actions=["dynamodb:GetItem"],
    resources=["*"]))""",
    ),
    "vpcs": (
        """new ec2.Vpc(stack, 'Six', { maxAzs: 1, ipProtocol: ec2.IpProtocol.DUAL_STACK, natGateways: 1,
          natGatewayProvider: ec2.NatProvider.gateway({ eipAllocationIds: ['eipalloc-1'] }) });
        new ec2.Vpc(stack, 'Old', { cidr: '10.9.0.0/16', natGateways: 0, availabilityZones: ['eu-west-1a',
          'eu-west-1c'], restrictDefaultSecurityGroup: true,
          defaultInstanceTenancy: ec2.DefaultInstanceTenancy.DEDICATED, enableDnsSupport: true,
          enableDnsHostnames: false });
        new ec2.Vpc(stack, 'Pool', { ipAddresses: ec2.IpAddresses.awsIpamAllocation({ ipv4IpamPoolId: 'ipam-pool-1',
          ipv4NetmaskLength: 18, defaultSubnetIpv4NetmaskLength: 24 }), reservedAzs: 1, maxAzs: 2 });
        new ec2.Vpc(stack, 'Free', { maxAzs: 2, reservedAzs: 1, createInternetGateway: false, natGateways: 0,
          ipAddresses: ec2.IpAddresses.cidr('10.1.2.3/20') });
        new ec2.Vpc(stack, 'Regional', { maxAzs: 2, natGatewayProvider: ec2.NatProvider.regionalGateway() });
        new ec2.Vpc(stack, 'Office', { maxAzs: 2, vpnGateway: true, vpnConnections: { Office: { ip: '1.2.3.4',
          staticRoutes: ['192.168.0.0/16'] } } });""",
        """ec2.Vpc(stack, "Six", max_azs=1, ip_protocol=ec2.IpProtocol.DUAL_STACK, nat_gateways=1,
    nat_gateway_provider=ec2.NatProvider.gateway(eip_allocation_ids=["eipalloc-1"]))
ec2.Vpc(stack, "Old", cidr="10.9.0.0/16", nat_gateways=0, availability_zones=["eu-west-1a", "eu-west-1c"],
    restrict_default_security_group=True, default_instance_tenancy=ec2.DefaultInstanceTenancy.DEDICATED,
    enable_dns_support=True, enable_dns_hostnames=False)
ec2.Vpc(stack, "Pool", ip_addresses=ec2.IpAddresses.aws_ipam_allocation(ipv4_ipam_pool_id="ipam-pool-1",
    ipv4_netmask_length=18, default_subnet_ipv4_netmask_length=24), reserved_azs=1, max_azs=2)
ec2.Vpc(stack, "Free", max_azs=2, reserved_azs=1, create_internet_gateway=False, nat_gateways=0,
    ip_addresses=ec2.IpAddresses.cidr("10.1.2.3/20"))
ec2.Vpc(stack, "Regional", max_azs=2, nat_gateway_provider=ec2.NatProvider.regional_gateway())
ec2.Vpc(stack, "Office", max_azs=2, vpn_gateway=True,
    vpn_connections={"Office": ec2.VpnConnectionOptions(ip="1.2.3.4", static_routes=["192.168.0.0/16"])})""",
    ),
    "connections": (
        """const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 1, natGateways: 0 });
        const a = new ec2.SecurityGroup(stack, 'A', { vpc });
        const b = new ec2.SecurityGroup(stack, 'B', { vpc, allowAllOutbound: false, description: 'bee' });
        const c = new ec2.SecurityGroup(stack, 'C', { vpc, allowAllOutbound: false, disableInlineRules: true });
        const d = new ec2.SecurityGroup(stack, 'D', { vpc, allowAllIpv6Outbound: true });
        const x = ec2.SecurityGroup.fromSecurityGroupId(stack, 'X', 'sg-12345678');
        a.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'https');
        a.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'https');
        a.addIngressRule(ec2.Peer.anyIpv6(), ec2.Port.HTTPS);
        a.addIngressRule(b, ec2.Port.tcpRange(1, 2));
        a.addIngressRule(ec2.Peer.prefixList('pl-1'), ec2.Port.allTraffic());
        a.addEgressRule(ec2.Peer.ipv4('10.0.0.0/8'), ec2.Port.tcp(443));
        b.addEgressRule(ec2.Peer.ipv4('10.0.0.0/8'), ec2.Port.udp(53));
        b.connections.allowFrom(a, ec2.Port.tcp(80), 'why');
        b.connections.allowTo(a, ec2.Port.tcp(81));
        b.connections.allowTo(c, ec2.Port.tcp(82));
        b.connections.allowInternally(ec2.Port.allTcp());
        c.connections.allowFromAnyIpv4(ec2.Port.tcp(83));
        d.connections.allowFrom(x, ec2.Port.icmpPing());
        x.connections.allowFrom(d, ec2.Port.tcp(9));
        a.addIngressRule(ec2.Peer.securityGroupId('sg-87654321'), ec2.Port.tcp(3));""",
        """vpc = ec2.Vpc(stack, "Vpc", max_azs=1, nat_gateways=0)
a = ec2.SecurityGroup(stack, "A", vpc=vpc)
b = ec2.SecurityGroup(stack, "B", vpc=vpc, allow_all_outbound=False, description="bee")
c = ec2.SecurityGroup(stack, "C", vpc=vpc, allow_all_outbound=False, disable_inline_rules=True)
d = ec2.SecurityGroup(stack, "D", vpc=vpc, allow_all_ipv6_outbound=True)
x = ec2.SecurityGroup.from_security_group_id(stack, "X", "sg-12345678")
a.add_ingress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(443), "https")
a.add_ingress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(443), "https")
a.add_ingress_rule(ec2.Peer.any_ipv6(), ec2.Port.HTTPS)
a.add_ingress_rule(b, ec2.Port.tcp_range(1, 2))
a.add_ingress_rule(ec2.Peer.prefix_list("pl-1"), ec2.Port.all_traffic())
a.add_egress_rule(ec2.Peer.ipv4("10.0.0.0/8"), ec2.Port.tcp(443))
b.add_egress_rule(ec2.Peer.ipv4("10.0.0.0/8"), ec2.Port.udp(53))
b.connections.allow_from(a, ec2.Port.tcp(80), "why")
b.connections.allow_to(a, ec2.Port.tcp(81))
b.connections.allow_to(c, ec2.Port.tcp(82))
b.connections.allow_internally(ec2.Port.all_tcp())
c.connections.allow_from_any_ipv4(ec2.Port.tcp(83))
d.connections.allow_from(x, ec2.Port.icmp_ping())
x.connections.allow_from(d, ec2.Port.tcp(9))
a.add_ingress_rule(ec2.Peer.security_group_id("sg-87654321"), ec2.Port.tcp(3))""",
    ),
    "rule-lists": (
        """const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGateways: 0 });
        const acl = new ec2.NetworkAcl(stack, 'Acl', { vpc, subnetSelection: { subnetType: ec2.SubnetType.PUBLIC } });
        acl.addEntry('In', { cidr: ec2.AclCidr.anyIpv4(), ruleNumber: 100, traffic: ec2.AclTraffic.tcpPort(443),
          direction: ec2.TrafficDirection.INGRESS, ruleAction: ec2.Action.ALLOW });
        acl.addEntry('Out', { cidr: ec2.AclCidr.ipv4('10.0.0.0/8'), ruleNumber: 100,
          traffic: ec2.AclTraffic.tcpPortRange(1024, 65535), direction: ec2.TrafficDirection.EGRESS,
          ruleAction: ec2.Action.DENY });
        acl.addEntry('Ping', { cidr: ec2.AclCidr.anyIpv6(), ruleNumber: 110, traffic: ec2.AclTraffic.icmp({ code: -1,
          type: 8 }) });
        const list = new ec2.PrefixList(stack, 'List', { entries: [{ cidr: '10.0.0.0/8', description: 'all' }],
          maxEntries: 5 });
        const sg = new ec2.SecurityGroup(stack, 'Sg', { vpc });
        sg.connections.allowFrom(list, ec2.Port.tcp(80));
        sg.addIngressRule(ec2.Peer.prefixList(list.prefixListId), ec2.Port.tcp(81));
        const nlb = new elbv2.NetworkLoadBalancer(stack, 'Nlb', { vpc });
        new ec2.VpcEndpointService(stack, 'Es', { vpcEndpointServiceLoadBalancers: [nlb], acceptanceRequired: false,
          allowedPrincipals: [new iam.ArnPrincipal('arn:aws:iam::123456789012:root')] });""",
        """vpc = ec2.Vpc(stack, "Vpc", max_azs=2, nat_gateways=0)
acl = ec2.NetworkAcl(stack, "Acl", vpc=vpc,
    subnet_selection=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC))
acl.add_entry("In", cidr=ec2.AclCidr.any_ipv4(), rule_number=100, traffic=ec2.AclTraffic.tcp_port(443),
    direction=ec2.TrafficDirection.INGRESS, rule_action=ec2.Action.ALLOW)
acl.add_entry("Out", cidr=ec2.AclCidr.ipv4("10.0.0.0/8"), rule_number=100,
    traffic=ec2.AclTraffic.tcp_port_range(1024, 65535), direction=ec2.TrafficDirection.EGRESS,
    rule_action=ec2.Action.DENY)
acl.add_entry("Ping", cidr=ec2.AclCidr.any_ipv6(), rule_number=110, traffic=ec2.AclTraffic.icmp(code=-1,
    type=8))
list = ec2.PrefixList(stack, "List", entries=[ec2.CfnPrefixList.EntryProperty(cidr="10.0.0.0/8",
    description="all")], max_entries=5)
sg = ec2.SecurityGroup(stack, "Sg", vpc=vpc)
sg.connections.allow_from(list, ec2.Port.tcp(80))
sg.add_ingress_rule(ec2.Peer.prefix_list(list.prefix_list_id), ec2.Port.tcp(81))
nlb = elbv2.NetworkLoadBalancer(stack, "Nlb", vpc=vpc)
ec2.VpcEndpointService(stack, "Es", vpc_endpoint_service_load_balancers=[nlb], acceptance_required=False,
    allowed_principals=[iam.ArnPrincipal("arn:aws:iam::123456789012:root")])""",
    ),
    "nat-instances": (
        """const provider = ec2.NatProvider.instanceV2({ instanceType: new ec2.InstanceType('t3.nano'),
          defaultAllowedTraffic: ec2.NatTrafficDirection.OUTBOUND_ONLY });
        const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2, natGatewayProvider: provider });
        provider.connections.allowFrom(ec2.Peer.ipv4(vpc.vpcCidrBlock), ec2.Port.tcp(80));""",
        """provider = ec2.NatProvider.instance_v2(instance_type=ec2.InstanceType("t3.nano"),
    default_allowed_traffic=ec2.NatTrafficDirection.OUTBOUND_ONLY)
vpc = ec2.Vpc(stack, "Vpc", max_azs=2, nat_gateway_provider=provider)
provider.connections.allow_from(ec2.Peer.ipv4(vpc.vpc_cidr_block), ec2.Port.tcp(80))""",
    ),
    "outside": (
        """const vpc = ec2.Vpc.fromVpcAttributes(stack, 'Vpc', { vpcId: 'vpc-1', vpcCidrBlock: '10.0.0.0/16',
          availabilityZones: ['a', 'b'], privateSubnetIds: ['s-1', 's-2'] });
        new elbv2.NetworkLoadBalancer(stack, 'Nlb', { vpc });
        vpc.addInterfaceEndpoint('Closed', { service: new ec2.InterfaceVpcEndpointService('com.example.vpce', 8443),
          open: false, privateDnsEnabled: true });""",
        """vpc = ec2.Vpc.from_vpc_attributes(stack, "Vpc", vpc_id="vpc-1", vpc_cidr_block="10.0.0.0/16",
    availability_zones=["a", "b"], private_subnet_ids=["s-1", "s-2"])
elbv2.NetworkLoadBalancer(stack, "Nlb", vpc=vpc)
vpc.add_interface_endpoint("Closed", service=ec2.InterfaceVpcEndpointService("com.example.vpce", 8443),
    open=False, private_dns_enabled=True)""",
    ),
}


def test_typescript_is_real(tmp_path: Path) -> None:
    assert differences(_CASES, "typescript", tmp_path, _ALSO) == {}


def test_python_is_real(tmp_path: Path) -> None:
    assert differences(_CASES, "python", tmp_path, _ALSO) == {}
