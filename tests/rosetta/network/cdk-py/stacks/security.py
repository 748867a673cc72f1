from aws_cdk import aws_ec2 as ec2
from constructs import Construct

from .config import EnvironmentConfig

ANYWHERE = "0.0.0.0/0"
PORTS = {"balancer": [80, 443]}
RULES = [
    {"source": "balancer", "target": "app", "port": 8080},
    {"source": "app", "target": "data", "port": 5432},
    {"source": "app", "target": "endpoints", "port": 443},
]


class SecurityGroups(Construct):
    def __init__(
        self, scope: Construct, construct_id: str, *, vpc: ec2.CfnVPC, config: EnvironmentConfig
    ) -> None:
        super().__init__(scope, construct_id)
        self.groups: dict[str, ec2.CfnSecurityGroup] = {}
        for name in ("balancer", "app", "data", "endpoints"):
            ingress = [
                ec2.CfnSecurityGroup.IngressProperty(
                    ip_protocol="tcp", from_port=port, to_port=port, cidr_ip=ANYWHERE
                )
                for port in PORTS.get(name, [])
            ]
            self.groups[name] = ec2.CfnSecurityGroup(
                self,
                f"{name}-sg",
                group_name=f"{config.prefix}-{name}",
                group_description=f"Traffic of {name}",
                vpc_id=vpc.ref,
                security_group_ingress=ingress or None,
                security_group_egress=[
                    ec2.CfnSecurityGroup.EgressProperty(
                        ip_protocol="-1", from_port=0, to_port=0, cidr_ip=ANYWHERE
                    )
                ],
                tags=config.tags(name),
            )
        for rule in RULES:
            source, target, port = rule["source"], rule["target"], rule["port"]
            ec2.CfnSecurityGroupIngress(
                self,
                f"{source}-to-{target}",
                group_id=self.groups[target].ref,
                source_security_group_id=self.groups[source].ref,
                ip_protocol="tcp",
                from_port=port,
                to_port=port,
                description=f"{source} to {target}",
            )
