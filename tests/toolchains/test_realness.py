"""The graph of a CDK program has the resources which the real library synthesises."""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path

from stackproof.analysis.workspace import Workspace
from toolchains import Outcome, Program, python, typescript

# Resources which the graph must count as CloudFormation does; roles, their policies and functions that only serve
# the deployment itself are not compared.
_TYPES = {
    "AWS::EC2::VPC": "aws_vpc",
    "AWS::EC2::Subnet": "aws_subnet",
    "AWS::EC2::RouteTable": "aws_route_table",
    "AWS::EC2::SubnetRouteTableAssociation": "aws_route_table_association",
    "AWS::EC2::Route": "aws_route",
    "AWS::EC2::NatGateway": "aws_nat_gateway",
    "AWS::EC2::EIP": "aws_eip",
    "AWS::EC2::InternetGateway": "aws_internet_gateway",
    "AWS::EC2::VPCEndpoint": "aws_vpc_endpoint",
    "AWS::ECS::Cluster": "aws_ecs_cluster",
    "AWS::ECS::Service": "aws_ecs_service",
    "AWS::ECS::TaskDefinition": "aws_ecs_task_definition",
    "AWS::ElasticLoadBalancingV2::LoadBalancer": "aws_lb",
    "AWS::ElasticLoadBalancingV2::Listener": "aws_lb_listener",
    "AWS::ElasticLoadBalancingV2::TargetGroup": "aws_lb_target_group",
    "AWS::KMS::Key": "aws_kms_key",
    "AWS::Logs::LogGroup": "aws_cloudwatch_log_group",
    "AWS::S3::Bucket": "aws_s3_bucket",
    "AWS::S3::BucketPolicy": "aws_s3_bucket_policy",
}

_TYPESCRIPT = """
import * as cdk from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as patterns from 'aws-cdk-lib/aws-ecs-patterns';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';

const app = new cdk.App();
const stack = new cdk.Stack(app, 'Real', { env: { region: 'eu-west-1', account: '123456789012' } });
const image = ecs.ContainerImage.fromRegistry('public.ecr.aws/example/app:1');
%s
"""

_PYTHON = """
import aws_cdk as cdk
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_ecs_patterns as patterns
from aws_cdk import aws_elasticloadbalancingv2 as elbv2
from aws_cdk import aws_kms as kms
from aws_cdk import aws_logs as logs
from aws_cdk import aws_s3 as s3

app = cdk.App()
stack = cdk.Stack(app, "Real", env=cdk.Environment(region="eu-west-1", account="123456789012"))
image = ecs.ContainerImage.from_registry("public.ecr.aws/example/app:1")
%s
app.synth()
"""

_BODIES = {
    "vpc-default": ("new ec2.Vpc(stack, 'Vpc');", 'ec2.Vpc(stack, "Vpc")'),
    "vpc-without-nat": (
        "new ec2.Vpc(stack, 'Vpc', { natGateways: 0, maxAzs: 2 });",
        'ec2.Vpc(stack, "Vpc", nat_gateways=0, max_azs=2)',
    ),
    "vpc-tiers": (
        """new ec2.Vpc(stack, 'Vpc', {
          maxAzs: 3,
          natGateways: 1,
          subnetConfiguration: [
            { name: 'edge', subnetType: ec2.SubnetType.PUBLIC },
            { name: 'app', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
            { name: 'data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
          ],
        }).addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3 });""",
        """ec2.Vpc(
    stack,
    "Vpc",
    max_azs=3,
    nat_gateways=1,
    subnet_configuration=[
        ec2.SubnetConfiguration(name="edge", subnet_type=ec2.SubnetType.PUBLIC),
        ec2.SubnetConfiguration(name="app", subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS),
        ec2.SubnetConfiguration(name="data", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED),
    ],
).add_gateway_endpoint("S3", service=ec2.GatewayVpcEndpointAwsService.S3)""",
    ),
    "vpc-isolated": (
        """new ec2.Vpc(stack, 'Vpc', {
          maxAzs: 2,
          subnetConfiguration: [{ name: 'data', subnetType: ec2.SubnetType.PRIVATE_ISOLATED }],
        });""",
        """ec2.Vpc(
    stack,
    "Vpc",
    max_azs=2,
    subnet_configuration=[ec2.SubnetConfiguration(name="data", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED)],
)""",
    ),
    "service": (
        """const vpc = new ec2.Vpc(stack, 'Vpc', { maxAzs: 2 });
        const cluster = new ecs.Cluster(stack, 'Cluster', { vpc });
        const taskDefinition = new ecs.FargateTaskDefinition(stack, 'Task');
        taskDefinition.addContainer('app', { image, portMappings: [{ containerPort: 80 }] });
        const service = new ecs.FargateService(stack, 'Service', { cluster, taskDefinition });
        const alb = new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc, internetFacing: true });
        alb.logAccessLogs(new s3.Bucket(stack, 'Logs'));
        alb.addListener('Http', { port: 80 }).addTargets('App', { port: 80, targets: [service] });""",
        """vpc = ec2.Vpc(stack, "Vpc", max_azs=2)
cluster = ecs.Cluster(stack, "Cluster", vpc=vpc)
task = ecs.FargateTaskDefinition(stack, "Task")
task.add_container("app", image=image, port_mappings=[ecs.PortMapping(container_port=80)])
service = ecs.FargateService(stack, "Service", cluster=cluster, task_definition=task)
alb = elbv2.ApplicationLoadBalancer(stack, "Alb", vpc=vpc, internet_facing=True)
alb.log_access_logs(s3.Bucket(stack, "Logs"))
alb.add_listener("Http", port=80).add_targets("App", port=80, targets=[service])""",
    ),
    "pattern": (
        """new patterns.ApplicationLoadBalancedFargateService(stack, 'Web', {
          taskImageOptions: { image },
          publicLoadBalancer: true,
        });""",
        """patterns.ApplicationLoadBalancedFargateService(
    stack,
    "Web",
    task_image_options=patterns.ApplicationLoadBalancedTaskImageOptions(image=image),
    public_load_balancer=True,
)""",
    ),
    "logs": (
        """const key = new kms.Key(stack, 'Key');
        new logs.LogGroup(stack, 'Logs', { encryptionKey: key });
        new s3.Bucket(stack, 'Data', { encryptionKey: key, enforceSSL: true });""",
        """key = kms.Key(stack, "Key")
logs.LogGroup(stack, "Logs", encryption_key=key)
s3.Bucket(stack, "Data", encryption_key=key, enforce_ssl=True)""",
    ),
}


def _synthesised(outcome: Outcome) -> Counter[str]:
    assert outcome.errors == []
    assert outcome.failure == ""
    [template] = outcome.templates
    kinds = (_TYPES.get(resource["Type"]) for resource in template["Resources"].values())
    return Counter(kind for kind in kinds if kind is not None)


def _understood(program: Program, folder: Path) -> Counter[str]:
    folder.mkdir(parents=True)
    for name, text in program.files.items():
        (folder / name).write_text(text, encoding="utf-8")
    (folder / "cdk.json").write_text(json.dumps({"app": f"run {program.main}"}), encoding="utf-8")
    [found] = Workspace([str(folder)]).snapshot().check().programs
    wanted = set(_TYPES.values())
    return Counter(r.type for r in found.graph.resources if r.type in wanted and not r.external)


def _differences(programs: list[Program], outcomes: dict[str, Outcome], work: Path) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for program in programs:
        real = _synthesised(outcomes[program.name])
        graph = _understood(program, work / "understood" / program.name)
        wrong = [
            f"{kind}: {graph[kind]}, not {real[kind]}"
            for kind in sorted(real | graph)
            if graph[kind] != real[kind]
        ]
        if wrong:
            found[program.name] = wrong
    return found


def test_typescript_graphs_are_real(tmp_path: Path) -> None:
    programs = [Program(name, "cdk", {"main.ts": _TYPESCRIPT % body}) for name, (body, _) in _BODIES.items()]
    assert _differences(programs, typescript(programs, tmp_path), tmp_path) == {}


def test_python_graphs_are_real(tmp_path: Path) -> None:
    programs = [Program(name, "cdk", {"main.py": _PYTHON % body}) for name, (_, body) in _BODIES.items()]
    assert _differences(programs, python(programs, tmp_path), tmp_path) == {}
