from cdktf_cdktf_provider_aws.eip import Eip
from cdktf_cdktf_provider_aws.internet_gateway import InternetGateway
from cdktf_cdktf_provider_aws.nat_gateway import NatGateway
from cdktf_cdktf_provider_aws.route import Route
from cdktf_cdktf_provider_aws.route_table import RouteTable
from cdktf_cdktf_provider_aws.route_table_association import RouteTableAssociation
from cdktf_cdktf_provider_aws.security_group import SecurityGroup, SecurityGroupIngress
from cdktf_cdktf_provider_aws.subnet import Subnet
from cdktf_cdktf_provider_aws.vpc import Vpc
from constructs import Construct


class Network(Construct):
    """Public subnets for what devices talk to, private ones for what works on their readings."""

    def __init__(self, scope: Construct, id: str, environment: str, zones: list[str]) -> None:
        super().__init__(scope, id)
        self.environment = environment
        self.zones = zones
        self.vpc = Vpc(
            self,
            "vpc",
            cidr_block="10.8.0.0/16",
            enable_dns_hostnames=True,
            tags={"Name": f"telemetry-{environment}"},
        )
        self.gateway = InternetGateway(self, "igw", vpc_id=self.vpc.id)
        self.public_subnets = self._subnets("public", 0, map_public_ip_on_launch=True)
        self.private_subnets = self._subnets("private", 64)
        self.spare_subnet = Subnet(
            self,
            "spare",
            vpc_id=self.vpc.id,
            cidr_block="10.8.200.0/24",
            availability_zone=zones[0],
            tags={"Name": f"telemetry-spare-{environment}"},
        )
        self._route_public()
        self._route_private()
        self.security_group = self._security_group()

    def _subnets(self, tier: str, offset: int, **extra: bool) -> list[Subnet]:
        return [
            Subnet(
                self,
                f"{tier}-{index}",
                vpc_id=self.vpc.id,
                cidr_block=f"10.8.{offset + index}.0/24",
                availability_zone=zone,
                tags={"Name": f"telemetry-{tier}-{index}-{self.environment}", "Tier": tier},
                **extra,
            )
            for index, zone in enumerate(self.zones)
        ]

    def _route_public(self) -> None:
        table = RouteTable(self, "public-rt", vpc_id=self.vpc.id)
        Route(
            self,
            "public-default",
            route_table_id=table.id,
            destination_cidr_block="0.0.0.0/0",
            gateway_id=self.gateway.id,
        )
        self._associate("public", self.public_subnets, table)

    def _route_private(self) -> None:
        address = Eip(self, "nat-eip", domain="vpc", depends_on=[self.gateway])
        nat = NatGateway(
            self,
            "nat",
            allocation_id=address.id,
            subnet_id=self.public_subnets[0].id,
            depends_on=[self.gateway],
        )
        table = RouteTable(self, "private-rt", vpc_id=self.vpc.id)
        Route(
            self,
            "private-default",
            route_table_id=table.id,
            destination_cidr_block="0.0.0.0/0",
            nat_gateway_id=nat.id,
        )
        self._associate("private", self.private_subnets, table)

    def _associate(self, tier: str, subnets: list[Subnet], table: RouteTable) -> None:
        for index, subnet in enumerate(subnets):
            RouteTableAssociation(self, f"{tier}-rta-{index}", subnet_id=subnet.id, route_table_id=table.id)

    def _security_group(self) -> SecurityGroup:
        anywhere = ["0.0.0.0/0"]
        return SecurityGroup(
            self,
            "sg",
            vpc_id=self.vpc.id,
            ingress=[SecurityGroupIngress(from_port=443, to_port=443, protocol="tcp", cidr_blocks=anywhere)],
            egress=[{"from_port": 0, "to_port": 0, "protocol": "-1", "cidr_blocks": anywhere}],
        )
