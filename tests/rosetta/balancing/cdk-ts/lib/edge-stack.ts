import * as cdk from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as route53 from 'aws-cdk-lib/aws-route53';
import { Construct } from 'constructs';
import { AccessLogs } from './access-logs';
import { FoundationStack } from './foundation-stack';

export interface EdgeProps extends cdk.StackProps {
  readonly environment: string;
  readonly domain: string;
  readonly foundation: FoundationStack;
  readonly vpcId: string;
  readonly subnetIds: string[];
}

const SERVICES = {
  web: { port: 8080, health: '/health', sticky: true },
  api: { port: 9090, health: '/api/health', sticky: false },
};
type ServiceName = keyof typeof SERVICES;

export class EdgeStack extends cdk.Stack {
  private readonly targets = {} as Record<ServiceName, elbv2.CfnTargetGroup>;

  constructor(scope: Construct, id: string, private readonly props: EdgeProps) {
    super(scope, id, props);
    const logs = new AccessLogs(this, 'logs', props.environment);
    const balancer = this.balancer(logs);
    (Object.keys(SERVICES) as ServiceName[]).forEach((name) => {
      this.targets[name] = this.targetGroup(name);
    });
    this.listeners(balancer);
    new route53.CfnRecordSet(this, 'alias', {
      hostedZoneId: props.foundation.zone.attrId,
      name: `shop.${props.domain}`,
      type: 'A',
      aliasTarget: {
        dnsName: balancer.attrDnsName,
        hostedZoneId: balancer.attrCanonicalHostedZoneId,
        evaluateTargetHealth: true,
      },
    });
  }

  private balancer(logs: AccessLogs): elbv2.CfnLoadBalancer {
    const { environment, vpcId, subnetIds } = this.props;
    const firewall = new ec2.CfnSecurityGroup(this, 'alb-sg', {
      groupName: `shop-${environment}-alb`,
      groupDescription: 'Traffic to the load balancer',
      vpcId,
      securityGroupIngress: [
        ['http', 80] as const,
        ['https', 443] as const,
      ].map(([description, port]) => ({
        description,
        ipProtocol: 'tcp',
        fromPort: port,
        toPort: port,
        cidrIp: '0.0.0.0/0',
      })),
      securityGroupEgress: [{ ipProtocol: '-1', fromPort: 0, toPort: 0, cidrIp: '0.0.0.0/0' }],
    });
    const attributes: Record<string, string> = {
      'idle_timeout.timeout_seconds': '120',
      'routing.http.drop_invalid_header_fields.enabled': 'true',
      // begin protection
      'deletion_protection.enabled': 'false',
      // end
      'access_logs.s3.enabled': 'true',
      'access_logs.s3.bucket': logs.bucket.ref,
      'access_logs.s3.prefix': logs.prefix,
    };
    const balancer = new elbv2.CfnLoadBalancer(this, 'alb', {
      name: `shop-${environment}`,
      type: 'application',
      scheme: 'internet-facing',
      subnets: subnetIds,
      securityGroups: [firewall.attrGroupId],
      loadBalancerAttributes: Object.entries(attributes).map(([key, value]) => ({ key, value })),
      tags: [{ key: 'Environment', value: environment }],
    });
    logs.ready.forEach((policy) => balancer.addDependency(policy));
    return balancer;
  }

  private targetGroup(name: ServiceName): elbv2.CfnTargetGroup {
    const { port, health, sticky } = SERVICES[name];
    return new elbv2.CfnTargetGroup(this, `${name}-targets`, {
      name: `shop-${this.props.environment}-${name}`,
      port,
      protocol: 'HTTP',
      targetType: 'ip',
      vpcId: this.props.vpcId,
      healthCheckPath: health,
      healthCheckIntervalSeconds: 15,
      healthCheckTimeoutSeconds: 5,
      healthyThresholdCount: 2,
      matcher: { httpCode: '200-299' },
      targetGroupAttributes: [
        { key: 'deregistration_delay.timeout_seconds', value: '30' },
        ...(sticky
          ? [
              { key: 'stickiness.enabled', value: 'true' },
              { key: 'stickiness.type', value: 'lb_cookie' },
              { key: 'stickiness.lb_cookie.duration_seconds', value: '3600' },
            ]
          : []),
      ],
    });
  }

  private listeners(balancer: elbv2.CfnLoadBalancer): void {
    new elbv2.CfnListener(this, 'http', {
      loadBalancerArn: balancer.ref,
      port: 80,
      protocol: 'HTTP',
      defaultActions: [
        { type: 'redirect', redirectConfig: { port: '443', protocol: 'HTTPS', statusCode: 'HTTP_301' } },
      ],
    });
    const https = new elbv2.CfnListener(this, 'https', {
      loadBalancerArn: balancer.ref,
      port: 443,
      protocol: 'HTTPS',
      sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      // begin certificate
      certificates: [{ certificateArn: this.props.foundation.certificate.ref }],
      // end
      defaultActions: [{ type: 'forward', targetGroupArn: this.targets.web.ref }],
    });
    // begin rules
    new elbv2.CfnListenerRule(this, 'api-rule', {
      listenerArn: https.ref,
      priority: 10,
      conditions: [{ field: 'path-pattern', pathPatternConfig: { values: ['/api/*'] } }],
      actions: [{ type: 'forward', targetGroupArn: this.targets.api.ref }],
    });
    new elbv2.CfnListenerRule(this, 'admin-rule', {
      listenerArn: https.ref,
      priority: 20,
      conditions: [{ field: 'host-header', values: [`admin.${this.props.domain}`] }],
      actions: [
        {
          type: 'fixed-response',
          fixedResponseConfig: { contentType: 'text/plain', messageBody: 'not here', statusCode: '403' },
        },
      ],
    });
    // end
  }
}
