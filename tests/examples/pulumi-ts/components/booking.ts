import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Logging } from './logging';
import { Network } from './network';

export interface BookingArgs {
  environmentSuffix: string;
  tags: Record<string, string>;
  network: Network;
  logging: Logging;
  image: string;
}

export class Booking extends pulumi.ComponentResource {
  public readonly loadBalancer: aws.lb.LoadBalancer;

  constructor(name: string, args: BookingArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:booking:Booking', name, {}, opts);
    const { environmentSuffix: suffix, tags, network, logging } = args;
    const defaults = { parent: this };

    const securityGroup = new aws.ec2.SecurityGroup(
      `booking-sg-${suffix}`,
      {
        vpcId: network.vpc.id,
        ingress: [443, 8000].map((port) => ({ protocol: 'tcp', fromPort: port, toPort: port, cidrBlocks: ['0.0.0.0/0'] })),
        egress: [{ protocol: '-1', fromPort: 0, toPort: 0, cidrBlocks: ['0.0.0.0/0'] }],
        tags,
      },
      defaults,
    );
    this.loadBalancer = new aws.lb.LoadBalancer(
      `booking-${suffix}`,
      {
        loadBalancerType: 'application',
        subnets: network.publicSubnets.map((s) => s.id),
        securityGroups: [securityGroup.id],
        enableDeletionProtection: true,
        accessLogs: { bucket: logging.bucket.id, enabled: true },
        tags,
      },
      defaults,
    );
    const targets = new aws.lb.TargetGroup(
      `booking-${suffix}`,
      { port: 8000, protocol: 'HTTP', targetType: 'ip', vpcId: network.vpc.id, healthCheck: { path: '/ready' } },
      defaults,
    );
    const listener = new aws.lb.Listener(
      `https-${suffix}`,
      {
        loadBalancerArn: this.loadBalancer.arn,
        port: 443,
        protocol: 'HTTPS',
        sslPolicy: 'ELBSecurityPolicy-TLS13-1-2-2021-06',
        defaultActions: [{ type: 'forward', targetGroupArn: targets.arn }],
      },
      defaults,
    );

    const role = new aws.iam.Role(
      `booking-execution-${suffix}`,
      { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 'ecs-tasks.amazonaws.com' }), tags },
      defaults,
    );
    new aws.iam.RolePolicyAttachment(
      `booking-execution-${suffix}`,
      { role: role.name, policyArn: aws.iam.ManagedPolicy.AmazonECSTaskExecutionRolePolicy },
      defaults,
    );
    const cluster = new aws.ecs.Cluster(`clinic-${suffix}`, { tags }, defaults);
    const task = new aws.ecs.TaskDefinition(
      `booking-task-${suffix}`,
      {
        family: `booking-${suffix}`,
        cpu: '256',
        memory: '512',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        executionRoleArn: role.arn,
        containerDefinitions: pulumi.jsonStringify([
          { name: 'booking', image: args.image, essential: true, portMappings: [{ containerPort: 8000 }] },
        ]),
      },
      defaults,
    );
    new aws.ecs.Service(
      `booking-service-${suffix}`,
      {
        cluster: cluster.arn,
        taskDefinition: task.arn,
        launchType: 'FARGATE',
        desiredCount: 2,
        networkConfiguration: {
          subnets: network.privateSubnets.map((s) => s.id),
          securityGroups: [securityGroup.id],
        },
        loadBalancers: [{ targetGroupArn: targets.arn, containerName: 'booking', containerPort: 8000 }],
      },
      { ...defaults, dependsOn: [listener] },
    );
    this.registerOutputs({ address: this.loadBalancer.dnsName });
  }
}
