"""Interfaces for HTTP and web sockets are what the real library synthesises."""

from __future__ import annotations

from pathlib import Path

from realness import differences

_TS = "runtime: lambda_.Runtime.PYTHON_3_12, handler: 'a.b', code: lambda_.Code.fromInline('x')"
_PY = 'runtime=lambda_.Runtime.PYTHON_3_12, handler="a.b", code=lambda_.Code.from_inline("x")'
_F_TS = f"const f = new lambda_.Function(stack, 'F', {{ {_TS} }});\n"
_F_PY = f'f = lambda_.Function(stack, "F", {_PY})\n'
_C_TS = "const cert = acm.Certificate.fromCertificateArn(stack, 'C', 'arn:aws:acm:eu-west-1:123456789012:certificate/x');\n"
_C_PY = 'cert = acm.Certificate.from_certificate_arn(stack, "C", "arn:aws:acm:eu-west-1:123456789012:certificate/x")\n'

_CASES = {
    "rest": (
        f"""{_F_TS}
        const api = new apigw.RestApi(stack, 'Api', {{ restApiName: 'n', description: 'd', deployOptions: {{ stageName: 'v1',
          tracingEnabled: true, loggingLevel: apigw.MethodLoggingLevel.INFO, metricsEnabled: true, throttlingBurstLimit: 5,
          throttlingRateLimit: 10, variables: {{ myVar: 'B' }}, methodOptions: {{ '/x/GET': {{ throttlingRateLimit: 1 }} }}, cachingEnabled: true,
          accessLogDestination: new apigw.LogGroupLogDestination(new logs.LogGroup(stack, 'L')),
          accessLogFormat: apigw.AccessLogFormat.jsonWithStandardFields({{ caller: true, httpMethod: true, ip: true, protocol: true,
            requestTime: true, resourcePath: true, responseLength: true, status: true, user: false }}) }},
          endpointTypes: [apigw.EndpointType.REGIONAL], binaryMediaTypes: ['*/*'], minCompressionSize: cdk.Size.bytes(1024) }});
        const x = api.root.addResource('x');
        x.addMethod('GET', new apigw.LambdaIntegration(f), {{ apiKeyRequired: true }});
        api.root.resourceForPath('a/b').addMethod('POST', new apigw.MockIntegration({{ requestTemplates: {{ 'application/json': '{{}}' }},
          integrationResponses: [{{ statusCode: '200' }}] }}), {{ methodResponses: [{{ statusCode: '200' }}], authorizationType: apigw.AuthorizationType.IAM }});
        x.addResource('{{id}}').addMethod('PUT', new apigw.HttpIntegration('https://x.y', {{ httpMethod: 'POST' }}));
        x.addProxy({{ defaultIntegration: new apigw.LambdaIntegration(f) }});
        x.addMethod('HEAD', new apigw.AwsIntegration({{ service: 'sqs', path: 'q', integrationHttpMethod: 'POST',
          options: {{ credentialsRole: new iam.Role(stack, 'R', {{ assumedBy: new iam.ServicePrincipal('apigateway.amazonaws.com') }}),
            timeout: cdk.Duration.seconds(5), requestParameters: {{ 'integration.request.header.Content-Type': "'x'" }} }} }}));
        const plan = api.addUsagePlan('Plan', {{ name: 'p', throttle: {{ rateLimit: 1, burstLimit: 2 }}, quota: {{ limit: 10, period: apigw.Period.DAY }},
          apiStages: [{{ stage: api.deploymentStage, api }}] }});
        plan.addApiKey(api.addApiKey('Key', {{ apiKeyName: 'k' }}));
        api.addGatewayResponse('GR', {{ type: apigw.ResponseType.DEFAULT_4XX, statusCode: '400',
          responseHeaders: {{ 'Access-Control-Allow-Origin': "'*'" }}, templates: {{ 'application/json': 'x' }} }});
        const requestValidator = api.addRequestValidator('Val', {{ validateRequestBody: true }});
        const model = api.addModel('Mod', {{ schema: {{ type: apigw.JsonSchemaType.OBJECT }}, modelName: 'Mm' }});
        x.addMethod('PATCH', undefined, {{ requestValidator, requestModels: {{ 'application/json': model }},
          requestParameters: {{ 'method.request.path.id': true }} }});""",
        f"""{_F_PY}
api = apigw.RestApi(stack, "Api", rest_api_name="n", description="d", deploy_options=apigw.StageOptions(stage_name="v1",
    tracing_enabled=True, logging_level=apigw.MethodLoggingLevel.INFO, metrics_enabled=True, throttling_burst_limit=5,
    throttling_rate_limit=10, variables={{"myVar": "B"}}, method_options={{"/x/GET": apigw.MethodDeploymentOptions(throttling_rate_limit=1)}},
    caching_enabled=True, access_log_destination=apigw.LogGroupLogDestination(logs.LogGroup(stack, "L")),
    access_log_format=apigw.AccessLogFormat.json_with_standard_fields(caller=True, http_method=True, ip=True,
        protocol=True, request_time=True, resource_path=True, response_length=True, status=True, user=False)),
    endpoint_types=[apigw.EndpointType.REGIONAL], binary_media_types=["*/*"], min_compression_size=cdk.Size.bytes(1024))
x = api.root.add_resource("x")
x.add_method("GET", apigw.LambdaIntegration(f), api_key_required=True)
api.root.resource_for_path("a/b").add_method("POST", apigw.MockIntegration(request_templates={{"application/json": "{{}}"}},
    integration_responses=[apigw.IntegrationResponse(status_code="200")]),
    method_responses=[apigw.MethodResponse(status_code="200")], authorization_type=apigw.AuthorizationType.IAM)
x.add_resource("{{id}}").add_method("PUT", apigw.HttpIntegration("https://x.y", http_method="POST"))
x.add_proxy(default_integration=apigw.LambdaIntegration(f))
x.add_method("HEAD", apigw.AwsIntegration(service="sqs", path="q", integration_http_method="POST", options=apigw.IntegrationOptions(
    credentials_role=iam.Role(stack, "R", assumed_by=iam.ServicePrincipal("apigateway.amazonaws.com")),
    timeout=cdk.Duration.seconds(5), request_parameters={{"integration.request.header.Content-Type": "'x'"}})))
plan = api.add_usage_plan("Plan", name="p", throttle=apigw.ThrottleSettings(rate_limit=1, burst_limit=2),
    quota=apigw.QuotaSettings(limit=10, period=apigw.Period.DAY), api_stages=[apigw.UsagePlanPerApiStage(stage=api.deployment_stage, api=api)])
plan.add_api_key(api.add_api_key("Key", api_key_name="k"))
api.add_gateway_response("GR", type=apigw.ResponseType.DEFAULT_4_XX, status_code="400",
    response_headers={{"Access-Control-Allow-Origin": "'*'"}}, templates={{"application/json": "x"}})
validator = api.add_request_validator("Val", validate_request_body=True)
model = api.add_model("Mod", schema=apigw.JsonSchema(type=apigw.JsonSchemaType.OBJECT), model_name="Mm")
x.add_method("PATCH", None, request_validator=validator, request_models={{"application/json": model}},
    request_parameters={{"method.request.path.id": True}})""",
    ),
    "cors": (
        f"""{_F_TS}
        const api = new apigw.RestApi(stack, 'Api', {{ cloudWatchRole: false,
          defaultCorsPreflightOptions: {{ allowOrigins: apigw.Cors.ALL_ORIGINS, allowMethods: apigw.Cors.ALL_METHODS }},
          defaultIntegration: new apigw.LambdaIntegration(f, {{ allowTestInvoke: false }}) }});
        api.root.addResource('x').addResource('y').addMethod('GET');
        const other = new apigw.RestApi(stack, 'Other', {{ cloudWatchRole: false, deploy: false }});
        other.root.addMethod('ANY');
        other.root.addCorsPreflight({{ allowOrigins: ['*'], allowMethods: ['GET', 'POST'], allowHeaders: ['X'], allowCredentials: true }});""",
        f"""{_F_PY}
api = apigw.RestApi(stack, "Api", cloud_watch_role=False,
    default_cors_preflight_options=apigw.CorsOptions(allow_origins=apigw.Cors.ALL_ORIGINS, allow_methods=apigw.Cors.ALL_METHODS),
    default_integration=apigw.LambdaIntegration(f, allow_test_invoke=False))
api.root.add_resource("x").add_resource("y").add_method("GET")
other = apigw.RestApi(stack, "Other", cloud_watch_role=False, deploy=False)
other.root.add_method("ANY")
other.root.add_cors_preflight(allow_origins=["*"], allow_methods=["GET", "POST"], allow_headers=["X"], allow_credentials=True)""",
    ),
    "authorizers": (
        f"""{_F_TS}
        const pool = new cognito.UserPool(stack, 'Pool');
        const pools = new apigw.CognitoUserPoolsAuthorizer(stack, 'A1', {{ cognitoUserPools: [pool], resultsCacheTtl: cdk.Duration.minutes(5) }});
        const token = new apigw.TokenAuthorizer(stack, 'A2', {{ handler: f, identitySource: apigw.IdentitySource.header('X'), validationRegex: 'r' }});
        const request = new apigw.RequestAuthorizer(stack, 'A3', {{ handler: f, resultsCacheTtl: cdk.Duration.seconds(0), authorizerName: 'nn',
          identitySources: [apigw.IdentitySource.header('X'), apigw.IdentitySource.queryString('q')] }});
        const api = new apigw.LambdaRestApi(stack, 'Api', {{ handler: f, proxy: false, defaultMethodOptions: {{ authorizer: pools, authorizationScopes: ['s'] }} }});
        api.root.addMethod('GET');
        api.root.addResource('t').addMethod('GET', undefined, {{ authorizer: token, authorizationType: apigw.AuthorizationType.CUSTOM }});
        api.root.addResource('r').addMethod('ANY', undefined, {{ authorizer: request, authorizationType: apigw.AuthorizationType.CUSTOM }});
        api.root.addResource('n').addMethod('GET', undefined, {{ authorizationType: apigw.AuthorizationType.NONE }});""",
        f"""{_F_PY}
pool = cognito.UserPool(stack, "Pool")
pools = apigw.CognitoUserPoolsAuthorizer(stack, "A1", cognito_user_pools=[pool], results_cache_ttl=cdk.Duration.minutes(5))
token = apigw.TokenAuthorizer(stack, "A2", handler=f, identity_source=apigw.IdentitySource.header("X"), validation_regex="r")
request = apigw.RequestAuthorizer(stack, "A3", handler=f, results_cache_ttl=cdk.Duration.seconds(0), authorizer_name="nn",
    identity_sources=[apigw.IdentitySource.header("X"), apigw.IdentitySource.query_string("q")])
api = apigw.LambdaRestApi(stack, "Api", handler=f, proxy=False,
    default_method_options=apigw.MethodOptions(authorizer=pools, authorization_scopes=["s"]))
api.root.add_method("GET")
api.root.add_resource("t").add_method("GET", None, authorizer=token, authorization_type=apigw.AuthorizationType.CUSTOM)
api.root.add_resource("r").add_method("ANY", None, authorizer=request, authorization_type=apigw.AuthorizationType.CUSTOM)
api.root.add_resource("n").add_method("GET", None, authorization_type=apigw.AuthorizationType.NONE)""",
    ),
    "function-api": (
        f"""{_F_TS}
        new apigw.LambdaRestApi(stack, 'P', {{ handler: f }});
        new apigw.LambdaRestApi(stack, 'V', {{ handler: f.currentVersion, integrationOptions: {{ allowTestInvoke: false }}, deployOptions: {{ stageName: 'x' }} }});""",
        f"""{_F_PY}
apigw.LambdaRestApi(stack, "P", handler=f)
apigw.LambdaRestApi(stack, "V", handler=f.current_version, integration_options=apigw.LambdaIntegrationOptions(allow_test_invoke=False),
    deploy_options=apigw.StageOptions(stage_name="x"))""",
    ),
    "domains": (
        f"""{_F_TS}{_C_TS}
        const api = new apigw.LambdaRestApi(stack, 'Api', {{ handler: f, disableExecuteApiEndpoint: true }});
        const domain = new apigw.DomainName(stack, 'D', {{ domainName: 'a.b.c', certificate: cert, securityPolicy: apigw.SecurityPolicy.TLS_1_2,
          mtls: {{ bucket: s3.Bucket.fromBucketName(stack, 'TB', 'trusts'), key: 'k.pem', version: 'v' }}, mapping: api, basePath: 'bp' }});
        new apigw.BasePathMapping(stack, 'M', {{ domainName: domain, restApi: api, basePath: 'x' }});
        domain.addBasePathMapping(api, {{ basePath: 'z' }});
        domain.addApiMapping(api.deploymentStage, {{ basePath: 'q/r' }});
        api.addDomainName('DD', {{ domainName: 'x.y.z', certificate: cert, endpointType: apigw.EndpointType.EDGE }});""",
        f"""{_F_PY}{_C_PY}
api = apigw.LambdaRestApi(stack, "Api", handler=f, disable_execute_api_endpoint=True)
domain = apigw.DomainName(stack, "D", domain_name="a.b.c", certificate=cert, security_policy=apigw.SecurityPolicy.TLS_1_2,
    mtls=apigw.MTLSConfig(bucket=s3.Bucket.from_bucket_name(stack, "TB", "trusts"), key="k.pem", version="v"), mapping=api, base_path="bp")
apigw.BasePathMapping(stack, "M", domain_name=domain, rest_api=api, base_path="x")
domain.add_base_path_mapping(api, base_path="z")
domain.add_api_mapping(api.deployment_stage, base_path="q/r")
api.add_domain_name("DD", domain_name="x.y.z", certificate=cert, endpoint_type=apigw.EndpointType.EDGE)""",
    ),
    "own-stage": (
        f"""{_F_TS}
        new apigw.SpecRestApi(stack, 'Spec', {{ apiDefinition: apigw.ApiDefinition.fromInline({{ openapi: '3.0.0' }}), disableExecuteApiEndpoint: true,
          policy: new iam.PolicyDocument({{ statements: [new iam.PolicyStatement({{ actions: ['execute-api:Invoke'], principals: [new iam.AnyPrincipal()], resources: ['*'] }})] }}) }});
        const api = new apigw.RestApi(stack, 'Api', {{ deploy: false }});
        const deployment = new apigw.Deployment(stack, 'Dep', {{ api, description: 'dd' }});
        new apigw.Stage(stack, 'St', {{ deployment, stageName: 's2', variables: {{ a: 'b' }} }});
        api.root.addMethod('GET', new apigw.LambdaIntegration(f, {{ proxy: false, requestTemplates: {{ 'application/json': 'x' }}, allowTestInvoke: false }}));
        const outside = apigw.RestApi.fromRestApiAttributes(stack, 'Outside', {{ restApiId: 'id1', rootResourceId: 'rr' }});
        outside.root.addResource('k').addMethod('GET', new apigw.LambdaIntegration(f));""",
        f"""{_F_PY}
apigw.SpecRestApi(stack, "Spec", api_definition=apigw.ApiDefinition.from_inline({{"openapi": "3.0.0"}}), disable_execute_api_endpoint=True,
    policy=iam.PolicyDocument(statements=[iam.PolicyStatement(actions=["execute-api:Invoke"], principals=[iam.AnyPrincipal()], resources=["*"])]))
api = apigw.RestApi(stack, "Api", deploy=False)
deployment = apigw.Deployment(stack, "Dep", api=api, description="dd")
apigw.Stage(stack, "St", deployment=deployment, stage_name="s2", variables={{"a": "b"}})
api.root.add_method("GET", apigw.LambdaIntegration(f, proxy=False, request_templates={{"application/json": "x"}}, allow_test_invoke=False))
outside = apigw.RestApi.from_rest_api_attributes(stack, "Outside", rest_api_id="id1", root_resource_id="rr")
outside.root.add_resource("k").add_method("GET", apigw.LambdaIntegration(f))""",
    ),
}


def test_typescript_is_real(tmp_path: Path) -> None:
    assert differences(_CASES, "typescript", tmp_path) == {}


def test_python_is_real(tmp_path: Path) -> None:
    assert differences(_CASES, "python", tmp_path) == {}
