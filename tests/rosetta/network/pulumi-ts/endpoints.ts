import * as aws from '@pulumi/aws';
import { region, stack } from './settings';
import { Network } from './vpc';

const interfaces: Record<string, string> = {
  'ecr-api': 'ecr.api',
  'ecr-dkr': 'ecr.dkr',
  logs: 'logs',
};

export function createEndpoints(network: Network, group: aws.ec2.SecurityGroup): void {
  new aws.ec2.VpcEndpoint(`s3-${stack}`, {
    vpcId: network.vpc.id,
    serviceName: `com.amazonaws.${region}.s3`,
    vpcEndpointType: 'Gateway',
    routeTableIds: network.privateTables.concat(network.dataTable).map((table) => table.id),
  });
  Object.entries(interfaces).forEach(([name, service]) => {
    new aws.ec2.VpcEndpoint(`${name}-endpoint-${stack}`, {
      vpcId: network.vpc.id,
      serviceName: `com.amazonaws.${region}.${service}`,
      vpcEndpointType: 'Interface',
      subnetIds: network.app.map((subnet) => subnet.id),
      securityGroupIds: [group.id],
      privateDnsEnabled: true,
    });
  });
}
