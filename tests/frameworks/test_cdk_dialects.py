"""The same stack in TypeScript and Python gives the same resources."""

from __future__ import annotations

import pytest
from cdk_programs import py, shown, ts
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from recognising import recognise

from stackproof.frameworks.cdk.framework import Cdk

_PAIRS = {
    "network": (
        """
    const vpc = new ec2.Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 1, ipAddresses: ec2.IpAddresses.cidr('10.0.0.0/16'),
      subnetConfiguration: [
        { name: 'pub', subnetType: ec2.SubnetType.PUBLIC, cidrMask: 24 },
        { name: 'app', subnetType: ec2.SubnetType.PRIVATE_WITH_EGRESS },
        { name: 'db', subnetType: ec2.SubnetType.PRIVATE_ISOLATED },
      ] });
    vpc.addGatewayEndpoint('S3', { service: ec2.GatewayVpcEndpointAwsService.S3, subnets: [{ subnetGroupName: 'db' }] });
    vpc.addInterfaceEndpoint('Ecr', { service: ec2.InterfaceVpcEndpointAwsService.ECR, privateDnsEnabled: true });
    const group = new ec2.SecurityGroup(this, 'Group', { vpc, allowAllOutbound: false });
    group.addIngressRule(ec2.Peer.anyIpv4(), ec2.Port.tcp(443), 'https');
    """,
        """vpc = ec2.Vpc(self, "Vpc", max_azs=2, nat_gateways=1, ip_addresses=ec2.IpAddresses.cidr("10.0.0.0/16"),
            subnet_configuration=[
                ec2.SubnetConfiguration(name="pub", subnet_type=ec2.SubnetType.PUBLIC, cidr_mask=24),
                ec2.SubnetConfiguration(name="app", subnet_type=ec2.SubnetType.PRIVATE_WITH_EGRESS),
                ec2.SubnetConfiguration(name="db", subnet_type=ec2.SubnetType.PRIVATE_ISOLATED),
            ])
        vpc.add_gateway_endpoint("S3", service=ec2.GatewayVpcEndpointAwsService.S3, subnets=[ec2.SubnetSelection(subnet_group_name="db")])
        vpc.add_interface_endpoint("Ecr", service=ec2.InterfaceVpcEndpointAwsService.ECR, private_dns_enabled=True)
        group = ec2.SecurityGroup(self, "Group", vpc=vpc, allow_all_outbound=False)
        group.add_ingress_rule(ec2.Peer.any_ipv4(), ec2.Port.tcp(443), "https")""",
    ),
    "service": (
        """
    const vpc = new ec2.Vpc(this, 'Vpc', { maxAzs: 2, natGateways: 0 });
    const cluster = new ecs.Cluster(this, 'Cluster', { vpc, containerInsightsV2: ecs.ContainerInsights.ENABLED });
    const logGroup = new logs.LogGroup(this, 'Logs', { retention: logs.RetentionDays.ONE_WEEK, removalPolicy: cdk.RemovalPolicy.DESTROY });
    const secret = new sm.Secret(this, 'Secret');
    const task = new ecs.FargateTaskDefinition(this, 'Task', { cpu: 512, memoryLimitMiB: 1024 });
    const container = task.addContainer('app', {
      image: ecs.ContainerImage.fromRegistry('nginx'),
      environment: { DB_HOST: 'db', log_level: 'info' },
      secrets: { PASSWORD: ecs.Secret.fromSecretsManager(secret, 'password') },
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'app', logGroup }),
    });
    container.addPortMappings({ containerPort: 80, protocol: ecs.Protocol.TCP });
    const service = new ecs.FargateService(this, 'Service', { cluster, taskDefinition: task, desiredCount: 2,
      vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }, assignPublicIp: false });
    const bucket = new s3.Bucket(this, 'Bucket', { versioned: true, encryption: s3.BucketEncryption.S3_MANAGED });
    const lb = new elbv2.ApplicationLoadBalancer(this, 'Lb', { vpc, internetFacing: true, deletionProtection: true });
    lb.logAccessLogs(bucket, 'alb');
    const cert = new acm.Certificate(this, 'Cert', { domainName: 'example.com' });
    const listener = lb.addListener('Https', { port: 443, certificates: [cert], sslPolicy: elbv2.SslPolicy.TLS13_RES });
    listener.addTargets('App', { port: 80, targets: [service], healthCheck: { path: '/health', interval: cdk.Duration.seconds(30) } });
    lb.addRedirect();
    """,
        """vpc = ec2.Vpc(self, "Vpc", max_azs=2, nat_gateways=0)
        cluster = ecs.Cluster(self, "Cluster", vpc=vpc, container_insights_v2=ecs.ContainerInsights.ENABLED)
        log_group = logs.LogGroup(self, "Logs", retention=logs.RetentionDays.ONE_WEEK, removal_policy=cdk.RemovalPolicy.DESTROY)
        secret = sm.Secret(self, "Secret")
        task = ecs.FargateTaskDefinition(self, "Task", cpu=512, memory_limit_mib=1024)
        container = task.add_container("app",
            image=ecs.ContainerImage.from_registry("nginx"),
            environment={"DB_HOST": "db", "log_level": "info"},
            secrets={"PASSWORD": ecs.Secret.from_secrets_manager(secret, "password")},
            logging=ecs.LogDrivers.aws_logs(stream_prefix="app", log_group=log_group))
        container.add_port_mappings(ecs.PortMapping(container_port=80, protocol=ecs.Protocol.TCP))
        service = ecs.FargateService(self, "Service", cluster=cluster, task_definition=task, desired_count=2,
            vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC), assign_public_ip=False)
        bucket = s3.Bucket(self, "Bucket", versioned=True, encryption=s3.BucketEncryption.S3_MANAGED)
        lb = elbv2.ApplicationLoadBalancer(self, "Lb", vpc=vpc, internet_facing=True, deletion_protection=True)
        lb.log_access_logs(bucket, "alb")
        cert = acm.Certificate(self, "Cert", domain_name="example.com")
        listener = lb.add_listener("Https", port=443, certificates=[cert], ssl_policy=elbv2.SslPolicy.TLS13_RES)
        listener.add_targets("App", port=80, targets=[service],
            health_check=elbv2.HealthCheck(path="/health", interval=cdk.Duration.seconds(30)))
        lb.add_redirect()""",
    ),
    "keys": (
        """
    const key = new kms.Key(this, 'Key', { enableKeyRotation: true, alias: 'alias/x' });
    key.addToResourcePolicy(new iam.PolicyStatement({ sid: 'Logs', principals: [new iam.ServicePrincipal(`logs.${this.region}.amazonaws.com`)],
      actions: ['kms:Encrypt*'], resources: ['*'], conditions: { ArnLike: { 'aws:SourceArn': `arn:aws:logs:${this.region}:${this.account}:*` } } }));
    key.grantDecrypt(new iam.ServicePrincipal('sns.amazonaws.com'));
    new logs.LogGroup(this, 'Group', { encryptionKey: key });
    new logs.CfnLogGroup(this, 'Raw', { kmsKeyId: key.keyArn, retentionInDays: 7 });
    const role = new iam.Role(this, 'Role', { assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: { Own: new iam.PolicyDocument({ statements: [new iam.PolicyStatement({ actions: ['a:b'], resources: ['*'] })] }) } });
    new lambda_.Function(this, 'Fn', { runtime: lambda_.Runtime.NODEJS_22_X, handler: 'i.h', code: lambda_.Code.fromInline('x'), role });
    new rds.DatabaseInstance(this, 'Db', { engine: rds.DatabaseInstanceEngine.POSTGRES, vpc: new ec2.Vpc(this, 'V'), deletionProtection: true,
      backupRetention: cdk.Duration.days(7), vpcSubnets: { subnetType: ec2.SubnetType.PRIVATE_ISOLATED } });
    """,
        """key = kms.Key(self, "Key", enable_key_rotation=True, alias="alias/x")
        key.add_to_resource_policy(iam.PolicyStatement(sid="Logs", principals=[iam.ServicePrincipal(f"logs.{self.region}.amazonaws.com")],
            actions=["kms:Encrypt*"], resources=["*"], conditions={"ArnLike": {"aws:SourceArn": f"arn:aws:logs:{self.region}:{self.account}:*"}}))
        key.grant_decrypt(iam.ServicePrincipal("sns.amazonaws.com"))
        logs.LogGroup(self, "Group", encryption_key=key)
        logs.CfnLogGroup(self, "Raw", kms_key_id=key.key_arn, retention_in_days=7)
        role = iam.Role(self, "Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"),
            inline_policies={"Own": iam.PolicyDocument(statements=[iam.PolicyStatement(actions=["a:b"], resources=["*"])])})
        lambda_.Function(self, "Fn", runtime=lambda_.Runtime.NODEJS_22_X, handler="i.h", code=lambda_.Code.from_inline("x"), role=role)
        rds.DatabaseInstance(self, "Db", engine=rds.DatabaseInstanceEngine.POSTGRES, vpc=ec2.Vpc(self, "V"), deletion_protection=True,
            backup_retention=cdk.Duration.days(7), vpc_subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PRIVATE_ISOLATED))""",
    ),
}


@pytest.mark.parametrize("name", _PAIRS)
def test_both_languages_give_the_same_resources(name: str) -> None:
    typescript, python = _PAIRS[name]
    first, second = ts(typescript), py(python)
    assert first.not_understood() == second.not_understood() == []
    assert shown(first) == shown(second)
    assert len(first.recognition.resources) > 10


@pytest.mark.parametrize("name", _PAIRS)
def test_no_recipe_fails(name: str) -> None:
    for program in (ts(_PAIRS[name][0]), py(_PAIRS[name][1])):
        assert not [g for g in program.recognition.gaps if g.kind == "recipe-failed"]


_ALL = [(t, "ts") for t, _ in _PAIRS.values()] + [(p, "py") for _, p in _PAIRS.values()]


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(_ALL), st.integers(0, 1500), st.integers(0, 40))
def test_no_recipe_fails_on_programs_with_a_part_missing(
    program: tuple[str, str], start: int, length: int
) -> None:
    text, language = program
    text = text[:start] + text[start + length :]
    done = ts(text) if language == "ts" else py(text)
    assert not [g.detail for g in done.recognition.gaps if g.kind == "recipe-failed"]


@settings(max_examples=40, deadline=None)
@given(
    st.sampled_from(
        [
            "ec2.Vpc",
            "ecs.FargateService",
            "s3.Bucket",
            "kms.Key",
            "elbv2.ApplicationListener",
            "ecs.CfnService",
        ]
    ),
    st.recursive(
        st.none() | st.booleans() | st.integers(-3, 9) | st.sampled_from(["x", "", "arn:x"]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(
                    [
                        "vpc",
                        "cluster",
                        "subnets",
                        "natGateways",
                        "maxAzs",
                        "subnetConfiguration",
                        "subnetType",
                        "name",
                        "port",
                        "certificates",
                        "policy",
                        "taskDefinition",
                        "vpcSubnets",
                        "protocol",
                        "networkConfiguration",
                        "awsvpcConfiguration",
                        "loadBalancer",
                    ]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=8,
    ),
)
def test_no_recipe_fails_on_arguments_of_the_wrong_kind(kind: str, arguments: object) -> None:
    import json

    text = f"""import {{ Stack, aws_ec2 as ec2, aws_ecs as ecs, aws_s3 as s3, aws_kms as kms, aws_elasticloadbalancingv2 as elbv2 }}
    from 'aws-cdk-lib'; new {kind}(new Stack(), 'x', {json.dumps(arguments)});"""
    done = recognise(Cdk(), text)
    assert not [g.detail for g in done.recognition.gaps if g.kind == "recipe-failed"]
