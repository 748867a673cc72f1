import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { environment, nameOf, stack } from './settings';

export class FlowLogs extends pulumi.ComponentResource {
  constructor(name: string, vpc: aws.ec2.Vpc, opts?: pulumi.ComponentResourceOptions) {
    super('shop:network:FlowLogs', name, {}, opts);
    const group = new aws.cloudwatch.LogGroup(
      `flow-log-group-${stack}`,
      { name: `/vpc/shop-${environment}/flow`, retentionInDays: 90 },
      { parent: this },
    );
    const role = new aws.iam.Role(
      `flow-log-role-${stack}`,
      {
        name: nameOf('flow-logs'),
        assumeRolePolicy: aws.iam.getPolicyDocumentOutput({
          statements: [
            {
              actions: ['sts:AssumeRole'],
              principals: [{ type: 'Service', identifiers: ['vpc-flow-logs.amazonaws.com'] }],
            },
          ],
        }).json,
      },
      { parent: this },
    );
    new aws.iam.RolePolicy(
      `flow-log-policy-${stack}`,
      {
        name: 'write',
        role: role.id,
        policy: group.arn.apply((arn) =>
          JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
                Resource: `${arn}:*`,
              },
            ],
          }),
        ),
      },
      { parent: this },
    );
    // begin flow-log
    new aws.ec2.FlowLog(
      `flow-log-${stack}`,
      {
        vpcId: vpc.id,
        trafficType: 'ALL',
        logDestinationType: 'cloud-watch-logs',
        logDestination: group.arn,
        iamRoleArn: role.arn,
        maxAggregationInterval: 60,
      },
      { parent: this },
    );
    // end
    this.registerOutputs();
  }
}
