import pulumi_aws as aws


def create_certificate(domain: str) -> tuple[aws.route53.Zone, aws.acm.CertificateValidation]:
    zone = aws.route53.Zone("zone", name=domain)
    certificate = aws.acm.Certificate("certificate", domain_name=f"shop.{domain}", validation_method="DNS")
    option = certificate.domain_validation_options[0]
    record = aws.route53.Record(
        "validation-record",
        zone_id=zone.zone_id,
        name=option.resource_record_name,
        type=option.resource_record_type,
        records=[option.resource_record_value],
        ttl=60,
    )
    validation = aws.acm.CertificateValidation(
        "certificate-validation",
        certificate_arn=certificate.arn,
        validation_record_fqdns=[record.fqdn],
    )
    return zone, validation


def create_alias(zone: aws.route53.Zone, domain: str, balancer: aws.lb.LoadBalancer) -> None:
    aws.route53.Record(
        "alias",
        zone_id=zone.zone_id,
        name=f"shop.{domain}",
        type=aws.route53.RecordType.A,
        aliases=[
            aws.route53.RecordAliasArgs(
                name=balancer.dns_name, zone_id=balancer.zone_id, evaluate_target_health=True
            )
        ],
    )
