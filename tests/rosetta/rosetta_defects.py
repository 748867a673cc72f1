"""Which marked regions of the programs are taken out or changed, and what is then found."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Defect:
    """The rule that finds it, none where only the graph must change alike; and the text that takes another's place.

    Without such a text the regions are taken out. Words that a language writes with a capital are changed, too.
    """

    rule: str = ""
    old: str = ""
    new: str = ""

    def applied(self, body: str) -> str:
        """A region's text with the defect."""
        if not self.old:
            return ""
        changed = body.replace(self.old, self.new).replace(self.old.capitalize(), self.new.capitalize())
        assert changed != body
        return changed


_PROTECTION = Defect("deletion-protection-in-ephemeral-environment", "false", "true")

# By family and the name of the regions.
DEFECTS: dict[str, dict[str, Defect]] = {
    "service": {
        "nat-route": Defect("private-subnet-without-egress"),
        "spare-association": Defect("subnet-without-route-table-association"),
        "bucket-policy": Defect("alb-access-logs-without-bucket-policy"),
        "logs-statement": Defect("kms-key-policy-missing-logs-service"),
        "certificate": Defect("https-listener-without-certificate"),
        "protection": _PROTECTION,
    },
    "network": {
        "egress": Defect("private-subnet-without-egress"),
        "data-associations": Defect("subnet-without-route-table-association"),
        "flow-log": Defect(),
    },
    "containers": {
        "capacity": Defect("ecs-capacity-provider-not-associated"),
        "secret-access": Defect("ecs-execution-role-missing-permissions"),
        "memory": Defect("fargate-invalid-cpu-memory", "1024", "700"),
    },
    "balancing": {
        "bucket-policy": Defect("alb-access-logs-without-bucket-policy"),
        "certificate": Defect("https-listener-without-certificate"),
        "protection": _PROTECTION,
        "rules": Defect(),
    },
    "storage": {
        "logs-statement": Defect("kms-key-policy-missing-logs-service"),
        "protection": _PROTECTION,
        "engine": Defect("engine-version-invalid", "16", "12.2"),
        "versioning": Defect("s3-replication-not-configured"),
        "replication": Defect(),
    },
    "functions": {
        "retention": Defect("log-retention-invalid-value", "30", "31"),
        "runtime": Defect("lambda-runtime-outdated", "22", "12"),
        "variables": Defect("lambda-reserved-environment-variable", "STAGE", "AWS_REGION"),
        "redrive": Defect(),
        "subscription": Defect(),
        "permission": Defect(),
    },
}
