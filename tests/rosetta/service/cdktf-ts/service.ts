import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { EcsCluster } from '@cdktf/provider-aws/lib/ecs-cluster';
import { EcsService } from '@cdktf/provider-aws/lib/ecs-service';
import { EcsTaskDefinition } from '@cdktf/provider-aws/lib/ecs-task-definition';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Lb } from '@cdktf/provider-aws/lib/lb';
import { LbListener } from '@cdktf/provider-aws/lib/lb-listener';
import { LbTargetGroup } from '@cdktf/provider-aws/lib/lb-target-group';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { SecurityGroup } from '@cdktf/provider-aws/lib/security-group';
import { Construct } from 'constructs';
import { Network } from './network';

const ACCOUNT = '123456789012';

export class Service extends Construct {
  constructor(scope: Construct, id: string, network: Network) {
    super(scope, id);
    const logs = this.logGroup();
    const firewall = new SecurityGroup(this, 'firewall', {
      description: 'shop',
      vpcId: network.vpc.id,
      egress: [{ fromPort: 0, toPort: 0, protocol: '-1', cidrBlocks: ['0.0.0.0/0'] }],
    });

    const bucket = new S3Bucket(this, 'access-logs', { bucket: 'shop-access-logs' });
    // begin bucket-policy
    const policy = new S3BucketPolicy(this, 'access-logs-policy', {
      bucket: bucket.id,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
            Action: 's3:PutObject',
            Resource: `${bucket.arn}/alb/AWSLogs/${ACCOUNT}/*`,
          },
        ],
      }),
    });
    // end
    const balancer = new Lb(this, 'alb', {
      name: 'shop-staging',
      loadBalancerType: 'application',
      subnets: network.publicSubnets.map((s) => s.id),
      securityGroups: [firewall.id],
      // begin protection
      enableDeletionProtection: false,
      // end
      accessLogs: { bucket: bucket.id, prefix: 'alb', enabled: true },
      // begin bucket-policy
      dependsOn: [policy],
      // end
    });
    const targets = new LbTargetGroup(this, 'targets', {
      port: 8080,
      protocol: 'HTTP',
      targetType: 'ip',
      vpcId: network.vpc.id,
    });
    const https = new LbListener(this, 'https', {
      loadBalancerArn: balancer.arn,
      port: 443,
      protocol: 'HTTPS',
      // begin certificate
      certificateArn: `arn:aws:acm:eu-west-1:${ACCOUNT}:certificate/shop`,
      // end
      defaultAction: [{ type: 'forward', targetGroupArn: targets.arn }],
    });
    new LbListener(this, 'http', {
      loadBalancerArn: balancer.arn,
      port: 80,
      protocol: 'HTTP',
      defaultAction: [{ type: 'redirect', redirect: { port: '443', protocol: 'HTTPS', statusCode: 'HTTP_301' } }],
    });

    const cluster = new EcsCluster(this, 'cluster', { name: 'shop' });
    const task = new EcsTaskDefinition(this, 'task', {
      family: 'shop',
      cpu: '256',
      memory: '512',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/shop-execution`,
      containerDefinitions: JSON.stringify([
        {
          name: 'shop',
          image: 'public.ecr.aws/example/shop:1',
          essential: true,
          portMappings: [{ containerPort: 8080 }],
          logConfiguration: {
            logDriver: 'awslogs',
            options: { 'awslogs-group': logs.name, 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'shop' },
          },
        },
      ]),
    });
    new EcsService(this, 'shop', {
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
      loadBalancer: [{ targetGroupArn: targets.arn, containerName: 'shop', containerPort: 8080 }],
      dependsOn: [https],
    });
  }

  private logGroup(): CloudwatchLogGroup {
    const key = new KmsKey(this, 'log-key', {
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
    });
    return new CloudwatchLogGroup(this, 'logs', { name: '/shop', retentionInDays: 30, kmsKeyId: key.arn });
  }
}
