import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { VpcEndpoint } from '@cdktf/provider-aws/lib/vpc-endpoint';
import { Construct } from 'constructs';
import { Settings } from './config';
import { Network } from './network';

export interface EndpointsProps {
  readonly network: Network;
  readonly settings: Settings;
  readonly group: SecurityGroup;
}

export class Endpoints extends Construct {
  constructor(scope: Construct, id: string, { network, settings, group }: EndpointsProps) {
    super(scope, id);
    const service = (name: string) => `com.amazonaws.${settings.region}.${name}`;

    // begin egress
    new VpcEndpoint(this, 's3', {
      vpcId: network.vpc.id,
      serviceName: service('s3'),
      vpcEndpointType: 'Gateway',
      routeTableIds: [...network.privateTables, network.dataTable].map((table) => table.id),
    });
    ['ecr.api', 'ecr.dkr', 'logs'].forEach((name) => {
      new VpcEndpoint(this, `${name.replace('.', '-')}-endpoint`, {
        vpcId: network.vpc.id,
        serviceName: service(name),
        vpcEndpointType: 'Interface',
        subnetIds: network.app.map((subnet) => subnet.id),
        securityGroupIds: [group.id],
        privateDnsEnabled: true,
      });
    });
    // end
  }
}
