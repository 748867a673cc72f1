from collections.abc import Sequence

from cdktf import S3Backend, TerraformOutput, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider, AwsProviderDefaultTags
from constructs import Construct

from . import observability
from .endpoint import Endpoint
from .network import Network
from .partners import Partners
from .workers import Workers


class TelemetryStack(TerraformStack):
    def __init__(
        self, scope: Construct, id: str, *, environment: str, region: str, zone_names: Sequence[str]
    ) -> None:
        super().__init__(scope, id)
        tags = {"Application": "telemetry", "Environment": environment}
        AwsProvider(self, "aws", region=region, default_tags=[AwsProviderDefaultTags(tags=tags)])
        S3Backend(self, bucket="telemetry-state", key=f"telemetry-{environment}.tfstate", region=region)

        network = Network(self, "network", environment, [f"{region}{name}" for name in zone_names])
        key = observability.log_key(self, environment)
        observability.archive(self)
        logs = {
            component: observability.log_group(self, component, environment, key)
            for component in ("ingest", "worker")
        }
        endpoint = Endpoint(self, "endpoint", environment=environment, network=network)
        Workers(
            self, "workers", environment=environment, region=region, network=network, log_group=logs["worker"]
        )
        Partners(
            self,
            "partners",
            domain="partners.telemetry.example.org",
            certificate_arn=endpoint.certificate_arn,
        )

        TerraformOutput(self, "ingest_address", value=endpoint.balancer.dns_name)
        TerraformOutput(self, "ingest_log", value=logs["ingest"].name)
