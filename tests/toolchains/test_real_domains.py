"""Zones, records and certificates of CDK programs are those which the real library synthesises."""

from __future__ import annotations

from pathlib import Path

from data_types import TYPES
from realness import differences

CASES = {
    "zones": (
        """const vpc = new ec2.Vpc(stack, 'V', { maxAzs: 2 });
        const zone = new route53.PublicHostedZone(stack, 'Z', { zoneName: 'example.com', comment: 'c', caaAmazon: true });
        new route53.PrivateHostedZone(stack, 'PZ', { zoneName: 'in.example.com', vpc });
        const hz = new route53.HostedZone(stack, 'HZ', { zoneName: 'h.example.com.', vpcs: [vpc] });
        hz.addVpc(vpc);
        zone.addDelegation(new route53.PublicHostedZone(stack, 'Sub', { zoneName: 'sub.example.com' }));
        zone.grantDelegation(new iam.Role(stack, 'Role', { assumedBy: new iam.AccountPrincipal('111111111111') }));
        const hc = new route53.HealthCheck(stack, 'HC', { type: route53.HealthCheckType.HTTPS, fqdn: 'x.y', failureThreshold: 2, requestInterval: cdk.Duration.seconds(10), measureLatency: true });
        new route53.HealthCheck(stack, 'HC2', { type: route53.HealthCheckType.CALCULATED, childHealthChecks: [hc] });
        new route53.HealthCheck(stack, 'HC3', { type: route53.HealthCheckType.TCP, ipAddress: '1.2.3.4', port: 5 });""",
        """vpc = ec2.Vpc(stack, "V", max_azs=2)
zone = route53.PublicHostedZone(stack, "Z", zone_name="example.com", comment="c", caa_amazon=True)
route53.PrivateHostedZone(stack, "PZ", zone_name="in.example.com", vpc=vpc)
hz = route53.HostedZone(stack, "HZ", zone_name="h.example.com.", vpcs=[vpc])
hz.add_vpc(vpc)
zone.add_delegation(route53.PublicHostedZone(stack, "Sub", zone_name="sub.example.com"))
zone.grant_delegation(iam.Role(stack, "Role", assumed_by=iam.AccountPrincipal("111111111111")))
hc = route53.HealthCheck(stack, "HC", type=route53.HealthCheckType.HTTPS, fqdn="x.y", failure_threshold=2, request_interval=cdk.Duration.seconds(10), measure_latency=True)
route53.HealthCheck(stack, "HC2", type=route53.HealthCheckType.CALCULATED, child_health_checks=[hc])
route53.HealthCheck(stack, "HC3", type=route53.HealthCheckType.TCP, ip_address="1.2.3.4", port=5)""",
    ),
    "records": (
        """const vpc = new ec2.Vpc(stack, 'V', { maxAzs: 2 });
        const zone = new route53.HostedZone(stack, 'Z', { zoneName: 'example.com' });
        const lb = new elbv2.ApplicationLoadBalancer(stack, 'LB', { vpc });
        new route53.ARecord(stack, 'A', { zone, recordName: 'www', target: route53.RecordTarget.fromAlias(new route53_targets.LoadBalancerTarget(lb)) });
        new route53.ARecord(stack, 'A2', { zone, target: route53.RecordTarget.fromIpAddresses('1.2.3.4'), ttl: cdk.Duration.minutes(5), comment: 'k' });
        new route53.AaaaRecord(stack, 'A3', { zone, recordName: 'six.example.com', target: route53.RecordTarget.fromIpAddresses('::1'), weight: 10, setIdentifier: 'w' });
        new route53.CnameRecord(stack, 'C', { zone, recordName: 'c', domainName: 'd.e.f', geoLocation: route53.GeoLocation.country('US') });
        new route53.TxtRecord(stack, 'T', { zone, values: ['a b', 'c"d'], recordName: 't.example.com.' });
        new route53.MxRecord(stack, 'M', { zone, values: [{ hostName: 'm', priority: 10 }] });
        new route53.SrvRecord(stack, 'S', { zone, values: [{ hostName: 'm', priority: 10, port: 1, weight: 5 }] });
        new route53.CaaRecord(stack, 'CA', { zone, values: [{ flag: 0, tag: route53.CaaTag.ISSUE, value: 'x' }] });
        new route53.NsRecord(stack, 'N', { zone, values: ['ns1', 'ns2'] });
        new route53.RecordSet(stack, 'R', { zone, recordType: route53.RecordType.PTR, target: route53.RecordTarget.fromValues('x'), region: 'us-east-1' });
        new route53.ZoneDelegationRecord(stack, 'ZD', { zone, nameServers: ['a', 'b'] });
        new route53.ARecord(stack, 'Copy', { zone, recordName: 'copy', target: route53.RecordTarget.fromAlias(new route53_targets.Route53RecordTarget(new route53.ARecord(stack, 'First', { zone, recordName: 'first', target: route53.RecordTarget.fromIpAddresses('1.1.1.1') }))) });
        const hc = new route53.HealthCheck(stack, 'HC', { type: route53.HealthCheckType.HTTP, fqdn: 'x.y' });
        new route53.ARecord(stack, 'A4', { zone, recordName: 'hc', target: route53.RecordTarget.fromIpAddresses('1.2.3.5'), multiValueAnswer: true, healthCheck: hc });""",
        """vpc = ec2.Vpc(stack, "V", max_azs=2)
zone = route53.HostedZone(stack, "Z", zone_name="example.com")
lb = elbv2.ApplicationLoadBalancer(stack, "LB", vpc=vpc)
route53.ARecord(stack, "A", zone=zone, record_name="www", target=route53.RecordTarget.from_alias(route53_targets.LoadBalancerTarget(lb)))
route53.ARecord(stack, "A2", zone=zone, target=route53.RecordTarget.from_ip_addresses("1.2.3.4"), ttl=cdk.Duration.minutes(5), comment="k")
route53.AaaaRecord(stack, "A3", zone=zone, record_name="six.example.com", target=route53.RecordTarget.from_ip_addresses("::1"), weight=10, set_identifier="w")
route53.CnameRecord(stack, "C", zone=zone, record_name="c", domain_name="d.e.f", geo_location=route53.GeoLocation.country("US"))
route53.TxtRecord(stack, "T", zone=zone, values=["a b", 'c"d'], record_name="t.example.com.")
route53.MxRecord(stack, "M", zone=zone, values=[route53.MxRecordValue(host_name="m", priority=10)])
route53.SrvRecord(stack, "S", zone=zone, values=[route53.SrvRecordValue(host_name="m", priority=10, port=1, weight=5)])
route53.CaaRecord(stack, "CA", zone=zone, values=[route53.CaaRecordValue(flag=0, tag=route53.CaaTag.ISSUE, value="x")])
route53.NsRecord(stack, "N", zone=zone, values=["ns1", "ns2"])
route53.RecordSet(stack, "R", zone=zone, record_type=route53.RecordType.PTR, target=route53.RecordTarget.from_values("x"), region="us-east-1")
route53.ZoneDelegationRecord(stack, "ZD", zone=zone, name_servers=["a", "b"])
route53.ARecord(stack, "Copy", zone=zone, record_name="copy", target=route53.RecordTarget.from_alias(route53_targets.Route53RecordTarget(route53.ARecord(stack, "First", zone=zone, record_name="first", target=route53.RecordTarget.from_ip_addresses("1.1.1.1")))))
hc = route53.HealthCheck(stack, "HC", type=route53.HealthCheckType.HTTP, fqdn="x.y")
route53.ARecord(stack, "A4", zone=zone, record_name="hc", target=route53.RecordTarget.from_ip_addresses("1.2.3.5"), multi_value_answer=True, health_check=hc)""",
    ),
    "certificates": (
        """const zone = new route53.HostedZone(stack, 'Z', { zoneName: 'example.com' });
        const other = new route53.HostedZone(stack, 'O', { zoneName: 'y.com' });
        new acm.Certificate(stack, 'Cert', { domainName: 'example.com', subjectAlternativeNames: ['*.example.com', 'b.example.com'], validation: acm.CertificateValidation.fromDns(zone),
          keyAlgorithm: acm.KeyAlgorithm.EC_PRIME256V1, certificateName: 'cn', transparencyLoggingEnabled: false });
        new acm.Certificate(stack, 'Plain', { domainName: 'a.example.com', validation: acm.CertificateValidation.fromDns() });
        new acm.Certificate(stack, 'Mail', { domainName: 'a.example.com', validation: acm.CertificateValidation.fromEmail({ 'a.example.com': 'example.com' }) });
        new acm.Certificate(stack, 'Zones', { domainName: 'a.example.com', subjectAlternativeNames: ['b.y.com'], validation: acm.CertificateValidation.fromDnsMultiZone({ 'a.example.com': zone, 'b.y.com': other }) });""",
        """zone = route53.HostedZone(stack, "Z", zone_name="example.com")
other = route53.HostedZone(stack, "O", zone_name="y.com")
acm.Certificate(stack, "Cert", domain_name="example.com", subject_alternative_names=["*.example.com", "b.example.com"], validation=acm.CertificateValidation.from_dns(zone),
    key_algorithm=acm.KeyAlgorithm.EC_PRIME256_V1, certificate_name="cn", transparency_logging_enabled=False)
acm.Certificate(stack, "Plain", domain_name="a.example.com", validation=acm.CertificateValidation.from_dns())
acm.Certificate(stack, "Mail", domain_name="a.example.com", validation=acm.CertificateValidation.from_email({"a.example.com": "example.com"}))
acm.Certificate(stack, "Zones", domain_name="a.example.com", subject_alternative_names=["b.y.com"], validation=acm.CertificateValidation.from_dns_multi_zone({"a.example.com": zone, "b.y.com": other}))""",
    ),
}


def test_typescript_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "typescript", tmp_path, TYPES) == {}


def test_python_graphs_are_real(tmp_path: Path) -> None:
    assert differences(CASES, "python", tmp_path, TYPES) == {}
