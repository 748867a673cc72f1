import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

interface BucketSettings {
  name: string;
  expiry: number;
}

const settings: BucketSettings[] = [
  { name: 'assets', expiry: 30 },
  { name: 'documents', expiry: 90 },
  { name: 'replica', expiry: 90 },
];

function createBucket({ name, expiry }: BucketSettings, environment: string, key: aws.kms.Key): aws.s3.Bucket {
  const bucket = new aws.s3.Bucket(`${name}-bucket`, { bucket: `shop-${environment}-${name}` });
  // begin versioning
  new aws.s3.BucketVersioning(`${name}-versioning`, {
    bucket: bucket.id,
    versioningConfiguration: { status: 'Enabled' },
  });
  // end
  new aws.s3.BucketServerSideEncryptionConfiguration(`${name}-encryption`, {
    bucket: bucket.id,
    rules: [
      {
        applyServerSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: key.arn },
        bucketKeyEnabled: true,
      },
    ],
  });
  new aws.s3.BucketLifecycleConfiguration(`${name}-lifecycle`, {
    bucket: bucket.id,
    rules: [
      {
        id: 'old-versions',
        status: 'Enabled',
        filter: { prefix: '' },
        noncurrentVersionExpiration: { noncurrentDays: expiry },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
      },
      {
        id: 'archive',
        status: 'Enabled',
        filter: { prefix: 'archive/' },
        transitions: [{ days: 60, storageClass: 'GLACIER' }],
      },
    ],
  });
  new aws.s3.BucketPublicAccessBlock(`${name}-block`, {
    bucket: bucket.id,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  const secure = aws.iam.getPolicyDocumentOutput({
    statements: [
      {
        sid: 'Secure',
        effect: 'Deny',
        principals: [{ type: '*', identifiers: ['*'] }],
        actions: ['s3:*'],
        resources: [bucket.arn, pulumi.interpolate`${bucket.arn}/*`],
        conditions: [{ test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] }],
      },
    ],
  });
  new aws.s3.BucketPolicy(`${name}-policy`, { bucket: bucket.id, policy: secure.apply((document) => document.json) });
  return bucket;
}

function replicate(source: aws.s3.Bucket, target: aws.s3.Bucket, environment: string): void {
  const role = new aws.iam.Role('replication-role', {
    name: `shop-${environment}-replication`,
    assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: 's3.amazonaws.com' }),
  });
  new aws.iam.RolePolicy('replication-policy', {
    name: 'replicate',
    role: role.id,
    policy: pulumi.jsonStringify({
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
          Resource: pulumi.interpolate`${target.arn}/*`,
        },
      ],
    }),
  });
  // begin replication
  new aws.s3.BucketReplicationConfig('documents-replication', {
    bucket: source.id,
    role: role.arn,
    rules: [
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

export function createBuckets(environment: string, key: aws.kms.Key): Record<string, aws.s3.Bucket> {
  const buckets = settings.reduce<Record<string, aws.s3.Bucket>>((all, each) => {
    all[each.name] = createBucket(each, environment, key);
    return all;
  }, {});
  replicate(buckets.documents, buckets['replica'], environment);
  return buckets;
}
