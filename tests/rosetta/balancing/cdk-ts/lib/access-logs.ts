import * as cdk from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export class AccessLogs extends Construct {
  readonly bucket: s3.CfnBucket;
  readonly prefix: string = 'alb';
  readonly ready: cdk.CfnResource[] = [];

  constructor(scope: Construct, id: string, environment: string) {
    super(scope, id);
    this.bucket = new s3.CfnBucket(this, 'log-bucket', {
      bucketName: `shop-${environment}-access-logs`,
      publicAccessBlockConfiguration: {
        blockPublicAcls: true,
        blockPublicPolicy: true,
        ignorePublicAcls: true,
        restrictPublicBuckets: true,
      },
    });
    // begin bucket-policy
    const document = new iam.PolicyDocument();
    document.addStatements(
      new iam.PolicyStatement({
        sid: 'Delivery',
        principals: [new iam.ServicePrincipal('logdelivery.elasticloadbalancing.amazonaws.com')],
        actions: ['s3:PutObject'],
        resources: [`${this.bucket.attrArn}/${this.prefix}/AWSLogs/${cdk.Aws.ACCOUNT_ID}/*`],
      }),
      new iam.PolicyStatement({
        sid: 'Insecure',
        effect: iam.Effect.DENY,
        principals: [new iam.StarPrincipal()],
        actions: ['s3:*'],
        resources: [this.bucket.attrArn, `${this.bucket.attrArn}/*`],
        conditions: { Bool: { 'aws:SecureTransport': 'false' } },
      }),
    );
    this.ready.push(
      new s3.CfnBucketPolicy(this, 'log-bucket-policy', { bucket: this.bucket.ref, policyDocument: document }),
    );
    // end
  }
}
