from dataclasses import dataclass, field


@dataclass(frozen=True)
class AppSettings:
    name: str
    cpu: int
    memory: int
    count: int
    max_count: int
    environment: dict[str, str]
    port: int | None = None


@dataclass
class Settings:
    environment: str
    account: str = "123456789012"
    region: str = "eu-west-1"
    vpc_id: str = "vpc-0a1b2c3d4e5f60718"
    subnet_ids: list[str] = field(
        default_factory=lambda: ["subnet-0a1b2c3d4e5f60718", "subnet-1a1b2c3d4e5f60718"]
    )

    @property
    def prefix(self) -> str:
        return f"shop-{self.environment}"

    @property
    def apps(self) -> list[AppSettings]:
        queue = f"{self.prefix}-orders"
        return [
            # begin memory
            AppSettings("web", 512, 1024, 2, 6, {"LOG_LEVEL": "info", "QUEUE": queue}, port=8080),
            # end
            AppSettings("worker", 256, 512, 1, 3, {"QUEUE": queue}),
        ]
