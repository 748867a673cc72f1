import * as aws from '@pulumi/aws';
import { AccessLogs } from './accessLogs';

export const vpcId = 'vpc-0a1b2c3d4e5f60718';
const subnets = ['subnet-0a1b2c3d4e5f60718', 'subnet-1a1b2c3d4e5f60718'];

export function createBalancer(environment: string, logs: AccessLogs): aws.lb.LoadBalancer {
  const open = (description: string, port: number) => ({
    description,
    protocol: 'tcp',
    fromPort: port,
    toPort: port,
    cidrBlocks: ['0.0.0.0/0'],
  });
  const firewall = new aws.ec2.SecurityGroup('alb-sg', {
    name: `shop-${environment}-alb`,
    description: 'Traffic to the load balancer',
    vpcId,
    ingress: [open('http', 80), open('https', 443)],
    egress: [{ protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] }],
  });
  const args: aws.lb.LoadBalancerArgs = {
    name: `shop-${environment}`,
    loadBalancerType: 'application',
    internal: false,
    subnets,
    securityGroups: [firewall.id],
    idleTimeout: 120,
    dropInvalidHeaderFields: true,
    // begin protection
    enableDeletionProtection: false,
    // end
    tags: { Environment: environment },
  };
  return new aws.lb.LoadBalancer(
    'alb',
    { ...args, accessLogs: { bucket: logs.bucket.bucket, prefix: logs.prefix, enabled: true } },
    { dependsOn: logs.ready },
  );
}
