from dataclasses import dataclass


@dataclass(frozen=True)
class Settings:
    environment: str
    account: str
    region: str

    @property
    def prefix(self) -> str:
        return f"shop-{self.environment}"


def document(*statements: dict) -> dict:
    return {"Version": "2012-10-17", "Statement": list(statements)}
