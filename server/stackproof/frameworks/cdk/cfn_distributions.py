"""CloudFormation's distributions, with the policies, keys and functions that they use."""

from __future__ import annotations

from collections.abc import Mapping

from stackproof.frameworks.cdk.cfn_changes import fitted
from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.fitting import NOTHING, WHOLE, Change
from stackproof.frameworks.cdk.reshaping import elements, out_of
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import Certainty, MapEntry, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

_C = "distribution_config"
_BEHAVIOR = {"lambda_function_associations.lambda_function_arn": "lambda_arn"}
_NAMES = {
    _C: WHOLE,
    f"{_C}.cache_behaviors": "ordered_cache_behavior",
    f"{_C}.ipv6_enabled": "is_ipv6_enabled",
    f"{_C}.logging": "logging_config",
    f"{_C}.origins.id": "origin_id",
    f"{_C}.origins.origin_custom_headers": "custom_header",
    f"{_C}.origins.origin_custom_headers.header_name": "name",
    f"{_C}.origins.origin_custom_headers.header_value": "value",
    f"{_C}.origin_groups.id": "origin_id",
    f"{_C}.origin_groups.members": "member",
    f"{_C}.origin_groups.selection_criteria": NOTHING,
    f"{_C}.viewer_certificate.cloud_front_default_certificate": "cloudfront_default_certificate",
    # What Terraform has nothing for.
    **{f"{_C}.{name}": NOTHING for name in ("connection_mode", "tenant_config", "viewer_mtls_config")},
    **{
        f"{_C}.{block}.{name}": target
        for block in ("default_cache_behavior", "cache_behaviors")
        for name, target in _BEHAVIOR.items()
    },
}


def _items(value: Value) -> Value:
    """The list inside of a block that has it with its length."""
    return value if isinstance(value, Sequence) else out_of("items")(value)


def _with_items(value: Value) -> Value:
    """A block that has a list under a key of its own."""
    if not isinstance(value, Sequence):
        return Unknown("a list", (value,), origin=value.origin)
    return MappingValue({"items": MapEntry(value)}, origin=value.origin)


def _counted(value: Value) -> Value:
    """A block that has a list with its length."""
    made = _with_items(value)
    if isinstance(made, MappingValue) and isinstance(value, Sequence):
        count = Unknown("a number") if value.open else Scalar(len(value.elements))
        made.entries["quantity"] = MapEntry(count)
    return made


def _stores(value: Value) -> Value:
    """The ARNs of stores."""
    return elements(lambda block: block.get("key_value_store_arn"))(value)


def _otherwise(world: World, distribution: Resource) -> None:
    """Terraform wants to be told of the certificate and of the restrictions which CloudFront has by itself."""
    for name, inner in (
        ("viewer_certificate", {"cloudfront_default_certificate": True}),
        ("restrictions", {"geo_restriction": {"restriction_type": "none"}}),
    ):
        if distribution[name].is_absent():
            distribution.properties.entries[name] = MapEntry(_by_itself(inner))


def _by_itself(data: Mapping[str, object]) -> Value:
    entries = {
        name: MapEntry(
            _by_itself(held) if isinstance(held, Mapping) else Scalar(held, certainty=Certainty.DEFAULT)  # type: ignore[arg-type]
        )
        for name, held in data.items()
    }
    return MappingValue(entries, certainty=Certainty.DEFAULT)


def _whole(
    name: str,
    type_: str,
    config: str,
    names: Mapping[str, str] | None = None,
    changes: Mapping[str, Change] | None = None,
    *,
    ref: str = "id",
    attributes: Mapping[str, str] | None = None,
) -> Kind:
    """A type that says everything in one block; names and changes are by paths inside of it."""
    return fitted(
        f"AWS::CloudFront::{name}",
        type_,
        {config: WHOLE, **{f"{config}.{path}": target for path, target in (names or {}).items()}},
        {f"{config}.{path}": change for path, change in (changes or {}).items()},
        ref=ref,
        attributes=attributes,
    )


_LISTS: Mapping[str, Change] = {
    "cookies_config.cookies": _with_items,
    "headers_config.headers": _with_items,
    "query_strings_config.query_strings": _with_items,
}

KINDS: tuple[Kind, ...] = (
    fitted(
        "AWS::CloudFront::Distribution",
        "aws_cloudfront_distribution",
        _NAMES,
        {
            f"{_C}.origin_groups": _items,
            f"{_C}.origin_groups.members": _items,
            f"{_C}.origin_groups.failover_criteria.status_codes": _items,
        },
        finish=_otherwise,
    ),
    _whole(
        "OriginAccessControl",
        "aws_cloudfront_origin_access_control",
        "origin_access_control_config",
    ),
    _whole(
        "CloudFrontOriginAccessIdentity",
        "aws_cloudfront_origin_access_identity",
        "cloud_front_origin_access_identity_config",
        attributes={"attr_s3_canonical_user_id": "s3_canonical_user_id"},
    ),
    fitted(
        "AWS::CloudFront::Function",
        "aws_cloudfront_function",
        {
            "auto_publish": "publish",
            "function_code": "code",
            "function_config": WHOLE,
            "function_metadata": NOTHING,
        },
        {"function_config.key_value_store_associations": _stores},
        ref="arn",
        attributes={"attr_function_arn": "arn"},
    ),
    fitted(
        "AWS::CloudFront::KeyValueStore",
        "aws_cloudfront_key_value_store",
        {"import_source": NOTHING},
        ref="name",
    ),
    _whole(
        "CachePolicy",
        "aws_cloudfront_cache_policy",
        "cache_policy_config",
        None,
        {f"parameters_in_cache_key_and_forwarded_to_origin.{path}": f for path, f in _LISTS.items()},
    ),
    _whole(
        "OriginRequestPolicy",
        "aws_cloudfront_origin_request_policy",
        "origin_request_policy_config",
        None,
        _LISTS,
    ),
    _whole(
        "ResponseHeadersPolicy", "aws_cloudfront_response_headers_policy", "response_headers_policy_config"
    ),
    _whole(
        "PublicKey",
        "aws_cloudfront_public_key",
        "public_key_config",
        {"caller_reference": NOTHING},
    ),
    _whole("KeyGroup", "aws_cloudfront_key_group", "key_group_config"),
    fitted(
        "AWS::CloudFront::RealtimeLogConfig",
        "aws_cloudfront_realtime_log_config",
        {"end_points": "endpoint"},
        ref="arn",
    ),
    fitted("AWS::CloudFront::MonitoringSubscription", "aws_cloudfront_monitoring_subscription"),
    _whole(
        "ContinuousDeploymentPolicy",
        "aws_cloudfront_continuous_deployment_policy",
        "continuous_deployment_policy_config",
        None,
        {"staging_distribution_dns_names": _counted},
    ),
    fitted(
        "AWS::CloudFront::VpcOrigin",
        "aws_cloudfront_vpc_origin",
        None,
        {"vpc_origin_endpoint_config.origin_ssl_protocols": _counted},
    ),
)
