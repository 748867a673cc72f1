from typing import Any

import pulumi
import pulumi_aws as aws


class Network(pulumi.ComponentResource):
    def __init__(self, name: str, zones: list[str], opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("shop:index:Network", name, None, opts)
        self.child = pulumi.ResourceOptions(parent=self)
        self.vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16", enable_dns_hostnames=True, opts=self.child)
        gateway = aws.ec2.InternetGateway("igw", opts=self.child)
        attachment = aws.ec2.InternetGatewayAttachment(
            "igw-attachment",
            aws.ec2.InternetGatewayAttachmentArgs(vpc_id=self.vpc.id, internet_gateway_id=gateway.id),
            opts=self.child,
        )
        after = pulumi.ResourceOptions(parent=self, depends_on=[attachment])

        self.public_table = aws.ec2.RouteTable("public-rt", vpc_id=self.vpc.id, opts=self.child)
        aws.ec2.Route(
            "public-route",
            route_table_id=self.public_table.id,
            destination_cidr_block="0.0.0.0/0",
            gateway_id=gateway.id,
            opts=after,
        )
        self.private_table = aws.ec2.RouteTable("private-rt", vpc_id=self.vpc.id, opts=self.child)

        self.public_subnets: list[aws.ec2.Subnet] = []
        self.private_subnets: list[aws.ec2.Subnet] = []
        for i, zone in enumerate(zones):
            self._add_tier("public", i, zone)
            self._add_tier("private", i, zone)

        spare = aws.ec2.Subnet("spare", vpc_id=self.vpc.id, cidr_block="10.0.20.0/24", opts=self.child)
        # begin spare-association
        aws.ec2.RouteTableAssociation(
            "spare-rta", subnet_id=spare.id, route_table_id=self.private_table.id, opts=self.child
        )
        # end

        address = aws.ec2.Eip("nat-eip", domain="vpc", opts=after)
        nat = aws.ec2.NatGateway(
            "nat",
            allocation_id=address.id,
            subnet_id=self.public_subnets[0].id,
            opts=self.child,
        )
        # begin nat-route
        aws.ec2.Route(
            "private-route",
            route_table_id=self.private_table.id,
            destination_cidr_block="0.0.0.0/0",
            nat_gateway_id=nat.id,
            opts=self.child,
        )
        # end
        self.register_outputs({})

    def _add_tier(self, tier: str, i: int, zone: str) -> None:
        public = tier == "public"
        extra: dict[str, Any] = {"map_public_ip_on_launch": True} if public else {}
        subnet = aws.ec2.Subnet(
            f"{tier}-{i}",
            vpc_id=self.vpc.id,
            cidr_block=f"10.0.{i if public else 10 + i}.0/24",
            availability_zone=zone,
            opts=self.child,
            **extra,
        )
        aws.ec2.RouteTableAssociation(
            f"{tier}-rta-{i}",
            subnet_id=subnet.id,
            route_table_id=self.public_table.id if public else self.private_table.id,
            opts=self.child,
        )
        (self.public_subnets if public else self.private_subnets).append(subnet)
