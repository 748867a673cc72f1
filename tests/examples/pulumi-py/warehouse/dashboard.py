"""The dashboard's load balancer, with its certificate."""

import pulumi
import pulumi_aws as aws

from .network import Network
from .settings import Settings


def issue_certificate(settings: Settings) -> pulumi.Output[str]:
    zone = aws.route53.get_zone(name=settings.domain)
    certificate = aws.acm.Certificate(
        settings.name("dashboard"),
        domain_name=f"{settings.suffix}.{settings.domain}",
        validation_method="DNS",
    )
    option = certificate.domain_validation_options("0")
    record = aws.route53.Record(
        settings.name("dashboard-validation"),
        zone_id=zone.zone_id,
        name=option.resource_record_name,
        type=option.resource_record_type,
        records=[option.resource_record_value],
        ttl=60,
    )
    validation = aws.acm.CertificateValidation(
        settings.name("dashboard"), certificate_arn=certificate.arn, validation_record_fqdns=[record.fqdn]
    )
    return validation.certificate_arn


def create_dashboard(settings: Settings, network: Network, log_bucket: aws.s3.Bucket) -> aws.lb.LoadBalancer:
    balancer = aws.lb.LoadBalancer(
        settings.name("dashboard"),
        subnets=network.public_ids,
        security_groups=[network.security_group.id],
        enable_deletion_protection=True,
        access_logs=aws.lb.LoadBalancerAccessLogsArgs(bucket=log_bucket.bucket, enabled=True),
        tags=settings.tags("dashboard"),
    )
    targets = aws.lb.TargetGroup(
        settings.name("dashboard"), port=8501, protocol="HTTP", target_type="ip", vpc_id=network.vpc.id
    )
    aws.lb.Listener(
        settings.name("dashboard"),
        load_balancer_arn=balancer.arn,
        port=443,
        protocol="HTTPS",
        certificate_arn=issue_certificate(settings),
        default_actions=[{"type": "forward", "target_group_arn": targets.arn}],
    )
    return balancer
