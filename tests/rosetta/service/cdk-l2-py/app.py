import aws_cdk as cdk
from constructs import Construct

from network import Network
from service import Service


class ShopStack(cdk.Stack):
    def __init__(self, scope: Construct, id: str, **kwargs) -> None:
        super().__init__(scope, id, **kwargs)
        network = Network(self, "Network")
        Service(self, "Service", network=network, domain="shop")


app = cdk.App()
ShopStack(app, "Shop", env=cdk.Environment(region="eu-west-1", account="123456789012"))
app.synth()
