from typing import Any

from cdktf_cdktf_provider_aws.eip import Eip
from cdktf_cdktf_provider_aws.internet_gateway import InternetGateway
from cdktf_cdktf_provider_aws.internet_gateway_attachment import InternetGatewayAttachment
from cdktf_cdktf_provider_aws.nat_gateway import NatGateway
from cdktf_cdktf_provider_aws.route import Route
from cdktf_cdktf_provider_aws.route_table import RouteTable
from cdktf_cdktf_provider_aws.route_table_association import RouteTableAssociation
from cdktf_cdktf_provider_aws.subnet import Subnet
from cdktf_cdktf_provider_aws.vpc import Vpc
from constructs import Construct


class Network(Construct):
    def __init__(self, scope: Construct, id: str, zones: list[str]) -> None:
        super().__init__(scope, id)
        self.vpc = Vpc(self, "vpc", cidr_block="10.0.0.0/16", enable_dns_hostnames=True)
        gateway = InternetGateway(self, "igw")
        attachment = InternetGatewayAttachment(
            self, "igw-attachment", vpc_id=self.vpc.id, internet_gateway_id=gateway.id
        )
        public_table = RouteTable(self, "public-rt", vpc_id=self.vpc.id)
        Route(
            self,
            "public-route",
            route_table_id=public_table.id,
            destination_cidr_block="0.0.0.0/0",
            gateway_id=gateway.id,
            depends_on=[attachment],
        )
        private_table = RouteTable(self, "private-rt", vpc_id=self.vpc.id)

        self.public_subnets = [
            self._subnet(f"public-{i}", f"10.0.{i}.0/24", zone, public_table, map_public_ip_on_launch=True)
            for i, zone in enumerate(zones)
        ]
        self.private_subnets = [
            self._subnet(f"private-{i}", f"10.0.{10 + i}.0/24", zone, private_table)
            for i, zone in enumerate(zones)
        ]

        spare = Subnet(self, "spare", vpc_id=self.vpc.id, cidr_block="10.0.20.0/24")
        # begin spare-association
        RouteTableAssociation(self, "spare-rta", subnet_id=spare.id, route_table_id=private_table.id)
        # end

        address = Eip(self, "nat-eip", domain="vpc", depends_on=[attachment])
        nat = NatGateway(self, "nat", allocation_id=address.id, subnet_id=self.public_subnets[0].id)
        # begin nat-route
        Route(
            self,
            "private-route",
            route_table_id=private_table.id,
            destination_cidr_block="0.0.0.0/0",
            nat_gateway_id=nat.id,
        )
        # end

    def _subnet(self, name: str, cidr: str, zone: str, table: RouteTable, **kwargs: Any) -> Subnet:
        subnet = Subnet(self, name, vpc_id=self.vpc.id, cidr_block=cidr, availability_zone=zone, **kwargs)
        tier, _, index = name.partition("-")
        RouteTableAssociation(self, f"{tier}-rta-{index}", subnet_id=subnet.id, route_table_id=table.id)
        return subnet
