import { AppautoscalingPolicy } from '@cdktf/provider-aws/lib/appautoscaling-policy';
import { AppautoscalingTarget } from '@cdktf/provider-aws/lib/appautoscaling-target';
import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { EcrLifecyclePolicy } from '@cdktf/provider-aws/lib/ecr-lifecycle-policy';
import { EcrRepository } from '@cdktf/provider-aws/lib/ecr-repository';
import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsService } from '@cdktf/provider-aws/lib/ecs-service';
import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { Construct } from 'constructs';
import { Discovery } from './discovery';
import { AppConfig, EnvironmentConfig } from './environment';
import { Permissions } from './permissions';

export interface FargateAppProps {
  readonly config: EnvironmentConfig;
  readonly name: string;
  readonly app: AppConfig;
  readonly cluster: EcsCluster;
  readonly permissions: Permissions;
  readonly discovery: Discovery;
  readonly version: string;
}

export class FargateApp extends Construct {
  readonly name: string;
  readonly repository: EcrRepository;

  constructor(scope: Construct, id: string, private readonly props: FargateAppProps) {
    super(scope, id);
    this.name = props.name;
    this.repository = this.createRepository();
    const task = this.createTask();
    const service = this.createService(task);
    this.scale(service);
  }

  private createRepository(): EcrRepository {
    const repository = new EcrRepository(this, `${this.name}-repo`, {
      name: `shop/${this.name}`,
      imageTagMutability: 'IMMUTABLE',
      imageScanningConfiguration: { scanOnPush: true },
    });
    new EcrLifecyclePolicy(this, `${this.name}-repo-lifecycle`, {
      repository: repository.name,
      policy: JSON.stringify({
        rules: [
          {
            rulePriority: 1,
            selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 20 },
            action: { type: 'expire' },
          },
        ],
      }),
    });
    return repository;
  }

  private createTask(): EcsTaskDefinition {
    const { app, config, permissions } = this.props;
    const logs = new CloudwatchLogGroup(this, `${this.name}-logs`, {
      name: `/ecs/shop-${config.environment}/${this.name}`,
      retentionInDays: 30,
    });
    const container = {
      name: this.name,
      image: `${this.repository.repositoryUrl}:${this.props.version}`,
      essential: true,
      portMappings: app.port ? [{ containerPort: app.port, protocol: 'tcp' }] : [],
      environment: Object.entries(app.environment).map(([name, value]) => ({ name, value })),
      secrets: [...permissions.secrets].map(([name, secret]) => ({
        name: name.toUpperCase().replace('-', '_'),
        valueFrom: secret.arn,
      })),
      logConfiguration: {
        logDriver: 'awslogs',
        options: {
          'awslogs-group': logs.name,
          'awslogs-region': config.region,
          'awslogs-stream-prefix': this.name,
        },
      },
    };
    return new EcsTaskDefinition(this, `${this.name}-task`, {
      family: `shop-${config.environment}-${this.name}`,
      cpu: String(app.cpu),
      memory: String(app.memory),
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      executionRoleArn: permissions.executionRole.arn,
      taskRoleArn: permissions.taskRole.arn,
      runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' },
      containerDefinitions: JSON.stringify([container]),
    });
  }

  private createService(task: EcsTaskDefinition): EcsService {
    const { app, config, cluster, discovery } = this.props;
    const service = new EcsService(this, `${this.name}-service`, {
      name: this.name,
      cluster: cluster.arn,
      taskDefinition: task.arn,
      desiredCount: app.count,
      capacityProviderStrategy: [{ capacityProvider: app.port ? 'FARGATE' : 'FARGATE_SPOT', weight: 1 }],
      deploymentMinimumHealthyPercent: 100,
      deploymentMaximumPercent: 200,
      enableExecuteCommand: true,
      propagateTags: 'SERVICE',
      networkConfiguration: {
        subnets: config.subnetIds,
        securityGroups: [discovery.firewall.id],
        assignPublicIp: false,
      },
      serviceRegistries: app.port ? { registryArn: discovery.register(this.name).arn } : undefined,
      lifecycle: { ignoreChanges: ['desired_count'] },
    });
    service.addOverride('deployment_circuit_breaker', { enable: true, rollback: true });
    return service;
  }

  private scale(service: EcsService): void {
    const { app, cluster } = this.props;
    const target = new AppautoscalingTarget(this, `${this.name}-scaling`, {
      minCapacity: app.count,
      maxCapacity: app.maxCount,
      resourceId: `service/${cluster.name}/${service.name}`,
      scalableDimension: 'ecs:service:DesiredCount',
      serviceNamespace: 'ecs',
    });
    const metrics = { cpu: 'ECSServiceAverageCPUUtilization', memory: 'ECSServiceAverageMemoryUtilization' };
    Object.entries(metrics).forEach(([metric, type]) => {
      new AppautoscalingPolicy(this, `${this.name}-${metric}-scaling`, {
        name: `${this.name}-${metric}`,
        policyType: 'TargetTrackingScaling',
        resourceId: target.resourceId,
        scalableDimension: target.scalableDimension,
        serviceNamespace: target.serviceNamespace,
        targetTrackingScalingPolicyConfiguration: {
          predefinedMetricSpecification: { predefinedMetricType: type },
          targetValue: 60,
          scaleInCooldown: 300,
          scaleOutCooldown: 60,
        },
      });
    });
  }
}
