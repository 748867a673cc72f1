from aws_cdk import aws_ec2 as ec2
from constructs import Construct


class Network(Construct):
    def __init__(self, scope: Construct, id: str, *, zones: list[str]) -> None:
        super().__init__(scope, id)
        self.vpc = ec2.CfnVPC(self, "vpc", cidr_block="10.0.0.0/16", enable_dns_hostnames=True)
        gateway = ec2.CfnInternetGateway(self, "igw")
        attachment = ec2.CfnVPCGatewayAttachment(
            self, "igw-attachment", vpc_id=self.vpc.ref, internet_gateway_id=gateway.ref
        )
        self.public_table = ec2.CfnRouteTable(self, "public-rt", vpc_id=self.vpc.ref)
        public_route = ec2.CfnRoute(
            self,
            "public-route",
            route_table_id=self.public_table.ref,
            destination_cidr_block="0.0.0.0/0",
            gateway_id=gateway.ref,
        )
        public_route.add_dependency(attachment)
        self.private_table = ec2.CfnRouteTable(self, "private-rt", vpc_id=self.vpc.ref)

        self.public_subnets: list[ec2.CfnSubnet] = []
        self.private_subnets: list[ec2.CfnSubnet] = []
        for i, zone in enumerate(zones):
            public = ec2.CfnSubnet(
                self,
                f"public-{i}",
                vpc_id=self.vpc.ref,
                cidr_block=f"10.0.{i}.0/24",
                availability_zone=zone,
                map_public_ip_on_launch=True,
            )
            private = ec2.CfnSubnet(
                self,
                f"private-{i}",
                vpc_id=self.vpc.ref,
                cidr_block=f"10.0.{10 + i}.0/24",
                availability_zone=zone,
            )
            self._associate(f"public-rta-{i}", public, self.public_table)
            self._associate(f"private-rta-{i}", private, self.private_table)
            self.public_subnets.append(public)
            self.private_subnets.append(private)

        spare = ec2.CfnSubnet(self, "spare", vpc_id=self.vpc.ref, cidr_block="10.0.20.0/24")
        # begin spare-association
        self._associate("spare-rta", spare, self.private_table)
        # end

        address = ec2.CfnEIP(self, "nat-eip", domain="vpc")
        address.add_dependency(attachment)
        nat = ec2.CfnNatGateway(
            self,
            "nat",
            allocation_id=address.attr_allocation_id,
            subnet_id=self.public_subnets[0].ref,
        )
        # begin nat-route
        ec2.CfnRoute(
            self,
            "private-route",
            route_table_id=self.private_table.ref,
            destination_cidr_block="0.0.0.0/0",
            nat_gateway_id=nat.ref,
        )
        # end

    def _associate(self, name: str, subnet: ec2.CfnSubnet, table: ec2.CfnRouteTable) -> None:
        ec2.CfnSubnetRouteTableAssociation(self, name, subnet_id=subnet.ref, route_table_id=table.ref)
