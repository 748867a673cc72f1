from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider
from constructs import Construct

from network import Network
from service import Service


class ShopStack(TerraformStack):
    def __init__(self, scope: Construct, id: str) -> None:
        super().__init__(scope, id)
        AwsProvider(self, "aws", region="eu-west-1")
        network = Network(self, "network", ["eu-west-1a", "eu-west-1b"])
        Service(self, "service", network)


app = App()
ShopStack(app, "shop")
app.synth()
