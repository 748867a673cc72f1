import { Lb } from '@cdktf/provider-aws/lib/lb';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Construct } from 'constructs';
import { AccessLogs } from './access-logs';

export interface BalancerProps {
  readonly environment: string;
  readonly vpcId: string;
  readonly subnetIds: string[];
  readonly logs: AccessLogs;
}

export class Balancer extends Construct {
  readonly balancer: Lb;

  constructor(scope: Construct, id: string, { environment, vpcId, subnetIds, logs }: BalancerProps) {
    super(scope, id);
    const ports = { http: 80, https: 443 };
    const firewall = new SecurityGroup(this, 'alb-sg', {
      name: `shop-${environment}-alb`,
      description: 'Traffic to the load balancer',
      vpcId,
      ingress: Object.entries(ports).map(([name, port]) => ({
        description: name,
        protocol: 'tcp',
        fromPort: port,
        toPort: port,
        cidrBlocks: ['0.0.0.0/0'],
      })),
      egress: [{ protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] }],
    });
    this.balancer = new Lb(this, 'alb', {
      name: `shop-${environment}`,
      loadBalancerType: 'application',
      internal: false,
      subnets: subnetIds,
      securityGroups: [firewall.id],
      idleTimeout: 120,
      dropInvalidHeaderFields: true,
      // begin protection
      enableDeletionProtection: false,
      // end
      accessLogs: { bucket: logs.bucket.bucket, prefix: logs.prefix, enabled: true },
      tags: { Environment: environment },
      dependsOn: logs.ready,
    });
  }
}
