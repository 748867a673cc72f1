import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as ecs from 'aws-cdk-lib/aws-ecs';
import * as elbv2 from 'aws-cdk-lib/aws-elasticloadbalancingv2';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';
import { Network } from './network';

const ACCOUNT = '123456789012';

export class Service extends Construct {
  constructor(scope: Construct, id: string, network: Network) {
    super(scope, id);
    const group = this.logGroup();
    const firewall = new ec2.CfnSecurityGroup(this, 'firewall', {
      groupDescription: 'shop',
      vpcId: network.vpc.ref,
      securityGroupEgress: [{ ipProtocol: '-1', fromPort: 0, toPort: 0, cidrIp: '0.0.0.0/0' }],
    });

    const bucket = new s3.CfnBucket(this, 'access-logs', { bucketName: 'shop-access-logs' });
    // begin bucket-policy
    const policy = new s3.CfnBucketPolicy(this, 'access-logs-policy', {
      bucket: bucket.ref,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
            Action: 's3:PutObject',
            Resource: `${bucket.attrArn}/alb/AWSLogs/${ACCOUNT}/*`,
          },
        ],
      },
    });
    // end
    const balancer = new elbv2.CfnLoadBalancer(this, 'alb', {
      name: 'shop-staging',
      type: 'application',
      subnets: network.publicSubnets.map((s) => s.ref),
      securityGroups: [firewall.attrGroupId],
      loadBalancerAttributes: [
        // begin protection
        { key: 'deletion_protection.enabled', value: 'false' },
        // end
        { key: 'access_logs.s3.enabled', value: 'true' },
        { key: 'access_logs.s3.bucket', value: bucket.ref },
        { key: 'access_logs.s3.prefix', value: 'alb' },
      ],
    });
    // begin bucket-policy
    balancer.addDependency(policy);
    // end
    const targets = new elbv2.CfnTargetGroup(this, 'targets', {
      port: 8080,
      protocol: 'HTTP',
      targetType: 'ip',
      vpcId: network.vpc.ref,
    });
    const https = new elbv2.CfnListener(this, 'https', {
      loadBalancerArn: balancer.ref,
      port: 443,
      protocol: 'HTTPS',
      // begin certificate
      certificates: [{ certificateArn: `arn:aws:acm:eu-west-1:${ACCOUNT}:certificate/shop` }],
      // end
      defaultActions: [{ type: 'forward', targetGroupArn: targets.ref }],
    });
    new elbv2.CfnListener(this, 'http', {
      loadBalancerArn: balancer.ref,
      port: 80,
      protocol: 'HTTP',
      defaultActions: [
        { type: 'redirect', redirectConfig: { port: '443', protocol: 'HTTPS', statusCode: 'HTTP_301' } },
      ],
    });

    const cluster = new ecs.CfnCluster(this, 'cluster', { clusterName: 'shop' });
    const task = new ecs.CfnTaskDefinition(this, 'task', {
      family: 'shop',
      cpu: '256',
      memory: '512',
      networkMode: 'awsvpc',
      requiresCompatibilities: ['FARGATE'],
      executionRoleArn: `arn:aws:iam::${ACCOUNT}:role/shop-execution`,
      containerDefinitions: [
        {
          name: 'shop',
          image: 'public.ecr.aws/example/shop:1',
          essential: true,
          portMappings: [{ containerPort: 8080 }],
          logConfiguration: {
            logDriver: 'awslogs',
            options: { 'awslogs-group': group.ref, 'awslogs-region': 'eu-west-1', 'awslogs-stream-prefix': 'shop' },
          },
        },
      ],
    });
    const service = new ecs.CfnService(this, 'shop', {
      serviceName: 'shop',
      cluster: cluster.attrArn,
      taskDefinition: task.ref,
      launchType: 'FARGATE',
      desiredCount: 2,
      networkConfiguration: {
        awsvpcConfiguration: {
          subnets: network.privateSubnets.map((s) => s.ref),
          securityGroups: [firewall.attrGroupId],
          assignPublicIp: 'DISABLED',
        },
      },
      loadBalancers: [{ targetGroupArn: targets.ref, containerName: 'shop', containerPort: 8080 }],
    });
    service.addDependency(https);
  }

  private logGroup(): logs.CfnLogGroup {
    const key = new kms.CfnKey(this, 'log-key', {
      enableKeyRotation: true,
      keyPolicy: {
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
      },
    });
    return new logs.CfnLogGroup(this, 'logs', { logGroupName: '/shop', retentionInDays: 30, kmsKeyId: key.attrArn });
  }
}
