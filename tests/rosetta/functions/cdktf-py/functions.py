import json

from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.iam_policy import IamPolicy
from cdktf_cdktf_provider_aws.iam_role import IamRole
from cdktf_cdktf_provider_aws.iam_role_policy_attachment import IamRolePolicyAttachment
from cdktf_cdktf_provider_aws.lambda_function import (
    LambdaFunction,
    LambdaFunctionEnvironment,
    LambdaFunctionTracingConfig,
)
from constructs import Construct

BASIC = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"


def document(statement: dict) -> str:
    return json.dumps({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **statement}]})


def create_role(scope: Construct, name: str, function_name: str, statement: dict) -> IamRole:
    role = IamRole(
        scope,
        f"{name}-role",
        name=f"{function_name}-role",
        assume_role_policy=document(
            {"Action": "sts:AssumeRole", "Principal": {"Service": "lambda.amazonaws.com"}}
        ),
    )
    policy = IamPolicy(scope, f"{name}-policy", name=f"{function_name}-policy", policy=document(statement))
    for i, arn in enumerate([BASIC, policy.arn]):
        IamRolePolicyAttachment(scope, f"{name}-attachment-{i}", role=role.name, policy_arn=arn)
    return role


def create_function(
    scope: Construct,
    name: str,
    environment: str,
    *,
    variables: dict[str, str],
    actions: list[str],
    resource: str,
    memory_size: int = 256,
) -> LambdaFunction:
    function_name = f"orders-{environment}-{name}"
    logs = CloudwatchLogGroup(
        scope,
        f"{name}-logs",
        name=f"/aws/lambda/{function_name}",
        # begin retention
        retention_in_days=30,
        # end
    )
    role = create_role(scope, name, function_name, {"Action": actions, "Resource": resource})
    return LambdaFunction(
        scope,
        f"{name}-function",
        function_name=function_name,
        role=role.arn,
        s3_bucket="shop-artifacts",
        s3_key=f"orders/{name}.zip",
        handler="index.handler",
        # begin runtime
        runtime="nodejs22.x",
        # end
        architectures=["arm64"],
        memory_size=memory_size,
        timeout=30,
        environment=LambdaFunctionEnvironment(
            variables={
                # begin variables
                "STAGE": environment,
                # end
                **variables,
            }
        ),
        tracing_config=LambdaFunctionTracingConfig(mode="Active"),
        depends_on=[logs],
    )
