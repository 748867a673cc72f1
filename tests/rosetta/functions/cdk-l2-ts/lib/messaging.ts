import * as cdk from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sns from 'aws-cdk-lib/aws-sns';
import * as sqs from 'aws-cdk-lib/aws-sqs';
import { Construct } from 'constructs';

export class Messaging extends Construct {
  readonly topic: sns.Topic;
  readonly queue: sqs.Queue;

  constructor(scope: Construct, id: string, environment: string) {
    super(scope, id);
    const deadLetters = new sqs.Queue(this, 'orders-dlq', {
      queueName: `orders-${environment}-dlq`,
      retentionPeriod: cdk.Duration.days(14),
      encryption: sqs.QueueEncryption.SQS_MANAGED,
    });
    this.queue = new sqs.Queue(this, 'orders-queue', {
      queueName: `orders-${environment}`,
      visibilityTimeout: cdk.Duration.minutes(3),
      receiveMessageWaitTime: cdk.Duration.seconds(20),
      encryption: sqs.QueueEncryption.SQS_MANAGED,
      // begin redrive
      deadLetterQueue: { queue: deadLetters, maxReceiveCount: 5 },
      // end
    });
    this.topic = new sns.Topic(this, 'orders-topic', { topicName: `orders-${environment}` });
    // begin subscription
    const policy = new sqs.QueuePolicy(this, 'orders-queue-policy', { queues: [this.queue] });
    policy.document.addStatements(
      new iam.PolicyStatement({
        principals: [new iam.ServicePrincipal('sns.amazonaws.com')],
        actions: ['sqs:SendMessage'],
        resources: [this.queue.queueArn],
        conditions: { ArnEquals: { 'aws:SourceArn': this.topic.topicArn } },
      }),
    );
    new sns.Subscription(this, 'orders-subscription', {
      topic: this.topic,
      protocol: sns.SubscriptionProtocol.SQS,
      endpoint: this.queue.queueArn,
      rawMessageDelivery: true,
      filterPolicy: { kind: sns.SubscriptionFilter.stringFilter({ allowlist: ['created', 'paid'] }) },
    });
    // end
  }

  consume(handler: lambda.IFunction): void {
    new lambda.EventSourceMapping(this, 'orders-source', {
      target: handler,
      eventSourceArn: this.queue.queueArn,
      batchSize: 10,
      maxBatchingWindow: cdk.Duration.seconds(5),
      reportBatchItemFailures: true,
      maxConcurrency: 5,
    });
  }
}
