from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider
from constructs import Construct

from edge import Certificate, Edge
from logs import AccessLogs

ENVIRONMENT = "staging"


class BaseStack(TerraformStack):
    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        AwsProvider(self, "aws", region="eu-west-1")


class FoundationStack(BaseStack):
    def __init__(self, scope: Construct, id: str, *, domain: str) -> None:
        super().__init__(scope, id)
        self.certificate = Certificate(self, "domain", domain)


class EdgeStack(BaseStack):
    def __init__(
        self, scope: Construct, id: str, *, environment: str, domain: str, foundation: FoundationStack
    ) -> None:
        super().__init__(scope, id)
        Edge(
            self,
            "edge",
            environment=environment,
            domain=domain,
            certificate=foundation.certificate,
            logs=AccessLogs(self, "logs", environment),
            vpc_id="vpc-0a1b2c3d4e5f60718",
            subnet_ids=[f"subnet-{i}a1b2c3d4e5f60718" for i in range(2)],
        )


app = App()
domain = f"{ENVIRONMENT}.example.com"
foundation = FoundationStack(app, f"foundation-{ENVIRONMENT}", domain=domain)
EdgeStack(app, f"edge-{ENVIRONMENT}", environment=ENVIRONMENT, domain=domain, foundation=foundation)
app.synth()
