import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { Network } from './network';

const ACCOUNT = '123456789012';

export class Service extends pulumi.ComponentResource {
  constructor(name: string, network: Network, opts?: pulumi.ComponentResourceOptions) {
    super('shop:index:Service', name, {}, opts);
    const parent = this;
    const logs = this.logGroup();
    const firewall = new aws.ec2.SecurityGroup(
      'firewall',
      {
        description: 'shop',
        vpcId: network.vpc.id,
        egress: [{ fromPort: 0, toPort: 0, protocol: '-1', cidrBlocks: ['0.0.0.0/0'] }],
      },
      { parent },
    );

    const bucket = new aws.s3.Bucket('access-logs', { bucket: 'shop-access-logs' }, { parent });
    // begin bucket-policy
    const policy = new aws.s3.BucketPolicy(
      'access-logs-policy',
      {
        bucket: bucket.id,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Allow',
              Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
              Action: 's3:PutObject',
              Resource: pulumi.interpolate`${bucket.arn}/alb/AWSLogs/${ACCOUNT}/*`,
            },
          ],
        }),
      },
      { parent },
    );
    // end
    const balancer = new aws.lb.LoadBalancer(
      'alb',
      {
        name: 'shop-staging',
        loadBalancerType: 'application',
        subnets: network.publicSubnets.map((s) => s.id),
        securityGroups: [firewall.id],
        // begin protection
        enableDeletionProtection: false,
        // end
        accessLogs: { bucket: bucket.id, prefix: 'alb', enabled: true },
      },
      {
        parent,
        // begin bucket-policy
        dependsOn: [policy],
        // end
      },
    );
    const targets = new aws.lb.TargetGroup(
      'targets',
      { port: 8080, protocol: 'HTTP', targetType: 'ip', vpcId: network.vpc.id },
      { parent },
    );
    const https = new aws.lb.Listener(
      'https',
      {
        loadBalancerArn: balancer.arn,
        port: 443,
        protocol: 'HTTPS',
        // begin certificate
        certificateArn: `arn:aws:acm:eu-west-1:${ACCOUNT}:certificate/shop`,
        // end
        defaultActions: [{ type: 'forward', targetGroupArn: targets.arn }],
      },
      { parent },
    );
    new aws.lb.Listener(
      'http',
      {
        loadBalancerArn: balancer.arn,
        port: 80,
        protocol: 'HTTP',
        defaultActions: [{ type: 'redirect', redirect: { port: '443', protocol: 'HTTPS', statusCode: 'HTTP_301' } }],
      },
      { parent },
    );

    const cluster = new aws.ecs.Cluster('cluster', { name: 'shop' }, { parent });
    const task = new aws.ecs.TaskDefinition(
      'task',
      {
        family: 'shop',
        cpu: '256',
        memory: '512',
        networkMode: 'awsvpc',
        requiresCompatibilities: ['FARGATE'],
        executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/shop-execution`,
        containerDefinitions: logs.name.apply((group) =>
          JSON.stringify([
            {
              name: 'shop',
              image: 'public.ecr.aws/example/shop:1',
              essential: true,
              portMappings: [{ containerPort: 8080 }],
              logConfiguration: {
                logDriver: 'awslogs',
                options: { 'awslogs-group': group, 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'shop' },
              },
            },
          ]),
        ),
      },
      { parent },
    );
    new aws.ecs.Service(
      'shop',
      {
        name: 'shop',
        cluster: cluster.arn,
        taskDefinition: task.arn,
        launchType: 'FARGATE',
        desiredCount: 2,
        networkConfiguration: {
          subnets: network.privateSubnets.map((s) => s.id),
          securityGroups: [firewall.id],
          assignPublicIp: false,
        },
        loadBalancers: [{ targetGroupArn: targets.arn, containerName: 'shop', containerPort: 8080 }],
      },
      { parent, dependsOn: [https] },
    );
    this.registerOutputs();
  }

  private logGroup(): aws.cloudwatch.LogGroup {
    const key = new aws.kms.Key(
      'log-key',
      {
        enableKeyRotation: true,
        policy: JSON.stringify({
          Version: '2012-10-17',
          Statement: [
            { Effect: 'Allow', Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` }, Action: 'kms:*', Resource: '*' },
            // begin logs-statement
            {
              Effect: 'Allow',
              Principal: { Service: 'logs.eu-west-1.amazonaws.com' },
              Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
              Resource: '*',
            },
            // end
          ],
        }),
      },
      { parent: this },
    );
    return new aws.cloudwatch.LogGroup(
      'logs',
      { name: '/shop', retentionInDays: 30, kmsKeyId: key.arn },
      { parent: this },
    );
  }
}
