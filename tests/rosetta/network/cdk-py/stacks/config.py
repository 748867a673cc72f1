from dataclasses import dataclass

from aws_cdk import CfnTag


@dataclass
class EnvironmentConfig:
    environment: str
    project: str = "shop"
    region: str = "eu-west-1"
    cidr_prefix: str = "10.20"
    zones: tuple[str, ...] = ("a", "b", "c")

    @property
    def prefix(self) -> str:
        return f"{self.project}-{self.environment}"

    def tags(self, name: str, **extra: str) -> list[CfnTag]:
        tags = {
            "Project": self.project,
            "Environment": self.environment,
            "Name": f"{self.prefix}-{name}",
        } | extra
        return [CfnTag(key=key, value=value) for key, value in tags.items()]
