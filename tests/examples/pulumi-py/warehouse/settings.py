"""What a stack can be told from outside."""

from __future__ import annotations

from dataclasses import dataclass

import pulumi


@dataclass(frozen=True)
class Settings:
    suffix: str
    zones: tuple[str, ...]
    domain: str

    @classmethod
    def load(cls) -> Settings:
        config = pulumi.Config("warehouse")
        return cls(
            suffix=config.get("suffix") or pulumi.get_stack(),
            zones=("us-west-2a", "us-west-2b"),
            domain="warehouse.example.net",
        )

    def name(self, base: str) -> str:
        return f"{base}-{self.suffix}"

    def tags(self, base: str) -> dict[str, str]:
        return {"Name": self.name(base), "Stack": self.suffix, "Team": "warehouse"}
