"""Two availability zones; the private subnets are for the reports."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from .settings import Settings


@dataclass
class Network:
    vpc: aws.ec2.Vpc
    public_ids: list[pulumi.Output[str]]
    private_ids: list[pulumi.Output[str]]
    security_group: aws.ec2.SecurityGroup


def create_network(settings: Settings) -> Network:
    vpc = aws.ec2.Vpc(
        settings.name("vpc"),
        cidr_block="10.99.0.0/16",
        enable_dns_hostnames=True,
        enable_dns_support=True,
        tags=settings.tags("vpc"),
    )
    gateway = aws.ec2.InternetGateway(settings.name("igw"), vpc_id=vpc.id, tags=settings.tags("igw"))

    public, private = [], []
    for index, zone in enumerate(settings.zones, start=1):
        public.append(
            aws.ec2.Subnet(
                settings.name(f"public-{index}"),
                vpc_id=vpc.id,
                cidr_block=f"10.99.{index}.0/24",
                availability_zone=zone,
                map_public_ip_on_launch=True,
                tags=settings.tags(f"public-{index}"),
            )
        )
        private.append(
            aws.ec2.Subnet(
                settings.name(f"private-{index}"),
                vpc_id=vpc.id,
                cidr_block=f"10.99.{100 + index}.0/24",
                availability_zone=zone,
                tags=settings.tags(f"private-{index}"),
            )
        )

    table = aws.ec2.RouteTable(
        settings.name("public"),
        vpc_id=vpc.id,
        routes=[aws.ec2.RouteTableRouteArgs(cidr_block="0.0.0.0/0", gateway_id=gateway.id)],
    )
    for index, subnet in enumerate(public, start=1):
        aws.ec2.RouteTableAssociation(
            settings.name(f"public-{index}"), subnet_id=subnet.id, route_table_id=table.id
        )

    security_group = aws.ec2.SecurityGroup(
        settings.name("warehouse"),
        vpc_id=vpc.id,
        ingress=[
            {"protocol": "tcp", "from_port": 443, "to_port": 443, "cidr_blocks": ["0.0.0.0/0"]},
        ],
        egress=[
            {"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ["0.0.0.0/0"]},
        ],
    )
    return Network(
        vpc=vpc,
        public_ids=[subnet.id for subnet in public],
        private_ids=[subnet.id for subnet in private],
        security_group=security_group,
    )
