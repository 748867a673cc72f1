import json

from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy import IamRolePolicy
from cdktf_cdktf_provider_aws.iam_role_policy_attachment import IamRolePolicyAttachment
from cdktf_cdktf_provider_aws.secretsmanager_secret import SecretsmanagerSecret
from constructs import Construct

from config import ACCOUNT, ENVIRONMENT, PREFIX, REGION


def document(*statements: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": list(statements)})


def allow(action: str | list[str], **rest) -> dict:
    return {"Effect": "Allow", "Action": action, **rest}


TRUST = document(allow("sts:AssumeRole", Principal={"Service": "ecs-tasks.amazonaws.com"}))


def create_secrets(scope: Construct) -> dict[str, SecretsmanagerSecret]:
    return {
        name: SecretsmanagerSecret(
            scope,
            f"{name}-secret",
            name=f"shop/{ENVIRONMENT}/{name}",
            description=f"The {name} of the shop",
        )
        for name in ("database", "api-key")
    }


def create_execution_role(scope: Construct, secrets: dict[str, SecretsmanagerSecret]) -> IamRole:
    role = IamRole(scope, "execution-role", name=f"{PREFIX}-execution", assume_role_policy=TRUST)
    IamRolePolicyAttachment(
        scope,
        "execution-managed",
        role=role.name,
        policy_arn="arn:aws:iam::aws:policy/service-role/AmazonECSTaskExecutionRolePolicy",
    )
    # begin secret-access
    arns = [secret.arn for secret in secrets.values()]
    IamRolePolicy(
        scope,
        "execution-policy",
        name="read-secrets",
        role=role.name,
        policy=document(allow("secretsmanager:GetSecretValue", Resource=arns)),
    )
    # end
    return role


def create_task_role(scope: Construct) -> IamRole:
    role = IamRole(scope, "task-role", name=f"{PREFIX}-task", assume_role_policy=TRUST)
    queues = allow(
        ["sqs:SendMessage", "sqs:ReceiveMessage", "sqs:DeleteMessage"],
        Resource=f"arn:aws:sqs:{REGION}:{ACCOUNT}:{PREFIX}-*",
    )
    IamRolePolicy(scope, "task-policy", name="queues", role=role.id, policy=document(queues))
    return role
