import * as cdk from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as s3 from 'aws-cdk-lib/aws-s3';
import { Construct } from 'constructs';

export interface OrdersFunctionProps {
  readonly environment: string;
  readonly memorySize?: number;
  readonly variables: Record<string, string>;
  readonly actions: string[];
  readonly resource: string;
}

export class OrdersFunction extends Construct {
  readonly function: lambda.Function;

  constructor(scope: Construct, name: string, props: OrdersFunctionProps) {
    super(scope, name);
    const functionName = `orders-${props.environment}-${name}`;
    const group = new logs.LogGroup(this, `${name}-logs`, {
      logGroupName: `/aws/lambda/${functionName}`,
      // begin retention
      retention: 30,
      // end
    });
    const policy = new iam.ManagedPolicy(this, `${name}-policy`, {
      managedPolicyName: `${functionName}-policy`,
      statements: [new iam.PolicyStatement({ actions: props.actions, resources: [props.resource] })],
    });
    const role = new iam.Role(this, `${name}-role`, {
      roleName: `${functionName}-role`,
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      managedPolicies: [
        iam.ManagedPolicy.fromManagedPolicyArn(
          this,
          'basic',
          'arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole',
        ),
        policy,
      ],
    });
    this.function = new lambda.Function(this, `${name}-function`, {
      functionName,
      role: role.withoutPolicyUpdates(),
      code: lambda.Code.fromBucket(s3.Bucket.fromBucketName(this, 'artifacts', 'shop-artifacts'), `orders/${name}.zip`),
      handler: 'index.handler',
      // begin runtime
      runtime: lambda.Runtime.NODEJS_22_X,
      // end
      architecture: lambda.Architecture.ARM_64,
      memorySize: props.memorySize ?? 256,
      timeout: cdk.Duration.seconds(30),
      environment: {
        // begin variables
        STAGE: props.environment,
        // end
        ...props.variables,
      },
      tracing: lambda.Tracing.ACTIVE,
    });
    this.function.node.addDependency(group);
  }
}
