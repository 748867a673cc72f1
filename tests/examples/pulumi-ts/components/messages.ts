import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Network } from './network';

export interface MessagesArgs {
  environmentSuffix: string;
  tags: Record<string, string>;
  network: Network;
  loadBalancer: aws.lb.LoadBalancer;
  image: string;
  token: pulumi.Input<string>;
}

/** Sends messages to patients: what can wait runs on spare capacity. */
export class Messages extends pulumi.ComponentResource {
  constructor(name: string, args: MessagesArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:messages:Messages', name, {}, opts);
    const { environmentSuffix: suffix, tags, network } = args;
    const inside = { parent: this };

    const securityGroup = new aws.ec2.SecurityGroup(
      `messages-sg-${suffix}`,
      {
        vpcId: network.vpc.id,
        description: 'Nobody has to reach the sender',
        tags,
      },
      inside,
    );
    const role = new aws.iam.Role(
      `messages-execution-${suffix}`,
      { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'ecs-tasks.amazonaws.com' }), tags },
      inside,
    );
    new aws.iam.RolePolicyAttachment(
      `messages-execution-${suffix}`,
      { role: role.name, policyArn: aws.iam.ManagedPolicy.AmazonECSTaskExecutionRolePolicy },
      inside,
    );
    const token = new aws.secretsmanager.Secret(`messages-token-${suffix}`, { tags }, inside);
    new aws.secretsmanager.SecretVersion(
      `messages-token-${suffix}`,
      { secretId: token.id, secretString: args.token },
      inside,
    );
    const cluster = new aws.ecs.Cluster(`messages-${suffix}`, { tags }, inside);
    const task = new aws.ecs.TaskDefinition(
      `sender-${suffix}`,
      {
        family: `sender-${suffix}`,
        cpu: '256',
        memory: '512',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        executionRoleArn: role.arn,
        containerDefinitions: pulumi.jsonStringify([
          {
            name: 'sender',
            image: args.image,
            essential: true,
            secrets: [{ name: 'GATEWAY_TOKEN', valueFrom: token.name }],
          },
        ]),
      },
      inside,
    );
    const sender = new aws.ecs.Service(
      `sender-${suffix}`,
      {
        cluster: cluster.arn,
        taskDefinition: task.arn,
        capacityProviderStrategies: [{ capacityProvider: 'FARGATE_SPOT', weight: 1 }],
        networkConfiguration: {
          subnets: network.publicSubnets.map((s) => s.id),
          securityGroups: [securityGroup.id],
          assignPublicIp: true,
        },
      },
      { parent: this },
    );
    const scaling = new aws.appautoscaling.Target(
      `sender-${suffix}`,
      {
        serviceNamespace: 'ecs',
        resourceId: pulumi.interpolate`service/${cluster.name}/${sender.id}`,
        scalableDimension: 'ecs:service:DesiredCount',
        minCapacity: 1,
        maxCapacity: 6,
      },
      inside,
    );
    new aws.appautoscaling.Policy(
      `sender-cpu-${suffix}`,
      {
        policyType: 'TargetTrackingScaling',
        serviceNamespace: scaling.serviceNamespace,
        resourceId: scaling.resourceId,
        scalableDimension: scaling.scalableDimension,
        targetTrackingScalingPolicyConfiguration: {
          targetValue: 60,
          predefinedMetricSpecification: { predefinedMetricType: 'ECSServiceAverageCPUUtilization' },
        },
      },
      inside,
    );
    const urgent = new aws.ecs.TaskDefinition(
      `urgent-${suffix}`,
      {
        family: `urgent-${suffix}`,
        cpu: '256',
        memory: '512',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        containerDefinitions: pulumi.jsonStringify([
          { name: 'urgent', image: 'node:22-slim', essential: true },
        ]),
      },
      inside,
    );
    new aws.ecs.Service(
      `urgent-${suffix}`,
      { cluster: cluster.arn, taskDefinition: urgent.arn, desiredCount: 1, launchType: 'FARGATE' },
      inside,
    );
    new aws.ecs.TaskDefinition(
      `letters-${suffix}`,
      {
        family: `letters-${suffix}`,
        containerDefinitions: pulumi.jsonStringify([{ name: 'letters', memory: 256, command: ['--print'] }]),
      },
      inside,
    );
    const internal = new aws.servicediscovery.PrivateDnsNamespace(
      `messages-${suffix}`,
      { name: 'messages.clinic.internal', vpc: network.vpc.id },
      inside,
    );
    const status = new aws.servicediscovery.Service(
      `status-${suffix}`,
      {
        name: 'status',
        dnsConfig: { namespaceId: internal.id, dnsRecords: [{ type: 'A', ttl: 10 }] },
        healthCheckConfig: { type: 'HTTP', resourcePath: '/status' },
      },
      inside,
    );
    const pages = new aws.lb.TargetGroup(
      `pages-${suffix}`,
      { port: 80, protocol: 'HTTP', targetType: 'ip', vpcId: network.vpc.id, healthCheck: { path: '/status' } },
      inside,
    );
    const listener = new aws.lb.Listener(
      `pages-${suffix}`,
      {
        loadBalancerArn: args.loadBalancer.arn,
        port: 8081,
        protocol: 'HTTP',
        defaultActions: [{ type: 'forward', targetGroupArn: pages.arn }],
      },
      inside,
    );
    const web = new aws.ecs.TaskDefinition(
      `pages-${suffix}`,
      {
        family: `pages-${suffix}`,
        cpu: '256',
        memory: '512',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        containerDefinitions: pulumi.jsonStringify([
          { name: 'static-pages', image: 'nginx:1.27', essential: true, portMappings: [{ containerPort: 80 }] },
        ]),
      },
      inside,
    );
    new aws.ecs.Service(
      `pages-${suffix}`,
      {
        cluster: cluster.arn,
        taskDefinition: web.arn,
        desiredCount: 1,
        launchType: 'FARGATE',
        networkConfiguration: {
          subnets: network.publicSubnets.map((s) => s.id),
          securityGroups: [securityGroup.id],
          assignPublicIp: true,
        },
        serviceRegistries: { registryArn: status.arn },
        loadBalancers: [{ targetGroupArn: pages.arn, containerName: 'static-pages', containerPort: 80 }],
      },
      { parent: this, dependsOn: [listener] },
    );
    this.registerOutputs({ cluster: cluster.name });
  }
}
