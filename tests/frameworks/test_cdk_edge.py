"""Names and certificates of the CDK: what is not known of them stays open."""

from __future__ import annotations

import pytest
from cdk_programs import ts
from recognising import Recognised, plain

_R = "const r = cdk.aws_route53; "
_ZONE = _R + "const zone = new r.HostedZone(this, 'Z', { zoneName: 'example.com' }); "


def _record(name: str) -> Recognised:
    return ts(
        f"{_ZONE}new r.ARecord(this, 'A', {{ zone, recordName: {name}, target: r.RecordTarget.fromIpAddresses('1.2.3.4') }});"
    )


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("'www'", "www.example.com"),
        ("'www.example.com'", "www.example.com"),
        ("'example.com'", "example.com"),
        ("'other.org.'", "other.org"),
        ("process.env.X", "?"),
    ],
)
def test_names_of_records_are_completed(written: str, expected: str) -> None:
    assert plain(_record(written).one("aws_route53_record")["name"]) == expected


def test_a_target_that_is_not_known() -> None:
    record = ts(_ZONE + "new r.ARecord(this, 'A', { zone, target: JSON.parse('x') });").one(
        "aws_route53_record"
    )
    assert record["records"].is_unknown()
    assert record["alias"].is_unknown()
    assert record["ttl"].is_unknown()


def test_an_alias_of_the_author() -> None:
    record = ts(
        _ZONE
        + "new r.ARecord(this, 'A', { zone, target: r.RecordTarget.fromAlias({ bind: () => ({ dnsName: 'a', hostedZoneId: 'b' }) }) });"
    ).one("aws_route53_record")
    assert record["alias"].is_unknown()
    assert record["records"].is_absent()


def test_a_zone_that_is_not_known() -> None:
    record = ts(
        _R
        + "new r.ARecord(this, 'A', { zone: JSON.parse('x'), recordName: 'a', target: r.RecordTarget.fromIpAddresses('1.2.3.4') });"
    ).one("aws_route53_record")
    assert record["zone_id"].is_unknown()
    assert record["name"].is_unknown()


def test_a_zone_that_is_looked_up() -> None:
    program = ts(
        _R + "const zone = r.HostedZone.fromLookup(this, 'Z', { domainName: 'example.com' });"
        "new r.CnameRecord(this, 'C', { zone, recordName: 'a', domainName: 'b' });"
    )
    assert plain(program.one("aws_route53_record")["name"]) == "a.example.com"
    assert program.one("aws_route53_zone").external


def test_a_network_that_may_be_added() -> None:
    zone = ts(_ZONE + "if (process.env.X) zone.addVpc(new ec2.Vpc(this, 'V'));").one("aws_route53_zone")
    assert not zone["vpc"].is_closed()


def test_a_certificate_with_an_unknown_validation() -> None:
    program = ts("new acm.Certificate(this, 'C', { domainName: 'a', validation: JSON.parse('x') });")
    assert program.one("aws_acm_certificate")["validation_method"].is_unknown()


def test_a_certificate_with_an_unknown_zone() -> None:
    program = ts(
        "new acm.Certificate(this, 'C', { domainName: 'a', validation: acm.CertificateValidation.fromDns(JSON.parse('x')) });"
    )
    assert program.one("aws_route53_record")["zone_id"].is_unknown()


def test_cloudformation_may_spell_its_arguments_itself() -> None:
    program = ts(
        "new cdk.CfnResource(this, 'R', { type: 'AWS::Route53::RecordSet', properties: { TTL: '60', Name: 'a.b.' } });"
        "new cdk.CfnResource(this, 'Z', { type: 'AWS::Route53::HostedZone', properties: { Name: 'b', VPCs: [{ VPCId: 'v' }] } });"
    )
    assert plain(program.one("aws_route53_record")["ttl"]) == 60
    assert plain(program.one("aws_route53_zone")["vpc"]) == [{"vpc_id": "v"}]
