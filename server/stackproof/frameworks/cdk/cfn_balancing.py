"""CloudFormation's load balancers under Terraform's names."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.cfn_changes import fitted, listed, number, settings, switch, take, unclear
from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.conversions import each, first_of, scheme
from stackproof.frameworks.cdk.fitting import NOTHING, UP
from stackproof.frameworks.cdk.thing import put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, ResourceReference, Unknown, Value
from stackproof.model.values import Mapping as MappingValue

# Attributes of load balancers: where Terraform has them.
BALANCER: Mapping[str, str] = MappingProxyType(
    {
        "access_logs.s3.enabled": "access_logs.enabled",
        "access_logs.s3.bucket": "access_logs.bucket",
        "access_logs.s3.prefix": "access_logs.prefix",
        "client_keep_alive.seconds": "client_keep_alive",
        "connection_logs.s3.enabled": "connection_logs.enabled",
        "connection_logs.s3.bucket": "connection_logs.bucket",
        "connection_logs.s3.prefix": "connection_logs.prefix",
        "deletion_protection.enabled": "enable_deletion_protection",
        "dns_record.client_routing_policy": "dns_record_client_routing_policy",
        "health_check_logs.s3.enabled": "health_check_logs.enabled",
        "health_check_logs.s3.bucket": "health_check_logs.bucket",
        "health_check_logs.s3.prefix": "health_check_logs.prefix",
        "idle_timeout.timeout_seconds": "idle_timeout",
        "load_balancing.cross_zone.enabled": "enable_cross_zone_load_balancing",
        "routing.http.desync_mitigation_mode": "desync_mitigation_mode",
        "routing.http.drop_invalid_header_fields.enabled": "drop_invalid_header_fields",
        "routing.http.preserve_host_header.enabled": "preserve_host_header",
        "routing.http.x_amzn_tls_version_and_cipher_suite.enabled": "enable_tls_version_and_cipher_suite_headers",
        "routing.http.xff_client_port.enabled": "enable_xff_client_port",
        "routing.http.xff_header_processing.mode": "xff_header_processing_mode",
        "routing.http2.enabled": "enable_http2",
        "secondary_ips.auto_assigned.per_subnet": "secondary_ips_auto_assigned_per_subnet",
        "waf.fail_open.enabled": "enable_waf_fail_open",
        "zonal_shift.config.enabled": "enable_zonal_shift",
    }
)
TARGETS: Mapping[str, str] = MappingProxyType(
    {
        "deregistration_delay.connection_termination.enabled": "connection_termination",
        "deregistration_delay.timeout_seconds": "deregistration_delay",
        "lambda.multi_value_headers.enabled": "lambda_multi_value_headers_enabled",
        "load_balancing.algorithm.anomaly_mitigation": "load_balancing_anomaly_mitigation",
        "load_balancing.algorithm.type": "load_balancing_algorithm_type",
        "load_balancing.cross_zone.enabled": "load_balancing_cross_zone_enabled",
        "preserve_client_ip.enabled": "preserve_client_ip",
        "proxy_protocol_v2.enabled": "proxy_protocol_v2",
        "slow_start.duration_seconds": "slow_start",
        "stickiness.app_cookie.cookie_name": "stickiness.cookie_name",
        "stickiness.app_cookie.duration_seconds": "stickiness.cookie_duration",
        "stickiness.enabled": "stickiness.enabled",
        "stickiness.lb_cookie.duration_seconds": "stickiness.cookie_duration",
        "stickiness.type": "stickiness.type",
    }
)
# They are text in Terraform, too.
_WORDS = frozenset({"load_balancing.cross_zone.enabled", "load_balancing.algorithm.anomaly_mitigation"})
_HEALTH = {
    "health_check_enabled": "enabled",
    "health_check_interval_seconds": "interval",
    "health_check_path": "path",
    "health_check_port": "port",
    "health_check_protocol": "protocol",
    "health_check_timeout_seconds": "timeout",
    "healthy_threshold_count": "healthy_threshold",
    "matcher": "matcher",
    "unhealthy_threshold_count": "unhealthy_threshold",
}


def typed(key: str, value: Value, *, words: frozenset[str] = frozenset()) -> Value:
    """The value of an attribute, which is always text in CloudFormation."""
    if key.endswith((".enabled", ".disabled")) and key not in words:
        return switch(value)
    return number(value) if "seconds" in key or key.endswith("per_subnet") else value


def place(resource: Resource, path: str, value: Value, entry: MapEntry | None = None) -> None:
    """Set an argument, or a key of a block (``access_logs.bucket``)."""
    name, _, inner = path.partition(".")
    if not inner:
        put(resource, name, value, entry)
        return
    block = resource.properties.entries.get(name)
    if block is None or not isinstance(block.value, MappingValue):
        origin = entry.origin if entry is not None else None
        block = resource.properties.entries[name] = MapEntry(MappingValue({}, origin=origin), None, origin)
    assert isinstance(block.value, MappingValue)
    block.value.entries[inner] = MapEntry(value, None, entry.origin if entry is not None else None)


def balancer_attributes(world: World, value: Value) -> dict[str, Value]:
    """The list of keys and values which CloudFormation keeps many settings of a load balancer in."""
    return _placed(world, value, BALANCER)


def _target_attributes(world: World, value: Value) -> dict[str, Value]:
    return _placed(world, value, TARGETS, _WORDS)


def _placed(
    world: World, value: Value, places: Mapping[str, str], words: frozenset[str] = frozenset()
) -> dict[str, Value]:
    folded = world.fold(value)
    found = settings(
        folded, lambda key, held: (places[key], typed(key, held, words=words)) if key in places else None
    )
    if unclear(folded):
        for path in places.values():
            name = path.partition(".")[0]
            known = found.get(name)
            found[name] = Unknown(
                "attributes that are not known", () if known is None else (known,), origin=value.origin
            )
    return found


def _listener_attributes(world: World, value: Value) -> dict[str, Value]:
    return settings(
        world.fold(value),
        lambda key, held: (key.replace(".", "_").replace("-", "_"), typed(key, held)),
    )


def _conditions(world: World, value: Value) -> dict[str, Value]:
    """Terraform has a block for each field of a condition."""

    def change(single: Value) -> Value:
        if not isinstance(single, MappingValue):
            return single
        entries = {k.removesuffix("_config"): e for k, e in single.entries.items() if k.endswith("_config")}
        field, values = single.get("field").text(), single.entries.get("values")
        if field is not None and values is not None:
            entries[field.replace("-", "_")] = MapEntry(
                MappingValue({"values": values}, origin=values.origin)
            )
        if (queries := entries.get("query_string")) is not None:
            entries["query_string"] = MapEntry(
                queries.value.get("values"), queries.key_origin, queries.origin
            )
        unclear_field = not entries and single.get("field").text() is None
        return MappingValue(entries, open=single.open or unclear_field, origin=single.origin)

    return {"condition": each(world.fold(value), change)}


_ACTION = {
    "authenticate_cognito_config": "authenticate_cognito",
    "authenticate_oidc_config": "authenticate_oidc",
    "authenticate_oidc_config.use_existing_client_secret": NOTHING,
    "fixed_response_config": "fixed_response",
    "forward_config": "forward",
    "forward_config.target_groups": "target_group",
    "forward_config.target_groups.target_group_arn": "arn",
    "forward_config.target_group_stickiness_config": "stickiness",
    "forward_config.target_group_stickiness_config.duration_seconds": "duration",
    "jwt_validation_config": "jwt_validation",
    "redirect_config": "redirect",
}


def _actions(argument: str) -> dict[str, str]:
    return {f"{argument}.{k}": v for k, v in _ACTION.items()}


def target_group(world: World, resource: Resource) -> None:
    """The health check is a block, and each target a resource of its own."""
    entries = resource.properties.entries
    inner = {_HEALTH[k]: entries.pop(k) for k in list(entries) if k in _HEALTH}
    if (matcher := inner.get("matcher")) is not None and isinstance(matcher.value, MappingValue):
        code = matcher.value.get("http_code")
        code = matcher.value.get("grpc_code") if code.is_absent() else code
        inner["matcher"] = MapEntry(code, matcher.key_origin, matcher.origin)
    if inner:
        entries["health_check"] = MapEntry(MappingValue(inner, open=resource.properties.open))
    targets = take(resource, "targets")
    for target in listed(targets, "targets") if targets is not None else ():
        made = world.add(
            "aws_lb_target_group_attachment",
            resource.name,
            {"target_group_arn": ResourceReference(resource, "arn"), "target_id": target.get("id")},
        )
        for name in ("port", "availability_zone"):
            put(made, name, target.get(name))


KINDS: tuple[Kind, ...] = (
    fitted(
        "AWS::ElasticLoadBalancingV2::LoadBalancer",
        "aws_lb",
        {
            "enable_capacity_reservation_provision_stabilize": NOTHING,
            "enable_prefix_for_ipv6_source_nat": NOTHING,
            "ipv4_ipam_pool_id": NOTHING,
            "subnet_mappings.i_pv6_address": "ipv6_address",
            "subnet_mappings.private_i_pv4_address": "private_ipv4_address",
            "subnet_mappings.source_nat_ipv6_prefix": NOTHING,
            "type": "load_balancer_type",
        },
        conversions={"load_balancer_attributes": balancer_attributes, "scheme": scheme},
        ref="arn",
        attributes={
            "attr_load_balancer_arn": "arn",
            "attr_canonical_hosted_zone_id": "zone_id",
            "attr_load_balancer_full_name": "arn_suffix",
            "attr_load_balancer_name": "name",
        },
    ),
    fitted(
        "AWS::ElasticLoadBalancingV2::Listener",
        "aws_lb_listener",
        _actions("default_actions"),
        {
            "default_actions.authenticate_cognito_config.session_timeout": number,
            "default_actions.authenticate_oidc_config.session_timeout": number,
        },
        conversions={
            "certificates": first_of("certificate_arn", "certificate_arn"),
            "listener_attributes": _listener_attributes,
        },
        ref="arn",
        attributes={"attr_listener_arn": "arn"},
    ),
    fitted(
        "AWS::ElasticLoadBalancingV2::ListenerCertificate",
        "aws_lb_listener_certificate",
        conversions={"certificates": first_of("certificate_arn", "certificate_arn")},
    ),
    fitted(
        "AWS::ElasticLoadBalancingV2::ListenerRule",
        "aws_lb_listener_rule",
        _actions("actions"),
        {
            "actions.authenticate_cognito_config.session_timeout": number,
            "actions.authenticate_oidc_config.session_timeout": number,
        },
        conversions={"conditions": _conditions},
        ref="arn",
        attributes={"attr_rule_arn": "arn"},
    ),
    fitted(
        "AWS::ElasticLoadBalancingV2::TargetGroup",
        "aws_lb_target_group",
        conversions={"target_group_attributes": _target_attributes},
        ref="arn",
        attributes={
            "attr_target_group_arn": "arn",
            "attr_target_group_full_name": "arn_suffix",
            "attr_target_group_name": "name",
        },
        finish=target_group,
    ),
    fitted(
        "AWS::ElasticLoadBalancingV2::TrustStore",
        "aws_lb_trust_store",
        ref="arn",
        attributes={"attr_trust_store_arn": "arn"},
    ),
    fitted(
        "AWS::ElasticLoadBalancing::LoadBalancer",
        "aws_elb",
        {
            "access_logging_policy": "access_logs",
            "access_logging_policy.s3_bucket_name": "bucket",
            "access_logging_policy.s3_bucket_prefix": "bucket_prefix",
            "access_logging_policy.emit_interval": "interval",
            "app_cookie_stickiness_policy": NOTHING,
            "connection_draining_policy": UP,
            "connection_draining_policy.enabled": "connection_draining",
            "connection_draining_policy.timeout": "connection_draining_timeout",
            "connection_settings": UP,
            "cross_zone": "cross_zone_load_balancing",
            "lb_cookie_stickiness_policy": NOTHING,
            "listeners.load_balancer_port": "lb_port",
            "listeners.protocol": "lb_protocol",
            "listeners.policy_names": NOTHING,
            "load_balancer_name": "name",
            "policies": NOTHING,
        },
        {
            "listeners.load_balancer_port": number,
            "listeners.instance_port": number,
            "health_check.interval": number,
            "health_check.timeout": number,
            "health_check.healthy_threshold": number,
            "health_check.unhealthy_threshold": number,
        },
        conversions={"scheme": scheme},
        ref="name",
        attributes={
            "attr_canonical_hosted_zone_name_id": "zone_id",
            "attr_source_security_group_group_name": "source_security_group",
        },
    ),
)
