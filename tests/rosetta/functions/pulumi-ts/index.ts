import { RestApi } from './api';
import { Messaging } from './messaging';
import { OrdersFunction } from './ordersFunction';
import { schedule } from './schedule';

const environment = 'staging';
const messaging = new Messaging('messaging', environment);

const api = new OrdersFunction('api', {
  environment,
  variables: { TOPIC_ARN: messaging.topic.arn },
  statement: { Effect: 'Allow', Action: 'sns:Publish', Resource: messaging.topic.arn },
});
const worker = new OrdersFunction('worker', {
  environment,
  memorySize: 1024,
  variables: { QUEUE_URL: messaging.queue.url },
  statement: {
    Effect: 'Allow',
    Action: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
    Resource: messaging.queue.arn,
  },
});
messaging.consume(worker.function);

schedule('nightly', environment, worker.function, { scheduleExpression: 'cron(0 3 * * ? *)' });
schedule('stopped', environment, worker.function, {
  eventPattern: JSON.stringify({
    source: ['aws.ecs'],
    'detail-type': ['ECS Task State Change'],
    detail: { lastStatus: ['STOPPED'] },
  }),
});

const gateway = new RestApi('gateway', { environment, handler: api.function });

export const url = gateway.stage.invokeUrl;
