import json

from cdktf import Fn, TerraformResourceLifecycle
from cdktf_cdktf_provider_aws.api_gateway_deployment import ApiGatewayDeployment
from cdktf_cdktf_provider_aws.api_gateway_integration import ApiGatewayIntegration
from cdktf_cdktf_provider_aws.api_gateway_method import ApiGatewayMethod
from cdktf_cdktf_provider_aws.api_gateway_method_settings import (
    ApiGatewayMethodSettings,
    ApiGatewayMethodSettingsSettings,
)
from cdktf_cdktf_provider_aws.api_gateway_resource import ApiGatewayResource
from cdktf_cdktf_provider_aws.api_gateway_rest_api import (
    ApiGatewayRestApi,
    ApiGatewayRestApiEndpointConfiguration,
)
from cdktf_cdktf_provider_aws.api_gateway_stage import ApiGatewayStage, ApiGatewayStageAccessLogSettings
from cdktf_cdktf_provider_aws.cloudwatch_log_group import CloudwatchLogGroup
from cdktf_cdktf_provider_aws.lambda_function import LambdaFunction
from cdktf_cdktf_provider_aws.lambda_permission import LambdaPermission
from constructs import Construct


class RestApi(Construct):
    def __init__(self, scope: Construct, id: str, *, handler: LambdaFunction, environment: str) -> None:
        super().__init__(scope, id)
        self.environment = environment
        self.handler = handler
        self.api = ApiGatewayRestApi(
            self,
            "rest-api",
            name=f"orders-{environment}",
            description="Orders of the shop",
            endpoint_configuration=ApiGatewayRestApiEndpointConfiguration(types=["REGIONAL"]),
        )
        self.resource = ApiGatewayResource(
            self,
            "orders-resource",
            rest_api_id=self.api.id,
            parent_id=self.api.root_resource_id,
            path_part="orders",
        )
        integrations = [self._add_method(verb) for verb in ("GET", "POST")]
        # begin permission
        LambdaPermission(
            self,
            "api-permission",
            action="lambda:InvokeFunction",
            function_name=handler.function_name,
            principal="apigateway.amazonaws.com",
            source_arn=f"{self.api.execution_arn}/*/*",
        )
        # end
        deployment = ApiGatewayDeployment(
            self,
            "deployment",
            rest_api_id=self.api.id,
            triggers={"redeployment": Fn.sha1(Fn.jsonencode([self.resource.id]))},
            lifecycle=TerraformResourceLifecycle(create_before_destroy=True),
            depends_on=integrations,
        )
        self._add_stage(deployment)

    def _add_method(self, verb: str) -> ApiGatewayIntegration:
        method = ApiGatewayMethod(
            self,
            f"{verb.lower()}-method",
            rest_api_id=self.api.id,
            resource_id=self.resource.id,
            http_method=verb,
            authorization="AWS_IAM",
        )
        return ApiGatewayIntegration(
            self,
            f"{verb.lower()}-integration",
            rest_api_id=self.api.id,
            resource_id=self.resource.id,
            http_method=method.http_method,
            integration_http_method="POST",
            type="AWS_PROXY",
            uri=self.handler.invoke_arn,
        )

    def _add_stage(self, deployment: ApiGatewayDeployment) -> None:
        logs = CloudwatchLogGroup(
            self, "access-logs", name=f"/apigateway/orders-{self.environment}", retention_in_days=90
        )
        log_format = {key: f"$context.{key}" for key in ("requestId", "status")}
        stage = ApiGatewayStage(
            self,
            "stage",
            rest_api_id=self.api.id,
            deployment_id=deployment.id,
            stage_name=self.environment,
            xray_tracing_enabled=True,
            access_log_settings=ApiGatewayStageAccessLogSettings(
                destination_arn=logs.arn, format=json.dumps(log_format)
            ),
        )
        ApiGatewayMethodSettings(
            self,
            "settings",
            rest_api_id=self.api.id,
            stage_name=stage.stage_name,
            method_path="*/*",
            settings=ApiGatewayMethodSettingsSettings(
                metrics_enabled=True,
                logging_level="INFO",
                throttling_rate_limit=100,
                throttling_burst_limit=50,
            ),
        )
