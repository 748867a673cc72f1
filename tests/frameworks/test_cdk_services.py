"""Containers and load balancers of the CDK."""

from __future__ import annotations

import pytest
from cdk_programs import counts, py, ts
from recognising import plain

_ECS = (
    "const vpc = new ec2.Vpc(this, 'V', { maxAzs: 1, VPC }); const cluster = new ecs.Cluster(this, 'C', { vpc });"
    "const task = new ecs.FargateTaskDefinition(this, 'T'); task.addContainer('app', { image: ecs.ContainerImage.fromRegistry('nginx:1'),"
    " portMappings: [{ containerPort: 8080 }] });"
    "const service = new ecs.FargateService(this, 'S', { cluster, taskDefinition: task, SERVICE });"
)
_LB = "const vpc = new ec2.Vpc(this, 'V', { maxAzs: 1 }); const lb = new elbv2.ApplicationLoadBalancer(this, 'L', { vpc, internetFacing: true });"


@pytest.mark.parametrize(
    ("vpc", "service", "subnets", "public"),
    [
        ("", "", ["V/PrivateSubnet1.id"], False),
        ("natGateways: 0", "", ["V/IsolatedSubnet1.id"], False),
        (
            "subnetConfiguration: [{ name: 'p', subnetType: ec2.SubnetType.PUBLIC }]",
            "",
            ["V/pSubnet1.id"],
            False,
        ),
        ("", "assignPublicIp: true", ["V/PublicSubnet1.id"], True),
        ("", "vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }", ["V/PublicSubnet1.id"], False),
        ("", "vpcSubnets: { subnets: vpc.privateSubnets }", ["V/PrivateSubnet1.id"], False),
        ("", "vpcSubnets: { subnets: [vpc.publicSubnets[0]] }", ["V/PublicSubnet1.id"], False),
        ("", "vpcSubnets: vpc.selectSubnets({ subnetType: ec2.SubnetType.PUBLIC })", "?", False),
        ("", "vpcSubnets: JSON.parse('x')", "?", False),
    ],
)
def test_services_are_placed_as_the_library_does(
    vpc: str, service: str, subnets: object, public: bool
) -> None:
    program = ts(_ECS.replace("VPC", vpc).replace("SERVICE", service))
    network = program.one("aws_ecs_service")["network_configuration"]
    assert plain(network.get("subnets")) == subnets
    assert network.get("assign_public_ip").is_(public)


def test_a_selection_is_what_a_finding_points_at() -> None:
    program = ts(
        _ECS.replace("VPC", "").replace("SERVICE", "vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC }")
    )
    subnets = program.one("aws_ecs_service")["network_configuration"].get("subnets")
    assert program.at(subnets.items()[0].origin) == "{ subnetType: ec2.SubnetType.PUBLIC }"


def test_a_cluster_without_a_vpc_makes_one() -> None:
    program = ts("new ecs.Cluster(this, 'C');")
    assert program.one("aws_vpc").name == "C/Vpc"
    assert program.one("aws_vpc").implied
    assert counts(program, "aws_subnet") == {"aws_subnet": 4}


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        ("ecs.ContainerImage.fromRegistry('public.ecr.aws/x:1')", "public.ecr.aws/x:1"),
        (
            "ecs.ContainerImage.fromAsset('./app')",
            "{account_id.account_id}.dkr.ecr.{region.region}.amazonaws.com/cdk-assets:{?}",
        ),
        (
            "ecs.ContainerImage.fromEcrRepository(new cdk.aws_ecr.Repository(this, 'R'), 'v1')",
            "{R.repository_url}:v1",
        ),
    ],
)
def test_images(image: str, expected: str) -> None:
    program = ts(
        f"const t = new ecs.FargateTaskDefinition(this, 'T'); t.addContainer('c', {{ image: {image} }});"
    )
    containers = program.one("aws_ecs_task_definition")["container_definitions"]
    assert plain(containers.get(0, "image")) == expected


def test_secrets_are_arns_with_their_field() -> None:
    program = ts(
        "const s = new sm.Secret(this, 'X'); const t = new ecs.FargateTaskDefinition(this, 'T'); t.addContainer('c', {"
        " image: ecs.ContainerImage.fromRegistry('x'), secrets: { A: ecs.Secret.fromSecretsManager(s), B: ecs.Secret.fromSecretsManager(s, 'f') } });"
    )
    containers = program.one("aws_ecs_task_definition")["container_definitions"]
    assert plain(containers.get(0, "secrets")) == [
        {"name": "A", "valueFrom": "X.arn"},
        {"name": "B", "valueFrom": "{X.arn}:f::"},
    ]


def test_a_target_joins_service_and_listener() -> None:
    program = ts(
        _ECS.replace("VPC", "").replace("SERVICE", "")
        + "const lb = new elbv2.ApplicationLoadBalancer(this, 'L', { vpc }); const l = lb.addListener('l', { port: 80 });"
        "l.addTargets('t', { port: 80, targets: [service], healthCheck: { path: '/up', healthyHttpCodes: '200' } });"
    )
    group = program.one("aws_lb_target_group")
    assert plain(group["health_check"]) == {"path": "/up", "matcher": "200"}
    assert group["target_type"].is_("ip")
    attached = program.one("aws_ecs_service")["load_balancer"].get(0)
    assert attached.get("target_group_arn").refers_to(group)
    assert attached.get("container_port").is_(8080)
    assert program.one("aws_lb_listener")["default_action"].get(0, "target_group_arn").refers_to(group)


@pytest.mark.parametrize(
    ("props", "protocol", "certificate"),
    [
        ("port: 443", "HTTPS", None),
        ("port: 8443", "HTTPS", None),
        ("port: 80", "HTTP", None),
        ("port: 9000", "?", None),
        ("protocol: elbv2.ApplicationProtocol.HTTPS", "HTTPS", None),
        ("port: 443, certificates: []", "HTTPS", None),
        ("port: 443, certificates: [elbv2.ListenerCertificate.fromArn('arn')]", "HTTPS", "arn"),
        ("port: 443, certificates: [acm.Certificate.fromCertificateArn(this, 'C', 'arn')]", "HTTPS", "C.arn"),
        ("port: 443, certificateArns: ['arn']", "HTTPS", "arn"),
        ("port: 443, certificates: JSON.parse('x')", "HTTPS", "?"),
    ],
)
def test_listeners(props: str, protocol: str, certificate: str | None) -> None:
    listener = ts(f"{_LB} lb.addListener('l', {{ {props} }});").one("aws_lb_listener")
    assert plain(listener["protocol"]) == protocol
    assert plain(listener["certificate_arn"]) == certificate


@pytest.mark.parametrize(
    ("later", "certain"),
    [
        ("l.addCertificates('c', [elbv2.ListenerCertificate.fromArn('arn')]);", True),
        ("if (process.env.P) l.addCertificates('c', [elbv2.ListenerCertificate.fromArn('arn')]);", False),
    ],
)
def test_certificates_added_later_count(later: str, certain: bool) -> None:
    listener = ts(f"{_LB} const l = lb.addListener('l', {{ port: 443 }}); {later}").one("aws_lb_listener")
    assert listener["certificate_arn"].is_("arn") is certain
    assert not listener["certificate_arn"].is_absent()


def test_network_listeners_speak_tls_with_a_certificate_only() -> None:
    program = ts(
        "const lb = new elbv2.NetworkLoadBalancer(this, 'L', { vpc: new ec2.Vpc(this, 'V') });"
        "lb.addListener('a', { port: 443 }); lb.addListener('b', { port: 444, certificates: [elbv2.ListenerCertificate.fromArn('arn')] });"
    )
    assert program.one("aws_lb_listener", "L/a")["protocol"].is_("TCP")
    assert program.one("aws_lb_listener", "L/b")["protocol"].is_("TLS")
    assert program.one("aws_lb")["load_balancer_type"].is_("network")


def test_logs_of_a_load_balancer_are_allowed_in_the_bucket() -> None:
    program = ts(_LB + "const b = new s3.Bucket(this, 'B'); lb.logAccessLogs(b, 'p');")
    balancer, policy = program.one("aws_lb"), program.one("aws_s3_bucket_policy")
    assert plain(balancer["access_logs"]) == {"bucket": "B.id", "enabled": True, "prefix": "p"}
    assert policy.implied
    assert plain(policy["policy"].get("Statement", 0, "Resource")) == [
        "{B.arn}/p/AWSLogs/{account_id.account_id}/*"
    ]
    assert any(d.refers_to(policy) for d in balancer.depends_on)


def test_a_bucket_from_outside_gets_no_policy() -> None:
    program = ts(_LB + "lb.logAccessLogs(s3.Bucket.fromBucketName(this, 'B', 'b'));")
    assert program.one("aws_s3_bucket").external
    assert counts(program, "aws_s3_bucket_policy") == {"aws_s3_bucket_policy": 0}


def test_attributes_set_one_by_one() -> None:
    program = ts(
        _LB
        + "lb.setAttribute('access_logs.s3.enabled', 'true'); lb.setAttribute('access_logs.s3.bucket', 'b');"
        "lb.setAttribute('deletion_protection.enabled', 'true');"
    )
    balancer = program.one("aws_lb")
    assert plain(balancer["access_logs"]) == {"enabled": True, "bucket": "b"}
    assert balancer["enable_deletion_protection"].is_(True)


@pytest.mark.parametrize(
    ("props", "protocol", "listeners"),
    [
        ("", "HTTP", 1),
        (", protocol: elbv2.ApplicationProtocol.HTTPS", "HTTPS", 1),
        (", redirectHTTP: true, certificate: acm.Certificate.fromCertificateArn(this, 'c', 'a')", "HTTPS", 2),
    ],
)
def test_the_balanced_service_pattern(props: str, protocol: str, listeners: int) -> None:
    program = ts(
        "const vpc = new ec2.Vpc(this, 'V', { maxAzs: 1, natGateways: 0 }); new patterns.ApplicationLoadBalancedFargateService(this, 'P',"
        f" {{ vpc, taskImageOptions: {{ image: ecs.ContainerImage.fromRegistry('x') }} {props} }});"
    )
    assert program.one("aws_lb_listener", "P/PublicListener")["protocol"].is_(protocol)
    assert counts(program, "aws_lb_listener", "aws_lb", "aws_ecs_service") == {
        "aws_lb_listener": listeners,
        "aws_lb": 1,
        "aws_ecs_service": 1,
    }
    service = program.one("aws_ecs_service")
    assert plain(service["network_configuration"].get("subnets")) == ["V/IsolatedSubnet1.id"]
    assert program.not_understood() == []


def test_parts_of_a_pattern_can_be_changed() -> None:
    program = ts(
        "const p = new patterns.ApplicationLoadBalancedFargateService(this, 'P', { protocol: elbv2.ApplicationProtocol.HTTPS,"
        " taskImageOptions: { image: ecs.ContainerImage.fromRegistry('x') } });"
        "p.listener.addCertificates('c', [elbv2.ListenerCertificate.fromArn('arn')]); p.targetGroup.configureHealthCheck({ path: '/up' });"
        "p.loadBalancer.logAccessLogs(new s3.Bucket(this, 'B'));"
    )
    assert program.one("aws_lb_listener")["certificate_arn"].is_("arn")
    assert program.one("aws_lb_target_group")["health_check"].get("path").is_("/up")
    assert plain(program.one("aws_lb")["access_logs"]) == {"bucket": "B.id", "enabled": True, "prefix": ""}


def test_a_scheduled_task_runs_in_the_subnets_of_its_cluster() -> None:
    program = py(
        """vpc = ec2.Vpc(self, "V", max_azs=1, nat_gateways=0)
        patterns.ScheduledFargateTask(self, "P", vpc=vpc, schedule=cdk.aws_events.Schedule.rate(cdk.Duration.days(1)),
            scheduled_fargate_task_image_options=patterns.ScheduledFargateTaskImageOptions(
                image=ecs.ContainerImage.from_registry("x"), memory_limit_mib=512))"""
    )
    target = program.one("aws_cloudwatch_event_target")["ecs_target"]
    assert plain(target.get("network_configuration", "subnets")) == ["V/IsolatedSubnet1.id"]
    assert target.get("task_definition_arn").refers_to(program.one("aws_ecs_task_definition"))


def test_functions_in_a_vpc() -> None:
    program = ts(
        "const vpc = new ec2.Vpc(this, 'V', { maxAzs: 1 }); new lambda_.Function(this, 'F', { vpc, runtime: lambda_.Runtime.PYTHON_3_12,"
        " handler: 'a.b', code: lambda_.Code.fromInline('x') });"
    )
    function = program.one("aws_lambda_function")
    assert plain(function["vpc_config"].get("subnet_ids")) == ["V/PrivateSubnet1.id"]
    assert function["runtime"].is_("python3.12")


@pytest.mark.parametrize(
    ("props", "written", "absent"),
    [
        ("deletionProtection: true", True, False),
        ("deletionProtection: false", False, False),
        ("", False, True),
    ],
)
def test_databases(props: str, written: bool, absent: bool) -> None:
    program = ts(
        "new rds.DatabaseInstance(this, 'D', { engine: rds.DatabaseInstanceEngine.POSTGRES, vpc: new ec2.Vpc(this, 'V'),"
        f" backupRetention: cdk.Duration.days(7), {props} }});"
    )
    database = program.one("aws_db_instance")
    assert database["backup_retention_period"].is_(7)
    assert database["deletion_protection"].is_(True) is written
    assert database["deletion_protection"].is_absent() is absent
