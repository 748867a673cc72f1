import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { KmsAlias } from '@cdktf/provider-aws/lib/kms-alias';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { Construct } from 'constructs';

interface EncryptionProps {
  readonly environment: string;
  readonly account: string;
  readonly region: string;
}

export class Encryption extends Construct {
  readonly key: KmsKey;

  constructor(scope: Construct, id: string, { environment, account, region }: EncryptionProps) {
    super(scope, id);
    const statements: object[] = [
      {
        Sid: 'Account',
        Effect: 'Allow',
        Principal: { AWS: `arn:aws:iam::${account}:root` },
        Action: 'kms:*',
        Resource: '*',
      },
    ];
    // begin logs-statement
    statements.push({
      Sid: 'Logs',
      Effect: 'Allow',
      Principal: { Service: `logs.${region}.amazonaws.com` },
      Action: ['kms:Encrypt*', 'kms:Decrypt*', 'kms:ReEncrypt*', 'kms:GenerateDataKey*', 'kms:Describe*'],
      Resource: '*',
      Condition: { ArnLike: { 'kms:EncryptionContext:aws:logs:arn': `arn:aws:logs:${region}:${account}:*` } },
    });
    // end
    this.key = new KmsKey(this, 'data-key', {
      description: `Data of the shop (${environment})`,
      enableKeyRotation: true,
      deletionWindowInDays: 30,
      policy: JSON.stringify({ Version: '2012-10-17', Statement: statements }),
    });
    new KmsAlias(this, 'data-key-alias', { name: `alias/shop-${environment}-data`, targetKeyId: this.key.keyId });
    new CloudwatchLogGroup(this, 'audit-logs', {
      name: `/shop/${environment}/audit`,
      retentionInDays: 365,
      kmsKeyId: this.key.arn,
    });
  }
}
