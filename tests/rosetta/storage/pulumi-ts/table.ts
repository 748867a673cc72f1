import * as aws from '@pulumi/aws';

export const createTable = (environment: string, key: aws.kms.Key): aws.dynamodb.Table =>
  new aws.dynamodb.Table('orders', {
    name: `shop-${environment}-orders`,
    billingMode: 'PAY_PER_REQUEST',
    hashKey: 'pk',
    rangeKey: 'sk',
    attributes: [
      { name: 'pk', type: 'S' },
      { name: 'sk', type: 'S' },
      { name: 'customer', type: 'S' },
    ],
    globalSecondaryIndexes: [
      {
        name: 'by-customer',
        hashKey: 'customer',
        rangeKey: 'sk',
        projectionType: 'INCLUDE',
        nonKeyAttributes: ['total'],
      },
    ],
    streamEnabled: true,
    streamViewType: 'NEW_AND_OLD_IMAGES',
    serverSideEncryption: { enabled: true, kmsKeyArn: key.arn },
    ttl: { attributeName: 'expires', enabled: true },
    pointInTimeRecovery: { enabled: true },
    // begin protection
    deletionProtectionEnabled: false,
    // end
  });
