import * as iam from 'aws-cdk-lib/aws-iam';
import * as secretsmanager from 'aws-cdk-lib/aws-secretsmanager';
import { Construct } from 'constructs';
import { Config } from './config';

export class Permissions extends Construct {
  readonly executionRole: iam.CfnRole;
  readonly taskRole: iam.CfnRole;
  readonly secrets: { [name: string]: secretsmanager.CfnSecret } = {};

  constructor(scope: Construct, id: string, private readonly config: Config) {
    super(scope, id);
    for (const name of ['database', 'api-key']) {
      this.secrets[name] = new secretsmanager.CfnSecret(this, `${name}-secret`, {
        name: `shop/${config.environment}/${name}`,
        description: `The ${name} of the shop`,
      });
    }
    this.executionRole = this.role('execution', [
      'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy',
    ]);
    // begin secret-access
    new iam.CfnRolePolicy(this, 'execution-policy', {
      policyName: 'read-secrets',
      roleName: this.executionRole.ref,
      policyDocument: {
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: 'secretsmanager:GetSecretValue',
            Resource: Object.values(this.secrets).map((secret) => secret.ref),
          },
        ],
      },
    });
    // end
    this.taskRole = this.role('task');
    const queues = new iam.PolicyStatement({
      actions: ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage'],
      resources: [`arn:aws:sqs:${config.region}:${config.account}:shop-${config.environment}-*`],
    });
    new iam.CfnRolePolicy(this, 'task-policy', {
      policyName: 'queues',
      roleName: this.taskRole.ref,
      policyDocument: new iam.PolicyDocument({ statements: [queues] }),
    });
  }

  private role(name: string, managedPolicyArns?: string[]): iam.CfnRole {
    return new iam.CfnRole(this, `${name}-role`, {
      roleName: `shop-${this.config.environment}-${name}`,
      assumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [
          { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: 'ecs-tasks.amazonaws.com' } },
        ],
      },
      managedPolicyArns,
    });
  }
}
