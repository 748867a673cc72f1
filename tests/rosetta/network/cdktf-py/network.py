from typing import Any

from cdktf_cdktf_provider_aws.eip import Eip
from cdktf_cdktf_provider_aws.internet_gateway import InternetGateway
from cdktf_cdktf_provider_aws.nat_gateway import NatGateway
from cdktf_cdktf_provider_aws.route import Route
from cdktf_cdktf_provider_aws.route_table import RouteTable
from cdktf_cdktf_provider_aws.route_table_association import RouteTableAssociation
from cdktf_cdktf_provider_aws.subnet import Subnet
from cdktf_cdktf_provider_aws.vpc import Vpc
from constructs import Construct

from settings import Settings

TIERS = {"public": 0, "app": 16, "data": 32}


class Network(Construct):
    """A VPC with three tiers of subnets and one NAT gateway in each zone."""

    def __init__(self, scope: Construct, id: str, settings: Settings) -> None:
        super().__init__(scope, id)
        self.settings = settings
        self.vpc = Vpc(
            self,
            "vpc",
            cidr_block=f"{settings.cidr_prefix}.0.0/16",
            enable_dns_support=True,
            enable_dns_hostnames=True,
            tags=settings.tags("vpc"),
        )
        self.gateway = InternetGateway(self, "igw", vpc_id=self.vpc.id, tags=settings.tags("igw"))
        self.subnets: dict[str, list[Subnet]] = {}
        for tier, offset in TIERS.items():
            self.subnets[tier] = [
                self._create_subnet(tier, offset, index, zone) for index, zone in enumerate(settings.zones)
            ]

        public_table = self._create_table("public-rt")
        self._create_route("public-default", public_table, gateway_id=self.gateway.id)
        for i, subnet in enumerate(self.subnets["public"]):
            self._associate(f"public-rta-{i}", subnet, public_table)

        self.private_tables: list[RouteTable] = []
        for i, (public, private) in enumerate(zip(self.subnets["public"], self.subnets["app"], strict=True)):
            table = self._create_table(f"private-rt-{i}")
            self._associate(f"app-rta-{i}", private, table)
            nat = self._create_nat(i, public)
            # begin egress
            self._create_route(f"private-default-{i}", table, nat_gateway_id=nat.id)
            # end
            self.private_tables.append(table)

        self.data_table = self._create_table("data-rt")
        # begin data-associations
        for i, subnet in enumerate(self.subnets["data"]):
            self._associate(f"data-rta-{i}", subnet, self.data_table)
        # end

    def _create_subnet(self, tier: str, offset: int, index: int, zone: str) -> Subnet:
        arguments: dict[str, Any] = {"map_public_ip_on_launch": True} if tier == "public" else {}
        return Subnet(
            self,
            f"{tier}-{index}",
            vpc_id=self.vpc.id,
            cidr_block=f"{self.settings.cidr_prefix}.{offset + index}.0/24",
            availability_zone=zone,
            tags=self.settings.tags(f"{tier}-{index}", Tier=tier),
            **arguments,
        )

    def _create_table(self, name: str) -> RouteTable:
        return RouteTable(self, name, vpc_id=self.vpc.id, tags=self.settings.tags(name))

    def _create_route(self, name: str, table: RouteTable, **target: Any) -> None:
        Route(self, name, route_table_id=table.id, destination_cidr_block="0.0.0.0/0", **target)

    def _associate(self, name: str, subnet: Subnet, table: RouteTable) -> None:
        RouteTableAssociation(self, name, subnet_id=subnet.id, route_table_id=table.id)

    def _create_nat(self, index: int, subnet: Subnet) -> NatGateway:
        address = Eip(
            self,
            f"nat-eip-{index}",
            domain="vpc",
            tags=self.settings.tags(f"nat-{index}"),
            depends_on=[self.gateway],
        )
        return NatGateway(
            self,
            f"nat-{index}",
            allocation_id=address.id,
            subnet_id=subnet.id,
            tags=self.settings.tags(f"nat-{index}"),
        )
