from aws_cdk import CfnOutput, Stack
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from .config import EnvironmentConfig
from .observability import add_flow_logs
from .security import SecurityGroups


class NetworkStack(Stack):
    """A VPC with public, application and data subnets in each zone."""

    def __init__(self, scope: Construct, construct_id: str, *, config: EnvironmentConfig, **kwargs) -> None:
        super().__init__(scope, construct_id, **kwargs)
        self.config = config
        self.vpc = ec2.CfnVPC(
            self,
            "Vpc",
            cidr_block=f"{config.cidr_prefix}.0.0/16",
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags=config.tags("vpc"),
        )
        self.gateway = ec2.CfnInternetGateway(self, "Igw", tags=config.tags("igw"))
        self.attachment = ec2.CfnVPCGatewayAttachment(
            self, "IgwAttachment", vpc_id=self.vpc.ref, internet_gateway_id=self.gateway.ref
        )

        self.public_subnets = self._create_tier("public", 0, public=True)
        self.app_subnets = self._create_tier("app", 16)
        self.data_subnets = self._create_tier("data", 32)
        self._create_public_routes()
        self.private_tables = [self._create_private_table(i) for i in range(len(config.zones))]
        self._create_data_routes()

        self.security = SecurityGroups(self, "Security", vpc=self.vpc, config=config)
        # begin egress
        self._create_endpoints()
        # end
        add_flow_logs(self, self.vpc, config)
        CfnOutput(self, "VpcId", value=self.vpc.ref)

    def _create_tier(self, tier: str, offset: int, public: bool | None = None) -> list[ec2.CfnSubnet]:
        subnets = []
        for i, zone in enumerate(self.config.zones):
            subnet = ec2.CfnSubnet(
                self,
                f"{tier}-{i}",
                vpc_id=self.vpc.ref,
                cidr_block=f"{self.config.cidr_prefix}.{offset + i}.0/24",
                availability_zone=self.config.region + zone,
                map_public_ip_on_launch=public,
                tags=self.config.tags(f"{tier}-{i}", Tier=tier),
            )
            subnets.append(subnet)
        return subnets

    def _create_table(self, name: str) -> ec2.CfnRouteTable:
        return ec2.CfnRouteTable(self, name, vpc_id=self.vpc.ref, tags=self.config.tags(name))

    def _associate(self, construct_id: str, subnet: ec2.CfnSubnet, table: ec2.CfnRouteTable) -> None:
        ec2.CfnSubnetRouteTableAssociation(
            self, construct_id, subnet_id=subnet.ref, route_table_id=table.attr_route_table_id
        )

    def _create_public_routes(self) -> None:
        table = self._create_table("public-rt")
        ec2.CfnRoute(
            self,
            "public-default",
            route_table_id=table.ref,
            destination_cidr_block="0.0.0.0/0",
            gateway_id=self.gateway.attr_internet_gateway_id,
        )
        for i, subnet in enumerate(self.public_subnets):
            self._associate(f"public-rta-{i}", subnet, table)

    def _create_private_table(self, i: int) -> ec2.CfnRouteTable:
        table = self._create_table(f"private-rt-{i}")
        self._associate(f"app-rta-{i}", self.app_subnets[i], table)
        eip = ec2.CfnEIP(self, f"nat-eip-{i}", domain="vpc", tags=self.config.tags(f"nat-{i}"))
        eip.add_dependency(self.attachment)
        nat = ec2.CfnNatGateway(
            self,
            f"nat-{i}",
            allocation_id=eip.attr_allocation_id,
            subnet_id=self.public_subnets[i].attr_subnet_id,
            tags=self.config.tags(f"nat-{i}"),
        )
        # begin egress
        ec2.CfnRoute(
            self,
            f"private-default-{i}",
            route_table_id=table.ref,
            destination_cidr_block="0.0.0.0/0",
            nat_gateway_id=nat.ref,
        )
        # end
        return table

    def _create_data_routes(self) -> None:
        self.data_table = self._create_table("data-rt")
        # begin data-associations
        for i, subnet in enumerate(self.data_subnets):
            self._associate(f"data-rta-{i}", subnet, self.data_table)
        # end

    def _create_endpoints(self) -> None:
        prefix = f"com.amazonaws.{self.config.region}"
        ec2.CfnVPCEndpoint(
            self,
            "s3",
            vpc_id=self.vpc.ref,
            service_name=f"{prefix}.s3",
            vpc_endpoint_type="Gateway",
            route_table_ids=[table.ref for table in (*self.private_tables, self.data_table)],
        )
        for service in ("ecr.api", "ecr.dkr", "logs"):
            ec2.CfnVPCEndpoint(
                self,
                service.replace(".", "-") + "-endpoint",
                vpc_id=self.vpc.ref,
                service_name=f"{prefix}.{service}",
                vpc_endpoint_type="Interface",
                subnet_ids=[subnet.ref for subnet in self.app_subnets],
                security_group_ids=[self.security.groups["endpoints"].ref],
                private_dns_enabled=True,
            )
