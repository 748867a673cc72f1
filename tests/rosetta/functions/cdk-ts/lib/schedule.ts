import * as events from 'aws-cdk-lib/aws-events';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

export interface ScheduleProps {
  readonly handler: lambda.CfnFunction;
  readonly environment: string;
}

export class Schedule extends Construct {
  constructor(scope: Construct, id: string, private readonly props: ScheduleProps) {
    super(scope, id);
    this.rule('nightly', { scheduleExpression: 'cron(0 3 * * ? *)' });
    this.rule('stopped', {
      eventPattern: {
        source: ['aws.ecs'],
        'detail-type': ['ECS Task State Change'],
        detail: { lastStatus: ['STOPPED'] },
      },
    });
  }

  private rule(name: string, when: events.CfnRuleProps): void {
    const { handler, environment } = this.props;
    const rule = new events.CfnRule(this, `${name}-rule`, {
      name: `orders-${environment}-${name}`,
      ...when,
      targets: [{ id: 'worker', arn: handler.attrArn, input: JSON.stringify({ task: name }) }],
    });
    // begin permission
    new lambda.CfnPermission(this, `${name}-permission`, {
      action: 'lambda:InvokeFunction',
      functionName: handler.ref,
      principal: 'events.amazonaws.com',
      sourceArn: rule.attrArn,
    });
    // end
  }
}
