import * as cdk from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as servicediscovery from 'aws-cdk-lib/aws-servicediscovery';
import { Construct } from 'constructs';
import { Config } from './config';
import { FargateApp } from './fargate-app';
import { Permissions } from './permissions';

export interface ContainersStackProps extends cdk.StackProps {
  readonly config: Config;
}

export class ContainersStack extends cdk.Stack {
  constructor(scope: Construct, id: string, { config, ...props }: ContainersStackProps) {
    super(scope, id, props);

    const version = new cdk.CfnParameter(this, 'Version', { description: 'The tag of the images' });
    const cluster = new ecs.CfnCluster(this, 'cluster', {
      clusterName: `shop-${config.environment}`,
      clusterSettings: [{ name: 'containerInsights', value: 'enabled' }],
    });
    // begin capacity
    new ecs.CfnClusterCapacityProviderAssociations(this, 'capacity', {
      cluster: cluster.ref,
      capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
      defaultCapacityProviderStrategy: [
        { capacityProvider: 'FARGATE', base: 1, weight: 1 },
        { capacityProvider: 'FARGATE_SPOT', weight: 4 },
      ],
    });
    // end
    const namespace = new servicediscovery.CfnPrivateDnsNamespace(this, 'namespace', {
      name: `${config.environment}.shop.internal`,
      vpc: config.vpcId,
    });
    const firewall = new ec2.CfnSecurityGroup(this, 'service-sg', {
      groupName: `shop-${config.environment}-services`,
      groupDescription: 'Services of the shop',
      vpcId: config.vpcId,
      securityGroupIngress: [
        { description: 'within', ipProtocol: 'tcp', fromPort: 8080, toPort: 8080, cidrIp: '10.0.0.0/8' },
      ],
      securityGroupEgress: [{ ipProtocol: '-1', fromPort: 0, toPort: 0, cidrIp: '0.0.0.0/0' }],
    });
    const permissions = new Permissions(this, 'permissions', config);

    config.apps.forEach((app) => {
      const fargate = new FargateApp(this, app.name, {
        app,
        config,
        cluster,
        namespace,
        firewall,
        permissions,
        version: version.valueAsString,
      });
      new cdk.CfnOutput(this, `${app.name}Repository`, { value: fargate.repository.attrRepositoryUri });
    });
  }
}
