import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Vpc } from '@cdktf/provider-aws/lib/vpc';
import { VpcSecurityGroupIngressRule } from '@cdktf/provider-aws/lib/vpc-security-group-ingress-rule';
import { Construct } from 'constructs';
import { Settings, tagsOf } from './config';

interface Rule {
  readonly from: string;
  readonly to: string;
  readonly port: number;
}

const RULES: Rule[] = [
  { from: 'balancer', to: 'app', port: 8080 },
  { from: 'app', to: 'data', port: 5432 },
  { from: 'app', to: 'endpoints', port: 443 },
];

export class Security extends Construct {
  readonly groups: Record<string, SecurityGroup> = {};

  constructor(scope: Construct, id: string, props: { vpc: Vpc; settings: Settings }) {
    super(scope, id);
    const { vpc, settings } = props;
    for (const name of ['balancer', 'app', 'data', 'endpoints']) {
      this.groups[name] = new SecurityGroup(this, `${name}-sg`, {
        name: `${settings.project}-${settings.environment}-${name}`,
        description: `Traffic of ${name}`,
        vpcId: vpc.id,
        ingress:
          name === 'balancer'
            ? [80, 443].map((port) => ({ protocol: 'tcp', fromPort: port, toPort: port, cidrBlocks: ['0.0.0.0/0'] }))
            : undefined,
        egress: [{ protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] }],
        tags: tagsOf(settings, name),
      });
    }
    RULES.forEach(({ from, to, port }) => {
      new VpcSecurityGroupIngressRule(this, `${from}-to-${to}`, {
        securityGroupId: this.groups[to].id,
        referencedSecurityGroupId: this.groups[from].id,
        ipProtocol: 'tcp',
        fromPort: port,
        toPort: port,
        description: `${from} to ${to}`,
      });
    });
  }
}
