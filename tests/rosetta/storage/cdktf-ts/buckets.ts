import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { KmsKey } from '@cdktf/provider-aws/lib/kms-key';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketLifecycleConfiguration } from '@cdktf/provider-aws/lib/s3-bucket-lifecycle-configuration';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { S3BucketReplicationConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-replication-configuration';
import { S3BucketServerSideEncryptionConfigurationA } from '@cdktf/provider-aws/lib/s3-bucket-server-side-encryption-configuration';
import { S3BucketVersioningA } from '@cdktf/provider-aws/lib/s3-bucket-versioning';
import { Construct } from 'constructs';

export interface BucketsProps {
  readonly environment: string;
  readonly key: KmsKey;
}

type BucketName = 'assets' | 'documents' | 'replica';

const EXPIRY: Record<BucketName, number> = { assets: 30, documents: 90, replica: 90 };

export class Buckets extends Construct {
  private readonly buckets = {} as Record<BucketName, S3Bucket>;

  constructor(scope: Construct, id: string, private readonly props: BucketsProps) {
    super(scope, id);
    (Object.entries(EXPIRY) as [BucketName, number][]).forEach(([name, days]) => {
      this.buckets[name] = this.bucket(name, days);
    });
    this.replicate(this.buckets.documents, this.buckets.replica);
  }

  private bucket(name: BucketName, expiry: number): S3Bucket {
    const bucket = new S3Bucket(this, `${name}-bucket`, { bucket: `shop-${this.props.environment}-${name}` });
    // begin versioning
    new S3BucketVersioningA(this, `${name}-versioning`, {
      bucket: bucket.id,
      versioningConfiguration: { status: 'Enabled' },
    });
    // end
    new S3BucketServerSideEncryptionConfigurationA(this, `${name}-encryption`, {
      bucket: bucket.id,
      rule: [
        {
          applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: this.props.key.arn },
          bucketKeyEnabled: true,
        },
      ],
    });
    new S3BucketLifecycleConfiguration(this, `${name}-lifecycle`, {
      bucket: bucket.id,
      rule: [
        {
          id: 'old-versions',
          status: 'Enabled',
          filter: [{ prefix: '' }],
          noncurrentVersionExpiration: [{ noncurrentDays: expiry }],
          abortIncompleteMultipartUpload: [{ daysAfterInitiation: 7 }],
        },
        {
          id: 'archive',
          status: 'Enabled',
          filter: [{ prefix: 'archive/' }],
          transition: [{ days: 60, storageClass: 'GLACIER' }],
        },
      ],
    });
    new S3BucketPublicAccessBlock(this, `${name}-block`, {
      bucket: bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new S3BucketPolicy(this, `${name}-policy`, {
      bucket: bucket.id,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'Secure',
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: [bucket.arn, `${bucket.arn}/*`],
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      }),
    });
    return bucket;
  }

  private replicate(source: S3Bucket, target: S3Bucket): void {
    const role = new IamRole(this, 'replication-role', {
      name: `shop-${this.props.environment}-replication`,
      assumeRolePolicy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 's3.amazonaws.com' } }],
      }),
    });
    new IamRolePolicy(this, 'replication-policy', {
      name: 'replicate',
      role: role.id,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['s3:GetReplicationConfiguration', 's3:ListBucket'],
            Resource: source.arn,
          },
          {
            Effect: 'Allow',
            Action: ['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags'],
            Resource: `${target.arn}/*`,
          },
        ],
      }),
    });
    // begin replication
    new S3BucketReplicationConfigurationA(this, 'documents-replication', {
      bucket: source.id,
      role: role.arn,
      rule: [
        {
          id: 'everything',
          status: 'Enabled',
          priority: 1,
          filter: { prefix: '' },
          deleteMarkerReplication: { status: 'Enabled' },
          sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } },
          destination: {
            bucket: target.arn,
            storageClass: 'STANDARD_IA',
            encryptionConfiguration: { replicaKmsKeyId: 'arn:aws:kms:eu-west-1:123456789012:key/replica' },
          },
        },
      ],
    });
    // end
  }
}
