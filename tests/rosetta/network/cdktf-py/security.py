from cdktf_cdktf_provider_aws.security_group import (
    SecurityGroup,
    SecurityGroupEgress,
    SecurityGroupIngress,
)
from cdktf_cdktf_provider_aws.vpc import Vpc
from cdktf_cdktf_provider_aws.vpc_endpoint import VpcEndpoint
from cdktf_cdktf_provider_aws.vpc_security_group_ingress_rule import VpcSecurityGroupIngressRule
from constructs import Construct

from network import Network
from settings import Settings

ANYWHERE = "0.0.0.0/0"
RULES = [("balancer", "app", 8080), ("app", "data", 5432), ("app", "endpoints", 443)]


def create_security_groups(scope: Construct, vpc: Vpc, settings: Settings) -> dict[str, SecurityGroup]:
    everything = SecurityGroupEgress(protocol="-1", from_port=0, to_port=0, cidr_blocks=[ANYWHERE])
    web = [
        SecurityGroupIngress(protocol="tcp", from_port=port, to_port=port, cidr_blocks=[ANYWHERE])
        for port in (80, 443)
    ]
    groups = {
        name: SecurityGroup(
            scope,
            f"{name}-sg",
            name=f"{settings.prefix}-{name}",
            description=f"Traffic of {name}",
            vpc_id=vpc.id,
            ingress=web if name == "balancer" else None,
            egress=[everything],
            tags=settings.tags(name),
        )
        for name in ("balancer", "app", "data", "endpoints")
    }
    for source, target, port in RULES:
        VpcSecurityGroupIngressRule(
            scope,
            f"{source}-to-{target}",
            security_group_id=groups[target].id,
            referenced_security_group_id=groups[source].id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            description=f"{source} to {target}",
        )
    return groups


class EndpointSet(Construct):
    def __init__(
        self, scope: Construct, id: str, *, network: Network, group: SecurityGroup, settings: Settings
    ) -> None:
        super().__init__(scope, id)
        prefix = "com.amazonaws." + settings.region
        tables = [*network.private_tables, network.data_table]
        # begin egress
        VpcEndpoint(
            self,
            "s3",
            vpc_id=network.vpc.id,
            service_name=f"{prefix}.s3",
            vpc_endpoint_type="Gateway",
            route_table_ids=[table.id for table in tables],
        )
        shared = {
            "vpc_id": network.vpc.id,
            "vpc_endpoint_type": "Interface",
            "subnet_ids": [subnet.id for subnet in network.subnets["app"]],
            "security_group_ids": [group.id],
            "private_dns_enabled": True,
        }
        for service in ["ecr.api", "ecr.dkr", "logs"]:
            name = "-".join(service.split("."))
            VpcEndpoint(self, f"{name}-endpoint", service_name=f"{prefix}.{service}", **shared)
        # end
