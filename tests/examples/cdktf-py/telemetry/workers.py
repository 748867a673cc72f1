"""The service that stores readings."""

import json

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.ecs_cluster import EcsCluster
from cdktf_cdktf_provider_aws.ecs_service import EcsService, EcsServiceNetworkConfiguration
from cdktf_cdktf_provider_aws.ecs_task_definition import EcsTaskDefinition
from cdktf_cdktf_provider_aws.iam_role import IamRole
from constructs import Construct

from .network import Network


class Workers(Construct):
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        environment: str,
        region: str,
        network: Network,
        log_group: CloudwatchLogGroup,
    ) -> None:
        super().__init__(scope, id)
        trust = {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "ecs-tasks.amazonaws.com"},
        }
        role = IamRole(
            self,
            "execution-role",
            assume_role_policy=json.dumps({"Version": "2012-10-17", "Statement": [trust]}),
            managed_policy_arns=["arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy"],
        )
        container = {
            "name": "worker",
            "image": "public.ecr.aws/example/telemetry-worker:1.7",
            "essential": True,
            "logConfiguration": {
                "logDriver": "awslogs",
                "options": {
                    "awslogs-group": log_group.name,
                    "awslogs-region": region,
                    "awslogs-stream-prefix": "worker",
                },
            },
        }
        task = EcsTaskDefinition(
            self,
            "task",
            family=f"telemetry-worker-{environment}",
            cpu="256",
            memory="768",
            network_mode="awsvpc",
            requires_compatibilities=["FARGATE"],
            execution_role_arn=role.arn,
            container_definitions=json.dumps([container]),
        )
        cluster = EcsCluster(self, "cluster", name=f"telemetry-{environment}")
        EcsService(
            self,
            "service",
            name="worker",
            cluster=cluster.id,
            task_definition=task.arn,
            launch_type="FARGATE",
            desired_count=3,
            network_configuration=EcsServiceNetworkConfiguration(
                subnets=[subnet.id for subnet in network.public_subnets],
                security_groups=[network.security_group.id],
            ),
        )
