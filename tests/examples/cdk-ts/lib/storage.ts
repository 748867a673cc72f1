import * as cdk from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface StorageProps {
  readonly stage: string;
}

export class Storage extends Construct {
  readonly orders: dynamodb.Table;
  readonly accessLogs: s3.Bucket;
  readonly applicationLogs: logs.LogGroup;

  constructor(scope: Construct, id: string, { stage }: StorageProps) {
    super(scope, id);
    const key = new kms.Key(this, 'Key', {
      alias: `alias/orders-${stage}`,
      enableKeyRotation: true,
      pendingWindow: cdk.Duration.days(7),
    });

    this.orders = new dynamodb.Table(this, 'Orders', {
      tableName: `orders-${stage}`,
      partitionKey: { name: 'customerId', type: dynamodb.AttributeType.STRING },
      sortKey: { name: 'orderId', type: dynamodb.AttributeType.STRING },
      billingMode: dynamodb.BillingMode.PAY_PER_REQUEST,
      encryption: dynamodb.TableEncryption.CUSTOMER_MANAGED,
      encryptionKey: key,
    });

    this.accessLogs = new s3.Bucket(this, 'AccessLogs', {
      encryption: s3.BucketEncryption.S3_MANAGED,
      blockPublicAccess: s3.BlockPublicAccess.BLOCK_ALL,
      enforceSSL: true,
      lifecycleRules: [{ expiration: cdk.Duration.days(90) }],
    });

    this.applicationLogs = new logs.LogGroup(this, 'ApplicationLogs', {
      logGroupName: `/orders/${stage}/api`,
      retention: logs.RetentionDays.THREE_MONTHS,
      encryptionKey: key,
    });

    const receiptsCopy = new s3.Bucket(this, 'ReceiptsCopy', { enforceSSL: true });
    new s3.Bucket(this, 'Receipts', {
      enforceSSL: true,
      versioned: true,
      replicationRules: [{ destination: receiptsCopy }],
    });
  }
}
