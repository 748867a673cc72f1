import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface AccessLogs {
  bucket: aws.s3.Bucket;
  prefix: string;
  ready: pulumi.Resource[];
}

export async function createAccessLogs(environment: string): Promise<AccessLogs> {
  const { accountId } = await aws.getCallerIdentity();
  const prefix = 'alb';
  const ready: pulumi.Resource[] = [];
  const bucket = new aws.s3.Bucket('log-bucket', { bucket: `shop-${environment}-access-logs` });
  new aws.s3.BucketPublicAccessBlock('log-bucket-block', {
    bucket: bucket.id,
    blockPublicAcls: true,
    blockPublicPolicy: true,
    ignorePublicAcls: true,
    restrictPublicBuckets: true,
  });
  // begin bucket-policy
  const statements = bucket.arn.apply((arn): aws.iam.PolicyStatement[] => [
    {
      Sid: 'Delivery',
      Effect: 'Allow',
      Principal: { Service: 'logdelivery.elasticloadbalancing.amazonaws.com' },
      Action: 's3:PutObject',
      Resource: `${arn}/${prefix}/AWSLogs/${accountId}/*`,
    },
    {
      Sid: 'Insecure',
      Effect: 'Deny',
      Principal: '*',
      Action: 's3:*',
      Resource: [arn, `${arn}/*`],
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    },
  ]);
  ready.push(
    new aws.s3.BucketPolicy('log-bucket-policy', {
      bucket: bucket.id,
      policy: { Version: '2012-10-17', Statement: statements },
    }),
  );
  // end
  return { bucket, prefix, ready };
}
