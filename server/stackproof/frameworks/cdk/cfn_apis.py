"""CloudFormation's REST interfaces: what of them is another resource or another argument in Terraform."""

from __future__ import annotations

from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.conversions import json_text, left_out, policy, verbatim
from stackproof.frameworks.cdk.fitting import NOTHING, Fit
from stackproof.frameworks.cdk.parts import listed, part
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, Mapping, ResourceReference, Scalar, Sequence, Unknown, Value

_INTEGRATION = Fit(
    "aws_api_gateway_integration",
    {"timeout_in_millis": "timeout_milliseconds", "integration_responses": NOTHING},
)
_SETTINGS = (
    "cache_data_encrypted", "cache_ttl_in_seconds", "caching_enabled", "data_trace_enabled", "logging_level",
    "metrics_enabled", "throttling_burst_limit", "throttling_rate_limit",
)  # fmt: skip


def _method(world: World, method: Resource) -> None:
    """The integration and all responses are resources of their own."""
    entries = method.properties.entries
    address = {name: method[name] for name in ("rest_api_id", "resource_id", "http_method")}
    responses = entries.pop("method_responses", None)
    for one in listed(responses.value, "responses") if responses is not None else ():
        _response(world, method, "aws_api_gateway_method_response", address, one, responses)
    integration = entries.pop("integration", None)
    if integration is None:
        return
    made = part(world, method, "aws_api_gateway_integration", address, integration)
    if not isinstance(integration.value, Mapping):
        made.properties.open = True
        return
    made.properties.entries |= _INTEGRATION.entries(integration.value.entries)
    made.properties.open = integration.value.open
    inner = integration.value.get("integration_responses")
    for one in listed(inner, "responses"):
        _response(world, method, "aws_api_gateway_integration_response", address, one, integration)


def _response(
    world: World, method: Resource, kind: str, address: dict[str, Value], value: Value, entry: MapEntry | None
) -> None:
    code = value.get("status_code")
    name = code.text() or str(len(world.recognition.resources))
    made = part(world, method, kind, address, entry, name)
    if isinstance(value, Mapping):
        made.properties.entries |= value.entries
        made.properties.open = value.open
    else:
        # There may be none, or several.
        made.properties.open = made.conditional = made.many = True


def _stage(world: World, stage: Resource) -> None:
    """Settings of methods are resources of their own."""
    entry = stage.properties.entries.pop("method_settings", None)
    for one in listed(entry.value, "settings") if entry is not None else ():
        path = _method_path(one.get("resource_path"), one.get("http_method"))
        made = part(
            world,
            stage,
            "aws_api_gateway_method_settings",
            {"rest_api_id": stage["rest_api_id"], "stage_name": stage["stage_name"], "method_path": path},
            entry,
            path.text() or "settings",
        )
        inner = {k: e for k, e in one.entries.items() if k in _SETTINGS} if isinstance(one, Mapping) else {}
        settings = Mapping(inner, open=not isinstance(one, Mapping) or one.open, origin=one.origin)
        made.conditional = made.conditional or all(e.value.is_unknown() for e in inner.values())
        made.properties.entries["settings"] = MapEntry(settings)


def _method_path(path: Value, method: Value) -> Value:
    """``*/*`` or ``orders/GET``, where CloudFormation escapes slashes and begins with one."""
    text, verb = path.text(), method.text()
    if text is None or verb is None:
        return Unknown("a path", (path, method))
    return Scalar(f"{text.lstrip('/').replace('~1', '/').lstrip('/') or '~1'}/{verb}")


def _deployment(world: World, deployment: Resource) -> None:
    """A deployment may make a stage."""
    entries = deployment.properties.entries
    name, description = entries.pop("stage_name", None), entries.pop("stage_description", None)
    entries.pop("deployment_canary_settings", None)
    if name is None:
        return
    made = part(
        world,
        deployment,
        "aws_api_gateway_stage",
        {
            "rest_api_id": deployment["rest_api_id"],
            "deployment_id": ResourceReference(deployment, "id"),
            "stage_name": name.value,
        },
        name,
    )
    made.properties.open = description is not None


def _plan(world: World, plan: Resource) -> None:
    """Limits of single methods are a map by their path, in Terraform a list."""
    for stage in plan["api_stages"].items():
        if not isinstance(stage, Mapping) or (entry := stage.entries.get("throttle")) is None:
            continue
        if not isinstance(entry.value, Mapping):
            continue
        limits: list[Value] = []
        for path, one in entry.value.entries.items():
            inner = dict(one.value.entries) if isinstance(one.value, Mapping) else {}
            limited = Mapping(
                {"path": MapEntry(Scalar(path)), **inner}, open=not isinstance(one.value, Mapping)
            )
            limits.append(limited)
        if limits or entry.value.open:
            entry.value = Sequence(limits, open=entry.value.open)
        else:
            del stage.entries["throttle"]


def _stages_of_plan(world: World, value: Value) -> dict[str, Value]:
    """The stages, with the paths in their limits as they are."""
    folded = world.fold(value)
    for written, stage in zip(world.elements(value) or (), folded.items(), strict=False):
        throttle = written.get("throttle") if isinstance(written, Mapping) else None
        if isinstance(stage, Mapping) and isinstance(throttle, Mapping) and "throttle" in stage.entries:
            inner = {k: MapEntry(world.fold(e.value)) for k, e in throttle.entries.items()}
            stage.entries["throttle"] = MapEntry(Mapping(inner, open=throttle.open))
    return {"api_stages": folded}


_RESPONSE = {name: verbatim(name) for name in ("response_parameters", "response_templates")}

KINDS: tuple[Kind, ...] = (
    Kind(
        "AWS::ApiGateway::RestApi",
        "aws_api_gateway_rest_api",
        {"api_key_source_type": "api_key_source", "mode": "put_rest_api_mode"},
        {
            "body": json_text("body"),
            "body_s3_location": lambda world, value: {"body": Unknown("a file", (world.fold(value),))},
            "clone_from": left_out,
            "parameters": verbatim("parameters"),
            "policy": policy("policy"),
            "security_policy": left_out,
            "endpoint_access_mode": left_out,
        },
        attributes={"attr_root_resource_id": "root_resource_id"},
    ),
    Kind("AWS::ApiGateway::Resource", "aws_api_gateway_resource"),
    Kind(
        "AWS::ApiGateway::Method",
        "aws_api_gateway_method",
        {"authorization_type": "authorization"},
        {name: verbatim(name) for name in ("request_models", "request_parameters")},
        finish=_method,
    ),
    Kind("AWS::ApiGateway::Deployment", "aws_api_gateway_deployment", finish=_deployment),
    Kind(
        "AWS::ApiGateway::Stage",
        "aws_api_gateway_stage",
        {
            "access_log_setting": "access_log_settings",
            "canary_setting": "canary_settings",
            "tracing_enabled": "xray_tracing_enabled",
        },
        {"variables": verbatim("variables")},
        ref="stage_name",
        finish=_stage,
    ),
    Kind(
        "AWS::ApiGateway::Account", "aws_api_gateway_account", {"cloud_watch_role_arn": "cloudwatch_role_arn"}
    ),
    Kind(
        "AWS::ApiGateway::Authorizer",
        "aws_api_gateway_authorizer",
        {"provider_ar_ns": "provider_arns"},
        {"auth_type": left_out},
    ),
    Kind("AWS::ApiGateway::RequestValidator", "aws_api_gateway_request_validator"),
    Kind(
        "AWS::ApiGateway::Model",
        "aws_api_gateway_model",
        conversions={"schema": json_text("schema")},
        ref="name",
    ),
    Kind(
        "AWS::ApiGateway::UsagePlan",
        "aws_api_gateway_usage_plan",
        {"usage_plan_name": "name", "quota": "quota_settings", "throttle": "throttle_settings"},
        {"api_stages": _stages_of_plan},
        finish=_plan,
    ),
    Kind("AWS::ApiGateway::UsagePlanKey", "aws_api_gateway_usage_plan_key"),
    Kind(
        "AWS::ApiGateway::ApiKey",
        "aws_api_gateway_api_key",
        {},
        {"stage_keys": left_out, "generate_distinct_id": left_out},
    ),
    Kind("AWS::ApiGateway::GatewayResponse", "aws_api_gateway_gateway_response", {}, dict(_RESPONSE)),
    Kind(
        "AWS::ApiGateway::DomainName",
        "aws_api_gateway_domain_name",
        conversions={"routing_mode": left_out, "endpoint_access_mode": left_out},
        ref="domain_name",
        attributes={
            "attr_distribution_domain_name": "cloudfront_domain_name",
            "attr_distribution_hosted_zone_id": "cloudfront_zone_id",
            "attr_regional_hosted_zone_id": "regional_zone_id",
            "attr_domain_name_arn": "arn",
        },
    ),
    Kind(
        "AWS::ApiGateway::BasePathMapping",
        "aws_api_gateway_base_path_mapping",
        {"rest_api_id": "api_id", "stage": "stage_name"},
        {"id": left_out},
    ),
    Kind("AWS::ApiGateway::VpcLink", "aws_api_gateway_vpc_link"),
    Kind("AWS::ApiGateway::ClientCertificate", "aws_api_gateway_client_certificate"),
    Kind("AWS::ApiGateway::DocumentationPart", "aws_api_gateway_documentation_part"),
)
