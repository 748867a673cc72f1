import * as aws from '@pulumi/aws';

export interface Place {
  environment: string;
  account: string;
  region: string;
}

export function createKey({ environment, account, region }: Place): aws.kms.Key {
  const rootStatement: aws.iam.PolicyStatement = {
    Sid: 'Account',
    Effect: 'Allow',
    Principal: { AWS: `arn:aws:iam::${account}:root` },
    Action: 'kms:*',
    Resource: '*',
  };
  const policy: aws.iam.PolicyDocument = {
    Version: '2012-10-17',
    Statement: [
      rootStatement,
      // begin logs-statement
      {
        Sid: 'Logs',
        Effect: 'Allow',
        Principal: { Service: `logs.${region}.amazonaws.com` },
        Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
        Resource: '*',
        Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:*` } },
      },
      // end
    ],
  };
  const key = new aws.kms.Key('data-key', {
    description: `Data of the shop (${environment})`,
    enableKeyRotation: true,
    deletionWindowInDays: 30,
    policy: JSON.stringify(policy),
  });
  new aws.kms.Alias('data-key-alias', { name: `alias/shop-${environment}-data`, targetKeyId: key.keyId });
  new aws.cloudwatch.LogGroup('audit-logs', {
    name: `/shop/${environment}/audit`,
    retentionInDays: 365,
    kmsKeyId: key.arn,
  });
  return key;
}
