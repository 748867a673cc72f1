"""The network of the media platform, laid out by hand since its address plan is shared with the studios."""

from dataclasses import dataclass, field

from aws_cdk import Fn, Tags
from aws_cdk import aws_ec2 as ec2
from constructs import Construct

PUBLIC_RANGES = ["10.40.0.0/24", "10.40.1.0/24"]
PRIVATE_RANGES = ["10.40.10.0/24", "10.40.11.0/24"]
INGEST_RANGE = "10.40.20.0/24"


@dataclass
class Subnets:
    public: list[ec2.CfnSubnet] = field(default_factory=list)
    private: list[ec2.CfnSubnet] = field(default_factory=list)


class Network(Construct):
    def __init__(self, scope: Construct, construct_id: str, *, environment: str) -> None:
        super().__init__(scope, construct_id)
        self.environment = environment
        self.subnets = Subnets()

        self.vpc = ec2.CfnVPC(
            self,
            "Vpc",
            cidr_block="10.40.0.0/16",
            enable_dns_hostnames=True,
            enable_dns_support=True,
        )
        Tags.of(self.vpc).add("Name", f"media-{environment}")
        self._add_public_subnets()
        self._add_private_subnets()
        self._add_nat()
        self.ingest = self._subnet("Ingest", INGEST_RANGE, 0)

    def _subnet(self, name: str, cidr: str, zone: int, *, public: bool = False) -> ec2.CfnSubnet:
        return ec2.CfnSubnet(
            self,
            name,
            vpc_id=self.vpc.ref,
            cidr_block=cidr,
            availability_zone=Fn.select(zone, Fn.get_azs()),
            map_public_ip_on_launch=public,
        )

    def _add_public_subnets(self) -> None:
        gateway = ec2.CfnInternetGateway(self, "InternetGateway")
        attachment = ec2.CfnVPCGatewayAttachment(
            self, "Attachment", vpc_id=self.vpc.ref, internet_gateway_id=gateway.ref
        )
        table = ec2.CfnRouteTable(self, "PublicTable", vpc_id=self.vpc.ref)
        route = ec2.CfnRoute(
            self,
            "PublicDefault",
            route_table_id=table.ref,
            destination_cidr_block="0.0.0.0/0",
            gateway_id=gateway.ref,
        )
        route.add_dependency(attachment)
        for zone, cidr in enumerate(PUBLIC_RANGES):
            subnet = self._subnet(f"Public{zone}", cidr, zone, public=True)
            ec2.CfnSubnetRouteTableAssociation(
                self, f"PublicAssociation{zone}", subnet_id=subnet.ref, route_table_id=table.ref
            )
            self.subnets.public.append(subnet)

    def _add_private_subnets(self) -> None:
        for zone, cidr in enumerate(PRIVATE_RANGES):
            subnet = self._subnet(f"Private{zone}", cidr, zone)
            table = ec2.CfnRouteTable(self, f"PrivateTable{zone}", vpc_id=self.vpc.ref)
            ec2.CfnSubnetRouteTableAssociation(
                self, f"PrivateAssociation{zone}", subnet_id=subnet.ref, route_table_id=table.ref
            )
            self.subnets.private.append(subnet)

    def _add_nat(self) -> None:
        """Cheaper than a gateway for the little that goes out."""
        image = ec2.MachineImage.from_ssm_parameter("/media/images/nat").get_image(self)
        ec2.CfnInstance(
            self,
            "Nat",
            image_id=image.image_id,
            instance_type="t4g.nano",
            subnet_id=self.subnets.public[0].ref,
            source_dest_check=False,
        )
