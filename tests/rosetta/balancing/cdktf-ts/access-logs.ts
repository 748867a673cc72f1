import { DataAwsCallerIdentity } from '@cdktf/provider-aws/lib/data-aws-caller-identity';
import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { S3Bucket } from '@cdktf/provider-aws/lib/s3-bucket';
import { S3BucketPolicy } from '@cdktf/provider-aws/lib/s3-bucket-policy';
import { S3BucketPublicAccessBlock } from '@cdktf/provider-aws/lib/s3-bucket-public-access-block';
import { ITerraformDependable } from 'cdktf';
import { Construct } from 'constructs';

export class AccessLogs extends Construct {
  readonly bucket: S3Bucket;
  readonly prefix = 'alb';
  readonly ready: ITerraformDependable[] = [];

  constructor(scope: Construct, id: string, environment: string) {
    super(scope, id);
    const account = new DataAwsCallerIdentity(this, 'current').accountId;
    this.bucket = new S3Bucket(this, 'log-bucket', { bucket: `shop-${environment}-access-logs` });
    new S3BucketPublicAccessBlock(this, 'log-bucket-block', {
      bucket: this.bucket.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    // begin bucket-policy
    const document = new DataAwsIamPolicyDocument(this, 'log-bucket-document', {
      statement: [
        {
          sid: 'Delivery',
          principals: [{ type: 'Service', identifiers: ['logdelivery.elasticloadbalancing.amazonaws.com'] }],
          actions: ['s3:PutObject'],
          resources: [`${this.bucket.arn}/${this.prefix}/AWSLogs/${account}/*`],
        },
        {
          sid: 'Insecure',
          effect: 'Deny',
          principals: [{ type: '*', identifiers: ['*'] }],
          actions: ['s3:*'],
          resources: [this.bucket.arn, `${this.bucket.arn}/*`],
          condition: [{ test: 'Bool', variable: 'aws:SecureTransport', values: ['false'] }],
        },
      ],
    });
    const policy = new S3BucketPolicy(this, 'log-bucket-policy', {
      bucket: this.bucket.id,
      policy: document.json,
    });
    this.ready.push(policy);
    // end
  }
}
