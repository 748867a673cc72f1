import * as aws from '@pulumi/aws';
import { createEndpoints } from './endpoints';
import { FlowLogs } from './flowLogs';
import { createGroups } from './security';
import { nameOf, stack, tagsFor } from './settings';
import { Network } from './vpc';

const network = new Network(`network-${stack}`, {
  cidrPrefix: '10.20',
  zones: ['eu-west-1a', 'eu-west-1b', 'eu-west-1c'],
});
const groups = createGroups(network.vpc.id);
// begin egress
createEndpoints(network, groups.endpoints);
// end
new FlowLogs(`flow-logs-${stack}`, network.vpc);

new aws.ec2.Instance(`runner-${stack}`, {
  ami: 'ami-0123456789abcdef0',
  instanceType: 't3.small',
  subnetId: network.app[0].id,
  vpcSecurityGroupIds: [groups.app.id],
  userData: `#!/bin/bash
dnf install -y docker
systemctl enable --now docker`,
  tags: tagsFor('runner'),
});

export const vpcId = network.vpc.id;
export const appSubnetIds = network.app.map((subnet) => subnet.id);
export const prefix = nameOf('');
