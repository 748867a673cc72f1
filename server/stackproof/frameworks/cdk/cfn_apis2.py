"""CloudFormation's interfaces for HTTP and web sockets: what of them is called otherwise in Terraform."""

from __future__ import annotations

from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.conversions import Conversion, json_text, left_out, verbatim
from stackproof.frameworks.cdk.fitting import NOTHING, Fit
from stackproof.frameworks.cdk.world import World
from stackproof.model.values import MapEntry, Mapping, Scalar, Sequence, Unknown, Value


def _by_key(target: str, key: str) -> Conversion:
    """A list of blocks where CloudFormation has a map: its keys are arguments."""

    def convert(world: World, value: Value) -> dict[str, Value]:
        if not isinstance(value, Mapping):
            return {target: Unknown(target, (world.fold(value),), origin=value.origin)}
        found: list[Value] = []
        for name, entry in value.entries.items():
            folded = world.fold(entry.value)
            inner = dict(folded.entries) if isinstance(folded, Mapping) else {}
            found.append(
                Mapping(
                    {key: MapEntry(Scalar(name)), **inner},
                    open=not isinstance(folded, Mapping) or folded.open,
                )
            )
        return {target: Sequence(found, open=value.open, origin=value.origin)}

    return convert


def _domain(world: World, value: Value) -> dict[str, Value]:
    """The one configuration of a domain name."""
    folded = world.fold(value)
    first = folded.get(0)
    return {
        "domain_name_configuration": first if first.is_present() else Unknown("a configuration", (folded,))
    }


KINDS: tuple[Kind, ...] = (
    Kind(
        "AWS::ApiGatewayV2::Api",
        "aws_apigatewayv2_api",
        conversions={
            "body": json_text("body"),
            "base_path": left_out,
            "body_s3_location": lambda world, value: {"body": Unknown("a file", (world.fold(value),))},
            "disable_schema_validation": left_out,
        },
        attributes={"attr_api_endpoint": "api_endpoint", "attr_api_id": "id"},
    ),
    Kind(
        "AWS::ApiGatewayV2::Route",
        "aws_apigatewayv2_route",
        conversions={
            "request_models": verbatim("request_models"),
            "request_parameters": _by_key("request_parameter", "request_parameter_key"),
        },
    ),
    Kind(
        "AWS::ApiGatewayV2::Integration",
        "aws_apigatewayv2_integration",
        {"timeout_in_millis": "timeout_milliseconds"},
        {
            "request_parameters": verbatim("request_parameters"),
            "request_templates": verbatim("request_templates"),
            "response_parameters": lambda world, value: {
                "response_parameters": Unknown(
                    "changes of responses", (world.fold(value),), origin=value.origin
                )
            },
        },
    ),
    Kind(
        "AWS::ApiGatewayV2::Stage",
        "aws_apigatewayv2_stage",
        {"stage_name": "name"},
        {
            "route_settings": _by_key("route_settings", "route_key"),
            "stage_variables": verbatim("stage_variables"),
            "access_policy_id": left_out,
        },
        ref="name",
    ),
    Kind(
        "AWS::ApiGatewayV2::Deployment", "aws_apigatewayv2_deployment", conversions={"stage_name": left_out}
    ),
    Kind(
        "AWS::ApiGatewayV2::DomainName",
        "aws_apigatewayv2_domain_name",
        conversions={"domain_name_configurations": _domain, "routing_mode": left_out},
        ref="domain_name",
        attributes={
            "attr_regional_domain_name": "domain_name_configuration[0].target_domain_name",
            "attr_regional_hosted_zone_id": "domain_name_configuration[0].hosted_zone_id",
        },
        fit=Fit("aws_apigatewayv2_domain_name", {"domain_name_configuration.certificate_name": NOTHING}),
    ),
    Kind("AWS::ApiGatewayV2::ApiMapping", "aws_apigatewayv2_api_mapping"),
    Kind(
        "AWS::ApiGatewayV2::Authorizer",
        "aws_apigatewayv2_authorizer",
        {"identity_source": "identity_sources"},
        {"identity_validation_expression": left_out},
    ),
    Kind("AWS::ApiGatewayV2::VpcLink", "aws_apigatewayv2_vpc_link"),
    Kind("AWS::ApiGatewayV2::Model", "aws_apigatewayv2_model", conversions={"schema": json_text("schema")}),
    Kind(
        "AWS::ApiGatewayV2::RouteResponse",
        "aws_apigatewayv2_route_response",
        conversions={"response_models": verbatim("response_models"), "response_parameters": left_out},
    ),
    Kind(
        "AWS::ApiGatewayV2::IntegrationResponse",
        "aws_apigatewayv2_integration_response",
        conversions={"response_templates": verbatim("response_templates"), "response_parameters": left_out},
    ),
)
