import json

from cdktf_cdktf_provider_aws.ecr_lifecycle_policy import EcrLifecyclePolicy
from cdktf_cdktf_provider_aws.ecr_repository import EcrRepository, EcrRepositoryImageScanningConfiguration
from cdktf_cdktf_provider_aws.ecs_cluster import EcsCluster, EcsClusterSetting
from cdktf_cdktf_provider_aws.ecs_cluster_capacity_providers import (
    EcsClusterCapacityProviders,
    EcsClusterCapacityProvidersDefaultCapacityProviderStrategy,
)
from cdktf_cdktf_provider_aws.security_group import (
    SecurityGroup,
    SecurityGroupEgress,
    SecurityGroupIngress,
)
from cdktf_cdktf_provider_aws.service_discovery_private_dns_namespace import (
    ServiceDiscoveryPrivateDnsNamespace,
)
from cdktf_cdktf_provider_aws.service_discovery_service import (
    ServiceDiscoveryService,
    ServiceDiscoveryServiceDnsConfig,
    ServiceDiscoveryServiceDnsConfigDnsRecords,
    ServiceDiscoveryServiceHealthCheckCustomConfig,
)
from constructs import Construct

from config import ENVIRONMENT, PREFIX, VPC_ID

KEEP_TWENTY = {
    "rulePriority": 1,
    "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 20},
    "action": {"type": "expire"},
}


class ClusterConstruct(Construct):
    """The cluster with everything that its services share."""

    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        self.cluster = EcsCluster(
            self,
            "cluster",
            name=PREFIX,
            setting=[EcsClusterSetting(name="containerInsights", value="enabled")],
        )
        # begin capacity
        strategy = [
            EcsClusterCapacityProvidersDefaultCapacityProviderStrategy(
                capacity_provider="FARGATE", base=1, weight=1
            ),
            EcsClusterCapacityProvidersDefaultCapacityProviderStrategy(
                capacity_provider="FARGATE_SPOT", weight=4
            ),
        ]
        EcsClusterCapacityProviders(
            self,
            "capacity",
            cluster_name=self.cluster.name,
            capacity_providers=["FARGATE", "FARGATE_SPOT"],
            default_capacity_provider_strategy=strategy,
        )
        # end
        self.namespace = ServiceDiscoveryPrivateDnsNamespace(
            self, "namespace", name=f"{ENVIRONMENT}.shop.internal", vpc=VPC_ID
        )
        self.firewall = SecurityGroup(
            self,
            "service-sg",
            name=f"{PREFIX}-services",
            description="Services of the shop",
            vpc_id=VPC_ID,
            ingress=[
                SecurityGroupIngress(
                    description="within",
                    protocol="tcp",
                    from_port=8080,
                    to_port=8080,
                    cidr_blocks=["10.0.0.0/8"],
                )
            ],
            egress=[SecurityGroupEgress(protocol="-1", from_port=0, to_port=0, cidr_blocks=["0.0.0.0/0"])],
        )

    def add_repository(self, name: str) -> EcrRepository:
        repository = EcrRepository(
            self,
            f"{name}-repo",
            name=f"shop/{name}",
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration=EcrRepositoryImageScanningConfiguration(scan_on_push=True),
        )
        EcrLifecyclePolicy(
            self,
            f"{name}-repo-lifecycle",
            repository=repository.name,
            policy=json.dumps({"rules": [KEEP_TWENTY]}),
        )
        return repository

    def register(self, name: str) -> ServiceDiscoveryService:
        return ServiceDiscoveryService(
            self,
            f"{name}-discovery",
            name=name,
            dns_config=ServiceDiscoveryServiceDnsConfig(
                namespace_id=self.namespace.id,
                dns_records=[ServiceDiscoveryServiceDnsConfigDnsRecords(type="A", ttl=10)],
                routing_policy="MULTIVALUE",
            ),
            health_check_custom_config=ServiceDiscoveryServiceHealthCheckCustomConfig(failure_threshold=1),
        )
