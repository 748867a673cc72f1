import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

export interface OrdersFunctionArgs {
  environment: string;
  memorySize?: number;
  variables: Record<string, pulumi.Input<string>>;
  statement: aws.iam.PolicyStatement;
}

export class OrdersFunction extends pulumi.ComponentResource {
  readonly function: aws.lambda.Function;

  constructor(name: string, args: OrdersFunctionArgs, opts?: pulumi.ComponentResourceOptions) {
    super('shop:orders:Function', name, args, opts);
    const functionName = `orders-${args.environment}-${name}`;
    const parent = { parent: this };

    const logs = new aws.cloudwatch.LogGroup(
      `${name}-logs`,
      {
        name: `/aws/lambda/${functionName}`,
        // begin retention
        retentionInDays: 30,
        // end
      },
      parent,
    );
    const role = new aws.iam.Role(
      `${name}-role`,
      {
        name: `${functionName}-role`,
        assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal(aws.iam.Principals.LambdaPrincipal),
      },
      parent,
    );
    const policy = new aws.iam.Policy(
      `${name}-policy`,
      {
        name: `${functionName}-policy`,
        policy: pulumi.output(args.statement).apply((statement) =>
          JSON.stringify({ Version: '2012-10-17', Statement: [statement] }),
        ),
      },
      parent,
    );
    [aws.iam.ManagedPolicy.AWSLambdaBasicExecutionRole, policy.arn].forEach((policyArn, i) => {
      new aws.iam.RolePolicyAttachment(`${name}-attachment-${i}`, { role, policyArn }, parent);
    });
    this.function = new aws.lambda.Function(
      `${name}-function`,
      {
        name: functionName,
        role: role.arn,
        s3Bucket: 'shop-artifacts',
        s3Key: `orders/${name}.zip`,
        handler: 'index.handler',
        // begin runtime
        runtime: 'nodejs22.x',
        // end
        architectures: ['arm64'],
        memorySize: args.memorySize ?? 256,
        timeout: 30,
        environment: {
          variables: {
            // begin variables
            STAGE: args.environment,
            // end
            ...args.variables,
          },
        },
        tracingConfig: { mode: 'Active' },
      },
      { ...parent, dependsOn: logs },
    );
    this.registerOutputs({ arn: this.function.arn });
  }
}
