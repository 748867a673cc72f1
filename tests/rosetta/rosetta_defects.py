"""Which marked regions of the programs are taken out, and what is then found."""

from __future__ import annotations

# Family to region to the rule that finds its absence, empty where none does: the graphs must still change alike.
DEFECTS: dict[str, dict[str, str]] = {
    "service": {
        "nat-route": "private-subnet-without-egress",
        "spare-association": "subnet-without-route-table-association",
        "bucket-policy": "alb-access-logs-without-bucket-policy",
        "logs-statement": "kms-key-policy-missing-logs-service",
        "certificate": "https-listener-without-certificate",
        "protection": "deletion-protection-in-ephemeral-environment",
    },
    "network": {
        "egress": "private-subnet-without-egress",
        "data-associations": "subnet-without-route-table-association",
        "flow-log": "",
    },
}
