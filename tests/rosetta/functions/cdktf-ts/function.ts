import { CloudwatchLogGroup } from '@cdktf/provider-aws/lib/cloudwatch-log-group';
import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { IamPolicy } from '@cdktf/provider-aws/lib/iam-policy';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { LambdaFunction } from '@cdktf/provider-aws/lib/lambda-function';
import { Construct } from 'constructs';

export interface FnProps {
  readonly environment: string;
  readonly name: string;
  readonly memorySize?: number;
  readonly variables?: Record<string, string>;
  readonly allow: { actions: string[]; resources: string[] };
}

export class Fn extends Construct {
  readonly function: LambdaFunction;

  constructor(scope: Construct, id: string, props: FnProps) {
    super(scope, id);
    const { environment, name, memorySize = 256, variables = {} } = props;
    const functionName = `orders-${environment}-${name}`;

    const logs = new CloudwatchLogGroup(this, `${name}-logs`, {
      name: `/aws/lambda/${functionName}`,
      // begin retention
      retentionInDays: 30,
      // end
    });
    const role = new IamRole(this, `${name}-role`, {
      name: `${functionName}-role`,
      assumeRolePolicy: new DataAwsIamPolicyDocument(this, 'trust', {
        statement: [
          {
            actions: ['sts:AssumeRole'],
            principals: [{ type: 'Service', identifiers: ['lambda.amazonaws.com'] }],
          },
        ],
      }).json,
    });
    const policy = new IamPolicy(this, `${name}-policy`, {
      name: `${functionName}-policy`,
      policy: new DataAwsIamPolicyDocument(this, 'permissions', {
        statement: [{ actions: props.allow.actions, resources: props.allow.resources }],
      }).json,
    });
    const policies = {
      basic: 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
      own: policy.arn,
    };
    for (const [key, policyArn] of Object.entries(policies)) {
      new IamRolePolicyAttachment(this, `${key}-attachment`, { role: role.name, policyArn });
    }
    this.function = new LambdaFunction(this, `${name}-function`, {
      functionName,
      role: role.arn,
      s3Bucket: 'shop-artifacts',
      s3Key: `orders/${name}.zip`,
      handler: 'index.handler',
      // begin runtime
      runtime: 'nodejs22.x',
      // end
      architectures: ['arm64'],
      memorySize,
      timeout: 30,
      environment: {
        variables: {
          // begin variables
          STAGE: environment,
          // end
          ...variables,
        },
      },
      tracingConfig: { mode: 'Active' },
      dependsOn: [logs],
    });
  }
}
