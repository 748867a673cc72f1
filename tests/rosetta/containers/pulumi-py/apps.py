import json

import pulumi
import pulumi_aws as aws

from base import Base
from settings import PREFIX, REGION, SUBNET_IDS, VERSION, named

METRICS = {
    "cpu": "ECSServiceAverageCPUUtilization",
    "memory": "ECSServiceAverageMemoryUtilization",
}


class FargateApp(pulumi.ComponentResource):
    def __init__(self, name: str, *, base: Base, settings: dict) -> None:
        super().__init__("shop:containers:FargateApp", named(f"{name}-app"))
        self.name = name
        self.base = base
        self.settings = settings
        self.opts = pulumi.ResourceOptions(parent=self)

        self.repository = self._repository()
        self.logs = aws.cloudwatch.LogGroup(
            named(f"{name}-logs"), name=f"/ecs/{PREFIX}/{name}", retention_in_days=30, opts=self.opts
        )
        self.task = self._task()
        self.service = self._service()
        self._scaling()
        self.register_outputs({"service": self.service.id})

    def _repository(self) -> aws.ecr.Repository:
        repository = aws.ecr.Repository(
            named(f"{self.name}-repo"),
            aws.ecr.RepositoryArgs(
                name=f"shop/{self.name}",
                image_tag_mutability="IMMUTABLE",
                image_scanning_configuration=aws.ecr.RepositoryImageScanningConfigurationArgs(
                    scan_on_push=True
                ),
            ),
            opts=self.opts,
        )
        rule = {
            "rulePriority": 1,
            "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 20},
            "action": {"type": "expire"},
        }
        aws.ecr.LifecyclePolicy(
            named(f"{self.name}-repo-lifecycle"),
            repository=repository.name,
            policy=json.dumps({"rules": [rule]}),
            opts=self.opts,
        )
        return repository

    def _container(self, args: dict) -> str:
        port = self.settings.get("port")
        secrets = [
            {"name": key.upper().replace("-", "_"), "valueFrom": args[key]} for key in self.base.secrets
        ]
        environment = [{"name": k, "value": v} for k, v in self.settings["environment"].items()]
        container = {
            "name": self.name,
            "image": f"{args['url']}:{VERSION}",
            "essential": True,
            "environment": environment,
            "secrets": secrets,
            "logConfiguration": {
                "logDriver": "awslogs",
                "options": {
                    "awslogs-group": args["group"],
                    "awslogs-region": REGION,
                    "awslogs-stream-prefix": self.name,
                },
            },
        }
        if port:
            container["portMappings"] = [{"containerPort": port, "protocol": "tcp"}]
        return json.dumps([container])

    def _task(self) -> aws.ecs.TaskDefinition:
        arns = {name: secret.arn for name, secret in self.base.secrets.items()}
        return aws.ecs.TaskDefinition(
            named(f"{self.name}-task"),
            family=f"{PREFIX}-{self.name}",
            cpu=str(self.settings["cpu"]),
            memory=str(self.settings["memory"]),
            network_mode="awsvpc",
            requires_compatibilities=["FARGATE"],
            execution_role_arn=self.base.execution_role.arn,
            task_role_arn=self.base.task_role.arn,
            runtime_platform=aws.ecs.TaskDefinitionRuntimePlatformArgs(
                cpu_architecture="ARM64", operating_system_family="LINUX"
            ),
            container_definitions=pulumi.Output.all(
                url=self.repository.repository_url, group=self.logs.name, **arns
            ).apply(self._container),
            opts=self.opts,
        )

    def _service(self) -> aws.ecs.Service:
        arguments = {"provider": "FARGATE_SPOT", "registries": None}
        if "port" in self.settings:
            discovery = aws.servicediscovery.Service(
                named(f"{self.name}-discovery"),
                name=self.name,
                dns_config=aws.servicediscovery.ServiceDnsConfigArgs(
                    namespace_id=self.base.namespace.id,
                    dns_records=[aws.servicediscovery.ServiceDnsConfigDnsRecordArgs(type="A", ttl=10)],
                    routing_policy="MULTIVALUE",
                ),
                health_check_custom_config=aws.servicediscovery.ServiceHealthCheckCustomConfigArgs(
                    failure_threshold=1
                ),
                opts=self.opts,
            )
            arguments["provider"] = "FARGATE"
            arguments["registries"] = aws.ecs.ServiceServiceRegistriesArgs(registry_arn=discovery.arn)
        return aws.ecs.Service(
            named(f"{self.name}-service"),
            name=self.name,
            cluster=self.base.cluster.id,
            task_definition=self.task.arn,
            desired_count=self.settings["count"],
            capacity_provider_strategies=[
                aws.ecs.ServiceCapacityProviderStrategyArgs(capacity_provider=arguments["provider"], weight=1)
            ],
            deployment_circuit_breaker=aws.ecs.ServiceDeploymentCircuitBreakerArgs(
                enable=True, rollback=True
            ),
            deployment_minimum_healthy_percent=100,
            deployment_maximum_percent=200,
            enable_execute_command=True,
            propagate_tags="SERVICE",
            network_configuration=aws.ecs.ServiceNetworkConfigurationArgs(
                subnets=SUBNET_IDS, security_groups=[self.base.firewall.id], assign_public_ip=False
            ),
            service_registries=arguments["registries"],
            opts=pulumi.ResourceOptions.merge(
                self.opts, pulumi.ResourceOptions(ignore_changes=["desired_count"])
            ),
        )

    def _scaling(self) -> None:
        target = aws.appautoscaling.Target(
            named(f"{self.name}-scaling"),
            min_capacity=self.settings["count"],
            max_capacity=self.settings["max_count"],
            resource_id=pulumi.Output.concat("service/", self.base.cluster.name, "/", self.service.name),
            scalable_dimension="ecs:service:DesiredCount",
            service_namespace="ecs",
            opts=self.opts,
        )
        for metric, metric_type in METRICS.items():
            aws.appautoscaling.Policy(
                named(f"{self.name}-{metric}-scaling"),
                name=f"{self.name}-{metric}",
                policy_type="TargetTrackingScaling",
                resource_id=target.resource_id,
                scalable_dimension=target.scalable_dimension,
                service_namespace=target.service_namespace,
                target_tracking_scaling_policy_configuration={
                    "predefined_metric_specification": {"predefined_metric_type": metric_type},
                    "target_value": 60,
                    "scale_in_cooldown": 300,
                    "scale_out_cooldown": 60,
                },
                opts=self.opts,
            )
