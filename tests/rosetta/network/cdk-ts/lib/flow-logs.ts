import * as ec2 from 'aws-cdk-lib/aws-ec2';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Config } from './config';

export class FlowLogs extends Construct {
  constructor(scope: Construct, id: string, props: { vpc: ec2.CfnVPC; config: Config }) {
    super(scope, id);
    const prefix = `${props.config.project}-${props.config.environment}`;
    const group = new logs.CfnLogGroup(this, 'flow-log-group', {
      logGroupName: `/vpc/${prefix}/flow`,
      retentionInDays: 90,
    });
    const role = new iam.CfnRole(this, 'flow-log-role', {
      roleName: `${prefix}-flow-logs`,
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'sts:AssumeRole',
            Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
          },
        ],
      },
    });
    const policy = new iam.PolicyDocument({
      statements: [
        new iam.PolicyStatement({
          actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
          resources: [`${group.attrArn}:*`],
        }),
      ],
    });
    new iam.CfnRolePolicy(this, 'flow-log-policy', {
      policyName: 'write',
      roleName: role.ref,
      policyDocument: policy,
    });
    // begin flow-log
    new ec2.CfnFlowLog(this, 'flow-log', {
      resourceId: props.vpc.ref,
      resourceType: 'VPC',
      trafficType: 'ALL',
      logDestinationType: 'cloud-watch-logs',
      logDestination: group.attrArn,
      deliverLogsPermissionArn: role.attrArn,
      maxAggregationInterval: 60,
    });
    // end
  }
}
