import json

from aws_cdk import aws_apigateway as apigateway
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_logs as logs
from constructs import Construct

REGION = "eu-west-1"
ACCOUNT = "123456789012"
LOG_FORMAT = json.dumps({"requestId": "$context.requestId", "status": "$context.status"})


def add_api(scope: Construct, *, handler: lambda_.CfnFunction, environment: str) -> apigateway.CfnStage:
    api = apigateway.CfnRestApi(
        scope,
        "rest-api",
        name=f"orders-{environment}",
        description="Orders of the shop",
        endpoint_configuration=apigateway.CfnRestApi.EndpointConfigurationProperty(types=["REGIONAL"]),
    )
    resource = apigateway.CfnResource(
        scope,
        "orders-resource",
        rest_api_id=api.ref,
        parent_id=api.attr_root_resource_id,
        path_part="orders",
    )
    deployment = apigateway.CfnDeployment(scope, "deployment", rest_api_id=api.ref)
    invocations = (
        f"arn:aws:apigateway:{REGION}:lambda:path/2015-03-31/functions/{handler.attr_arn}/invocations"
    )
    for verb in ("GET", "POST"):
        method = apigateway.CfnMethod(
            scope,
            f"{verb.lower()}-method",
            rest_api_id=api.ref,
            resource_id=resource.attr_resource_id,
            http_method=verb,
            authorization_type="AWS_IAM",
            integration=apigateway.CfnMethod.IntegrationProperty(
                type="AWS_PROXY", integration_http_method="POST", uri=invocations
            ),
        )
        deployment.add_dependency(method)
    # begin permission
    lambda_.CfnPermission(
        scope,
        "api-permission",
        action="lambda:InvokeFunction",
        function_name=handler.ref,
        principal="apigateway.amazonaws.com",
        source_arn=f"arn:aws:execute-api:{REGION}:{ACCOUNT}:{api.ref}/*/*",
    )
    # end
    group = logs.CfnLogGroup(
        scope, "access-logs", log_group_name=f"/apigateway/orders-{environment}", retention_in_days=90
    )
    return apigateway.CfnStage(
        scope,
        "stage",
        rest_api_id=api.ref,
        deployment_id=deployment.attr_deployment_id,
        stage_name=environment,
        tracing_enabled=True,
        access_log_setting=apigateway.CfnStage.AccessLogSettingProperty(
            destination_arn=group.attr_arn, format=LOG_FORMAT
        ),
        method_settings=[
            apigateway.CfnStage.MethodSettingProperty(
                resource_path="/*",
                http_method="*",
                metrics_enabled=True,
                logging_level="INFO",
                throttling_rate_limit=100,
                throttling_burst_limit=50,
            )
        ],
    )
