"""What users may decide: environment, compliance profiles, excluded paths, severities."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from stackproof.model.finding import Severity

Environment = Literal["dev", "test", "staging", "prod", "ephemeral"]
Level = Severity | Literal["off"]


@dataclass(frozen=True)
class Settings:
    """Decided values only: None and empty mean undecided, so that settings can be laid over each other."""

    environment: Environment | None = None
    compliance: tuple[str, ...] | None = None
    exclude: tuple[str, ...] | None = None
    rules: Mapping[str, Level] = field(default_factory=dict)
    # The day on which a program is to be deployed; today when it is undecided.
    today: date | None = None

    def over(self, base: Settings) -> Settings:
        """These settings where they are decided, those of ``base`` elsewhere."""
        return Settings(
            environment=self.environment if self.environment is not None else base.environment,
            compliance=self.compliance if self.compliance is not None else base.compliance,
            exclude=self.exclude if self.exclude is not None else base.exclude,
            rules={**base.rules, **self.rules},
            today=self.today if self.today is not None else base.today,
        )
