import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

export interface OrdersFunctionProps {
  readonly environment: string;
  readonly memorySize?: number;
  readonly variables: Record<string, string>;
  readonly actions: string[];
  readonly resource: string;
}

const BASIC = 'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole';

export class OrdersFunction extends Construct {
  readonly function: lambda.CfnFunction;

  constructor(scope: Construct, name: string, props: OrdersFunctionProps) {
    super(scope, name);
    const functionName = `orders-${props.environment}-${name}`;
    const group = new logs.CfnLogGroup(this, `${name}-logs`, {
      logGroupName: `/aws/lambda/${functionName}`,
      // begin retention
      retentionInDays: 30,
      // end
    });
    const policy = new iam.CfnManagedPolicy(this, `${name}-policy`, {
      managedPolicyName: `${functionName}-policy`,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: props.actions, Resource: props.resource }],
      },
    });
    const role = new iam.CfnRole(this, `${name}-role`, {
      roleName: `${functionName}-role`,
      assumeRolePolicyDocument: new iam.PolicyDocument({
        statements: [
          new iam.PolicyStatement({
            actions: ['sts:AssumeRole'],
            principals: [new iam.ServicePrincipal('lambda.amazonaws.com')],
          }),
        ],
      }),
      managedPolicyArns: [BASIC, policy.ref],
    });
    this.function = new lambda.CfnFunction(this, `${name}-function`, {
      functionName,
      role: role.attrArn,
      code: { s3Bucket: 'shop-artifacts', s3Key: `orders/${name}.zip` },
      handler: 'index.handler',
      // begin runtime
      runtime: 'nodejs22.x',
      // end
      architectures: ['arm64'],
      memorySize: props.memorySize ?? 256,
      timeout: 30,
      environment: {
        variables: {
          // begin variables
          STAGE: props.environment,
          // end
          ...props.variables,
        },
      },
      tracingConfig: { mode: 'Active' },
    });
    this.function.addDependency(group);
  }
}
