import * as aws from '@pulumi/aws';

type When = Pick<aws.cloudwatch.EventRuleArgs, 'scheduleExpression' | 'eventPattern'>;

export function schedule(name: string, environment: string, handler: aws.lambda.Function, when: When): void {
  const rule = new aws.cloudwatch.EventRule(`${name}-rule`, { name: `orders-${environment}-${name}`, ...when });
  new aws.cloudwatch.EventTarget(`${name}-target`, {
    rule: rule.name,
    targetId: 'worker',
    arn: handler.arn,
    input: JSON.stringify({ task: name }),
  });
  // begin permission
  new aws.lambda.Permission(`${name}-permission`, {
    action: 'lambda:InvokeFunction',
    function: handler.name,
    principal: 'events.amazonaws.com',
    sourceArn: rule.arn,
  });
  // end
}
