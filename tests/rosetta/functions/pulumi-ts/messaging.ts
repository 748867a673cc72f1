import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export class Messaging extends pulumi.ComponentResource {
  readonly topic: aws.sns.Topic;
  readonly queue: aws.sqs.Queue;

  constructor(name: string, environment: string) {
    super('shop:orders:Messaging', name);
    const deadLetters = new aws.sqs.Queue(
      'orders-dlq',
      {
        name: `orders-${environment}-dlq`,
        messageRetentionSeconds: 14 * 24 * 3600,
        sqsManagedSseEnabled: true,
      },
      { parent: this },
    );
    this.queue = new aws.sqs.Queue(
      'orders-queue',
      {
        name: `orders-${environment}`,
        visibilityTimeoutSeconds: 180,
        receiveWaitTimeSeconds: 20,
        sqsManagedSseEnabled: true,
        // begin redrive
        redrivePolicy: deadLetters.arn.apply((deadLetterTargetArn) =>
          JSON.stringify({ deadLetterTargetArn, maxReceiveCount: 5 }),
        ),
        // end
      },
      { parent: this },
    );
    this.topic = new aws.sns.Topic('orders-topic', { name: `orders-${environment}` }, { parent: this });
    // begin subscription
    this.subscribe();
    // end
    this.registerOutputs();
  }

  private subscribe(): void {
    new aws.sqs.QueuePolicy(
      'orders-queue-policy',
      {
        queueUrl: this.queue.url,
        policy: pulumi.all([this.queue.arn, this.topic.arn]).apply(([queueArn, topicArn]) =>
          JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Effect: 'Allow',
                Principal: { Service: 'sns.amazonaws.com' },
                Action: 'sqs:SendMessage',
                Resource: queueArn,
                Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
              },
            ],
          }),
        ),
      },
      { parent: this },
    );
    new aws.sns.TopicSubscription(
      'orders-subscription',
      {
        topic: this.topic.arn,
        protocol: 'sqs',
        endpoint: this.queue.arn,
        rawMessageDelivery: true,
        filterPolicy: JSON.stringify({ kind: ['created', 'paid'] }),
      },
      { parent: this },
    );
  }

  consume(handler: aws.lambda.Function): void {
    new aws.lambda.EventSourceMapping(
      'orders-source',
      {
        eventSourceArn: this.queue.arn,
        functionName: handler.name,
        batchSize: 10,
        maximumBatchingWindowInSeconds: 5,
        functionResponseTypes: ['ReportBatchItemFailures'],
        scalingConfig: { maximumConcurrency: 5 },
      },
      { parent: this },
    );
  }
}
