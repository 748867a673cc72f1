"""Interfaces of the second version where a program leaves something open."""

from __future__ import annotations

import pytest
from cdk_programs import counts, py, ts
from recognising import plain

_LEAD = (
    "const { aws_apigatewayv2: apigw, aws_apigatewayv2_integrations: to, aws_apigatewayv2_authorizers: by } = cdk;"
    " const f = new lambda_.Function(this, 'F', { runtime: lambda_.Runtime.PYTHON_3_12, handler: 'a.b',"
    " code: lambda_.Code.fromAsset('src') }); const url = new to.HttpUrlIntegration('U', 'https://x.y');"
    " const api = new apigw.HttpApi(this, 'A');"
)
_ROUTES = "aws_apigatewayv2_route"


def test_routes_share_an_integration_and_each_may_call_the_function() -> None:
    program = ts(
        _LEAD
        + "const i = new to.HttpLambdaIntegration('I', f); api.addRoutes({ path: '/x', integration: i });"
        + "api.addRoutes({ path: '/y', integration: i, methods: [apigw.HttpMethod.GET] });"
    )
    wanted = {_ROUTES: 2, "aws_apigatewayv2_integration": 1, "aws_lambda_permission": 2}
    assert counts(program, *wanted) == wanted
    keys = [plain(r["route_key"]) for r in program.recognition.resources if r.type == _ROUTES]
    assert keys == ["ANY /x", "GET /y"]


def test_methods_that_are_not_known_make_a_route_of_an_unknown_key() -> None:
    program = ts(_LEAD + "api.addRoutes({ path: '/x', integration: url, methods: JSON.parse('x') });")
    assert not program.one(_ROUTES)["route_key"].is_closed()


@pytest.mark.parametrize("which", ["authorizer: JSON.parse('x')", "authorizer: new Own()"])
def test_an_authorizer_that_is_not_known_makes_the_authorization_unknown(which: str) -> None:
    route = ts(_LEAD + f"class Own {{}} api.addRoutes({{ path: '/x', integration: url, {which} }});").one(
        _ROUTES
    )
    assert route["authorization_type"].is_unknown()
    assert route["authorizer_id"].is_unknown()


def test_routes_without_an_authorizer_ask_nobody() -> None:
    assert (
        ts(_LEAD + "api.addRoutes({ path: '/x', integration: url });")
        .one(_ROUTES)["authorization_type"]
        .is_("NONE")
    )
    options = ts(_LEAD + "api.addRoutes({ path: '/x', integration: url, ...JSON.parse('x') });").one(_ROUTES)
    assert not options["authorization_type"].is_("NONE")


def test_an_integration_that_is_not_known_makes_the_target_unknown() -> None:
    assert (
        ts(_LEAD + "api.addRoutes({ path: '/x', integration: JSON.parse('x') });")
        .one(_ROUTES)["target"]
        .is_unknown()
    )


@pytest.mark.parametrize(
    ("options", "stages", "conditional"),
    [
        ("", 1, False),
        ("createDefaultStage: false", 0, False),
        ("createDefaultStage: !!process.env.P", 1, True),
    ],
)
def test_interfaces_have_a_stage_unless_told_otherwise(options: str, stages: int, conditional: bool) -> None:
    program = ts(f"new cdk.aws_apigatewayv2.HttpApi(this, 'A', {{ {options} }});")
    found = [r for r in program.recognition.resources if r.type == "aws_apigatewayv2_stage"]
    assert [r.conditional for r in found] == [conditional] * stages


def test_a_method_that_is_not_known_opens_the_interface() -> None:
    assert ts(_LEAD + "api.brandNew('x');").not_understood() == [".brandNew"]


def test_logs_of_a_stage_go_to_a_group() -> None:
    found = ts(
        _LEAD
        + "new apigw.HttpStage(this, 'S', { httpApi: api, stageName: 's', accessLogSettings: { destination:"
        + " new apigw.LogGroupLogDestination(new cdk.aws_logs.LogGroup(this, 'L')) } });"
    ).recognition.resources
    [stage] = [r for r in found if r.type == "aws_apigatewayv2_stage" and r.name == "S"]
    assert stage["access_log_settings"].is_present()


def test_a_pool_decides_with_its_clients() -> None:
    authorizer = py(
        "pool = cdk.aws_cognito.UserPool(self, 'P')\n"
        "api = cdk.aws_apigatewayv2.HttpApi(self, 'A')\n"
        "api.add_routes(path='/x', integration=cdk.aws_apigatewayv2_integrations.HttpUrlIntegration('U', 'https://x'),\n"
        "    authorizer=cdk.aws_apigatewayv2_authorizers.HttpUserPoolAuthorizer('C', pool))\n"
    ).one("aws_apigatewayv2_authorizer")
    assert plain(authorizer["authorizer_type"]) == "JWT"
    assert plain(authorizer["jwt_configuration"])["audience"] == "?"
