import pulumi


class Config:
    def __init__(self) -> None:
        self.stack = pulumi.get_stack()
        self.region = "eu-west-1"
        self.project = "shop"
        self.environment = "staging"
        self.prefix = f"{self.project}-{self.environment}"
        self._tags = {"Project": self.project, "Environment": self.environment}

    def tags(self, name: str, extra: dict[str, str] | None = None) -> dict[str, str]:
        tags = {**self._tags, "Name": f"{self.prefix}-{name}"}
        if extra:
            tags.update(extra)
        return tags
