import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { App, TerraformOutput, TerraformStack } from 'cdktf';
import { Construct } from 'constructs';
import { Api } from './api';
import { Fn } from './function';
import { Messaging } from './messaging';
import { Schedule } from './schedule';

class OrdersStack extends TerraformStack {
  constructor(scope: Construct, id: string, environment: string) {
    super(scope, id);
    new AwsProvider(this, 'aws', { region: 'eu-west-1' });
    const messaging = new Messaging(this, 'messaging', environment);

    const api = new Fn(this, 'api', {
      environment,
      name: 'api',
      variables: { TOPIC_ARN: messaging.topic.arn },
      allow: { actions: ['sns:Publish'], resources: [messaging.topic.arn] },
    });
    const worker = new Fn(this, 'worker', {
      environment,
      name: 'worker',
      memorySize: 1024,
      variables: { QUEUE_URL: messaging.queue.url },
      allow: {
        actions: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
        resources: [messaging.queue.arn],
      },
    });
    messaging.consume(worker.function);
    new Schedule(this, 'schedule', worker.function, environment);
    const gateway = new Api(this, 'gateway', { handler: api.function, environment });
    new TerraformOutput(this, 'url', { value: gateway.stage.invokeUrl });
  }
}

const app = new App();
new OrdersStack(app, 'orders-staging', 'staging');
app.synth();
