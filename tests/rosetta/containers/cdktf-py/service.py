import json

from cdktf import TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.appautoscaling_policy import (
    AppautoscalingPolicy,
    AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration,
    AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification,
)
from cdktf_cdktf_provider_aws.appautoscaling_target import AppautoscalingTarget
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.ecs_service import (
    EcsService,
    EcsServiceCapacityProviderStrategy,
    EcsServiceDeploymentCircuitBreaker,
    EcsServiceNetworkConfiguration,
    EcsServiceServiceRegistries,
)
from cdktf_cdktf_provider_aws.ecs_task_definition import EcsTaskDefinition, EcsTaskDefinitionRuntimePlatform
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.secretsmanager_secret import SecretsmanagerSecret
from constructs import Construct

from cluster import ClusterConstruct
from config import PREFIX, REGION, SUBNET_IDS, AppConfig


def create_task_definition(
    scope: Construct,
    name: str,
    app: AppConfig,
    *,
    image: str,
    secrets: dict[str, SecretsmanagerSecret],
    roles: tuple[IamRole, IamRole],
) -> EcsTaskDefinition:
    execution_role, task_role = roles
    logs = CloudwatchLogGroup(scope, f"{name}-logs", name=f"/ecs/{PREFIX}/{name}", retention_in_days=30)
    definitions = [
        {
            "name": name,
            "image": image,
            "essential": True,
            "portMappings": [{"containerPort": app.port, "protocol": "tcp"}] if app.port else [],
            "environment": [{"name": key, "value": value} for key, value in app.environment.items()],
            "secrets": [
                {"name": secret.upper().replace("-", "_"), "valueFrom": resource.arn}
                for secret, resource in secrets.items()
            ],
            "logConfiguration": {
                "logDriver": "awslogs",
                "options": {
                    "awslogs-group": logs.name,
                    "awslogs-region": REGION,
                    "awslogs-stream-prefix": name,
                },
            },
        }
    ]
    return EcsTaskDefinition(
        scope,
        f"{name}-task",
        family=f"{PREFIX}-{name}",
        cpu=str(app.cpu),
        memory=str(app.memory),
        network_mode="awsvpc",
        requires_compatibilities=["FARGATE"],
        execution_role_arn=execution_role.arn,
        task_role_arn=task_role.arn,
        runtime_platform=EcsTaskDefinitionRuntimePlatform(
            cpu_architecture="ARM64", operating_system_family="LINUX"
        ),
        container_definitions=json.dumps(definitions),
    )


def create_service(
    scope: Construct, name: str, app: AppConfig, task: EcsTaskDefinition, base: ClusterConstruct
) -> EcsService:
    registries = None
    provider = "FARGATE_SPOT"
    if app.port is not None:
        provider = "FARGATE"
        registries = EcsServiceServiceRegistries(registry_arn=base.register(name).arn)
    return EcsService(
        scope,
        f"{name}-service",
        name=name,
        cluster=base.cluster.id,
        task_definition=task.arn,
        desired_count=app.replicas,
        capacity_provider_strategy=[EcsServiceCapacityProviderStrategy(capacity_provider=provider, weight=1)],
        deployment_circuit_breaker=EcsServiceDeploymentCircuitBreaker(enable=True, rollback=True),
        deployment_minimum_healthy_percent=100,
        deployment_maximum_percent=200,
        enable_execute_command=True,
        propagate_tags="SERVICE",
        network_configuration=EcsServiceNetworkConfiguration(
            subnets=SUBNET_IDS,
            security_groups=[base.firewall.id],
            assign_public_ip=False,
        ),
        service_registries=registries,
        lifecycle=TerraformResourceLifecycle(ignore_changes=["desired_count"]),
    )


def create_scaling(scope: Construct, name: str, app: AppConfig, resource_id: str) -> None:
    target = AppautoscalingTarget(
        scope,
        f"{name}-scaling",
        min_capacity=app.replicas,
        max_capacity=app.max_count,
        resource_id=resource_id,
        scalable_dimension="ecs:service:DesiredCount",
        service_namespace="ecs",
    )
    for metric, label in (("cpu", "CPU"), ("memory", "Memory")):
        AppautoscalingPolicy(
            scope,
            f"{name}-{metric}-scaling",
            name=f"{name}-{metric}",
            policy_type="TargetTrackingScaling",
            resource_id=target.resource_id,
            scalable_dimension=target.scalable_dimension,
            service_namespace=target.service_namespace,
            target_tracking_scaling_policy_configuration=AppautoscalingPolicyTargetTrackingScalingPolicyConfiguration(
                predefined_metric_specification=AppautoscalingPolicyTargetTrackingScalingPolicyConfigurationPredefinedMetricSpecification(
                    predefined_metric_type=f"ECSServiceAverage{label}Utilization"
                ),
                target_value=60,
                scale_in_cooldown=300,
                scale_out_cooldown=60,
            ),
        )
