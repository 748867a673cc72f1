import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { Config, nameTag } from './config';

export interface SecurityProps {
  readonly vpcId: string;
  readonly config: Config;
}

export interface Groups {
  balancer: ec2.CfnSecurityGroup;
  app: ec2.CfnSecurityGroup;
  data: ec2.CfnSecurityGroup;
  endpoints: ec2.CfnSecurityGroup;
}

export class Security extends Construct {
  public readonly groups: Groups;

  constructor(scope: Construct, id: string, private readonly props: SecurityProps) {
    super(scope, id);
    this.groups = {
      balancer: this.group('balancer', [80, 443]),
      app: this.group('app'),
      data: this.group('data'),
      endpoints: this.group('endpoints'),
    };
    this.allow('balancer', 'app', 8080);
    this.allow('app', 'data', 5432);
    this.allow('app', 'endpoints', 443);
  }

  private group(name: keyof Groups, ports?: number[]): ec2.CfnSecurityGroup {
    const { config, vpcId } = this.props;
    return new ec2.CfnSecurityGroup(this, `${name}-sg`, {
      groupName: `${config.project}-${config.environment}-${name}`,
      groupDescription: `Traffic of ${name}`,
      vpcId,
      securityGroupIngress: ports?.map((port) => ({
        ipProtocol: 'tcp',
        fromPort: port,
        toPort: port,
        cidrIp: '0.0.0.0/0',
      })),
      securityGroupEgress: [{ ipProtocol: '-1', fromPort: 0, toPort: 0, cidrIp: '0.0.0.0/0' }],
      tags: nameTag(config, name),
    });
  }

  private allow(from: keyof Groups, to: keyof Groups, port: number): void {
    new ec2.CfnSecurityGroupIngress(this, `${from}-to-${to}`, {
      groupId: this.groups[to].attrGroupId,
      sourceSecurityGroupId: this.groups[from].attrGroupId,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      description: `${from} to ${to}`,
    });
  }
}
