import pulumi
import pulumi_aws as aws

from config import Config

ALL_IPV4 = ["0.0.0.0/0"]


class Firewall(pulumi.ComponentResource):
    """Security groups, and who may talk to whom."""

    def __init__(self, name: str, vpc_id: pulumi.Input[str], config: Config) -> None:
        super().__init__("shop:network:Firewall", name)
        self.config = config
        self.vpc_id = vpc_id
        self.groups = {group: self._group(group) for group in ("app", "data", "endpoints")}
        self.groups["balancer"] = self._group("balancer", ports=[80, 443])
        self._allow("balancer", "app", 8080)
        self._allow("app", "data", 5432)
        self._allow("app", "endpoints", 443)
        self.register_outputs({})

    def _group(self, name: str, ports: list[int] | None = None) -> aws.ec2.SecurityGroup:
        return aws.ec2.SecurityGroup(
            f"{name}-sg-{self.config.stack}",
            name=f"{self.config.prefix}-{name}",
            description=f"Traffic of {name}",
            vpc_id=self.vpc_id,
            ingress=[
                aws.ec2.SecurityGroupIngressArgs(
                    protocol="tcp", from_port=port, to_port=port, cidr_blocks=ALL_IPV4
                )
                for port in ports or []
            ],
            egress=[{"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": ALL_IPV4}],
            tags=self.config.tags(name),
            opts=pulumi.ResourceOptions(parent=self),
        )

    def _allow(self, source: str, target: str, port: int) -> None:
        aws.vpc.SecurityGroupIngressRule(
            f"{source}-to-{target}-{self.config.stack}",
            security_group_id=self.groups[target].id,
            referenced_security_group_id=self.groups[source].id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            description=f"{source} to {target}",
            opts=pulumi.ResourceOptions(parent=self),
        )
