import * as events from 'aws-cdk-lib/aws-events';
import * as targets from 'aws-cdk-lib/aws-events-targets';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';

export interface ScheduleProps {
  readonly environment: string;
  readonly handler: lambda.IFunction;
  readonly schedule?: events.Schedule;
  readonly pattern?: events.EventPattern;
}

export class Schedule extends Construct {
  constructor(scope: Construct, name: string, props: ScheduleProps) {
    super(scope, name);
    new events.Rule(this, `${name}-rule`, {
      ruleName: `orders-${props.environment}-${name}`,
      schedule: props.schedule,
      eventPattern: props.pattern,
      targets: [
        new targets.LambdaFunction(props.handler, { event: events.RuleTargetInput.fromObject({ task: name }) }),
      ],
    });
  }
}
