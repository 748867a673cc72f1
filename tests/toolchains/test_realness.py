"""The graph of a CDK program has the resources which the real library synthesises."""

from __future__ import annotations

from pathlib import Path

from realness import differences

_CASES = {
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
        taskDefinition.addContainer('app', { image: ecs.ContainerImage.fromRegistry('public.ecr.aws/example/app:1'), portMappings: [{ containerPort: 80 }] });
        const service = new ecs.FargateService(stack, 'Service', { cluster, taskDefinition });
        const alb = new elbv2.ApplicationLoadBalancer(stack, 'Alb', { vpc, internetFacing: true });
        alb.logAccessLogs(new s3.Bucket(stack, 'Logs'));
        alb.addListener('Http', { port: 80 }).addTargets('App', { port: 80, targets: [service] });""",
        """vpc = ec2.Vpc(stack, "Vpc", max_azs=2)
cluster = ecs.Cluster(stack, "Cluster", vpc=vpc)
task = ecs.FargateTaskDefinition(stack, "Task")
task.add_container("app", image=ecs.ContainerImage.from_registry("public.ecr.aws/example/app:1"), port_mappings=[ecs.PortMapping(container_port=80)])
service = ecs.FargateService(stack, "Service", cluster=cluster, task_definition=task)
alb = elbv2.ApplicationLoadBalancer(stack, "Alb", vpc=vpc, internet_facing=True)
alb.log_access_logs(s3.Bucket(stack, "Logs"))
alb.add_listener("Http", port=80).add_targets("App", port=80, targets=[service])""",
    ),
    "pattern": (
        """new patterns.ApplicationLoadBalancedFargateService(stack, 'Web', {
          taskImageOptions: { image: ecs.ContainerImage.fromRegistry('public.ecr.aws/example/app:1') },
          publicLoadBalancer: true,
        });""",
        """patterns.ApplicationLoadBalancedFargateService(
    stack,
    "Web",
    task_image_options=patterns.ApplicationLoadBalancedTaskImageOptions(
        image=ecs.ContainerImage.from_registry("public.ecr.aws/example/app:1")
    ),
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


def test_typescript_graphs_are_real(tmp_path: Path) -> None:
    assert differences(_CASES, "typescript", tmp_path) == {}


def test_python_graphs_are_real(tmp_path: Path) -> None:
    assert differences(_CASES, "python", tmp_path) == {}
