"""Certificates, and how it is proved whose names they are for."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Arguments, Call, Recipe
from stackproof.frameworks.cdk.described import Arranged, describe
from stackproof.frameworks.cdk.thing import Made, Node, Opaque
from stackproof.model.values import MapEntry, ResourceReference, Scalar, Sequence, Unknown, Value
from stackproof.model.values import Mapping as MappingValue


class Validation(Opaque):
    """How a certificate is validated: ``zone`` for all names, ``zones`` or ``mails`` by name."""

    def __init__(
        self, method: str, zone: Value | None = None, zones: Value | None = None, mails: Value | None = None
    ) -> None:
        super().__init__((), "a validation")
        self.method = method
        self.zone = zone
        self.zones = zones
        self.mails = mails


def _certificate(call: Call) -> Node:
    props, world = call.props(), call.world
    made = Arranged(props)
    made.copy("domain_name", "subject_alternative_names")
    validation = _given(props)
    if validation is None:
        for name in ("validation_method", "domain_validation_options"):
            made.put(name, Unknown("a validation"), "validation")
    else:
        made.put("validation_method", validation.method, "validation")
        made.put("domain_validation_options", _options(call, props, validation), "validation")
    _switch(made, "transparency_logging_enabled", "certificate_transparency_logging_preference")
    algorithm = props.get("key_algorithm")
    if not algorithm.is_absent():
        made.put("key_algorithm", algorithm, "key_algorithm")
    for read in ("certificate_name", "allow_export", "validation_domains", "hosted_zone", "region"):
        props.entry(read)
    found = describe(world, "AWS::CertificateManager::Certificate", world.name(call), made)
    named = props.get("certificate_name")
    tag = Unknown("the path of the certificate") if named.is_absent() else named
    tags = MappingValue({"Name": MapEntry(tag)})
    found.resource.properties.entries["tags"] = MapEntry(tags)
    return Made(found.resource, {"certificate_arn": "arn"})


def _given(props: Arguments) -> Validation | None:
    node = props.node("validation")
    if isinstance(node, Validation):
        return node
    if props.raw("validation") is not None or props.open:
        return None
    method = props.get("validation_method")
    if method.is_absent() or method.is_("EMAIL"):
        return Validation("EMAIL", mails=props.raw("validation_domains"))
    return Validation("DNS") if method.is_("DNS") else None


def _switch(made: Arranged, source: str, target: str) -> None:
    on = made.props.get(source)
    if on.is_absent():
        return
    known = on.is_(True) or on.is_(False)
    word = Scalar("ENABLED" if on.is_(True) else "DISABLED", origin=on.origin)
    made.put(target, word if known else Unknown("a switch", (on,), origin=on.origin), source)


def _options(call: Call, props: Arguments, validation: Validation) -> Value | None:
    """What is said of every name of the certificate."""
    others = props.get("subject_alternative_names")
    names = [props.get("domain_name"), *others.items()]
    is_open = not (others.is_closed() or others.is_absent())
    if validation.method == "DNS":
        # The record of a name serves for what a star stands for, too.
        texts = [n.text() for n in names]
        names = [
            n
            for n, t in zip(names, texts, strict=True)
            if t is None or t.replace("*.", "") not in texts or "*." not in t
        ]
        found = [_in_zone(call, name, validation) for name in names]
    else:
        found = [_by_mail(call, name, validation) for name in names]
    options: list[Value] = [option for option in found if option is not None]
    return Sequence(options, open=is_open) if options or is_open else None


def _by_key(call: Call, table: Value | None, name: Value) -> Value | None:
    """The evaluated value that a table of the program has for a name; None without one."""
    text = name.text()
    if not isinstance(table, MappingValue) or text is None or text not in table.entries:
        return None
    return table.entries[text].value


def _in_zone(call: Call, name: Value, validation: Validation) -> Value | None:
    value = _by_key(call, validation.zones, name)
    if value is None:
        value = validation.zone
    if value is None:
        unsure = validation.zones is not None and (name.text() is None or not validation.zones.is_closed())
        return Unknown("a zone for a name", (name,)) if unsure else None
    zone = call.world.node(value)
    known = ResourceReference(zone.resource, "zone_id") if isinstance(zone, Made) else Unknown("a zone")
    return MappingValue({"domain_name": MapEntry(name), "hosted_zone_id": MapEntry(known)})


def _by_mail(call: Call, name: Value, validation: Validation) -> Value:
    value = _by_key(call, validation.mails, name)
    domain = (
        call.world.fold(value) if value is not None else Unknown("the domain that a name belongs to", (name,))
    )
    return MappingValue({"domain_name": MapEntry(name), "validation_domain": MapEntry(domain)})


def _by_dns(call: Call) -> Node:
    return Validation("DNS", call.argument(0, "hosted_zone"))


def _by_dns_in_zones(call: Call) -> Node:
    return Validation("DNS", zones=call.argument(0, "hosted_zones"))


def _by_email(call: Call) -> Node:
    return Validation("EMAIL", mails=call.argument(0, "validation_domains"))


def _by_function(call: Call) -> Node:
    """``new DnsValidatedCertificate(...)``: a function of the library's own asks for it, perhaps in another region."""
    props = call.props()
    zone = props.raw("hosted_zone")
    made = Arranged(props)
    made.copy("domain_name", "subject_alternative_names")
    made.put("validation_method", "DNS")
    made.put("domain_validation_options", _options(call, props, Validation("DNS", zone)), "hosted_zone")
    _switch(made, "transparency_logging_enabled", "certificate_transparency_logging_preference")
    for read in (
        "region", "route53_endpoint", "custom_resource_role", "cleanup_route53_records", "validation", "certificate_name",
        "key_algorithm", "allow_export",
    ):  # fmt: skip
        props.entry(read)
    resource = describe(
        call.world, "AWS::CertificateManager::Certificate", call.world.name(call), made
    ).resource
    region = props.get("region")
    if not region.is_absent():
        resource.properties.entries["region"] = MapEntry(region)
    return Made(resource, {"certificate_arn": "arn"})


def _private(call: Call) -> Node:
    """``new PrivateCertificate(this, 'id', { certificateAuthority })``."""
    props = call.props()
    made = Arranged(props)
    made.copy("domain_name", "subject_alternative_names", "key_algorithm")
    authority = props.thing("certificate_authority")
    known = isinstance(authority, Made)
    arn = ResourceReference(authority.resource, "arn") if known else Unknown("an authority")  # type: ignore[union-attr]
    made.put("certificate_authority_arn", arn, "certificate_authority")
    props.entry("allow_export")
    resource = describe(
        call.world, "AWS::CertificateManager::Certificate", call.world.name(call), made
    ).resource
    return Made(resource, {"certificate_arn": "arn"})


def _external(call: Call) -> Node:
    resource = call.world.external("aws_acm_certificate", call)
    return Made(resource, {"certificate_arn": "arn"}, fragile=False)


_C = "aws-certificatemanager"
RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        f"{_C}.Certificate": _certificate,
        f"{_C}.Certificate.from_certificate_arn": _external,
        f"{_C}.DnsValidatedCertificate": _by_function,
        f"{_C}.PrivateCertificate": _private,
        f"{_C}.PrivateCertificate.from_certificate_arn": _external,
        f"{_C}.CertificateValidation.from_dns": _by_dns,
        f"{_C}.CertificateValidation.from_dns_multi_zone": _by_dns_in_zones,
        f"{_C}.CertificateValidation.from_email": _by_email,
    }
)
