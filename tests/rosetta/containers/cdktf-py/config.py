from typing import NamedTuple


class AppConfig(NamedTuple):
    cpu: int
    memory: int
    replicas: int
    max_count: int
    environment: dict[str, str]
    port: int | None = None


ENVIRONMENT = "staging"
REGION = "eu-west-1"
ACCOUNT = "123456789012"
PREFIX = f"shop-{ENVIRONMENT}"
VPC_ID = "vpc-0a1b2c3d4e5f60718"
SUBNET_IDS = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
TAGS = {"Project": "shop", "Environment": ENVIRONMENT}
QUEUE = f"{PREFIX}-orders"

APPS = {
    # begin memory
    "web": AppConfig(512, 1024, 2, 6, {"LOG_LEVEL": "info", "QUEUE": QUEUE}, port=8080),
    # end
    "worker": AppConfig(256, 512, 1, 3, {"QUEUE": QUEUE}),
}
