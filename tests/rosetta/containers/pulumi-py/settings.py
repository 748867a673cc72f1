import pulumi

stack = pulumi.get_stack()
config = pulumi.Config()

VERSION = config.require("version")

ENVIRONMENT = "staging"
PREFIX = "shop-" + ENVIRONMENT
REGION = "eu-west-1"
ACCOUNT = "123456789012"
VPC_ID = "vpc-0a1b2c3d4e5f60718"
SUBNET_IDS = ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]

_QUEUE = {"QUEUE": f"{PREFIX}-orders"}
APPS: dict[str, dict] = {
    "web": {
        "cpu": 512,
        # begin memory
        "memory": 1024,
        # end
        "count": 2,
        "max_count": 6,
        "port": 8080,
        "environment": {"LOG_LEVEL": "info", **_QUEUE},
    },
    "worker": {"cpu": 256, "memory": 512, "count": 1, "max_count": 3, "environment": _QUEUE},
}


def named(name: str) -> str:
    return f"{name}-{stack}"
