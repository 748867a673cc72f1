import * as cdk from 'aws-cdk-lib';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import { Construct } from 'constructs';
import { Network } from './network';
import { Settings } from './settings';
import { Storage } from './storage';

export interface ApiServiceProps {
  readonly stage: string;
  readonly network: Network;
  readonly storage: Storage;
  readonly settings: Settings;
}

const PORT = 8080;

export class ApiService extends Construct {
  readonly loadBalancer: elbv2.ApplicationLoadBalancer;
  readonly service: ecs.FargateService;

  constructor(scope: Construct, id: string, props: ApiServiceProps) {
    super(scope, id);
    const { network, settings, stage, storage } = props;

    const cluster = new ecs.Cluster(this, 'Cluster', { vpc: network.vpc, clusterName: `orders-${stage}` });
    const repository = ecr.Repository.fromRepositoryName(this, 'Repository', 'orders-api');
    const task = new ecs.FargateTaskDefinition(this, 'Task', { cpu: 512, memoryLimitMiB: 1024 });
    task.addContainer('api', {
      image: ecs.ContainerImage.fromEcrRepository(repository, settings.imageTag),
      portMappings: [{ containerPort: PORT }],
      environment: {
        STAGE: stage,
        ORDERS_TABLE: storage.orders.tableName,
        ALLOWED_ORIGINS: settings.allowedOrigins.join(','),
      },
      logging: ecs.LogDrivers.awsLogs({ streamPrefix: 'api', logGroup: storage.applicationLogs }),
    });
    storage.orders.grantReadWriteData(task.taskRole);

    this.service = new ecs.FargateService(this, 'Service', {
      cluster,
      taskDefinition: task,
      desiredCount: settings.desiredCount,
      circuitBreaker: { rollback: true },
      securityGroups: [network.serviceSecurityGroup],
      vpcSubnets: { subnetGroupName: 'app' },
    });

    this.loadBalancer = new elbv2.ApplicationLoadBalancer(this, 'LoadBalancer', {
      vpc: network.vpc,
      internetFacing: true,
      securityGroup: network.loadBalancerSecurityGroup,
      vpcSubnets: { subnetType: ec2.SubnetType.PUBLIC },
      deletionProtection: true,
    });
    this.loadBalancer.logAccessLogs(storage.accessLogs, `orders-${stage}`);
    this.listen();
  }

  private listen(): void {
    const https = this.loadBalancer.addListener('Https', { port: 443, sslPolicy: elbv2.SslPolicy.TLS13_RES });
    https.addTargets('Api', {
      port: PORT,
      protocol: elbv2.ApplicationProtocol.HTTP,
      targets: [this.service],
      healthCheck: { path: '/health', interval: cdk.Duration.seconds(15) },
    });
    this.loadBalancer.addRedirect();
  }
}
