from aws_cdk import aws_ec2 as ec2
from constructs import Construct


class Network(Construct):
    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        kinds = {
            "public": ec2.SubnetType.PUBLIC,
            "app": ec2.SubnetType.PRIVATE_WITH_EGRESS,
            "data": ec2.SubnetType.PRIVATE_ISOLATED,
        }
        self.vpc = ec2.Vpc(
            self,
            "Vpc",
            max_azs=2,
            nat_gateways=1,
            subnet_configuration=[
                ec2.SubnetConfiguration(name=name, subnet_type=kind) for name, kind in kinds.items()
            ],
        )
        self.firewall = ec2.SecurityGroup(self, "Firewall", vpc=self.vpc, description="shop")
