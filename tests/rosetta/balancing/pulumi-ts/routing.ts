import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { vpcId } from './balancer';

export interface RoutingArgs {
  environment: string;
  domain: string;
  balancer: aws.lb.LoadBalancer;
  certificateArn: pulumi.Input<string>;
}

const services = [
  { name: 'web', port: 8080, health: '/health', sticky: true },
  { name: 'api', port: 9090, health: '/api/health' },
];

export function createRouting({ environment, domain, balancer, certificateArn }: RoutingArgs): void {
  const [web, api] = services.map(
    (service) =>
      new aws.lb.TargetGroup(`${service.name}-targets`, {
        name: `shop-${environment}-${service.name}`,
        port: service.port,
        protocol: 'HTTP',
        targetType: 'ip',
        vpcId,
        deregistrationDelay: 30,
        healthCheck: { path: service.health, matcher: '200-299', interval: 15, timeout: 5, healthyThreshold: 2 },
        ...(service.sticky && { stickiness: { type: 'lb_cookie', enabled: true, cookieDuration: 3600 } }),
      }),
  );
  const listener = (name: string, args: Omit<aws.lb.ListenerArgs, 'loadBalancerArn'>) =>
    new aws.lb.Listener(name, { loadBalancerArn: balancer.arn, ...args });

  listener('http', {
    port: 80,
    protocol: 'HTTP',
    defaultActions: [{ type: 'redirect', redirect: { port: '443', protocol: 'HTTPS', statusCode: 'HTTP_301' } }],
  });
  const https = listener('https', {
    port: 443,
    protocol: 'HTTPS',
    sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
    // begin certificate
    certificateArn,
    // end
    defaultActions: [{ type: 'forward', targetGroupArn: web.arn }],
  });
  // begin rules
  new aws.lb.ListenerRule('api-rule', {
    listenerArn: https.arn,
    priority: 10,
    conditions: [{ pathPattern: { values: ['/api/*'] } }],
    actions: [{ type: 'forward', targetGroupArn: api.arn }],
  });
  new aws.lb.ListenerRule('admin-rule', {
    listenerArn: https.arn,
    priority: 20,
    conditions: [{ hostHeader: { values: [`admin.${domain}`] } }],
    actions: [
      {
        type: 'fixed-response',
        fixedResponse: { contentType: 'text/plain', messageBody: 'not here', statusCode: '403' },
      },
    ],
  });
  // end
}
