import json

import pulumi
import pulumi_aws as aws

TRUST = {
    "Version": "2012-10-17",
    "Statement": [
        {
            "Effect": "Allow",
            "Action": "sts:AssumeRole",
            "Principal": {"Service": "lambda.amazonaws.com"},
        }
    ],
}


def create_lambda(
    name: str,
    environment: str,
    *,
    variables: dict[str, pulumi.Input[str]],
    actions: list[str],
    resource: pulumi.Output[str],
    memory_size: int = 256,
) -> aws.lambda_.Function:
    function_name = "-".join(("orders", environment, name))
    logs = aws.cloudwatch.LogGroup(
        f"{name}-logs",
        name=f"/aws/lambda/{function_name}",
        # begin retention
        retention_in_days=30,
        # end
    )
    role = aws.iam.Role(f"{name}-role", name=f"{function_name}-role", assume_role_policy=json.dumps(TRUST))
    policy = aws.iam.Policy(
        f"{name}-policy",
        name=f"{function_name}-policy",
        policy=pulumi.Output.json_dumps(
            {
                "Version": "2012-10-17",
                "Statement": [{"Effect": "Allow", "Action": actions, "Resource": resource}],
            }
        ),
    )
    managed = [aws.iam.ManagedPolicy.AWS_LAMBDA_BASIC_EXECUTION_ROLE, policy.arn]
    for number, arn in enumerate(managed):
        aws.iam.RolePolicyAttachment(f"{name}-attachment-{number}", role=role.name, policy_arn=arn)
    return aws.lambda_.Function(
        f"{name}-function",
        name=function_name,
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
        environment=aws.lambda_.FunctionEnvironmentArgs(
            variables={
                # begin variables
                "STAGE": environment,
                # end
                **variables,
            }
        ),
        tracing_config=aws.lambda_.FunctionTracingConfigArgs(mode="Active"),
        opts=pulumi.ResourceOptions(depends_on=[logs]),
    )
