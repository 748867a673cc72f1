"""CloudFormation's zones, records and certificates."""

from __future__ import annotations

from stackproof.frameworks.cdk.cfn_changes import number
from stackproof.frameworks.cdk.cfn_kind import Kind
from stackproof.frameworks.cdk.conversions import each
from stackproof.frameworks.cdk.fitting import NOTHING, UP, WHOLE, Fit
from stackproof.frameworks.cdk.parts import listed, part
from stackproof.frameworks.cdk.reshaping import inside, pairs
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import (
    Absent,
    MapEntry,
    Mapping,
    ResourceReference,
    Scalar,
    Sequence,
    Unknown,
    Value,
)


def _undotted(value: Value) -> Value:
    """A domain name without the dot at its end."""

    def change(single: Value) -> Value:
        text = single.text()
        return single if text is None else Scalar(text.removesuffix("."), origin=single.origin)

    return each(value, change)


def _zone(world: World, zone: Resource) -> None:
    """Logs of queries are a resource of their own."""
    logging = zone.properties.entries.pop("query_logging_config", None)
    if logging is not None:
        group = logging.value.get("cloud_watch_logs_log_group_arn")
        reference = ResourceReference(zone, "zone_id")
        part(
            world,
            zone,
            "aws_route53_query_log",
            {"zone_id": reference, "cloudwatch_log_group_arn": group},
            logging,
        )


def _record(world: World, record: Resource) -> None:
    """A zone that is given by its name may be any."""
    entries = record.properties.entries
    named = entries.pop("hosted_zone_name", None)
    if named is not None and "zone_id" not in entries:
        entries["zone_id"] = MapEntry(Unknown("a zone by its name", (named.value,)), named.key_origin)


def _certificate(world: World, certificate: Resource) -> None:
    """CloudFormation waits until a certificate is valid, and makes the records for it in the zones it is told."""
    entries = certificate.properties.entries
    options = entries.pop("domain_validation_options", None)
    if "certificate_authority_arn" in entries:
        return
    names: list[Value] = []
    mails: list[Value] = []
    for count, option in enumerate(
        [] if options is None else listed(options.value, "options of a certificate")
    ):
        if option.get("validation_domain").is_present():
            mails.append(_mail(option))
        elif not option.get("hosted_zone_id").is_absent():
            record = _validation_record(world, certificate, count, option)
            names.append(ResourceReference(record, "fqdn"))
    if mails:
        entries["validation_option"] = MapEntry(
            Sequence(mails), None, None if options is None else options.origin
        )
    part(
        world,
        certificate,
        "aws_acm_certificate_validation",
        {
            "certificate_arn": ResourceReference(certificate, "arn"),
            "validation_record_fqdns": Sequence(names) if names else None,
        },
    )


def _mail(option: Value) -> Value:
    names = ("domain_name", "validation_domain")
    return Mapping({name: MapEntry(option.get(name)) for name in names}, origin=option.origin)


def _validation_record(world: World, certificate: Resource, number: int, option: Value) -> Resource:
    def of(name: str) -> Value:
        return ResourceReference(certificate, f"domain_validation_options[{number}].resource_record_{name}")

    zone = option.get("hosted_zone_id")
    return part(
        world,
        certificate,
        "aws_route53_record",
        {
            "zone_id": Unknown("a zone", (option,)) if isinstance(zone, Absent) else zone,
            "name": of("name"),
            "type": of("type"),
            "records": Sequence([of("value")]),
        },
        MapEntry(option),
        name=f"Validation{number}",
    )


_CHECK = {
    "fully_qualified_domain_name": "fqdn",
    "inverted": "invert_healthcheck",
    "child_health_checks": "child_healthchecks",
    "health_threshold": "child_health_threshold",
    "alarm_identifier": UP,
    "alarm_identifier.name": "cloudwatch_alarm_name",
    "alarm_identifier.region": "cloudwatch_alarm_region",
}

KINDS: tuple[Kind, ...] = (
    Kind(
        "AWS::Route53::HostedZone",
        "aws_route53_zone",
        ref="zone_id",
        attributes={"attr_id": "zone_id"},
        fit=Fit(
            "aws_route53_zone",
            {
                "hosted_zone_config": WHOLE,
                "hosted_zone_features": UP,
                "hosted_zone_features.enable_accelerated_recovery": "enable_accelerated_recovery",
                "hosted_zone_tags": "tags",
                "vpcs": "vpc",
                # As CloudFormation itself spells it.
                "vp_cs": "vpc",
            },
            {"name": _undotted, "hosted_zone_tags": pairs},
        ),
        finish=_zone,
    ),
    Kind(
        "AWS::Route53::RecordSet",
        "aws_route53_record",
        ref="fqdn",
        fit=Fit(
            "aws_route53_record",
            {
                "alias_target": "alias",
                "alias_target.dns_name": "name",
                "alias_target.hosted_zone_id": "zone_id",
                "cidr_routing_config": "cidr_routing_policy",
                "cidr_routing_config.location_name": "location_name",
                "comment": NOTHING,
                "failover": "failover_routing_policy",
                "geo_location": "geolocation_routing_policy",
                "geo_location.continent_code": "continent",
                "geo_location.country_code": "country",
                "geo_location.subdivision_code": "subdivision",
                "hosted_zone_id": "zone_id",
                "multi_value_answer": "multivalue_answer_routing_policy",
                "region": "latency_routing_policy",
                "resource_records": "records",
                "weight": "weighted_routing_policy",
                # As CloudFormation itself spells it.
                "TTL": "ttl",
            },
            {
                "name": _undotted,
                "ttl": number,
                "TTL": number,
                "failover": inside("type"),
                "region": inside("region"),
                "weight": inside("weight"),
            },
        ),
        finish=_record,
    ),
    Kind(
        "AWS::Route53::HealthCheck",
        "aws_route53_health_check",
        fit=Fit(
            "aws_route53_health_check",
            {
                "health_check_config": WHOLE,
                "health_check_tags": "tags",
                **{f"health_check_config.{name}": target for name, target in _CHECK.items()},
            },
            {"health_check_tags": pairs},
        ),
    ),
    Kind(
        "AWS::CertificateManager::Certificate",
        "aws_acm_certificate",
        ref="arn",
        attributes={"attr_certificate_arn": "arn"},
        fit=Fit(
            "aws_acm_certificate",
            {
                "certificate_export": NOTHING,
                "certificate_transparency_logging_preference": "options",
            },
            {
                "certificate_transparency_logging_preference": inside(
                    "certificate_transparency_logging_preference"
                )
            },
        ),
        finish=_certificate,
    ),
)
