import * as appscaling from 'aws-cdk-lib/aws-applicationautoscaling';
import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecr from 'aws-cdk-lib/aws-ecr';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as servicediscovery from 'aws-cdk-lib/aws-servicediscovery';
import { Construct } from 'constructs';
import { AppConfig, Config } from './config';
import { Permissions } from './permissions';

export interface FargateAppProps {
  readonly app: AppConfig;
  readonly config: Config;
  readonly cluster: ecs.CfnCluster;
  readonly namespace: servicediscovery.CfnPrivateDnsNamespace;
  readonly firewall: ec2.CfnSecurityGroup;
  readonly permissions: Permissions;
  readonly version: string;
}

export class FargateApp extends Construct {
  readonly repository: ecr.CfnRepository;

  constructor(scope: Construct, id: string, private readonly props: FargateAppProps) {
    super(scope, id);
    const { app } = props;
    this.repository = new ecr.CfnRepository(this, `${app.name}-repo`, {
      repositoryName: `shop/${app.name}`,
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
      lifecyclePolicy: {
        lifecyclePolicyText: JSON.stringify({
          rules: [
            {
              rulePriority: 1,
              selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 20 },
              action: { type: 'expire' },
            },
          ],
        }),
      },
    });
    const service = this.service(this.task());
    this.scale(service);
  }

  private task(): ecs.CfnTaskDefinition {
    const { app, config, permissions } = this.props;
    const group = new logs.CfnLogGroup(this, `${app.name}-logs`, {
      logGroupName: `/ecs/shop-${config.environment}/${app.name}`,
      retentionInDays: 30,
    });
    const container: ecs.CfnTaskDefinition.ContainerDefinitionProperty = {
      name: app.name,
      image: `${this.repository.attrRepositoryUri}:${this.props.version}`,
      essential: true,
      portMappings: app.port ? [{ containerPort: app.port, protocol: 'tcp' }] : undefined,
      environment: Object.entries(app.environment).map(([name, value]) => ({ name, value })),
      secrets: Object.entries(permissions.secrets).map(([name, secret]) => ({
        name: name.toUpperCase().replace('-', '_'),
        valueFrom: secret.ref,
      })),
      logConfiguration: {
        logDriver: 'awslogs',
        options: {
          'awslogs-group': group.ref,
          'awslogs-region': config.region,
          'awslogs-stream-prefix': app.name,
        },
      },
    };
    return new ecs.CfnTaskDefinition(this, `${app.name}-task`, {
      family: `shop-${config.environment}-${app.name}`,
      cpu: app.cpu.toString(),
      memory: app.memory.toString(),
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      executionRoleArn: permissions.executionRole.attrArn,
      taskRoleArn: permissions.taskRole.attrArn,
      runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' },
      containerDefinitions: [container],
    });
  }

  private service(task: ecs.CfnTaskDefinition): ecs.CfnService {
    const { app, config, cluster, firewall } = this.props;
    return new ecs.CfnService(this, `${app.name}-service`, {
      serviceName: app.name,
      cluster: cluster.attrArn,
      taskDefinition: task.ref,
      desiredCount: app.count,
      capacityProviderStrategy: [{ capacityProvider: app.port ? 'FARGATE' : 'FARGATE_SPOT', weight: 1 }],
      deploymentConfiguration: {
        deploymentCircuitBreaker: { enable: true, rollback: true },
        minimumHealthyPercent: 100,
        maximumPercent: 200,
      },
      enableExecuteCommand: true,
      propagateTags: 'SERVICE',
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: config.subnetIds,
          securityGroups: [firewall.attrGroupId],
          assignPublicIp: 'DISABLED',
        },
      },
      serviceRegistries: app.port ? [{ registryArn: this.discovery().attrArn }] : undefined,
    });
  }

  private discovery(): servicediscovery.CfnService {
    return new servicediscovery.CfnService(this, `${this.props.app.name}-discovery`, {
      name: this.props.app.name,
      dnsConfig: {
        namespaceId: this.props.namespace.attrId,
        dnsRecords: [{ type: 'A', ttl: 10 }],
        routingPolicy: 'MULTIVALUE',
      },
      healthCheckCustomConfig: { failureThreshold: 1 },
    });
  }

  private scale(service: ecs.CfnService): void {
    const { app, cluster } = this.props;
    const target = new appscaling.CfnScalableTarget(this, `${app.name}-scaling`, {
      minCapacity: app.count,
      maxCapacity: app.maxCount,
      resourceId: `service/${cluster.ref}/${service.attrName}`,
      scalableDimension: 'ecs:service:DesiredCount',
      serviceNamespace: 'ecs',
    });
    for (const [metric, label] of [['cpu', 'CPU'], ['memory', 'Memory']]) {
      new appscaling.CfnScalingPolicy(this, `${app.name}-${metric}-scaling`, {
        policyName: `${app.name}-${metric}`,
        policyType: 'TargetTrackingScaling',
        scalingTargetId: target.ref,
        targetTrackingScalingPolicyConfiguration: {
          predefinedMetricSpecification: { predefinedMetricType: `ECSServiceAverage${label}Utilization` },
          targetValue: 60,
          scaleInCooldown: 300,
          scaleOutCooldown: 60,
        },
      });
    }
  }
}
