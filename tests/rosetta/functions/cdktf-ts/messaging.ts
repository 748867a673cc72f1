import { LambdaEventSourceMapping } from '@cdktf/provider-aws/lib/lambda-event-source-mapping';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { SnsTopic } from '@cdktf/provider-aws/lib/sns-topic';
import { SnsTopicSubscription } from '@cdktf/provider-aws/lib/sns-topic-subscription';
import { SqsQueue } from '@cdktf/provider-aws/lib/sqs-queue';
import { SqsQueuePolicy } from '@cdktf/provider-aws/lib/sqs-queue-policy';
import { Construct } from 'constructs';

export class Messaging extends Construct {
  readonly topic: SnsTopic;
  readonly queue: SqsQueue;

  constructor(scope: Construct, id: string, environment: string) {
    super(scope, id);
    const deadLetters = new SqsQueue(this, 'orders-dlq', {
      name: `orders-${environment}-dlq`,
      messageRetentionSeconds: 14 * 24 * 3600,
      sqsManagedSseEnabled: true,
    });
    this.queue = new SqsQueue(this, 'orders-queue', {
      name: `orders-${environment}`,
      visibilityTimeoutSeconds: 180,
      receiveWaitTimeSeconds: 20,
      sqsManagedSseEnabled: true,
      // begin redrive
      redrivePolicy: JSON.stringify({ deadLetterTargetArn: deadLetters.arn, maxReceiveCount: 5 }),
      // end
    });
    this.topic = new SnsTopic(this, 'orders-topic', { name: `orders-${environment}` });
    // begin subscription
    new SqsQueuePolicy(this, 'orders-queue-policy', {
      queueUrl: this.queue.url,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'sns.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: this.queue.arn,
            Condition: { ArnEquals: { 'aws:SourceArn': this.topic.arn } },
          },
        ],
      }),
    });
    new SnsTopicSubscription(this, 'orders-subscription', {
      topicArn: this.topic.arn,
      protocol: 'sqs',
      endpoint: this.queue.arn,
      rawMessageDelivery: true,
      filterPolicy: JSON.stringify({ kind: ['created', 'paid'] }),
    });
    // end
  }

  consume(handler: LambdaFunction): LambdaEventSourceMapping {
    return new LambdaEventSourceMapping(this, 'orders-source', {
      eventSourceArn: this.queue.arn,
      functionName: handler.functionName,
      batchSize: 10,
      maximumBatchingWindowInSeconds: 5,
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency: 5 },
    });
  }
}
