import * as cdk from 'aws-cdk-lib';
import * as dynamodb from 'aws-cdk-lib/aws-dynamodb';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';
import { Buckets } from './buckets';
import { Database } from './database';

export interface StorageStackProps extends cdk.StackProps {
  readonly environment: string;
  readonly subnetIds: string[];
  readonly securityGroupId: string;
}

const ACCOUNT = '123456789012';
const REGION = 'eu-west-1';

export class StorageStack extends cdk.Stack {
  constructor(scope: Construct, id: string, props: StorageStackProps) {
    super(scope, id, props);
    const key = this.createKey(props.environment);
    new Buckets(this, 'Buckets', { environment: props.environment, key });
    this.createOrders(props.environment, key);
    new Database(this, 'Relational', { ...props, key });
  }

  private createKey(environment: string): kms.CfnKey {
    const key = new kms.CfnKey(this, 'data-key', {
      description: `Data of the shop (${environment})`,
      enableKeyRotation: true,
      pendingWindowInDays: 30,
      keyPolicy: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'Account',
            Effect: 'Allow',
            Principal: { AWS: `arn:aws:iam::${ACCOUNT}:root` },
            Action: 'kms:*',
            Resource: '*',
          },
          // begin logs-statement
          {
            Sid: 'Logs',
            Effect: 'Allow',
            Principal: { Service: `logs.${REGION}.amazonaws.com` },
            Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
            Resource: '*',
            Condition: {
              ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${REGION}:${ACCOUNT}:*` },
            },
          },
          // end
        ],
      },
    });
    new kms.CfnAlias(this, 'data-key-alias', {
      aliasName: `alias/shop-${environment}-data`,
      targetKeyId: key.ref,
    });
    new logs.CfnLogGroup(this, 'audit-logs', {
      logGroupName: `/shop/${environment}/audit`,
      retentionInDays: 365,
      kmsKeyId: key.attrArn,
    });
    return key;
  }

  private createOrders(environment: string, key: kms.CfnKey): void {
    const table = new dynamodb.CfnTable(this, 'orders', {
      tableName: `shop-${environment}-orders`,
      billingMode: 'PAY_PER_REQUEST',
      attributeDefinitions: ['pk', 'sk', 'customer'].map((attributeName) => ({ attributeName, attributeType: 'S' })),
      keySchema: [
        { attributeName: 'pk', keyType: 'HASH' },
        { attributeName: 'sk', keyType: 'RANGE' },
      ],
      globalSecondaryIndexes: [
        {
          indexName: 'by-customer',
          keySchema: [
            { attributeName: 'customer', keyType: 'HASH' },
            { attributeName: 'sk', keyType: 'RANGE' },
          ],
          projection: { projectionType: 'INCLUDE', nonKeyAttributes: ['total'] },
        },
      ],
      streamSpecification: { streamViewType: 'NEW_AND_OLD_IMAGES' },
      sseSpecification: { sseEnabled: true, sseType: 'KMS', kmsMasterKeyId: key.attrArn },
      timeToLiveSpecification: { attributeName: 'expires', enabled: true },
      // begin protection
      deletionProtectionEnabled: false,
      // end
    });
    table.pointInTimeRecoverySpecification = { pointInTimeRecoveryEnabled: true };
    table.applyRemovalPolicy(cdk.RemovalPolicy.RETAIN);
  }
}
