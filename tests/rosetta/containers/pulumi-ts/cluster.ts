import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { environment, prefix, stack, vpcId } from './config';

export class Cluster extends pulumi.ComponentResource {
  readonly cluster: aws.ecs.Cluster;
  readonly namespace: aws.servicediscovery.PrivateDnsNamespace;
  readonly firewall: aws.ec2.SecurityGroup;

  constructor(name: string, opts?: pulumi.ComponentResourceOptions) {
    super('shop:containers:Cluster', name, undefined, opts);
    const parent: pulumi.CustomResourceOptions = { parent: this };

    this.cluster = new aws.ecs.Cluster(
      `cluster-${stack}`,
      { name: prefix, settings: [{ name: 'containerInsights', value: 'enabled' }] },
      parent,
    );
    // begin capacity
    new aws.ecs.ClusterCapacityProviders(
      `capacity-${stack}`,
      {
        clusterName: this.cluster.name,
        capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
        defaultCapacityProviderStrategies: [
          { capacityProvider: 'FARGATE', base: 1, weight: 1 },
          { capacityProvider: 'FARGATE_SPOT', weight: 4 },
        ],
      },
      parent,
    );
    // end
    this.namespace = new aws.servicediscovery.PrivateDnsNamespace(
      `namespace-${stack}`,
      { name: `${environment}.shop.internal`, vpc: vpcId },
      parent,
    );
    this.firewall = new aws.ec2.SecurityGroup(
      `service-sg-${stack}`,
      {
        name: `${prefix}-services`,
        description: 'Services of the shop',
        vpcId,
        ingress: [
          { description: 'within', protocol: 'tcp', fromPort: 8080, toPort: 8080, cidrBlocks: ['10.0.0.0/8'] },
        ],
        egress: [{ protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] }],
      },
      parent,
    );
    this.registerOutputs({ arn: this.cluster.arn });
  }
}
