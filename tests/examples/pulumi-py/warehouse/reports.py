"""The nightly reports, a task that EventBridge starts."""

import json

import pulumi_aws as aws

from .network import Network
from .settings import Settings


def _trusting(settings: Settings, base: str, service: str, policy: str) -> aws.iam.Role:
    statement = {"Effect": "Allow", "Action": "sts:AssumeRole", "Principal": {"Service": service}}
    role = aws.iam.Role(
        settings.name(base),
        assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [statement]}),
    )
    aws.iam.RolePolicyAttachment(
        settings.name(base), role=role.name, policy_arn=f"arn:aws:iam::aws:policy/service-role/{policy}"
    )
    return role


def create_reports(settings: Settings, network: Network, log_group: aws.cloudwatch.LogGroup) -> None:
    execution = _trusting(
        settings, "execution", "ecs-tasks.amazonaws.com", "AmazonECSTaskExecutionRolePolicy"
    )
    events = _trusting(settings, "events", "events.amazonaws.com", "AmazonEC2ContainerServiceEventsRole")
    cluster = aws.ecs.Cluster(settings.name("reports"))
    container = log_group.name.apply(
        lambda name: json.dumps(
            [
                {
                    "name": "report",
                    "image": "public.ecr.aws/example/report:2025.3",
                    "essential": True,
                    "logConfiguration": {
                        "logDriver": "awslogs",
                        "options": {
                            "awslogs-group": name,
                            "awslogs-region": "us-west-2",
                            "awslogs-stream-prefix": "report",
                        },
                    },
                }
            ]
        )
    )
    task = aws.ecs.TaskDefinition(
        settings.name("reports"),
        family=settings.name("reports"),
        cpu="1024",
        memory="2048",
        network_mode="awsvpc",
        requires_compatibilities=["FARGATE"],
        execution_role_arn=execution.arn,
        container_definitions=container,
    )
    nightly = aws.cloudwatch.EventRule(settings.name("nightly"), schedule_expression="cron(30 2 * * ? *)")
    aws.cloudwatch.EventTarget(
        settings.name("nightly"),
        rule=nightly.name,
        arn=cluster.arn,
        role_arn=events.arn,
        ecs_target=aws.cloudwatch.EventTargetEcsTargetArgs(
            task_definition_arn=task.arn,
            launch_type="FARGATE",
            network_configuration=aws.cloudwatch.EventTargetEcsTargetNetworkConfigurationArgs(
                subnets=network.private_ids,
                security_groups=[network.security_group.id],
            ),
        ),
    )
