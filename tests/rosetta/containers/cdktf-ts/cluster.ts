import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsClusterCapacityProviders } from '@cdktf/provider-aws/lib/ecs-cluster-capacity-providers';
import { Construct } from 'constructs';
import { EnvironmentConfig } from './environment';

export function createCluster(scope: Construct, config: EnvironmentConfig): EcsCluster {
  const cluster = new EcsCluster(scope, 'cluster', {
    name: `shop-${config.environment}`,
    setting: [{ name: 'containerInsights', value: 'enabled' }],
  });
  // begin capacity
  new EcsClusterCapacityProviders(scope, 'capacity', {
    clusterName: cluster.name,
    capacityProviders: ['FARGATE', 'FARGATE_SPOT'],
    defaultCapacityProviderStrategy: [
      { capacityProvider: 'FARGATE', base: 1, weight: 1 },
      { capacityProvider: 'FARGATE_SPOT', weight: 4 },
    ],
  });
  // end
  return cluster;
}
