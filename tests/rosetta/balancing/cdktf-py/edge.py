from cdktf_cdktf_provider_aws.acm_certificate import AcmCertificate
from cdktf_cdktf_provider_aws.acm_certificate_validation import AcmCertificateValidation
from cdktf_cdktf_provider_aws.alb import Alb, AlbAccessLogs
from cdktf_cdktf_provider_aws.alb_listener import (
    AlbListener,
    AlbListenerDefaultAction,
    AlbListenerDefaultActionRedirect,
)
from cdktf_cdktf_provider_aws.alb_listener_rule import (
    AlbListenerRule,
    AlbListenerRuleAction,
    AlbListenerRuleActionFixedResponse,
    AlbListenerRuleCondition,
    AlbListenerRuleConditionHostHeader,
    AlbListenerRuleConditionPathPattern,
)
from cdktf_cdktf_provider_aws.alb_target_group import (
    AlbTargetGroup,
    AlbTargetGroupHealthCheck,
    AlbTargetGroupStickiness,
)
from cdktf_cdktf_provider_aws.route53_record import Route53Record, Route53RecordAlias
from cdktf_cdktf_provider_aws.route53_zone import Route53Zone
from cdktf_cdktf_provider_aws.security_group import (
    SecurityGroup,
    SecurityGroupEgress,
    SecurityGroupIngress,
)
from constructs import Construct

from logs import AccessLogs

ANYWHERE = ["0.0.0.0/0"]


class Certificate(Construct):
    """A zone with a validated certificate for the shop in it."""

    def __init__(self, scope: Construct, id: str, domain: str) -> None:
        super().__init__(scope, id)
        self.zone = Route53Zone(self, "zone", name=domain)
        certificate = AcmCertificate(
            self, "certificate", domain_name=f"shop.{domain}", validation_method="DNS"
        )
        option = certificate.domain_validation_options.get(0)
        record = Route53Record(
            self,
            "validation-record",
            zone_id=self.zone.zone_id,
            name=option.resource_record_name,
            type=option.resource_record_type,
            records=[option.resource_record_value],
            ttl=60,
        )
        self.validation = AcmCertificateValidation(
            self,
            "certificate-validation",
            certificate_arn=certificate.arn,
            validation_record_fqdns=[record.fqdn],
        )

    @property
    def arn(self) -> str:
        return self.validation.certificate_arn


class Edge(Construct):
    def __init__(
        self,
        scope: Construct,
        id: str,
        *,
        environment: str,
        domain: str,
        certificate: Certificate,
        logs: AccessLogs,
        vpc_id: str,
        subnet_ids: list[str],
    ) -> None:
        super().__init__(scope, id)
        self.prefix = f"shop-{environment}"
        self.vpc_id = vpc_id
        self.balancer = self._create_balancer(environment, subnet_ids, logs)
        targets = {
            name: self._create_targets(name, port, path)
            for name, port, path in [("web", 8080, "/health"), ("api", 9090, "/api/health")]
        }
        https = self._create_listeners(certificate, targets["web"])
        # begin rules
        self._create_rules(https, domain, targets["api"])
        # end
        Route53Record(
            self,
            "alias",
            zone_id=certificate.zone.zone_id,
            name=f"shop.{domain}",
            type="A",
            alias=Route53RecordAlias(
                name=self.balancer.dns_name, zone_id=self.balancer.zone_id, evaluate_target_health=True
            ),
        )

    def _create_balancer(self, environment: str, subnet_ids: list[str], logs: AccessLogs) -> Alb:
        firewall = SecurityGroup(
            self,
            "alb-sg",
            name=f"{self.prefix}-alb",
            description="Traffic to the load balancer",
            vpc_id=self.vpc_id,
            ingress=[
                SecurityGroupIngress(
                    description=name, protocol="tcp", from_port=port, to_port=port, cidr_blocks=ANYWHERE
                )
                for name, port in (("http", 80), ("https", 443))
            ],
            egress=[SecurityGroupEgress(protocol="-1", from_port=0, to_port=0, cidr_blocks=ANYWHERE)],
        )
        return Alb(
            self,
            "alb",
            name=self.prefix,
            load_balancer_type="application",
            internal=False,
            subnets=subnet_ids,
            security_groups=[firewall.id],
            idle_timeout=120,
            drop_invalid_header_fields=True,
            # begin protection
            enable_deletion_protection=False,
            # end
            access_logs=AlbAccessLogs(bucket=logs.bucket.id, prefix=logs.PREFIX, enabled=True),
            tags={"Environment": environment},
            depends_on=logs.ready,
        )

    def _create_targets(self, name: str, port: int, path: str) -> AlbTargetGroup:
        more = {}
        if name == "web":
            more["stickiness"] = AlbTargetGroupStickiness(
                type="lb_cookie", enabled=True, cookie_duration=3600
            )
        return AlbTargetGroup(
            self,
            f"{name}-targets",
            name=f"{self.prefix}-{name}",
            port=port,
            protocol="HTTP",
            target_type="ip",
            vpc_id=self.vpc_id,
            deregistration_delay="30",
            health_check=AlbTargetGroupHealthCheck(
                path=path, matcher="200-299", interval=15, timeout=5, healthy_threshold=2
            ),
            **more,
        )

    def _create_listeners(self, certificate: Certificate, web: AlbTargetGroup) -> AlbListener:
        redirect = AlbListenerDefaultActionRedirect(port="443", protocol="HTTPS", status_code="HTTP_301")
        AlbListener(
            self,
            "http",
            load_balancer_arn=self.balancer.arn,
            port=80,
            protocol="HTTP",
            default_action=[AlbListenerDefaultAction(type="redirect", redirect=redirect)],
        )
        return AlbListener(
            self,
            "https",
            load_balancer_arn=self.balancer.arn,
            port=443,
            protocol="HTTPS",
            ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06",
            # begin certificate
            certificate_arn=certificate.arn,
            # end
            default_action=[AlbListenerDefaultAction(type="forward", target_group_arn=web.arn)],
        )

    def _create_rules(self, listener: AlbListener, domain: str, api: AlbTargetGroup) -> None:
        AlbListenerRule(
            self,
            "api-rule",
            listener_arn=listener.arn,
            priority=10,
            condition=[
                AlbListenerRuleCondition(path_pattern=AlbListenerRuleConditionPathPattern(values=["/api/*"]))
            ],
            action=[AlbListenerRuleAction(type="forward", target_group_arn=api.arn)],
        )
        AlbListenerRule(
            self,
            "admin-rule",
            listener_arn=listener.arn,
            priority=20,
            condition=[
                AlbListenerRuleCondition(
                    host_header=AlbListenerRuleConditionHostHeader(values=[f"admin.{domain}"])
                )
            ],
            action=[
                AlbListenerRuleAction(
                    type="fixed-response",
                    fixed_response=AlbListenerRuleActionFixedResponse(
                        content_type="text/plain", message_body="not here", status_code="403"
                    ),
                )
            ],
        )
