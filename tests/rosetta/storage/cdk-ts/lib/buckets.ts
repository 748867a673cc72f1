import * as iam from 'aws-cdk-lib/aws-iam';
import * as kms from 'aws-cdk-lib/aws-kms';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface BucketsProps {
  readonly environment: string;
  readonly key: kms.CfnKey;
}

export class Buckets extends Construct {
  constructor(scope: Construct, id: string, private readonly props: BucketsProps) {
    super(scope, id);
    this.createBucket('assets', 30);
    const replica = this.createBucket('replica', 90);
    const role = this.createRole();
    const documents = this.createBucket('documents', 90, {
      // begin replication
      replicationConfiguration: {
        role: role.attrArn,
        rules: [
          {
            id: 'everything',
            status: 'Enabled',
            priority: 1,
            filter: { prefix: '' },
            deleteMarkerReplication: { status: 'Enabled' },
            sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: 'Enabled' } },
            destination: {
              bucket: replica.attrArn,
              storageClass: 'STANDARD_IA',
              encryptionConfiguration: { replicaKmsKeyId: 'arn:aws:kms:eu-west-1:123456789012:key/replica' },
            },
          },
        ],
      },
      // end
    });
    this.allowReplication(role, documents, replica);
  }

  private createBucket(name: string, expiry: number, more: s3.CfnBucketProps = {}): s3.CfnBucket {
    const bucket = new s3.CfnBucket(this, `${name}-bucket`, {
      bucketName: `shop-${this.props.environment}-${name}`,
      // begin versioning
      versioningConfiguration: { status: 'Enabled' },
      // end
      bucketEncryption: {
        serverSideEncryptionConfiguration: [
          {
            serverSideEncryptionByDefault: { sseAlgorithm: 'aws:kms', kmsMasterKeyId: this.props.key.attrArn },
            bucketKeyEnabled: true,
          },
        ],
      },
      lifecycleConfiguration: {
        rules: [
          {
            id: 'old-versions',
            status: 'Enabled',
            prefix: '',
            noncurrentVersionExpiration: { noncurrentDays: expiry },
            abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
          },
          {
            id: 'archive',
            status: 'Enabled',
            prefix: 'archive/',
            transitions: [{ transitionInDays: 60, storageClass: 'GLACIER' }],
          },
        ],
      },
      publicAccessBlockConfiguration: {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
      ...more,
    });
    new s3.CfnBucketPolicy(this, `${name}-policy`, {
      bucket: bucket.ref,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Sid: 'Secure',
            Effect: 'Deny',
            Principal: '*',
            Action: 's3:*',
            Resource: [bucket.attrArn, `${bucket.attrArn}/*`],
            Condition: { Bool: { 'aws:SecureTransport': 'false' } },
          },
        ],
      },
    });
    return bucket;
  }

  private createRole(): iam.CfnRole {
    return new iam.CfnRole(this, 'replication-role', {
      roleName: `shop-${this.props.environment}-replication`,
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 's3.amazonaws.com' } }],
      },
    });
  }

  private allowReplication(role: iam.CfnRole, source: s3.CfnBucket, target: s3.CfnBucket): void {
    new iam.CfnRolePolicy(this, 'replication-policy', {
      policyName: 'replicate',
      roleName: role.ref,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['s3:GetReplicationConfiguration', 's3:ListBucket'],
            Resource: source.attrArn,
          },
          {
            Effect: 'Allow',
            Action: ['s3:ReplicateObject', 's3:ReplicateDelete', 's3:ReplicateTags'],
            Resource: `${target.attrArn}/*`,
          },
        ],
      },
    });
  }
}
