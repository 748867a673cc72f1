from __future__ import annotations

import json
from typing import TYPE_CHECKING

from aws_cdk import aws_applicationautoscaling as appscaling
from aws_cdk import aws_ecr as ecr
from aws_cdk import aws_ecs as ecs
from aws_cdk import aws_logs as logs
from aws_cdk import aws_servicediscovery as servicediscovery
from constructs import Construct

from .settings import AppSettings

if TYPE_CHECKING:
    from .stack import ContainersStack

LIFECYCLE = {
    "rules": [
        {
            "rulePriority": 1,
            "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 20},
            "action": {"type": "expire"},
        }
    ]
}


class FargateApp(Construct):
    def __init__(
        self, scope: Construct, construct_id: str, *, stack: ContainersStack, app: AppSettings
    ) -> None:
        super().__init__(scope, construct_id)
        self.stack = stack
        self.app = app
        self.prefix = stack.settings.prefix
        self.repository = ecr.CfnRepository(
            self,
            f"{app.name}-repo",
            repository_name=f"shop/{app.name}",
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration=ecr.CfnRepository.ImageScanningConfigurationProperty(
                scan_on_push=True
            ),
            lifecycle_policy=ecr.CfnRepository.LifecyclePolicyProperty(
                lifecycle_policy_text=json.dumps(LIFECYCLE)
            ),
        )
        self.task = self._create_task()
        self.service = self._create_service()
        self._create_scaling()

    def _create_container(self) -> ecs.CfnTaskDefinition.ContainerDefinitionProperty:
        group = logs.CfnLogGroup(
            self,
            f"{self.app.name}-logs",
            log_group_name=f"/ecs/{self.prefix}/{self.app.name}",
            retention_in_days=30,
        )
        properties = ecs.CfnTaskDefinition
        ports = []
        if self.app.port:
            ports.append(properties.PortMappingProperty(container_port=self.app.port, protocol="tcp"))
        return properties.ContainerDefinitionProperty(
            name=self.app.name,
            image=f"{self.repository.attr_repository_uri}:{self.stack.version}",
            essential=True,
            port_mappings=ports,
            environment=[
                properties.KeyValuePairProperty(name=name, value=value)
                for name, value in self.app.environment.items()
            ],
            secrets=[
                properties.SecretProperty(name=name.upper().replace("-", "_"), value_from=secret.ref)
                for name, secret in self.stack.secrets.items()
            ],
            log_configuration=properties.LogConfigurationProperty(
                log_driver="awslogs",
                options={
                    "awslogs-group": group.ref,
                    "awslogs-region": self.stack.settings.region,
                    "awslogs-stream-prefix": self.app.name,
                },
            ),
        )

    def _create_task(self) -> ecs.CfnTaskDefinition:
        return ecs.CfnTaskDefinition(
            self,
            f"{self.app.name}-task",
            family=f"{self.prefix}-{self.app.name}",
            cpu=str(self.app.cpu),
            memory=str(self.app.memory),
            network_mode="awsvpc",
            requires_compatibilities=["FARGATE"],
            execution_role_arn=self.stack.execution_role.attr_arn,
            task_role_arn=self.stack.task_role.attr_arn,
            runtime_platform=ecs.CfnTaskDefinition.RuntimePlatformProperty(
                cpu_architecture="ARM64", operating_system_family="LINUX"
            ),
            container_definitions=[self._create_container()],
        )

    def _create_service(self) -> ecs.CfnService:
        registries, provider = None, "FARGATE_SPOT"
        if self.app.port:
            discovery = servicediscovery.CfnService(
                self,
                f"{self.app.name}-discovery",
                name=self.app.name,
                dns_config=servicediscovery.CfnService.DnsConfigProperty(
                    namespace_id=self.stack.namespace.attr_id,
                    dns_records=[servicediscovery.CfnService.DnsRecordProperty(type="A", ttl=10)],
                    routing_policy="MULTIVALUE",
                ),
                health_check_custom_config=servicediscovery.CfnService.HealthCheckCustomConfigProperty(
                    failure_threshold=1
                ),
            )
            registries = [ecs.CfnService.ServiceRegistryProperty(registry_arn=discovery.attr_arn)]
            provider = "FARGATE"
        return ecs.CfnService(
            self,
            f"{self.app.name}-service",
            service_name=self.app.name,
            cluster=self.stack.cluster.attr_arn,
            task_definition=self.task.attr_task_definition_arn,
            desired_count=self.app.count,
            capacity_provider_strategy=[
                ecs.CfnService.CapacityProviderStrategyItemProperty(capacity_provider=provider, weight=1)
            ],
            deployment_configuration=ecs.CfnService.DeploymentConfigurationProperty(
                deployment_circuit_breaker=ecs.CfnService.DeploymentCircuitBreakerProperty(
                    enable=True, rollback=True
                ),
                minimum_healthy_percent=100,
                maximum_percent=200,
            ),
            enable_execute_command=True,
            propagate_tags="SERVICE",
            network_configuration=ecs.CfnService.NetworkConfigurationProperty(
                awsvpc_configuration=ecs.CfnService.AwsVpcConfigurationProperty(
                    subnets=self.stack.settings.subnet_ids,
                    security_groups=[self.stack.firewall.attr_group_id],
                    assign_public_ip="DISABLED",
                )
            ),
            service_registries=registries,
        )

    def _create_scaling(self) -> None:
        target = appscaling.CfnScalableTarget(
            self,
            f"{self.app.name}-scaling",
            min_capacity=self.app.count,
            max_capacity=self.app.max_count,
            resource_id=f"service/{self.stack.cluster.ref}/{self.service.attr_name}",
            scalable_dimension="ecs:service:DesiredCount",
            service_namespace="ecs",
        )
        policy = appscaling.CfnScalingPolicy
        for metric in ("CPU", "Memory"):
            policy(
                self,
                f"{self.app.name}-{metric.lower()}-scaling",
                policy_name=f"{self.app.name}-{metric.lower()}",
                policy_type="TargetTrackingScaling",
                scaling_target_id=target.attr_id,
                target_tracking_scaling_policy_configuration=policy.TargetTrackingScalingPolicyConfigurationProperty(
                    predefined_metric_specification=policy.PredefinedMetricSpecificationProperty(
                        predefined_metric_type=f"ECSServiceAverage{metric}Utilization"
                    ),
                    target_value=60,
                    scale_in_cooldown=300,
                    scale_out_cooldown=60,
                ),
            )
