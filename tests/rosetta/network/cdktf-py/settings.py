from dataclasses import dataclass, field


@dataclass(frozen=True)
class Settings:
    environment: str
    project: str = "shop"
    region: str = "eu-west-1"
    cidr_prefix: str = "10.20"
    zones: list[str] = field(default_factory=lambda: [f"eu-west-1{letter}" for letter in "abc"])

    @property
    def prefix(self) -> str:
        return f"{self.project}-{self.environment}"

    def tags(self, name: str, **more: str) -> dict[str, str]:
        return {
            "Project": self.project,
            "Environment": self.environment,
            "Name": f"{self.prefix}-{name}",
            **more,
        }
