"""REST interfaces of the CDK where a program leaves something open."""

from __future__ import annotations

import pytest
from cdk_programs import counts, py, ts
from recognising import plain

_LEAD = (
    "const { aws_apigateway: apigw } = cdk; const f = new lambda_.Function(this, 'F', { runtime: lambda_.Runtime.PYTHON_3_12,"
    " handler: 'a.b', code: lambda_.Code.fromAsset('src') });"
)


def test_a_deployment_waits_for_all_methods_whenever_they_come() -> None:
    program = ts(
        _LEAD
        + "const api = new apigw.RestApi(this, 'A'); const x = api.root.addResource('x');"
        + "x.addMethod('GET', new apigw.LambdaIntegration(f));"
    )
    waited = {d.target().type for d in program.one("aws_api_gateway_deployment").depends_on}  # type: ignore[union-attr]
    assert waited == {"aws_api_gateway_resource", "aws_api_gateway_method", "aws_api_gateway_integration"}


@pytest.mark.parametrize(
    ("options", "roles", "conditional"),
    [
        ("", 1, True),
        ("cloudWatchRole: true", 1, False),
        ("cloudWatchRole: false", 0, False),
        ("cloudWatchRole: !!process.env.P", 1, True),
    ],
)
def test_the_logging_role_of_an_interface(options: str, roles: int, conditional: bool) -> None:
    program = ts(f"new cdk.aws_apigateway.RestApi(this, 'A', {{ {options} }});")
    assert counts(program, "aws_api_gateway_account") == {"aws_api_gateway_account": roles}
    assert all(
        r.conditional is conditional
        for r in program.recognition.resources
        if r.type == "aws_api_gateway_account"
    )


@pytest.mark.parametrize(
    ("options", "stages", "conditional"),
    [("", 1, False), ("deploy: false", 0, False), ("deploy: !!process.env.P", 1, True)],
)
def test_interfaces_are_deployed_unless_told_otherwise(options: str, stages: int, conditional: bool) -> None:
    program = ts(f"new cdk.aws_apigateway.RestApi(this, 'A', {{ {options} }});")
    found = [r for r in program.recognition.resources if r.type == "aws_api_gateway_stage"]
    assert [r.conditional for r in found] == [conditional] * stages


def test_stage_options_that_are_not_known_leave_the_stage_open() -> None:
    stage = ts("new cdk.aws_apigateway.RestApi(this, 'A', { deployOptions: JSON.parse('x') });").one(
        "aws_api_gateway_stage"
    )
    assert stage["xray_tracing_enabled"].is_unknown()
    assert stage["access_log_settings"].is_unknown()


@pytest.mark.parametrize(
    ("arguments", "kind"),
    [
        ("new apigw.LambdaIntegration(f)", "AWS_PROXY"),
        ("new apigw.LambdaIntegration(f, { proxy: false })", "AWS"),
        ("new apigw.LambdaIntegration(f, { proxy: !!process.env.P })", "?"),
        ("JSON.parse('x')", "?"),
        ("undefined", "MOCK"),
    ],
)
def test_integrations(arguments: str, kind: str) -> None:
    program = ts(f"{_LEAD} new apigw.RestApi(this, 'A').root.addMethod('GET', {arguments});")
    assert plain(program.one("aws_api_gateway_integration")["type"]) == kind


@pytest.mark.parametrize(
    ("options", "authorization"),
    [
        ("", "NONE"),
        ("{ authorizationType: apigw.AuthorizationType.IAM }", "AWS_IAM"),
        ("JSON.parse('x')", "?"),
        ("{ authorizer: JSON.parse('x') }", "?"),
        (
            "{ authorizer: { authorizerId: 'a', authorizationType: apigw.AuthorizationType.CUSTOM } }",
            "CUSTOM",
        ),
    ],
)
def test_who_may_call_a_method(options: str, authorization: str) -> None:
    program = ts(
        f"{_LEAD} new apigw.RestApi(this, 'A').root.addMethod('GET', new apigw.MockIntegration(), {options or 'undefined'});"
    )
    assert plain(program.one("aws_api_gateway_method")["authorization"]) == authorization


def test_what_holds_above_holds_below() -> None:
    program = ts(
        _LEAD
        + "const api = new apigw.RestApi(this, 'A', { defaultIntegration: new apigw.LambdaIntegration(f),"
        " defaultMethodOptions: { apiKeyRequired: true } });"
        "api.root.addResource('x', { defaultMethodOptions: { authorizationType: apigw.AuthorizationType.IAM } }).addMethod('GET');"
    )
    method = program.one("aws_api_gateway_method")
    assert method["api_key_required"].is_(True)
    assert method["authorization"].is_("AWS_IAM")
    assert program.one("aws_api_gateway_integration")["type"].is_("AWS_PROXY")


def test_paths_are_found_again() -> None:
    program = py(
        """apigw = cdk.aws_apigateway
        api = apigw.RestApi(self, "A")
        api.root.add_resource("x").add_resource("y")
        api.root.get_resource("x").get_resource("y").add_method("GET")
        api.root.resource_for_path("/x/y/z").add_method("GET")"""
    )
    assert counts(program, "aws_api_gateway_resource", "aws_api_gateway_method") == {
        "aws_api_gateway_resource": 3,
        "aws_api_gateway_method": 2,
    }


def test_an_unknown_method_opens_the_interface() -> None:
    program = ts(
        "const api = new cdk.aws_apigateway.RestApi(this, 'A'); api.brandNew(); api.root.brandNew();"
    )
    assert program.not_understood() == [".brandNew", ".brandNew"]


@pytest.mark.parametrize(
    ("mtls", "expected"),
    [
        ("", None),
        (", mtls: { bucket, key: 'k' }", {"truststore_uri": "s3://{B.bucket}/k"}),
        (", mtls: JSON.parse('x')", "?"),
    ],
)
def test_mutual_tls_of_a_domain_name(mtls: str, expected: object) -> None:
    program = ts(
        "const bucket = new s3.Bucket(this, 'B'); new cdk.aws_apigateway.DomainName(this, 'D', { domainName: 'a.b.c',"
        f" certificate: acm.Certificate.fromCertificateArn(this, 'C', 'arn') {mtls} }});"
    )
    domain = program.one("aws_api_gateway_domain_name")
    assert plain(domain["mutual_tls_authentication"]) == expected
    assert plain(domain["endpoint_configuration"]) == {"types": ["REGIONAL"]}


def test_headers_of_the_library_can_be_added_to() -> None:
    program = ts(
        "const { aws_apigateway: apigw } = cdk; new apigw.RestApi(this, 'A', { defaultCorsPreflightOptions: {"
        " allowOrigins: apigw.Cors.ALL_ORIGINS, allowHeaders: [...apigw.Cors.DEFAULT_HEADERS, 'X-Mine'] } });"
    )
    answer = program.one("aws_api_gateway_integration_response")["response_parameters"]
    headers = answer.get("method.response.header.Access-Control-Allow-Headers").text()
    assert headers is not None
    assert headers.endswith("X-Amz-User-Agent,X-Mine'")


@pytest.mark.parametrize(
    ("before", "resources"),
    [
        ("", 1),
        ("api.root.addResource('x');", 1),
        ("api.root.addResource('y');", 2),
        ("if (process.env.P) api.root.addResource('x');", 1),
    ],
)
def test_a_path_is_added_where_there_is_none(before: str, resources: int) -> None:
    program = ts(
        f"const api = new cdk.aws_apigateway.RestApi(this, 'A'); {before}"
        "(api.root.getResource('x') ?? api.root.addResource('x')).addMethod('GET');"
    )
    assert counts(program, "aws_api_gateway_resource", "aws_api_gateway_method") == {
        "aws_api_gateway_resource": resources,
        "aws_api_gateway_method": 1,
    }
