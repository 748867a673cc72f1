from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from config import Config

OFFSETS = [("public", 0), ("app", 16), ("data", 32)]


@dataclass
class NetworkArgs:
    cidr_prefix: str
    zones: list[str]
    config: Config


class NetworkComponent(pulumi.ComponentResource):
    def __init__(self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("shop:network:Network", name, {}, opts)
        self.args = args
        self.config = args.config
        self.child_opts = pulumi.ResourceOptions(parent=self)
        self.subnets: dict[str, list[aws.ec2.Subnet]] = {}
        self.private_tables: list[aws.ec2.RouteTable] = []

        self._create_vpc()
        self._create_subnets()
        self._create_public_routing()
        self._create_private_routing()
        self._create_data_routing()
        self.register_outputs({"vpc_id": self.vpc.id})

    def _named(self, name: str) -> str:
        return f"{name}-{self.config.stack}"

    def _create_vpc(self) -> None:
        self.vpc = aws.ec2.Vpc(
            self._named("vpc"),
            cidr_block=f"{self.args.cidr_prefix}.0.0/16",
            enable_dns_hostnames=True,
            enable_dns_support=True,
            tags=self.config.tags("vpc"),
            opts=self.child_opts,
        )
        self.gateway = aws.ec2.InternetGateway(
            self._named("igw"), vpc_id=self.vpc.id, tags=self.config.tags("igw"), opts=self.child_opts
        )

    def _create_subnets(self) -> None:
        for tier, offset in OFFSETS:
            self.subnets[tier] = []
            for index, zone in enumerate(self.args.zones):
                subnet = aws.ec2.Subnet(
                    self._named(f"{tier}-{index}"),
                    vpc_id=self.vpc.id,
                    cidr_block=f"{self.args.cidr_prefix}.{offset + index}.0/24",
                    availability_zone=f"{self.config.region}{zone}",
                    map_public_ip_on_launch=True if tier == "public" else None,
                    tags=self.config.tags(f"{tier}-{index}", {"Tier": tier}),
                    opts=self.child_opts,
                )
                self.subnets[tier].append(subnet)

    def _create_table(self, name: str) -> aws.ec2.RouteTable:
        return aws.ec2.RouteTable(
            self._named(name), vpc_id=self.vpc.id, tags=self.config.tags(name), opts=self.child_opts
        )

    def _associate(self, tier: str, index: int, table: aws.ec2.RouteTable) -> None:
        aws.ec2.RouteTableAssociation(
            self._named(f"{tier}-rta-{index}"),
            subnet_id=self.subnets[tier][index].id,
            route_table_id=table.id,
            opts=self.child_opts,
        )

    def _create_public_routing(self) -> None:
        table = self._create_table("public-rt")
        aws.ec2.Route(
            self._named("public-default"),
            route_table_id=table.id,
            destination_cidr_block="0.0.0.0/0",
            gateway_id=self.gateway.id,
            opts=self.child_opts,
        )
        for index in range(len(self.args.zones)):
            self._associate("public", index, table)

    def _create_private_routing(self) -> None:
        after_gateway = pulumi.ResourceOptions.merge(
            self.child_opts, pulumi.ResourceOptions(depends_on=[self.gateway])
        )
        for index, public in enumerate(self.subnets["public"]):
            table = self._create_table(f"private-rt-{index}")
            eip = aws.ec2.Eip(
                self._named(f"nat-eip-{index}"),
                domain="vpc",
                tags=self.config.tags(f"nat-{index}"),
                opts=after_gateway,
            )
            nat = aws.ec2.NatGateway(
                self._named(f"nat-{index}"),
                allocation_id=eip.id,
                subnet_id=public.id,
                tags=self.config.tags(f"nat-{index}"),
                opts=self.child_opts,
            )
            # begin egress
            aws.ec2.Route(
                self._named(f"private-default-{index}"),
                route_table_id=table.id,
                destination_cidr_block="0.0.0.0/0",
                nat_gateway_id=nat.id,
                opts=self.child_opts,
            )
            # end
            self._associate("app", index, table)
            self.private_tables.append(table)

    def _create_data_routing(self) -> None:
        self.data_table = self._create_table("data-rt")
        # begin data-associations
        for index, _ in enumerate(self.subnets["data"]):
            self._associate("data", index, self.data_table)
        # end
