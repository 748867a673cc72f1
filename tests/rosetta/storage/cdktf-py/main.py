from dataclasses import dataclass, field

from cdktf import App, TerraformStack
from cdktf_cdktf_provider_aws.provider import AwsProvider
from constructs import Construct

from buckets import Buckets
from database import Database
from keys import create_key, create_log_group
from table import create_orders_table


@dataclass
class StorageConfig:
    environment: str = "staging"
    account: str = "123456789012"
    region: str = "eu-west-1"
    subnet_ids: list[str] = field(
        default_factory=lambda: ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
    )
    security_group_id: str = "sg-0a1b2c3d4e5f60718"

    def name(self, name: str) -> str:
        return f"shop-{self.environment}-{name}"


class StorageStack(TerraformStack):
    def __init__(self, scope: Construct, id: str, config: StorageConfig) -> None:
        super().__init__(scope, id)
        AwsProvider(self, "aws", region=config.region)
        key = create_key(self, config)
        create_log_group(self, config.environment, key)
        Buckets(self, "buckets", config.environment, key)
        create_orders_table(self, config.name("orders"), key)
        Database(
            self,
            "relational",
            environment=config.environment,
            subnet_ids=config.subnet_ids,
            security_group_ids=[config.security_group_id],
            key=key,
        )


app = App()
StorageStack(app, "storage", StorageConfig())
app.synth()
