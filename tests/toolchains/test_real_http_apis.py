"""Interfaces of the second version, for HTTP and web sockets, are what the real library synthesises."""

from __future__ import annotations

from pathlib import Path

from realness import differences

_TS = "runtime: lambda_.Runtime.PYTHON_3_12, handler: 'a.b', code: lambda_.Code.fromInline('x')"
_PY = 'runtime=lambda_.Runtime.PYTHON_3_12, handler="a.b", code=lambda_.Code.from_inline("x")'
_F_TS = f"const f = new lambda_.Function(stack, 'F', {{ {_TS} }});\n"
_F_PY = f'f = lambda_.Function(stack, "F", {_PY})\n'
_CERT = "arn:aws:acm:eu-west-1:123456789012:certificate/x"

_CASES = {
    "http": (
        f"""{_F_TS}
        const shared = new integrations.HttpLambdaIntegration('Int', f);
        const api = new apigwv2.HttpApi(stack, 'Api', {{ description: 'd', defaultIntegration: new integrations.HttpUrlIntegration('Url', 'https://x.y'),
          corsPreflight: {{ allowOrigins: ['*'], allowHeaders: ['A'], allowMethods: [apigwv2.CorsHttpMethod.GET, apigwv2.CorsHttpMethod.ANY],
            maxAge: cdk.Duration.days(1), allowCredentials: false }} }});
        api.addRoutes({{ path: '/x', methods: [apigwv2.HttpMethod.GET, apigwv2.HttpMethod.POST], integration: shared }});
        api.addRoutes({{ path: '/y/{{id}}', integration: shared }});
        const [made] = api.addRoutes({{ path: '/z', integration: new integrations.HttpLambdaIntegration('Old', f, {{
          payloadFormatVersion: apigwv2.PayloadFormatVersion.VERSION_1_0, timeout: cdk.Duration.seconds(5) }}) }});
        new apigwv2.HttpRoute(stack, 'Own', {{ httpApi: api, routeKey: apigwv2.HttpRouteKey.with('/own', apigwv2.HttpMethod.PUT),
          integration: new integrations.HttpUrlIntegration('Other', 'https://z', {{ method: apigwv2.HttpMethod.GET }}) }});
        new apigwv2.HttpRoute(stack, 'Rest', {{ httpApi: api, routeKey: apigwv2.HttpRouteKey.DEFAULT, integration: shared }});
        api.addStage('St', {{ stageName: 'dev', autoDeploy: true, throttle: {{ rateLimit: 1, burstLimit: 2 }}, description: 'x',
          detailedMetricsEnabled: true, stageVariables: {{ someVar: 'b' }} }});
        new apigwv2.HttpStage(stack, 'Plain', {{ httpApi: api, stageName: 'plain' }});
        new apigwv2.HttpApi(stack, 'Bare', {{ apiName: 'bare', createDefaultStage: false, disableExecuteApiEndpoint: true }});""",
        f"""{_F_PY}
shared = integrations.HttpLambdaIntegration("Int", f)
api = apigwv2.HttpApi(stack, "Api", description="d", default_integration=integrations.HttpUrlIntegration("Url", "https://x.y"),
    cors_preflight=apigwv2.CorsPreflightOptions(allow_origins=["*"], allow_headers=["A"],
        allow_methods=[apigwv2.CorsHttpMethod.GET, apigwv2.CorsHttpMethod.ANY], max_age=cdk.Duration.days(1), allow_credentials=False))
api.add_routes(path="/x", methods=[apigwv2.HttpMethod.GET, apigwv2.HttpMethod.POST], integration=shared)
api.add_routes(path="/y/{{id}}", integration=shared)
api.add_routes(path="/z", integration=integrations.HttpLambdaIntegration("Old", f,
    payload_format_version=apigwv2.PayloadFormatVersion.VERSION_1_0, timeout=cdk.Duration.seconds(5)))
apigwv2.HttpRoute(stack, "Own", http_api=api, route_key=apigwv2.HttpRouteKey.with_("/own", apigwv2.HttpMethod.PUT),
    integration=integrations.HttpUrlIntegration("Other", "https://z", method=apigwv2.HttpMethod.GET))
apigwv2.HttpRoute(stack, "Rest", http_api=api, route_key=apigwv2.HttpRouteKey.DEFAULT, integration=shared)
api.add_stage("St", stage_name="dev", auto_deploy=True, throttle=apigwv2.ThrottleSettings(rate_limit=1, burst_limit=2),
    description="x", detailed_metrics_enabled=True, stage_variables={{"someVar": "b"}})
apigwv2.HttpStage(stack, "Plain", http_api=api, stage_name="plain")
apigwv2.HttpApi(stack, "Bare", api_name="bare", create_default_stage=False, disable_execute_api_endpoint=True)""",
    ),
    "authorizers": (
        f"""{_F_TS}
        const to = new integrations.HttpUrlIntegration('Url', 'https://x.y');
        const asking = new authorizers.HttpLambdaAuthorizer('Asking', f, {{ responseTypes: [authorizers.HttpLambdaResponseType.SIMPLE],
          resultsCacheTtl: cdk.Duration.seconds(0), identitySource: ['$request.header.X'], authorizerName: 'asking' }});
        const api = new apigwv2.HttpApi(stack, 'Api', {{ defaultAuthorizer: new authorizers.HttpIamAuthorizer() }});
        api.addRoutes({{ path: '/a', integration: to, authorizer: asking }});
        api.addRoutes({{ path: '/b', integration: to, authorizer: asking }});
        api.addRoutes({{ path: '/c', integration: to, authorizer: new authorizers.HttpLambdaAuthorizer('Plain', f) }});
        api.addRoutes({{ path: '/d', integration: to }});
        api.addRoutes({{ path: '/e', integration: to, authorizer: new apigwv2.HttpNoneAuthorizer() }});
        api.addRoutes({{ path: '/f', integration: to, authorizationScopes: ['s'],
          authorizer: new authorizers.HttpJwtAuthorizer('Jwt', 'https://issuer', {{ jwtAudience: ['aud'] }}) }});
        const scoped = new apigwv2.HttpApi(stack, 'Scoped', {{ defaultAuthorizationScopes: ['r'],
          defaultAuthorizer: new authorizers.HttpJwtAuthorizer('Jwt', 'https://other', {{ jwtAudience: ['b', 'c'] }}) }});
        scoped.addRoutes({{ path: '/g', integration: new integrations.HttpUrlIntegration('Url', 'https://x.y') }});
        scoped.addRoutes({{ path: '/h', integration: new integrations.HttpUrlIntegration('Url2', 'https://x.y'),
          authorizer: new apigwv2.HttpNoneAuthorizer() }});""",
        f"""{_F_PY}
to = integrations.HttpUrlIntegration("Url", "https://x.y")
asking = authorizers.HttpLambdaAuthorizer("Asking", f, response_types=[authorizers.HttpLambdaResponseType.SIMPLE],
    results_cache_ttl=cdk.Duration.seconds(0), identity_source=["$request.header.X"], authorizer_name="asking")
api = apigwv2.HttpApi(stack, "Api", default_authorizer=authorizers.HttpIamAuthorizer())
api.add_routes(path="/a", integration=to, authorizer=asking)
api.add_routes(path="/b", integration=to, authorizer=asking)
api.add_routes(path="/c", integration=to, authorizer=authorizers.HttpLambdaAuthorizer("Plain", f))
api.add_routes(path="/d", integration=to)
api.add_routes(path="/e", integration=to, authorizer=apigwv2.HttpNoneAuthorizer())
api.add_routes(path="/f", integration=to, authorization_scopes=["s"],
    authorizer=authorizers.HttpJwtAuthorizer("Jwt", "https://issuer", jwt_audience=["aud"]))
scoped = apigwv2.HttpApi(stack, "Scoped", default_authorization_scopes=["r"],
    default_authorizer=authorizers.HttpJwtAuthorizer("Jwt", "https://other", jwt_audience=["b", "c"]))
scoped.add_routes(path="/g", integration=integrations.HttpUrlIntegration("Url", "https://x.y"))
scoped.add_routes(path="/h", integration=integrations.HttpUrlIntegration("Url2", "https://x.y"),
    authorizer=apigwv2.HttpNoneAuthorizer())""",
    ),
    "sockets": (
        f"""{_F_TS}
        const api = new apigwv2.WebSocketApi(stack, 'Api', {{ apiName: 'ws',
          connectRouteOptions: {{ integration: new integrations.WebSocketLambdaIntegration('In', f),
            authorizer: new authorizers.WebSocketLambdaAuthorizer('Asking', f, {{ identitySource: ['route.request.querystring.t'] }}) }},
          disconnectRouteOptions: {{ integration: new integrations.WebSocketLambdaIntegration('Out', f) }},
          defaultRouteOptions: {{ integration: new integrations.WebSocketMockIntegration('Mock'), returnResponse: true }} }});
        api.addRoute('send', {{ integration: new integrations.WebSocketLambdaIntegration('Send', f), returnResponse: true }});
        new apigwv2.WebSocketRoute(stack, 'Own', {{ webSocketApi: api, routeKey: 'own', integration: new integrations.WebSocketMockIntegration('OwnMock') }});
        const stage = new apigwv2.WebSocketStage(stack, 'St', {{ webSocketApi: api, stageName: 'dev', autoDeploy: true }});
        stage.grantManagementApiAccess(f);
        const g = new lambda_.Function(stack, 'G', {{ {_TS}, environment: {{ URL: stage.url, BACK: stage.callbackUrl, API: api.apiEndpoint }} }});
        api.grantManageConnections(g);""",
        f"""{_F_PY}
api = apigwv2.WebSocketApi(stack, "Api", api_name="ws",
    connect_route_options=apigwv2.WebSocketRouteOptions(integration=integrations.WebSocketLambdaIntegration("In", f),
        authorizer=authorizers.WebSocketLambdaAuthorizer("Asking", f, identity_source=["route.request.querystring.t"])),
    disconnect_route_options=apigwv2.WebSocketRouteOptions(integration=integrations.WebSocketLambdaIntegration("Out", f)),
    default_route_options=apigwv2.WebSocketRouteOptions(integration=integrations.WebSocketMockIntegration("Mock"), return_response=True))
api.add_route("send", integration=integrations.WebSocketLambdaIntegration("Send", f), return_response=True)
apigwv2.WebSocketRoute(stack, "Own", web_socket_api=api, route_key="own", integration=integrations.WebSocketMockIntegration("OwnMock"))
stage = apigwv2.WebSocketStage(stack, "St", web_socket_api=api, stage_name="dev", auto_deploy=True)
stage.grant_management_api_access(f)
g = lambda_.Function(stack, "G", {_PY}, environment={{"URL": stage.url, "BACK": stage.callback_url, "API": api.api_endpoint}})
api.grant_manage_connections(g)""",
    ),
    "domains": (
        f"""{_F_TS}
        const domain = new apigwv2.DomainName(stack, 'D', {{ domainName: 'a.b.c', securityPolicy: apigwv2.SecurityPolicy.TLS_1_2,
          certificate: acm.Certificate.fromCertificateArn(stack, 'C', '{_CERT}'),
          mtls: {{ bucket: s3.Bucket.fromBucketName(stack, 'TB', 'trusts'), key: 'k.pem', version: 'v' }} }});
        const api = new apigwv2.HttpApi(stack, 'Api', {{ defaultDomainMapping: {{ domainName: domain, mappingKey: 'k' }} }});
        const other = new apigwv2.HttpApi(stack, 'Other', {{ createDefaultStage: false }});
        const stage = new apigwv2.HttpStage(stack, 'St', {{ httpApi: other, stageName: 'beta', domainMapping: {{ domainName: domain, mappingKey: 'o' }} }});
        new apigwv2.ApiMapping(stack, 'M', {{ api: other, domainName: domain, stage, apiMappingKey: 'm' }});""",
        f"""{_F_PY}
domain = apigwv2.DomainName(stack, "D", domain_name="a.b.c", security_policy=apigwv2.SecurityPolicy.TLS_1_2,
    certificate=acm.Certificate.from_certificate_arn(stack, "C", "{_CERT}"),
    mtls=apigwv2.MTLSConfig(bucket=s3.Bucket.from_bucket_name(stack, "TB", "trusts"), key="k.pem", version="v"))
api = apigwv2.HttpApi(stack, "Api", default_domain_mapping=apigwv2.DomainMappingOptions(domain_name=domain, mapping_key="k"))
other = apigwv2.HttpApi(stack, "Other", create_default_stage=False)
stage = apigwv2.HttpStage(stack, "St", http_api=other, stage_name="beta",
    domain_mapping=apigwv2.DomainMappingOptions(domain_name=domain, mapping_key="o"))
apigwv2.ApiMapping(stack, "M", api=other, domain_name=domain, stage=stage, api_mapping_key="m")""",
    ),
    "links": (
        """
        const vpc = new ec2.Vpc(stack, 'V', { maxAzs: 2 });
        const link = new apigwv2.VpcLink(stack, 'L', { vpc, subnets: { subnetType: ec2.SubnetType.PUBLIC },
          securityGroups: [new ec2.SecurityGroup(stack, 'G', { vpc })] });
        const nlb = new elbv2.NetworkLoadBalancer(stack, 'N', { vpc });
        const listener = nlb.addListener('Li', { port: 80 });
        listener.addTargets('T', { port: 80 });
        const api = new apigwv2.HttpApi(stack, 'Api');
        api.addRoutes({ path: '/a', integration: new integrations.HttpNlbIntegration('Int', listener, { vpcLink: link, method: apigwv2.HttpMethod.POST }) });
        const alb = new elbv2.ApplicationLoadBalancer(stack, 'A', { vpc });
        const at = alb.addListener('Li', { port: 80 });
        at.addTargets('T', { port: 80 });
        api.addRoutes({ path: '/b', integration: new integrations.HttpAlbIntegration('AInt', at) });
        api.addRoutes({ path: '/c', integration: new integrations.HttpAlbIntegration('BInt', at) });""",
        """
vpc = ec2.Vpc(stack, "V", max_azs=2)
link = apigwv2.VpcLink(stack, "L", vpc=vpc, subnets=ec2.SubnetSelection(subnet_type=ec2.SubnetType.PUBLIC),
    security_groups=[ec2.SecurityGroup(stack, "G", vpc=vpc)])
nlb = elbv2.NetworkLoadBalancer(stack, "N", vpc=vpc)
listener = nlb.add_listener("Li", port=80)
listener.add_targets("T", port=80)
api = apigwv2.HttpApi(stack, "Api")
api.add_routes(path="/a", integration=integrations.HttpNlbIntegration("Int", listener, vpc_link=link, method=apigwv2.HttpMethod.POST))
alb = elbv2.ApplicationLoadBalancer(stack, "A", vpc=vpc)
at = alb.add_listener("Li", port=80)
at.add_targets("T", port=80)
api.add_routes(path="/b", integration=integrations.HttpAlbIntegration("AInt", at))
api.add_routes(path="/c", integration=integrations.HttpAlbIntegration("BInt", at))""",
    ),
}


def test_typescript_is_real(tmp_path: Path) -> None:
    assert differences(_CASES, "typescript", tmp_path) == {}


def test_python_is_real(tmp_path: Path) -> None:
    assert differences(_CASES, "python", tmp_path) == {}
