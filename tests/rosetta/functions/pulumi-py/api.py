import json

import pulumi
import pulumi_aws as aws

LOG_FORMAT = {"requestId": "$context.requestId", "status": "$context.status"}


def create_api(environment: str, handler: aws.lambda_.Function) -> aws.apigateway.Stage:
    api = aws.apigateway.RestApi(
        "rest-api",
        name=f"orders-{environment}",
        description="Orders of the shop",
        endpoint_configuration={"types": "REGIONAL"},
    )
    resource = aws.apigateway.Resource(
        "orders-resource", rest_api=api.id, parent_id=api.root_resource_id, path_part="orders"
    )
    integrations = []
    for verb in ["GET", "POST"]:
        method = aws.apigateway.Method(
            f"{verb.lower()}-method",
            rest_api=api.id,
            resource_id=resource.id,
            http_method=verb,
            authorization="AWS_IAM",
        )
        integrations.append(
            aws.apigateway.Integration(
                f"{verb.lower()}-integration",
                rest_api=api.id,
                resource_id=resource.id,
                http_method=method.http_method,
                integration_http_method="POST",
                type="AWS_PROXY",
                uri=handler.invoke_arn,
            )
        )
    # begin permission
    aws.lambda_.Permission(
        "api-permission",
        action="lambda:InvokeFunction",
        function=handler.name,
        principal="apigateway.amazonaws.com",
        source_arn=api.execution_arn.apply(lambda arn: f"{arn}/*/*"),
    )
    # end
    deployment = aws.apigateway.Deployment(
        "deployment", rest_api=api.id, opts=pulumi.ResourceOptions(depends_on=integrations)
    )
    logs = aws.cloudwatch.LogGroup(
        "access-logs", name=f"/apigateway/orders-{environment}", retention_in_days=90
    )
    stage = aws.apigateway.Stage(
        "stage",
        rest_api=api.id,
        deployment=deployment.id,
        stage_name=environment,
        xray_tracing_enabled=True,
        access_log_settings=aws.apigateway.StageAccessLogSettingsArgs(
            destination_arn=logs.arn, format=json.dumps(LOG_FORMAT)
        ),
    )
    aws.apigateway.MethodSettings(
        "settings",
        rest_api=api.id,
        stage_name=stage.stage_name,
        method_path="*/*",
        settings=aws.apigateway.MethodSettingsSettingsArgs(
            metrics_enabled=True,
            logging_level="INFO",
            throttling_rate_limit=100,
            throttling_burst_limit=50,
        ),
    )
    return stage
