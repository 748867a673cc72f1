import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface LoggingArgs {
  environmentSuffix: string;
  tags: Record<string, string>;
}

/** Keeps what the application and the load balancer have to say. */
export class Logging extends pulumi.ComponentResource {
  public readonly key: aws.kms.Key;
  public readonly group: aws.cloudwatch.LogGroup;
  public readonly bucket: aws.s3.Bucket;

  constructor(name: string, args: LoggingArgs, opts?: pulumi.ComponentResourceOptions) {
    super('clinic:logging:Logging', name, {}, opts);
    const suffix = args.environmentSuffix;
    const inside = { parent: this };
    const account = aws.getCallerIdentityOutput({}, inside).accountId;

    this.key = new aws.kms.Key(
      `logs-key-${suffix}`,
      {
        description: 'Encrypts logs with patient references',
        enableKeyRotation: true,
        policy: account.apply((id) =>
          JSON.stringify({
            Version: '2012-10-17',
            Statement: [
              {
                Sid: 'Root',
                Effect: 'Allow',
                Principal: { AWS: `arn:aws:iam::${id}:root` },
                Action: 'kms:*',
                Resource: '*',
              },
            ],
          }),
        ),
        tags: args.tags,
      },
      inside,
    );
    this.group = new aws.cloudwatch.LogGroup(
      `logs-${suffix}`,
      { name: `/clinic/booking-${suffix}`, retentionInDays: 365, kmsKeyId: this.key.arn, tags: args.tags },
      inside,
    );

    this.bucket = new aws.s3.Bucket(`alb-logs-${suffix}`, { forceDestroy: true, tags: args.tags }, inside);
    new aws.s3.BucketPolicy(
      `alb-logs-policy-${suffix}`,
      {
        bucket: this.bucket.id,
        policy: pulumi.jsonStringify({
          Version: '2012-10-17',
          Statement: [
            {
              Effect: 'Deny',
              Principal: '*',
              Action: 's3:*',
              Resource: [this.bucket.arn, pulumi.interpolate`${this.bucket.arn}/*`],
              Condition: { Bool: { 'aws:SecureTransport': 'false' } },
            },
          ],
        }),
      },
      inside,
    );
    this.registerOutputs({ bucket: this.bucket.bucket });
  }
}
