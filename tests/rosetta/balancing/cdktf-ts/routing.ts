import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbListenerRule, LbListenerRuleAction, LbListenerRuleCondition } from '@cdktf/provider-aws/lib/lb-listener-rule';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { Construct } from 'constructs';
import { EdgeOptions } from './main';

interface Service {
  readonly port: number;
  readonly health: string;
}

const SERVICES: Record<string, Service> = {
  web: { port: 8080, health: '/health' },
  api: { port: 9090, health: '/api/health' },
};

export class Routing extends Construct {
  private readonly targets: Record<string, LbTargetGroup> = {};

  constructor(
    scope: Construct,
    id: string,
    private readonly props: { options: EdgeOptions; balancer: Lb; certificate: string },
  ) {
    super(scope, id);
    for (const name in SERVICES) {
      this.targets[name] = this.targetGroup(name, SERVICES[name]);
    }
    new LbListener(this, 'http', {
      loadBalancerArn: props.balancer.arn,
      port: 80,
      protocol: 'HTTP',
      defaultAction: [{ type: 'redirect', redirect: { port: '443', protocol: 'HTTPS', statusCode: 'HTTP_301' } }],
    });
    const https = new LbListener(this, 'https', {
      loadBalancerArn: props.balancer.arn,
      port: 443,
      protocol: 'HTTPS',
      sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
      // begin certificate
      certificateArn: props.certificate,
      // end
      defaultAction: [{ type: 'forward', targetGroupArn: this.targets.web.arn }],
    });
    // begin rules
    this.rule(https, 'api-rule', 10, { pathPattern: { values: ['/api/*'] } }, {
      type: 'forward',
      targetGroupArn: this.targets.api.arn,
    });
    this.rule(https, 'admin-rule', 20, { hostHeader: { values: [`admin.${props.options.domain}`] } }, {
      type: 'fixed-response',
      fixedResponse: { contentType: 'text/plain', messageBody: 'not here', statusCode: '403' },
    });
    // end
  }

  private targetGroup(name: string, service: Service): LbTargetGroup {
    return new LbTargetGroup(this, `${name}-targets`, {
      name: `shop-${this.props.options.environment}-${name}`,
      port: service.port,
      protocol: 'HTTP',
      targetType: 'ip',
      vpcId: this.props.options.vpcId,
      deregistrationDelay: '30',
      healthCheck: { path: service.health, matcher: '200-299', interval: 15, timeout: 5, healthyThreshold: 2 },
      stickiness: name === 'web' ? { type: 'lb_cookie', enabled: true, cookieDuration: 3600 } : undefined,
    });
  }

  private rule(
    listener: LbListener,
    name: string,
    priority: number,
    condition: LbListenerRuleCondition,
    action: LbListenerRuleAction,
  ): void {
    new LbListenerRule(this, name, { listenerArn: listener.arn, priority, condition: [condition], action: [action] });
  }
}
