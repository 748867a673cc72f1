import * as cdk from 'aws-cdk-lib';
import * as events from 'aws-cdk-lib/aws-events';
import { Construct } from 'constructs';
import { Api } from './api';
import { Messaging } from './messaging';
import { OrdersFunction } from './orders-function';
import { Schedule } from './schedule';

export interface OrdersStackProps extends cdk.StackProps {
  readonly environment: string;
}

export class OrdersStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props: OrdersStackProps) {
    super(scope, id, props);
    const { environment } = props;
    const messaging = new Messaging(this, 'Messaging', environment);

    const api = new OrdersFunction(this, 'api', {
      environment,
      variables: { TOPIC_ARN: messaging.topic.topicArn },
      actions: ['sns:Publish'],
      resource: messaging.topic.topicArn,
    });
    const worker = new OrdersFunction(this, 'worker', {
      environment,
      memorySize: 1024,
      variables: { QUEUE_URL: messaging.queue.queueUrl },
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      resource: messaging.queue.queueArn,
    });
    messaging.consume(worker.function);
    new Schedule(this, 'nightly', {
      environment,
      handler: worker.function,
      schedule: events.Schedule.expression('cron(0 3 * * ? *)'),
    });
    new Schedule(this, 'stopped', {
      environment,
      handler: worker.function,
      pattern: {
        source: ['aws.ecs'],
        detailType: ['ECS Task State Change'],
        detail: { lastStatus: ['STOPPED'] },
      },
    });
    new Api(this, 'Gateway', { handler: api.function, environment });
  }
}
