import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export class Messaging extends Construct {
  readonly topic: sns.CfnTopic;
  readonly queue: sqs.CfnQueue;

  constructor(scope: Construct, id: string, environment: string) {
    super(scope, id);
    const deadLetters = new sqs.CfnQueue(this, 'orders-dlq', {
      queueName: `orders-${environment}-dlq`,
      messageRetentionPeriod: 14 * 24 * 3600,
      sqsManagedSseEnabled: true,
    });
    this.queue = new sqs.CfnQueue(this, 'orders-queue', {
      queueName: `orders-${environment}`,
      visibilityTimeout: 180,
      receiveMessageWaitTimeSeconds: 20,
      sqsManagedSseEnabled: true,
      // begin redrive
      redrivePolicy: { deadLetterTargetArn: deadLetters.attrArn, maxReceiveCount: 5 },
      // end
    });
    this.topic = new sns.CfnTopic(this, 'orders-topic', { topicName: `orders-${environment}` });
    // begin subscription
    new sqs.CfnQueuePolicy(this, 'orders-queue-policy', {
      queues: [this.queue.ref],
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'sns.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: this.queue.attrArn,
            Condition: { ArnEquals: { 'aws:SourceArn': this.topic.ref } },
          },
        ],
      },
    });
    new sns.CfnSubscription(this, 'orders-subscription', {
      topicArn: this.topic.ref,
      protocol: 'sqs',
      endpoint: this.queue.attrArn,
      rawMessageDelivery: true,
      filterPolicy: { kind: ['created', 'paid'] },
    });
    // end
  }

  consume(handler: lambda.CfnFunction): void {
    new lambda.CfnEventSourceMapping(this, 'orders-source', {
      eventSourceArn: this.queue.attrArn,
      functionName: handler.ref,
      batchSize: 10,
      maximumBatchingWindowInSeconds: 5,
      functionResponseTypes: ['ReportBatchItemFailures'],
      scalingConfig: { maximumConcurrency: 5 },
    });
  }
}
