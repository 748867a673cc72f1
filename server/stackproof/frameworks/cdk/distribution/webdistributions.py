"""``CloudFrontWebDistribution``, the library's first construct for distributions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe, arguments_of
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.distribution.binding import DistributionThing
from stackproof.frameworks.cdk.distribution.distributions import log_bucket, restrictions, short
from stackproof.frameworks.cdk.distribution.websources import WebBehaviors, WebSources
from stackproof.frameworks.cdk.options import attribute_of, given, given_or
from stackproof.frameworks.cdk.s3 import BucketThing
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made, Node, Opaque
from stackproof.model.values import MapEntry, ResourceReference, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue


class Certificate(Opaque):
    """What viewers are shown, and the names that it is for."""

    def __init__(self, shown: Value, aliases: Value) -> None:
        super().__init__((shown,))
        self.shown = shown
        self.aliases = aliases


def _web(call: Call) -> Node:
    world, props = call.world, call.props()
    config = Arranged(props)
    config.put("comment", short(given(props, "comment")), "comment")
    for source, target, held in (
        ("enabled", "enabled", True),
        ("default_root_object", "default_root_object", "index.html"),
        ("http_version", "http_version", "http2"),
        ("price_class", "price_class", "PriceClass_100"),
        ("enable_ip_v6", "ipv6_enabled", True),
    ):
        config.put(target, given_or(props, source, held), source)
    config.copy("web_acl_id", error_configurations="custom_error_responses")
    config.put("restrictions", restrictions(props), "geo_restriction")
    _certificate(config)
    bucket = _logging(call, config)
    for later in ("origin_configs", "viewer_protocol_policy"):
        props.entry(later)
    made = Arranged(props)
    made.put("distribution_config", MappingValue(config.entries))
    resource = describe(world, "AWS::CloudFront::Distribution", world.name(call), made).resource
    thing = DistributionThing(call, resource)
    if bucket is not None:
        thing.attributes["logging_bucket"] = bucket
    _sources(call, props, thing)
    return thing


def _sources(call: Call, props: Arguments, thing: DistributionThing) -> None:
    """The origins, each with its behaviours."""
    listed = props.elements("origin_configs")
    sources, behaviors = WebSources(call, thing), WebBehaviors(call, props, thing)
    for number, element in enumerate(listed or (), 1):
        inner = arguments_of(call.world, element)
        if inner is None:
            thing.lose_behaviors(call, call.world.fold(element))
            behaviors.unclear = True
            continue
        behaviors.add(inner, sources.add(inner, number))
    if listed is None:
        thing.lose_behaviors(call, props.get("origin_configs"))
        behaviors.unclear = True
    behaviors.settle()


def _certificate(config: Arranged) -> None:
    props = config.props
    node, older = props.node("viewer_certificate"), props.nested("alias_configuration")
    if isinstance(node, Certificate):
        config.put("viewer_certificate", node.shown, "viewer_certificate")
        config.put("aliases", node.aliases, "viewer_certificate")
    elif older is not None and props.absent("viewer_certificate"):
        shown = block(
            acm_certificate_arn=older.get("acm_cert_ref"),
            ssl_support_method=given_or(older, "ssl_method", "sni-only"),
            minimum_protocol_version=given(older, "security_policy"),
        )
        config.put("viewer_certificate", shown, "alias_configuration")
        config.put("aliases", given(older, "names"), "alias_configuration")
    elif props.absent("viewer_certificate") and props.absent("alias_configuration"):
        config.put("viewer_certificate", block(cloud_front_default_certificate=default(True)))
    else:
        for name in ("viewer_certificate", "aliases"):
            config.put(name, Unknown("a certificate"), "viewer_certificate")


def _logging(call: Call, config: Arranged) -> Made | None:
    """Logs, and the bucket that they go to where it is known."""
    props = config.props
    inner = props.nested("logging_config")
    if inner is None:
        config.put("logging", None if props.absent("logging_config") else Unknown("logs"), "logging_config")
        return None
    bucket, written = inner.thing("bucket"), inner.raw("bucket")
    if written is None and inner.absent("bucket"):
        bucket = BucketThing(call.world, log_bucket(call, None).resource)
    known = isinstance(bucket, Made)
    name = (
        ResourceReference(bucket.resource, "bucket_regional_domain_name")
        if isinstance(bucket, Made)
        else None
    )
    logs = block(
        bucket=name if name is not None else Unknown("a bucket"),
        include_cookies=given_or(inner, "include_cookies", False),
        prefix=given(inner, "prefix"),
    )
    config.put("logging", logs, "logging_config")
    return bucket if known and isinstance(bucket, Made) else None


def _from_acm(call: Call) -> Node:
    """``ViewerCertificate.fromAcmCertificate(certificate, { aliases, securityPolicy, sslMethod })``."""
    value = call.argument(0, "certificate")
    arn = (
        attribute_of(call.world, value, "certificate_arn") if value is not None else Unknown("a certificate")
    )
    return _shown(call.props(1), {"acm_certificate_arn": MapEntry(arn)})


def _from_iam(call: Call) -> Node:
    number = call.folded(0, "iam_certificate_id")
    return _shown(
        call.props(1), {"iam_certificate_id": MapEntry(number if number is not None else Unknown("an id"))}
    )


def _shown(props: Arguments, entries: dict[str, MapEntry]) -> Node:
    made = Arranged(props)
    made.put("ssl_support_method", given_or(props, "ssl_method", "sni-only"), "ssl_method")
    made.put("minimum_protocol_version", given(props, "security_policy"), "security_policy")
    return Certificate(MappingValue({**entries, **made.entries}), given_or(props, "aliases", Sequence([])))


def _own(call: Call) -> Node:
    aliases = call.rest(0)
    shown = block(cloud_front_default_certificate=True)
    return Certificate(shown, Sequence(aliases or [], open=aliases is None))


_F = "aws-cloudfront"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_F}.CloudFrontWebDistribution": _web,
        f"{_F}.ViewerCertificate.from_acm_certificate": _from_acm,
        f"{_F}.ViewerCertificate.from_iam_certificate": _from_iam,
        f"{_F}.ViewerCertificate.from_cloud_front_default_certificate": _own,
    }
)
