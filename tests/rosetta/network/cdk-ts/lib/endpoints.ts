import * as ec2 from 'aws-cdk-lib/aws-ec2';
import { Construct } from 'constructs';
import { Config } from './config';

export interface EndpointsProps {
  readonly vpcId: string;
  readonly config: Config;
  readonly subnets: ec2.CfnSubnet[];
  readonly tables: ec2.CfnRouteTable[];
  readonly group: ec2.CfnSecurityGroup;
}

export class Endpoints extends Construct {
  constructor(scope: Construct, id: string, props: EndpointsProps) {
    super(scope, id);
    // begin egress
    new ec2.CfnVPCEndpoint(this, 's3', {
      vpcId: props.vpcId,
      serviceName: `com.amazonaws.${props.config.region}.s3`,
      vpcEndpointType: 'Gateway',
      routeTableIds: props.tables.map(({ ref }) => ref),
    });
    for (const service of ['ecr.api', 'ecr.dkr', 'logs']) {
      new ec2.CfnVPCEndpoint(this, `${service.split('.').join('-')}-endpoint`, {
        vpcId: props.vpcId,
        serviceName: `com.amazonaws.${props.config.region}.${service}`,
        vpcEndpointType: 'Interface',
        subnetIds: props.subnets.map((subnet) => subnet.ref),
        securityGroupIds: [props.group.attrGroupId],
        privateDnsEnabled: true,
      });
    }
    // end
  }
}
