import { CloudwatchLogGroup } from "@cdktf/provider-aws/lib/cloudwatch-log-group";
import { DataAwsCallerIdentity } from "@cdktf/provider-aws/lib/data-aws-caller-identity";
import { KmsKey } from "@cdktf/provider-aws/lib/kms-key";
import { S3Bucket } from "@cdktf/provider-aws/lib/s3-bucket";
import { S3BucketPublicAccessBlock } from "@cdktf/provider-aws/lib/s3-bucket-public-access-block";
import { S3BucketVersioning } from "@cdktf/provider-aws/lib/s3-bucket-versioning";
import { Construct } from "constructs";

export class LoggingConstruct extends Construct {
  public readonly accessLogs: S3Bucket;
  public readonly logGroup: CloudwatchLogGroup;

  constructor(scope: Construct, id: string, props: { environmentSuffix: string }) {
    super(scope, id);
    const suffix = props.environmentSuffix;
    const identity = new DataAwsCallerIdentity(this, "identity");

    const key = new KmsKey(this, "log-key", {
      description: `Encrypts the logs of payments-${suffix}`,
      enableKeyRotation: true,
      policy: JSON.stringify({
        Version: "2012-10-17",
        Statement: [
          {
            Sid: "Administration",
            Effect: "Allow",
            Principal: { AWS: `arn:aws:iam::${identity.accountId}:root` },
            Action: "kms:*",
            Resource: "*",
          },
        ],
      }),
    });
    this.logGroup = new CloudwatchLogGroup(this, "log-group", {
      name: `/ecs/payments-${suffix}`,
      retentionInDays: 90,
      kmsKeyId: key.arn,
    });

    this.accessLogs = new S3Bucket(this, "access-logs", {
      bucket: `payments-access-logs-${suffix}-${identity.accountId}`,
      forceDestroy: suffix !== "prod",
    });
    new S3BucketVersioning(this, "access-logs-versioning", {
      bucket: this.accessLogs.id,
      versioningConfiguration: { status: "Enabled" },
    });
    new S3BucketPublicAccessBlock(this, "access-logs-private", {
      bucket: this.accessLogs.id,
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    new CloudwatchLogGroup(this, "audit-log", { name: `/payments/${suffix}/audit` });
  }
}
