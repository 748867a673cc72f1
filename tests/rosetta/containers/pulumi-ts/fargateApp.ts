import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Cluster } from './cluster';
import { App, prefix, region, stack, subnetIds, version } from './config';
import { Roles, Secrets } from './roles';

export interface FargateAppArgs extends Roles {
  app: App;
  cluster: Cluster;
  secrets: Secrets;
}

export class FargateApp extends pulumi.ComponentResource {
  readonly repository: aws.ecr.Repository;
  readonly service: aws.ecs.Service;

  constructor(name: string, args: FargateAppArgs, opts?: pulumi.ComponentResourceOptions) {
    super('shop:containers:FargateApp', name, args, opts);
    const { app, cluster, secrets } = args;
    const parent = { parent: this };

    this.repository = new aws.ecr.Repository(
      `${app.name}-repo-${stack}`,
      {
        name: `shop/${app.name}`,
        imageTagMutability: 'IMMUTABLE',
        imageScanningConfiguration: { scanOnPush: true },
      },
      parent,
    );
    new aws.ecr.LifecyclePolicy(
      `${app.name}-repo-lifecycle-${stack}`,
      {
        repository: this.repository.name,
        policy: {
          rules: [
            {
              rulePriority: 1,
              selection: { tagStatus: 'any', countType: 'imageCountMoreThan', countNumber: 20 },
              action: { type: 'expire' },
            },
          ],
        },
      },
      parent,
    );

    const logs = new aws.cloudwatch.LogGroup(
      `${app.name}-logs-${stack}`,
      { name: `/ecs/${prefix}/${app.name}`, retentionInDays: 30 },
      parent,
    );
    const secretArns = pulumi.all(
      Object.entries(secrets).map(([key, secret]) => secret.arn.apply((arn) => ({ key, arn }))),
    );
    const task = new aws.ecs.TaskDefinition(
      `${app.name}-task-${stack}`,
      {
        family: `${prefix}-${app.name}`,
        cpu: `${app.cpu}`,
        memory: `${app.memory}`,
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        executionRoleArn: args.executionRole.arn,
        taskRoleArn: args.taskRole.arn,
        runtimePlatform: { cpuArchitecture: 'ARM64', operatingSystemFamily: 'LINUX' },
        containerDefinitions: pulumi
          .all([this.repository.repositoryUrl, logs.name, secretArns])
          .apply(([url, group, arns]) =>
            JSON.stringify([
              {
                name: app.name,
                image: `${url}:${version}`,
                essential: true,
                portMappings: app.port ? [{ containerPort: app.port, protocol: 'tcp' }] : [],
                environment: Object.keys(app.environment).map((key) => ({ name: key, value: app.environment[key] })),
                secrets: arns.map(({ key, arn }) => ({ name: key.toUpperCase().replace('-', '_'), valueFrom: arn })),
                logConfiguration: {
                  logDriver: 'awslogs',
                  options: {
                    'awslogs-group': group,
                    'awslogs-region': region,
                    'awslogs-stream-prefix': app.name,
                  },
                },
              },
            ]),
          ),
      },
      parent,
    );

    const discovery = app.port
      ? new aws.servicediscovery.Service(
          `${app.name}-discovery-${stack}`,
          {
            name: app.name,
            dnsConfig: {
              namespaceId: cluster.namespace.id,
              dnsRecords: [{ type: 'A', ttl: 10 }],
              routingPolicy: 'MULTIVALUE',
            },
            healthCheckCustomConfig: { failureThreshold: 1 },
          },
          parent,
        )
      : undefined;

    this.service = new aws.ecs.Service(
      `${app.name}-service-${stack}`,
      {
        name: app.name,
        cluster: cluster.cluster.arn,
        taskDefinition: task.arn,
        desiredCount: app.count,
        capacityProviderStrategies: [{ capacityProvider: app.port ? 'FARGATE' : 'FARGATE_SPOT', weight: 1 }],
        deploymentCircuitBreaker: { enable: true, rollback: true },
        deploymentMinimumHealthyPercent: 100,
        deploymentMaximumPercent: 200,
        enableExecuteCommand: true,
        propagateTags: 'SERVICE',
        networkConfiguration: {
          subnets: subnetIds,
          securityGroups: [cluster.firewall.id],
          assignPublicIp: false,
        },
        serviceRegistries: discovery && { registryArn: discovery.arn },
      },
      { parent: this, ignoreChanges: ['desiredCount'] },
    );
    this.scale(app, cluster);
    this.registerOutputs({ repositoryUrl: this.repository.repositoryUrl });
  }

  private scale(app: App, cluster: Cluster): void {
    const target = new aws.appautoscaling.Target(
      `${app.name}-scaling-${stack}`,
      {
        minCapacity: app.count,
        maxCapacity: app.maxCount,
        resourceId: pulumi.interpolate`service/${cluster.cluster.name}/${this.service.name}`,
        scalableDimension: 'ecs:service:DesiredCount',
        serviceNamespace: 'ecs',
      },
      { parent: this },
    );
    const metrics = [
      ['cpu', 'CPU'],
      ['memory', 'Memory'],
    ];
    for (const [metric, label] of metrics) {
      new aws.appautoscaling.Policy(
        `${app.name}-${metric}-scaling-${stack}`,
        {
          name: `${app.name}-${metric}`,
          policyType: 'TargetTrackingScaling',
          resourceId: target.resourceId,
          scalableDimension: target.scalableDimension,
          serviceNamespace: target.serviceNamespace,
          targetTrackingScalingPolicyConfiguration: {
            predefinedMetricSpecification: { predefinedMetricType: `ECSServiceAverage${label}Utilization` },
            targetValue: 60,
            scaleInCooldown: 300,
            scaleOutCooldown: 60,
          },
        },
        { parent: this },
      );
    }
  }
}
