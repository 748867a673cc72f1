import { CloudwatchEventRule } from '@cdktf/provider-aws/lib/cloudwatch-event-rule';
import { CloudwatchEventTarget } from '@cdktf/provider-aws/lib/cloudwatch-event-target';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { LambdaPermission } from '@cdktf/provider-aws/lib/lambda-permission';
import { Construct } from 'constructs';

export class Schedule extends Construct {
  constructor(scope: Construct, id: string, handler: LambdaFunction, environment: string) {
    super(scope, id);
    const rules: Record<string, { scheduleExpression?: string; eventPattern?: string }> = {
      nightly: { scheduleExpression: 'cron(0 3 * * ? *)' },
      stopped: {
        eventPattern: JSON.stringify({
          source: ['aws.ecs'],
          'detail-type': ['ECS Task State Change'],
          detail: { lastStatus: ['STOPPED'] },
        }),
      },
    };
    for (const [name, when] of Object.entries(rules)) {
      const rule = new CloudwatchEventRule(this, `${name}-rule`, {
        name: `orders-${environment}-${name}`,
        ...when,
      });
      new CloudwatchEventTarget(this, `${name}-target`, {
        rule: rule.name,
        targetId: 'worker',
        arn: handler.arn,
        input: JSON.stringify({ task: name }),
      });
      // begin permission
      new LambdaPermission(this, `${name}-permission`, {
        action: 'lambda:InvokeFunction',
        functionName: handler.functionName,
        principal: 'events.amazonaws.com',
        sourceArn: rule.arn,
      });
      // end
    }
  }
}
