"""L1 classes: CloudFormation's resources under Terraform's names."""

from __future__ import annotations

from typing import Any

import pytest
from cdk_programs import py, ts
from recognising import plain


@pytest.mark.parametrize(
    ("code", "kind", "expected"),
    [
        (
            "new ec2.CfnSubnet(this, 'x', { vpcId: 'v', cidrBlock: '10.0.0.0/24', mapPublicIpOnLaunch: true })",
            "aws_subnet",
            {"vpc_id": "v", "cidr_block": "10.0.0.0/24", "map_public_ip_on_launch": True},
        ),
        (
            "new ec2.CfnRoute(this, 'x', { routeTableId: 'r', destinationCidrBlock: '0.0.0.0/0', natGatewayId: 'n' })",
            "aws_route",
            {"route_table_id": "r", "destination_cidr_block": "0.0.0.0/0", "nat_gateway_id": "n"},
        ),
        (
            "new cdk.CfnResource(this, 'x', { type: 'AWS::EC2::Route', properties: { RouteTableId: 'r', GatewayId: 'g' } })",
            "aws_route",
            {"route_table_id": "r", "gateway_id": "g"},
        ),
        (
            "new elbv2.CfnLoadBalancer(this, 'x', { scheme: 'internet-facing', loadBalancerAttributes: ["
            "{ key: 'access_logs.s3.enabled', value: 'true' }, { key: 'access_logs.s3.bucket', value: 'b' },"
            "{ key: 'access_logs.s3.prefix', value: 'p' }, { key: 'deletion_protection.enabled', value: 'true' }] })",
            "aws_lb",
            {
                "internal": False,
                "access_logs": {"enabled": True, "bucket": "b", "prefix": "p"},
                "enable_deletion_protection": True,
            },
        ),
        (
            "new elbv2.CfnListener(this, 'x', { loadBalancerArn: 'l', port: 443, protocol: 'HTTPS', certificates: [{ certificateArn: 'c' }],"
            "defaultActions: [{ type: 'redirect', redirectConfig: { statusCode: 'HTTP_301' } }] })",
            "aws_lb_listener",
            {
                "load_balancer_arn": "l",
                "port": 443,
                "protocol": "HTTPS",
                "certificate_arn": "c",
                "default_action": [{"type": "redirect", "redirect": {"status_code": "HTTP_301"}}],
            },
        ),
        (
            "new elbv2.CfnTargetGroup(this, 'x', { port: 80, healthCheckPath: '/h', matcher: { httpCode: '200' } })",
            "aws_lb_target_group",
            {"port": 80, "health_check": {"path": "/h", "matcher": "200"}},
        ),
        (
            "new ecs.CfnService(this, 'x', { networkConfiguration: { awsvpcConfiguration: { subnets: ['s'], assignPublicIp: 'ENABLED' } } })",
            "aws_ecs_service",
            {"network_configuration": {"subnets": ["s"], "assign_public_ip": True}},
        ),
        (
            "new ecs.CfnTaskDefinition(this, 'x', { containerDefinitions: [{ name: 'a', image: 'i', portMappings: [{ containerPort: 80 }],"
            "logConfiguration: { logDriver: 'awslogs', options: { 'awslogs-group': 'g' } } }] })",
            "aws_ecs_task_definition",
            {
                "container_definitions": {
                    "json": [
                        {
                            "name": "a",
                            "image": "i",
                            "portMappings": [{"containerPort": 80}],
                            "logConfiguration": {"logDriver": "awslogs", "options": {"awslogs-group": "g"}},
                        }
                    ]
                }
            },
        ),
        (
            "new logs.CfnLogGroup(this, 'x', { logGroupName: 'g', kmsKeyId: 'k', retentionInDays: 7 })",
            "aws_cloudwatch_log_group",
            {"name": "g", "kms_key_id": "k", "retention_in_days": 7},
        ),
        (
            "new kms.CfnKey(this, 'x', { keyPolicy: { Statement: [{ Effect: 'Allow' }] } })",
            "aws_kms_key",
            {"policy": {"json": {"Statement": [{"Effect": "Allow"}]}}},
        ),
        (
            "new ec2.CfnSecurityGroup(this, 'x', { groupDescription: 'd', tags: [{ key: 'Name', value: 'n' }], securityGroupEgress: ["
            "{ ipProtocol: 'tcp', fromPort: 443, toPort: 443, cidrIp: '0.0.0.0/0' }] })",
            "aws_security_group",
            {
                "description": "d",
                "tags": {"Name": "n"},
                "ingress": [],
                "egress": [
                    {"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]}
                ],
            },
        ),
        (
            "new rds.CfnDBInstance(this, 'x', { dbInstanceIdentifier: 'd', deletionProtection: true })",
            "aws_db_instance",
            {
                "identifier": "d",
                "deletion_protection": True,
                "backup_retention_period": 1,
                "final_snapshot_identifier": "?",
            },
        ),
        ("new ec2.CfnIPAM(this, 'x', { description: 'd' })", "cfn:CfnIPAM", {"description": "d"}),
    ],
)
def test_arguments(code: str, kind: str, expected: dict[str, Any]) -> None:
    program = ts(code + ";")
    assert plain(program.one(kind).properties) == expected
    assert program.not_understood() == []


def test_typed_structs_and_keywords_of_python_mean_the_same() -> None:
    python = py(
        """ecs.CfnService(self, "x", network_configuration=ecs.CfnService.NetworkConfigurationProperty(
            awsvpc_configuration=ecs.CfnService.AwsVpcConfigurationProperty(subnets=["s"], assign_public_ip="DISABLED")))"""
    )
    service = python.one("aws_ecs_service")
    assert plain(service.properties) == {
        "network_configuration": {"subnets": ["s"], "assign_public_ip": False}
    }
    assert python.at(service["network_configuration"].get("subnets").origin) == '["s"]'


@pytest.mark.parametrize(
    ("attribute", "expected"),
    [
        ("ref", "id"),
        ("attrVpcId", "id"),
        ("attrCidrBlock", "cidr_block"),
        ("attrDefaultSecurityGroup", "default_security_group_id"),
    ],
)
def test_attributes(attribute: str, expected: str) -> None:
    program = ts(
        f"const v = new ec2.CfnVPC(this, 'v', {{ cidrBlock: '10.0.0.0/16' }}); new ec2.CfnSubnet(this, 's', {{ vpcId: v.{attribute} }});"
    )
    assert plain(program.one("aws_subnet")["vpc_id"]) == f"v.{expected}"


def test_a_group_without_outgoing_rules_keeps_those_of_aws() -> None:
    group = ts("new ec2.CfnSecurityGroup(this, 'x', { groupDescription: 'd' });").one("aws_security_group")
    assert plain(group["egress"]) == [
        {"from_port": 0, "to_port": 0, "protocol": "-1", "cidr_blocks": ["0.0.0.0/0"]}
    ]


def test_an_attachment_tells_the_gateway_its_vpc() -> None:
    program = ts(
        "const v = new ec2.CfnVPC(this, 'v'); const g = new ec2.CfnInternetGateway(this, 'g');"
        "new ec2.CfnVPCGatewayAttachment(this, 'a', { vpcId: v.ref, internetGatewayId: g.ref });"
    )
    assert program.one("aws_internet_gateway")["vpc_id"].refers_to(program.one("aws_vpc"))


def test_later_changes_count() -> None:
    program = ts(
        "const l = new elbv2.CfnListener(this, 'x', { port: 443, protocol: 'HTTPS', defaultActions: [] });"
        "l.port = 80; l.addPropertyOverride('Protocol', 'HTTP'); l.addPropertyOverride('DefaultActions.0.Type', 'forward');"
    )
    listener = program.one("aws_lb_listener")
    assert listener["port"].is_(80)
    assert listener["protocol"].is_("HTTP")
    assert listener["default_action"].is_unknown()


def test_the_resource_inside_a_construct_can_be_changed() -> None:
    program = ts(
        "const b = new s3.Bucket(this, 'b'); const inner = b.node.defaultChild as s3.CfnBucket;"
        "inner.addPropertyOverride('BucketName', 'n'); inner.addOverride('DeletionPolicy', 'Retain'); inner.objectLockEnabled = true;"
    )
    bucket = program.one("aws_s3_bucket")
    assert bucket["bucket"].is_("n")
    assert bucket["object_lock_enabled"].is_(True)
    assert bucket.is_closed()


def test_unknown_arguments_leave_everything_open() -> None:
    program = ts("new elbv2.CfnListener(this, 'x', JSON.parse(process.env.P!));")
    assert not program.one("aws_lb_listener")["certificate_arn"].is_absent()


def test_attributes_of_load_balancers_that_are_not_known() -> None:
    program = ts(
        "new elbv2.CfnLoadBalancer(this, 'x', { loadBalancerAttributes: JSON.parse(process.env.P!) });"
    )
    assert program.one("aws_lb")["access_logs"].is_unknown()


@pytest.mark.parametrize("method", ["add_resource_dependency", "add_dependency", "add_depends_on"])
def test_a_resource_waits_for_another_one(method: str) -> None:
    program = py(f"""
        gateway = ec2.CfnInternetGateway(self, "gateway")
        address = ec2.CfnEIP(self, "address")
        address.{method}(gateway)
    """)
    assert [d.target() for d in program.one("aws_eip").depends_on] == [program.one("aws_internet_gateway")]
