import { DynamodbTable } from '@cdktf/provider-aws/lib/dynamodb-table';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';

export function createOrders(scope: Construct, environment: string, key: KmsKey): DynamodbTable {
  const table = new DynamodbTable(scope, 'orders', {
    name: `shop-${environment}-orders`,
    billingMode: 'PAY_PER_REQUEST',
    hashKey: 'pk',
    rangeKey: 'sk',
    attribute: ['pk', 'sk', 'customer'].map((name) => ({ name, type: 'S' })),
    globalSecondaryIndex: [
      { name: 'by-customer', hashKey: 'customer', rangeKey: 'sk', projectionType: 'INCLUDE', nonKeyAttributes: ['total'] },
    ],
    streamEnabled: true,
    streamViewType: 'NEW_AND_OLD_IMAGES',
    serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
    // begin protection
    deletionProtectionEnabled: false,
    // end
  });
  table.putTtl({ attributeName: 'expires', enabled: true });
  table.putPointInTimeRecovery({ enabled: true });
  return table;
}
