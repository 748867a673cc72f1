import * as cdk from 'aws-cdk-lib';
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
      variables: { TOPIC_ARN: messaging.topic.ref },
      actions: ['sns:Publish'],
      resource: messaging.topic.ref,
    });
    const worker = new OrdersFunction(this, 'worker', {
      environment,
      memorySize: 1024,
      variables: { QUEUE_URL: messaging.queue.ref },
      actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
      resource: messaging.queue.attrArn,
    });
    messaging.consume(worker.function);
    new Schedule(this, 'Schedule', { handler: worker.function, environment });
    new Api(this, 'Gateway', { handler: api.function, environment, region: 'eu-west-1', account: '123456789012' });
  }
}
