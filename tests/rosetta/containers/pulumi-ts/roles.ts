import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';
import { account, environment, prefix, region, stack } from './config';

export type Secrets = Record<string, aws.secretsmanager.Secret>;

export interface Roles {
  executionRole: aws.iam.Role;
  taskRole: aws.iam.Role;
}

export function createSecrets(): Secrets {
  const secrets: Secrets = {};
  for (const name of ['database', 'api-key']) {
    secrets[name] = new aws.secretsmanager.Secret(`${name}-secret-${stack}`, {
      name: `shop/${environment}/${name}`,
      description: `The ${name} of the shop`,
    });
  }
  return secrets;
}

const trust = aws.iam.assumeRolePolicyForPrincipal({ Service: 'ecs-tasks.amazonaws.com' });

export function createRoles(secrets: Secrets): Roles {
  const executionRole = new aws.iam.Role(`execution-role-${stack}`, {
    name: `${prefix}-execution`,
    assumeRolePolicy: trust,
  });
  new aws.iam.RolePolicyAttachment(`execution-managed-${stack}`, {
    role: executionRole.name,
    policyArn: 'arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy',
  });
  // begin secret-access
  new aws.iam.RolePolicy(`execution-policy-${stack}`, {
    name: 'read-secrets',
    role: executionRole,
    policy: pulumi.all(Object.values(secrets).map((secret) => secret.arn)).apply((arns) =>
      JSON.stringify({
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Action: 'secretsmanager:GetSecretValue', Resource: arns }],
      }),
    ),
  });
  // end

  const taskRole = new aws.iam.Role(`task-role-${stack}`, { name: `${prefix}-task`, assumeRolePolicy: trust });
  new aws.iam.RolePolicy(`task-policy-${stack}`, {
    name: 'queues',
    role: taskRole.id,
    policy: {
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['sqs:SendMessage', 'sqs:ReceiveMessage', 'sqs:DeleteMessage'],
          Resource: `arn:aws:sqs:${region}:${account}:${prefix}-*`,
        },
      ],
    },
  });
  return { executionRole, taskRole };
}
