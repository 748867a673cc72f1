"""Where devices send their readings."""

from cdktf_cdktf_provider_aws.acm_certificate import AcmCertificate
from cdktf_cdktf_provider_aws.acm_certificate_validation import AcmCertificateValidation
from cdktf_cdktf_provider_aws.data_aws_route53_zone import DataAwsRoute53Zone
from cdktf_cdktf_provider_aws.lb import Lb, LbAccessLogs
from cdktf_cdktf_provider_aws.lb_listener import LbListener, LbListenerDefaultAction
from cdktf_cdktf_provider_aws.lb_target_group import LbTargetGroup
from cdktf_cdktf_provider_aws.route53_record import Route53Record
from cdktf_cdktf_provider_aws.s3_bucket import S3Bucket
from constructs import Construct

from .network import Network

DOMAIN = "telemetry.example.org"


class Endpoint(Construct):
    def __init__(self, scope: Construct, id: str, *, environment: str, network: Network) -> None:
        super().__init__(scope, id)
        access_logs = S3Bucket(self, "access-logs", bucket_prefix=f"telemetry-{environment}-")
        self.certificate_arn = self._certificate(f"ingest.{environment}.{DOMAIN}")
        self.balancer = Lb(
            self,
            "alb",
            name=f"telemetry-{environment}",
            subnets=[subnet.id for subnet in network.public_subnets],
            security_groups=[network.security_group.id],
            enable_deletion_protection=environment == "prod",
            access_logs=LbAccessLogs(bucket=access_logs.id, enabled=True),
        )
        self.targets = LbTargetGroup(
            self, "targets", port=8883, protocol="HTTP", target_type="ip", vpc_id=network.vpc.id
        )
        forward = LbListenerDefaultAction(type="forward", target_group_arn=self.targets.arn)
        LbListener(
            self,
            "https",
            load_balancer_arn=self.balancer.arn,
            port=443,
            protocol="HTTPS",
            certificate_arn=self.certificate_arn,
            default_action=[forward],
        )
        # Devices with old firmware cannot be told another port.
        LbListener(
            self,
            "legacy",
            load_balancer_arn=self.balancer.arn,
            port=8443,
            protocol="HTTPS",
            ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06",
            default_action=[forward],
        )

    def _certificate(self, name: str) -> str:
        zone = DataAwsRoute53Zone(self, "zone", name=DOMAIN)
        certificate = AcmCertificate(self, "certificate", domain_name=name, validation_method="DNS")
        option = certificate.domain_validation_options[0]
        record = Route53Record(
            self,
            "validation-record",
            zone_id=zone.zone_id,
            name=option.resource_record_name,
            type=option.resource_record_type,
            records=[option.resource_record_value],
            ttl=300,
        )
        validation = AcmCertificateValidation(
            self, "validation", certificate_arn=certificate.arn, validation_record_fqdns=[record.fqdn]
        )
        return validation.certificate_arn
