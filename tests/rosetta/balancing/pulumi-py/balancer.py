from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from access_logs import AccessLogs

ANYWHERE = ["0.0.0.0/0"]
SERVICES = {"web": (8080, "/health"), "api": (9090, "/api/health")}


@dataclass(kw_only=True)
class BalancerArgs:
    environment: str
    domain: str
    vpc_id: str
    subnet_ids: list[str]
    certificate_arn: pulumi.Input[str]
    logs: AccessLogs

    @property
    def prefix(self) -> str:
        return f"shop-{self.environment}"


class Balancer(pulumi.ComponentResource):
    def __init__(self, name: str, args: BalancerArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("shop:edge:Balancer", name, None, opts)
        self.args = args
        self.balancer = self._create_balancer()
        self.targets: dict[str, aws.lb.TargetGroup] = {}
        for service, (port, path) in SERVICES.items():
            self.targets[service] = self._create_targets(service, port, path)
        self._create_http()
        https = self._create_https()
        # begin rules
        self._create_rules(https)
        # end
        self.register_outputs({"arn": self.balancer.arn})

    def _options(self, **more) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self, **more)

    def _create_balancer(self) -> aws.lb.LoadBalancer:
        ingress = []
        for description, port in [("http", 80), ("https", 443)]:
            ingress.append(
                aws.ec2.SecurityGroupIngressArgs(
                    description=description,
                    protocol="tcp",
                    from_port=port,
                    to_port=port,
                    cidr_blocks=ANYWHERE,
                )
            )
        firewall = aws.ec2.SecurityGroup(
            "alb-sg",
            name=f"{self.args.prefix}-alb",
            description="Traffic to the load balancer",
            vpc_id=self.args.vpc_id,
            ingress=ingress,
            egress=[
                aws.ec2.SecurityGroupEgressArgs(protocol="-1", from_port=0, to_port=0, cidr_blocks=ANYWHERE)
            ],
            opts=self._options(),
        )
        logs = self.args.logs
        return aws.lb.LoadBalancer(
            "alb",
            name=self.args.prefix,
            load_balancer_type="application",
            internal=False,
            subnets=self.args.subnet_ids,
            security_groups=[firewall.id],
            idle_timeout=120,
            drop_invalid_header_fields=True,
            # begin protection
            enable_deletion_protection=False,
            # end
            access_logs=aws.lb.LoadBalancerAccessLogsArgs(
                bucket=logs.bucket.bucket, prefix=logs.prefix, enabled=True
            ),
            tags={"Environment": self.args.environment},
            opts=self._options(depends_on=logs.ready),
        )

    def _create_targets(self, service: str, port: int, path: str) -> aws.lb.TargetGroup:
        stickiness = None
        if service == "web":
            stickiness = aws.lb.TargetGroupStickinessArgs(
                type="lb_cookie", enabled=True, cookie_duration=3600
            )
        return aws.lb.TargetGroup(
            f"{service}-targets",
            name=f"{self.args.prefix}-{service}",
            port=port,
            protocol="HTTP",
            target_type="ip",
            vpc_id=self.args.vpc_id,
            deregistration_delay=30,
            health_check=aws.lb.TargetGroupHealthCheckArgs(
                path=path, matcher="200-299", interval=15, timeout=5, healthy_threshold=2
            ),
            stickiness=stickiness,
            opts=self._options(),
        )

    def _create_http(self) -> None:
        aws.lb.Listener(
            "http",
            load_balancer_arn=self.balancer.arn,
            port=80,
            protocol="HTTP",
            default_actions=[
                aws.lb.ListenerDefaultActionArgs(
                    type="redirect",
                    redirect=aws.lb.ListenerDefaultActionRedirectArgs(
                        port="443", protocol="HTTPS", status_code="HTTP_301"
                    ),
                )
            ],
            opts=self._options(),
        )

    def _create_https(self) -> aws.lb.Listener:
        return aws.lb.Listener(
            "https",
            aws.lb.ListenerArgs(
                load_balancer_arn=self.balancer.arn,
                port=443,
                protocol="HTTPS",
                ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06",
                # begin certificate
                certificate_arn=self.args.certificate_arn,
                # end
                default_actions=[
                    aws.lb.ListenerDefaultActionArgs(type="forward", target_group_arn=self.targets["web"].arn)
                ],
            ),
            opts=self._options(),
        )

    def _create_rules(self, listener: aws.lb.Listener) -> None:
        rules: list[tuple[str, aws.lb.ListenerRuleConditionArgsDict, aws.lb.ListenerRuleActionArgs]] = [
            (
                "api-rule",
                {"path_pattern": {"values": ["/api/*"]}},
                aws.lb.ListenerRuleActionArgs(type="forward", target_group_arn=self.targets["api"].arn),
            ),
            (
                "admin-rule",
                {"host_header": {"values": ["admin." + self.args.domain]}},
                aws.lb.ListenerRuleActionArgs(
                    type="fixed-response",
                    fixed_response=aws.lb.ListenerRuleActionFixedResponseArgs(
                        content_type="text/plain", message_body="not here", status_code="403"
                    ),
                ),
            ),
        ]
        for number, (name, condition, action) in enumerate(rules, start=1):
            aws.lb.ListenerRule(
                name,
                listener_arn=listener.arn,
                priority=number * 10,
                conditions=[condition],
                actions=[action],
                opts=self._options(),
            )
