import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { nameOf, stack, tagsFor } from './settings';

const anywhere = '0.0.0.0/0';
const names = ['balancer', 'app', 'data', 'endpoints'] as const;
type GroupName = (typeof names)[number];

export type Groups = Record<GroupName, aws.ec2.SecurityGroup>;

const allowed: [GroupName, GroupName, number][] = [
  ['balancer', 'app', 8080],
  ['app', 'data', 5432],
  ['app', 'endpoints', 443],
];

export function createGroups(vpcId: pulumi.Input<string>): Groups {
  const group = (name: GroupName, ports: number[] = []) =>
    new aws.ec2.SecurityGroup(`${name}-sg-${stack}`, {
      name: nameOf(name),
      description: `Traffic of ${name}`,
      vpcId,
      ingress: ports.map((port) => ({ protocol: 'tcp', fromPort: port, toPort: port, cidrBlocks: [anywhere] })),
      egress: [{ protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: [anywhere] }],
      tags: tagsFor(name),
    });

  const groups = Object.fromEntries(
    names.map((name) => [name, group(name, name === 'balancer' ? [80, 443] : [])]),
  ) as Groups;

  for (const [from, to, port] of allowed) {
    new aws.vpc.SecurityGroupIngressRule(`${from}-to-${to}-${stack}`, {
      securityGroupId: groups[to].id,
      referencedSecurityGroupId: groups[from].id,
      ipProtocol: 'tcp',
      fromPort: port,
      toPort: port,
      description: `${from} to ${to}`,
    });
  }
  return groups;
}
