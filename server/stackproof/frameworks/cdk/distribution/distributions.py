"""``cloudfront.Distribution`` with its origins, behaviours, logs and certificate."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.described import Arranged, Described, describe, entry_of
from stackproof.frameworks.cdk.distribution.behaviors import behavior
from stackproof.frameworks.cdk.distribution.binding import DistributionThing
from stackproof.frameworks.cdk.options import attribute_of, each_of, given, given_or
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Node, put
from stackproof.model.values import Mapping as MappingValue
from stackproof.model.values import ResourceReference, Scalar, Sequence, Unknown, Value

_LONGEST_COMMENT = 128
_NEWER_TLS = "@aws-cdk/aws-cloudfront:defaultSecurityPolicyTLSv1.2_2021"


def _distribution(call: Call) -> Node:
    world, props = call.world, call.props()
    config = Arranged(props)
    config.put("enabled", given_or(props, "enabled", True), "enabled")
    config.put("http_version", given_or(props, "http_version", "http2"), "http_version")
    config.put("ipv6_enabled", given_or(props, "enable_ipv6", True), "enable_ipv6")
    config.copy("default_root_object", "price_class", "web_acl_id", domain_names="aliases")
    config.put("comment", short(given(props, "comment")), "comment")
    config.put("custom_error_responses", _errors(props), "error_responses")
    config.put("restrictions", restrictions(props), "geo_restriction")
    config.put("viewer_certificate", _certificate(call, props), "certificate")
    log_name, logging = _logging(call, props)
    config.put("logging", logging, log_name)
    # The rest is read below, when there is a distribution.
    for later in ("default_behavior", "additional_behaviors", "publish_additional_metrics"):
        props.entry(later)
    made = Arranged(props)
    made.put("distribution_config", MappingValue(config.entries))
    resource = describe(world, "AWS::CloudFront::Distribution", world.name(call), made).resource
    thing = DistributionThing(call, resource)
    _default(call, props, thing)
    _additional(call, props, thing)
    _metrics(call, thing, props.get("publish_additional_metrics"))
    return thing


def short(comment: Value | None) -> Value | None:
    """A comment that fits."""
    text = comment.text() if comment is not None else None
    if comment is None or text is None or len(text) <= _LONGEST_COMMENT:
        return comment
    return Scalar(text[: _LONGEST_COMMENT - 3] + "...", origin=comment.origin)


def _default(call: Call, props: Arguments, thing: DistributionThing) -> None:
    """What is done with requests that fit nothing else."""
    inner, entry = props.nested("default_behavior"), props.entry("default_behavior")
    if inner is None:
        thing.lose_origins(call, props.get("default_behavior"))
        put(
            thing.resource,
            "default_cache_behavior",
            Unknown("a behaviour", (props.get("default_behavior"),)),
            entry,
        )
        return
    target = thing.add_origin(call, inner.raw("origin"))
    thing.put("default_cache_behavior", behavior(call, inner, target), entry)


def _additional(call: Call, props: Arguments, thing: DistributionThing) -> None:
    written = props.raw("additional_behaviors")
    if written is None and props.absent("additional_behaviors"):
        return
    if not isinstance(written, MappingValue):
        thing.lose_behaviors(call, props.get("additional_behaviors"))
        return
    for pattern, entry in written.entries.items():
        inner = arguments_of(call.world, entry.value)
        if inner is None:
            thing.lose_behaviors(call, call.world.fold(entry.value))
        else:
            thing.add_behavior(call, Scalar(pattern, origin=entry.key_origin), inner.raw("origin"), inner)
    if written.open:
        thing.lose_behaviors(call, Unknown("behaviours"))


def _errors(props: Arguments) -> Value | None:
    found = each_of(props, "error_responses", _error, "answers to errors")
    return None if found is not None and found.is_empty() else found


def _error(inner: Arguments) -> Value:
    made = Arranged(inner)
    made.copy("response_page_path", ttl="error_caching_min_ttl", http_status="error_code")
    page, code = given(inner, "response_page_path"), given(inner, "response_http_status")
    if page is not None and not page.is_unknown():
        code = given_or(inner, "response_http_status", inner.get("http_status"))
    elif page is not None:
        code = Unknown("a status", () if code is None else (code,))
    made.put("response_code", code, "response_http_status")
    return MappingValue(made.entries, open=inner.open, origin=inner.origin)


def restrictions(props: Arguments) -> Value | None:
    """Where viewers may be."""
    value = given(props, "geo_restriction")
    return None if value is None else block(geo_restriction=value)


def _certificate(call: Call, props: Arguments) -> Value | None:
    written = props.raw("certificate")
    if written is None:
        for ignored in ("minimum_protocol_version", "ssl_support_method"):
            props.entry(ignored)
        return None if props.absent("certificate") else Unknown("a certificate")
    newer = call.world.flag(_NEWER_TLS)
    least: Value = Unknown("a version") if newer is None else default(f"TLSv1.2_20{21 if newer else 19}")
    made = Arranged(props)
    made.put("acm_certificate_arn", attribute_of(call.world, written, "certificate_arn"), "certificate")
    made.put(
        "minimum_protocol_version",
        given_or(props, "minimum_protocol_version", least),
        "minimum_protocol_version",
    )
    made.put("ssl_support_method", given_or(props, "ssl_support_method", "sni-only"), "ssl_support_method")
    return MappingValue(made.entries)


def _logging(call: Call, props: Arguments) -> tuple[str, Value | None]:
    """Logs go to a bucket, which is made when they are asked for and none is given; and the argument that says so."""
    enabled, bucket = props.get("enable_logging"), props.raw("log_bucket")
    prefix, cookies = given(props, "log_file_prefix"), given(props, "log_includes_cookies")
    if bucket is not None:
        name = attribute_of(call.world, bucket, "bucket_regional_domain_name")
        return "log_bucket", block(bucket=name, prefix=prefix, include_cookies=cookies)
    if not props.absent("log_bucket"):
        return "log_bucket", Unknown("logs")
    if enabled.is_absent() or enabled.is_(False):
        return "enable_logging", None
    made = log_bucket(call, "ObjectWriter")
    if not enabled.is_(True):
        for part in (made.resource, *made.beside):
            part.conditional = True
        return "enable_logging", Unknown("logs", (enabled,))
    name = ResourceReference(made.resource, "bucket_regional_domain_name")
    return "enable_logging", block(bucket=name, prefix=prefix, include_cookies=cookies)


def log_bucket(call: Call, ownership: str | None) -> Described:
    """The bucket that is made for logs."""
    by_s3 = block(server_side_encryption_by_default=block(sse_algorithm="AES256"))
    entries = {"bucket_encryption": entry_of(block(server_side_encryption_configuration=Sequence([by_s3])))}
    if ownership is not None:
        entries["ownership_controls"] = entry_of(block(rules=Sequence([block(object_ownership=ownership)])))
    return describe(
        call.world, "AWS::S3::Bucket", f"{call.world.name(call)}/LoggingBucket", entries, implied=True
    )


def _metrics(call: Call, thing: DistributionThing, published: Value) -> None:
    """More is measured than is by itself."""
    if published.is_absent() or published.is_(False):
        return
    status = block(realtime_metrics_subscription_status="Enabled")
    entries = {
        "distribution_id": entry_of(ResourceReference(thing.resource, "id")),
        "monitoring_subscription": entry_of(block(realtime_metrics_subscription_config=status)),
    }
    name = f"{thing.resource.name}/MonitoringSubscription"
    made = describe(call.world, "AWS::CloudFront::MonitoringSubscription", name, entries, implied=True)
    made.resource.conditional = made.resource.conditional or not published.is_(True)


def _external(call: Call) -> Node:
    props = call.props()
    resource = call.world.external("aws_cloudfront_distribution", call)
    put(resource, "id", props.get("distribution_id"))
    put(resource, "domain_name", props.get("domain_name"))
    return DistributionThing(call, resource)


_F = "aws-cloudfront"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_F}.Distribution": _distribution,
        f"{_F}.Distribution.from_distribution_attributes": _external,
        f"{_F}.CloudFrontWebDistribution.from_distribution_attributes": _external,
    }
)
