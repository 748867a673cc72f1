from aws_cdk import Stack
from aws_cdk import aws_certificatemanager as acm
from aws_cdk import aws_ec2 as ec2
from aws_cdk import aws_elasticloadbalancingv2 as elbv2
from aws_cdk import aws_route53 as route53
from constructs import Construct

from .access_logs import AccessLogs
from .routing import Routing


class EdgeStack(Stack):
    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        environment: str,
        vpc_id: str,
        subnet_ids: list[str],
        **kwargs,
    ) -> None:
        super().__init__(scope, construct_id, **kwargs)
        self.environment_name = environment
        self.vpc_id = vpc_id
        self.domain = f"{environment}.example.com"

        self._create_certificate()
        self.logs = AccessLogs(self, "logs", environment=environment)
        self.balancer = self._create_balancer(subnet_ids)
        for policy in self.logs.ready:
            self.balancer.add_dependency(policy)
        Routing(self, "routing", stack=self)
        self._create_alias()

    def _create_certificate(self) -> None:
        self.zone = route53.CfnHostedZone(self, "zone", name=self.domain)
        name = f"shop.{self.domain}"
        self.certificate = acm.CfnCertificate(
            self,
            "certificate",
            domain_name=name,
            validation_method="DNS",
            domain_validation_options=[
                acm.CfnCertificate.DomainValidationOptionProperty(
                    domain_name=name, hosted_zone_id=self.zone.ref
                )
            ],
        )

    def _create_balancer(self, subnet_ids: list[str]) -> elbv2.CfnLoadBalancer:
        ingress = {"http": 80, "https": 443}
        firewall = ec2.CfnSecurityGroup(
            self,
            "alb-sg",
            group_name=f"shop-{self.environment_name}-alb",
            group_description="Traffic to the load balancer",
            vpc_id=self.vpc_id,
            security_group_ingress=[
                {
                    "description": name,
                    "ipProtocol": "tcp",
                    "fromPort": port,
                    "toPort": port,
                    "cidrIp": "0.0.0.0/0",
                }
                for name, port in ingress.items()
            ],
            security_group_egress=[
                ec2.CfnSecurityGroup.EgressProperty(
                    ip_protocol="-1", from_port=0, to_port=0, cidr_ip="0.0.0.0/0"
                )
            ],
        )
        attributes = [
            ("idle_timeout.timeout_seconds", "120"),
            ("routing.http.drop_invalid_header_fields.enabled", "true"),
            # begin protection
            ("deletion_protection.enabled", "false"),
            # end
            ("access_logs.s3.enabled", "true"),
            ("access_logs.s3.bucket", self.logs.bucket.ref),
            ("access_logs.s3.prefix", self.logs.prefix),
        ]
        return elbv2.CfnLoadBalancer(
            self,
            "alb",
            name=f"shop-{self.environment_name}",
            type="application",
            scheme="internet-facing",
            subnets=subnet_ids,
            security_groups=[firewall.attr_group_id],
            load_balancer_attributes=[
                elbv2.CfnLoadBalancer.LoadBalancerAttributeProperty(key=key, value=value)
                for key, value in attributes
            ],
            tags=[{"key": "Environment", "value": self.environment_name}],
        )

    def _create_alias(self) -> None:
        route53.CfnRecordSet(
            self,
            "alias",
            hosted_zone_id=self.zone.ref,
            name=f"shop.{self.domain}",
            type="A",
            alias_target=route53.CfnRecordSet.AliasTargetProperty(
                dns_name=self.balancer.attr_dns_name,
                hosted_zone_id=self.balancer.attr_canonical_hosted_zone_id,
                evaluate_target_health=True,
            ),
        )
