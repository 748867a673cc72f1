"""Containers of the CDK: clusters, tasks with their roles, services, scaling, ready-made services."""

from __future__ import annotations

from typing import Any

import pytest
from cdk_programs import counts, py, shown, ts
from recognising import Recognised, plain

_VPC = "const vpc = new ec2.Vpc(this, 'V', { maxAzs: 1, natGateways: 0 });"
_CLUSTER = _VPC + "const cluster = new ecs.Cluster(this, 'C', { vpc });"
_TASK = (
    _CLUSTER
    + "const t = new ecs.FargateTaskDefinition(this, 'T'); const image = ecs.ContainerImage.fromRegistry('x');"
    "const web = t.addContainer('web', { image, portMappings: [{ containerPort: 8080 }] });"
)
_SERVICE = _TASK + "const s = new ecs.FargateService(this, 'S', { cluster, taskDefinition: t });"


def _containers(program: Recognised) -> Any:
    return plain(program.one("aws_ecs_task_definition")["container_definitions"])["json"]


def _actions(program: Recognised, name: str) -> list[list[str]]:
    document = plain(program.one("aws_iam_role_policy", name)["policy"])["json"]
    return [s["Action"] for s in document["Statement"]]


def test_a_task_starts_without_a_role_until_something_needs_one() -> None:
    plain_task = ts(_TASK)
    assert plain_task.one("aws_ecs_task_definition")["execution_role_arn"].is_absent()
    assert counts(plain_task, "aws_iam_role") == {"aws_iam_role": 1}
    logging = ts(
        _TASK
        + "t.addContainer('log', { image, logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'p' }), essential: false });"
    )
    assert plain(logging.one("aws_ecs_task_definition")["execution_role_arn"]) == "T/ExecutionRole.arn"
    assert _actions(logging, "T/ExecutionRole/DefaultPolicy") == [
        ["logs:CreateLogStream", "logs:PutLogEvents"]
    ]


def test_secrets_are_read_by_the_role_that_starts_the_task() -> None:
    program = ts(
        _TASK
        + "const k = new sm.Secret(this, 'K'); t.addContainer('c', { image, secrets: { A: ecs.Secret.fromSecretsManager(k, 'f') } });"
    )
    assert _containers(program)[1]["secrets"] == [{"name": "A", "valueFrom": "{K.arn}:f::"}]
    assert _actions(program, "T/ExecutionRole/DefaultPolicy") == [
        ["secretsmanager:GetSecretValue", "secretsmanager:DescribeSecret"]
    ]


def test_images_of_repositories_are_pulled_by_the_role_that_starts_the_task() -> None:
    program = ts(
        _TASK
        + "const r = new cdk.aws_ecr.Repository(this, 'R'); t.addContainer('c', { image: ecs.ContainerImage.fromEcrRepository(r, 'v1') });"
    )
    assert _containers(program)[1]["image"] == "{R.repository_url}:v1"
    assert ["ecr:GetAuthorizationToken"] in _actions(program, "T/ExecutionRole/DefaultPolicy")


def test_what_methods_add_is_part_of_the_container() -> None:
    program = ts(
        _TASK + "web.addEnvironment('A', 'b'); web.addPortMappings({ containerPort: 9090 });"
        "web.addMountPoints({ containerPath: '/d', sourceVolume: 'v', readOnly: true }); t.addVolume({ name: 'v' });"
    )
    [container] = _containers(program)
    assert container["environment"] == [{"name": "A", "value": "b"}]
    assert [m["containerPort"] for m in container["portMappings"]] == [8080, 9090]
    assert container["mountPoints"] == [{"containerPath": "/d", "sourceVolume": "v", "readOnly": True}]
    assert plain(program.one("aws_ecs_task_definition")["volume"]) == [{"name": "v"}]


def test_what_may_be_added_leaves_the_container_open() -> None:
    program = ts(_TASK + "if (process.env.X) { web.addEnvironment('A', 'b'); }")
    content = program.one("aws_ecs_task_definition")["container_definitions"]
    assert not content.content.get(0).get("environment").is_closed()  # type: ignore[attr-defined]


def test_a_service_has_its_network_and_its_defaults() -> None:
    service = ts(_SERVICE).one("aws_ecs_service")
    assert plain(service["network_configuration"]) == {
        "subnets": ["V/IsolatedSubnet1.id"],
        "security_groups": ["S/SecurityGroup.id"],
        "assign_public_ip": False,
    }
    assert (
        service["deployment_maximum_percent"].number(),
        service["deployment_minimum_healthy_percent"].number(),
    ) == (200, 50)
    assert service["launch_type"].is_("FARGATE")


def test_a_service_behind_a_balancer_is_reached_on_its_port() -> None:
    program = ts(
        _SERVICE
        + "const lb = new elbv2.ApplicationLoadBalancer(this, 'L', { vpc }); lb.addListener('l', { port: 80 }).addTargets('t', { port: 80, targets: [s] });"
    )
    service = program.one("aws_ecs_service")
    assert plain(service["load_balancer"]) == [
        {"target_group_arn": "L/l/tGroup.arn", "container_name": "web", "container_port": 8080}
    ]
    assert program.one("aws_lb_target_group")["target_type"].is_("ip")
    assert program.one("aws_vpc_security_group_ingress_rule")["from_port"].is_(8080)
    assert service["health_check_grace_period_seconds"].is_(60)
    assert any(d.refers_to(program.one("aws_lb_listener")) for d in service.depends_on)


def test_shells_in_containers_need_permissions() -> None:
    program = ts(
        _TASK
        + "new ecs.FargateService(this, 'S', { cluster, taskDefinition: t, enableExecuteCommand: true });"
    )
    actions = _actions(program, "T/TaskRole/DefaultPolicy")
    assert ["ssmmessages:CreateControlChannel", "ssmmessages:CreateDataChannel", "ssmmessages:OpenControlChannel",
            "ssmmessages:OpenDataChannel"] in actions  # fmt: skip


def test_services_are_found_by_name() -> None:
    program = ts(
        _TASK + "cluster.addDefaultCloudMapNamespace({ name: 'local' });"
        "new ecs.FargateService(this, 'S', { cluster, taskDefinition: t, cloudMapOptions: { name: 'web' } });"
    )
    assert program.one("aws_service_discovery_private_dns_namespace")["name"].is_("local")
    found = program.one("aws_service_discovery_service")
    assert plain(found["dns_config"])["dns_records"] == [{"type": "A", "ttl": 60}]
    assert plain(program.one("aws_ecs_service")["service_registries"]) == {
        "registry_arn": f"{found.name}.arn"
    }


def test_the_number_of_tasks_follows_the_load() -> None:
    program = ts(
        _SERVICE
        + "const a = s.autoScaleTaskCount({ maxCapacity: 4 }); a.scaleOnCpuUtilization('c', { targetUtilizationPercent: 40 });"
    )
    target = program.one("aws_appautoscaling_target")
    assert (target["min_capacity"].number(), target["max_capacity"].number()) == (1, 4)
    policy = plain(program.one("aws_appautoscaling_policy")["target_tracking_scaling_policy_configuration"])
    assert policy["target_value"] == 40


def test_a_circuit_breaker_switches_itself_on() -> None:
    program = ts(
        _TASK
        + "new ecs.FargateService(this, 'S', { cluster, taskDefinition: t, circuitBreaker: { rollback: true } });"
    )
    assert plain(program.one("aws_ecs_service")["deployment_circuit_breaker"]) == {
        "rollback": True,
        "enable": True,
    }


def test_capacity_of_fargate_belongs_to_the_cluster() -> None:
    program = ts(_VPC + "new ecs.Cluster(this, 'C', { vpc, enableFargateCapacityProviders: true });")
    assert plain(program.one("aws_ecs_cluster_capacity_providers").properties) == {
        "cluster_name": "C.name",
        "capacity_providers": ["FARGATE", "FARGATE_SPOT"],
        "default_capacity_provider_strategy": [],
    }


def test_machines_share_their_addresses_with_containers() -> None:
    program = ts(
        _CLUSTER
        + "const t = new ecs.Ec2TaskDefinition(this, 'T'); t.addContainer('web', { image: ecs.ContainerImage.fromRegistry('x'),"
        " memoryLimitMiB: 64, portMappings: [{ containerPort: 80, hostPort: 8080 }] });"
        "const s = new ecs.Ec2Service(this, 'S', { cluster, taskDefinition: t });"
        "const lb = new elbv2.ApplicationLoadBalancer(this, 'L', { vpc }); lb.addListener('l', { port: 80 }).addTargets('t', { port: 80, targets: [s] });"
    )
    assert program.one("aws_lb_target_group")["target_type"].is_("instance")
    assert program.one("aws_ecs_service")["network_configuration"].is_absent()
    assert program.one("aws_ecs_service")["scheduling_strategy"].is_("REPLICA")


def test_an_event_starts_a_task() -> None:
    program = ts(
        _CLUSTER
        + "new patterns.ScheduledFargateTask(this, 'P', { cluster, schedule: cdk.aws_applicationautoscaling.Schedule.rate(cdk.Duration.hours(2)),"
        " scheduledFargateTaskImageOptions: { image: ecs.ContainerImage.fromRegistry('x'), memoryLimitMiB: 512 } });"
    )
    assert program.one("aws_cloudwatch_event_rule")["schedule_expression"].is_("rate(2 hours)")
    target = program.one("aws_cloudwatch_event_target")
    assert plain(target["ecs_target"])["launch_type"] == "FARGATE"
    passed = [
        a for a in _actions(program, "P/ScheduledTaskDef/EventsRole/DefaultPolicy") if a == ["iam:PassRole"]
    ]
    assert len(passed) == 2


def test_a_queue_feeds_tasks() -> None:
    program = ts(
        _CLUSTER
        + "new patterns.QueueProcessingFargateService(this, 'P', { cluster, image: ecs.ContainerImage.fromRegistry('x'), maxScalingCapacity: 5 });"
    )
    kinds = ("aws_sqs_queue", "aws_appautoscaling_policy", "aws_cloudwatch_metric_alarm")
    assert counts(program, *kinds) == {
        "aws_sqs_queue": 2,
        "aws_appautoscaling_policy": 3,
        "aws_cloudwatch_metric_alarm": 2,
    }
    alarm = program.one(
        "aws_cloudwatch_metric_alarm",
        "P/QueueProcessingFargateService/TaskCount/Target/QueueMessagesVisibleScaling/UpperAlarm",
    )
    assert plain(alarm["dimensions"]) == {"QueueName": "P/EcsProcessingQueue.name"}


@pytest.mark.parametrize("several", ["Application", "Network"])
def test_services_with_several_groups(several: str) -> None:
    program = ts(
        _CLUSTER + f"new patterns.{several}MultipleTargetGroupsFargateService(this, 'P', {{ cluster,"
        " taskImageOptions: { image: ecs.ContainerImage.fromRegistry('x'), containerPorts: [80, 90] },"
        " targetGroups: [{ containerPort: 80 }, { containerPort: 90 }] });"
    )
    listed = program.one("aws_ecs_service")["load_balancer"]
    assert [plain(b.get("container_port")) for b in listed.items()] == [80, 90]


def test_python_services_are_the_same() -> None:
    typescript = ts(_SERVICE + "s.autoScaleTaskCount({ maxCapacity: 4 });")
    python = py("""
        vpc = ec2.Vpc(self, "V", max_azs=1, nat_gateways=0)
        cluster = ecs.Cluster(self, "C", vpc=vpc)
        t = ecs.FargateTaskDefinition(self, "T")
        web = t.add_container("web", image=ecs.ContainerImage.from_registry("x"),
            port_mappings=[ecs.PortMapping(container_port=8080)])
        s = ecs.FargateService(self, "S", cluster=cluster, task_definition=t)
        s.auto_scale_task_count(max_capacity=4)""")
    assert shown(typescript) == shown(python)
