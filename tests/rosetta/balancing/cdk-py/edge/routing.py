from __future__ import annotations

from typing import TYPE_CHECKING

from aws_cdk import aws_elasticloadbalancingv2 as elbv2
from constructs import Construct

if TYPE_CHECKING:
    from .edge_stack import EdgeStack

STICKY = {
    "stickiness.enabled": "true",
    "stickiness.type": "lb_cookie",
    "stickiness.lb_cookie.duration_seconds": "3600",
}


class Routing(Construct):
    def __init__(self, scope: Construct, construct_id: str, *, stack: EdgeStack) -> None:
        super().__init__(scope, construct_id)
        self.edge = stack
        self.web = self._target_group("web", 8080, "/health", STICKY)
        self.api = self._target_group("api", 9090, "/api/health", {})
        self._redirect()
        https = self._https()
        # begin rules
        self._add_rule(
            https,
            "api-rule",
            10,
            elbv2.CfnListenerRule.RuleConditionProperty(
                field="path-pattern",
                path_pattern_config=elbv2.CfnListenerRule.PathPatternConfigProperty(values=["/api/*"]),
            ),
            elbv2.CfnListenerRule.ActionProperty(type="forward", target_group_arn=self.api.ref),
        )
        self._add_rule(
            https,
            "admin-rule",
            20,
            elbv2.CfnListenerRule.RuleConditionProperty(
                field="host-header",
                host_header_config=elbv2.CfnListenerRule.HostHeaderConfigProperty(
                    values=[f"admin.{stack.domain}"]
                ),
            ),
            elbv2.CfnListenerRule.ActionProperty(
                type="fixed-response",
                fixed_response_config=elbv2.CfnListenerRule.FixedResponseConfigProperty(
                    content_type="text/plain", message_body="not here", status_code="403"
                ),
            ),
        )
        # end

    def _target_group(
        self, name: str, port: int, path: str, attributes: dict[str, str]
    ) -> elbv2.CfnTargetGroup:
        attribute = elbv2.CfnTargetGroup.TargetGroupAttributeProperty
        merged = {"deregistration_delay.timeout_seconds": "30", **attributes}
        return elbv2.CfnTargetGroup(
            self,
            f"{name}-targets",
            name=f"shop-{self.edge.environment_name}-{name}",
            port=port,
            protocol="HTTP",
            target_type="ip",
            vpc_id=self.edge.vpc_id,
            health_check_path=path,
            health_check_interval_seconds=15,
            health_check_timeout_seconds=5,
            healthy_threshold_count=2,
            matcher=elbv2.CfnTargetGroup.MatcherProperty(http_code="200-299"),
            target_group_attributes=[attribute(key=key, value=value) for key, value in merged.items()],
        )

    def _redirect(self) -> None:
        elbv2.CfnListener(
            self,
            "http",
            load_balancer_arn=self.edge.balancer.ref,
            port=80,
            protocol="HTTP",
            default_actions=[
                elbv2.CfnListener.ActionProperty(
                    type="redirect",
                    redirect_config=elbv2.CfnListener.RedirectConfigProperty(
                        port="443", protocol="HTTPS", status_code="HTTP_301"
                    ),
                )
            ],
        )

    def _https(self) -> elbv2.CfnListener:
        return elbv2.CfnListener(
            self,
            "https",
            load_balancer_arn=self.edge.balancer.attr_load_balancer_arn,
            port=443,
            protocol="HTTPS",
            ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06",
            # begin certificate
            certificates=[elbv2.CfnListener.CertificateProperty(certificate_arn=self.edge.certificate.ref)],
            # end
            default_actions=[elbv2.CfnListener.ActionProperty(type="forward", target_group_arn=self.web.ref)],
        )

    def _add_rule(
        self,
        listener: elbv2.CfnListener,
        name: str,
        priority: int,
        condition: elbv2.CfnListenerRule.RuleConditionProperty,
        action: elbv2.CfnListenerRule.ActionProperty,
    ) -> None:
        elbv2.CfnListenerRule(
            self,
            name,
            listener_arn=listener.ref,
            priority=priority,
            conditions=[condition],
            actions=[action],
        )
