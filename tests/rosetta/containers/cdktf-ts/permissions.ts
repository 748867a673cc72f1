import { DataAwsIamPolicyDocument } from '@cdktf/provider-aws/lib/data-aws-iam-policy-document';
import { IamRole } from '@cdktf/provider-aws/lib/iam-role';
import { IamRolePolicy } from '@cdktf/provider-aws/lib/iam-role-policy';
import { IamRolePolicyAttachment } from '@cdktf/provider-aws/lib/iam-role-policy-attachment';
import { SecretsmanagerSecret } from '@cdktf/provider-aws/lib/secretsmanager-secret';
import { Construct } from 'constructs';
import { EnvironmentConfig } from './environment';

export class Permissions extends Construct {
  readonly executionRole: IamRole;
  readonly taskRole: IamRole;
  readonly secrets = new Map<string, SecretsmanagerSecret>();

  constructor(scope: Construct, id: string, config: EnvironmentConfig) {
    super(scope, id);
    for (const name of ['database', 'api-key']) {
      const secret = new SecretsmanagerSecret(this, `${name}-secret`, {
        name: `shop/${config.environment}/${name}`,
        description: `The ${name} of the shop`,
      });
      this.secrets.set(name, secret);
    }

    const trust = new DataAwsIamPolicyDocument(this, 'trust', {
      version: '2012-10-17',
      statement: [
        {
          effect: 'Allow',
          actions: ['sts:AssumeRole'],
          principals: [{ type: 'Service', identifiers: ['ecs-tasks.amazonaws.com'] }],
        },
      ],
    });
    this.executionRole = new IamRole(this, 'execution-role', {
      name: `shop-${config.environment}-execution`,
      assumeRolePolicy: trust.json,
    });
    new IamRolePolicyAttachment(this, 'execution-managed', {
      role: this.executionRole.name,
      policyArn: 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy',
    });
    // begin secret-access
    const readSecrets = new DataAwsIamPolicyDocument(this, 'read-secrets', {
      statement: [
        {
          actions: ['secretsmanager:GetSecretValue'],
          resources: Array.from(this.secrets.values()).map((secret) => secret.arn),
        },
      ],
    });
    new IamRolePolicy(this, 'execution-policy', {
      name: 'read-secrets',
      role: this.executionRole.name,
      policy: readSecrets.json,
    });
    // end

    this.taskRole = new IamRole(this, 'task-role', {
      name: `shop-${config.environment}-task`,
      assumeRolePolicy: trust.json,
    });
    new IamRolePolicy(this, 'task-policy', {
      name: 'queues',
      role: this.taskRole.id,
      policy: JSON.stringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Action: ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage'],
            Resource: `arn:aws:sqs:${config.region}:${config.account}:shop-${config.environment}-*`,
          },
        ],
      }),
    });
  }
}
