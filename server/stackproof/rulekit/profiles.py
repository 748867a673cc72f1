"""What the compliance profiles that users can name ask for, each with the words of its source."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from stackproof.model.graph import Graph


@dataclass(frozen=True)
class Floor:
    """The least number of days for which something is to be kept, and who asks for it.

    ``at_hand`` of these it has to be at hand; the rest of the time it may be kept elsewhere.
    """

    days: int
    asked_by: str
    at_hand: int | None = None


_NIST, _FSBP = "nist-800-53", "aws-fsbp"
_OTHER_NAMES: Mapping[str, str] = MappingProxyType(
    {
        "pci": "pci-dss",
        "nist": _NIST,
        "aws-foundational-security-best-practices": _FSBP,
        "fsbp": _FSBP,
        "sarbanes-oxley": "sox",
    }
)

# PCI DSS and SOX give no number of days for backups. HIPAA wants copies that can be restored, however old.
_BACKUPS: Mapping[str, Floor] = MappingProxyType(
    {
        "hipaa": Floor(1, "HIPAA, 45 CFR 164.308(a)(7)(ii)(A)"),
        _NIST: Floor(7, "NIST SP 800-53 by AWS Security Hub's controls"),
        _FSBP: Floor(7, "AWS Foundational Security Best Practices"),
    }
)
# Of PCI DSS's twelve months, nine may be kept elsewhere; of HIPAA's six years it is not said that they are for logs.
_LOGS: Mapping[str, Floor] = MappingProxyType(
    {
        "pci-dss": Floor(365, "PCI DSS 4.0.1, 10.5.1", at_hand=90),
        "hipaa": Floor(2192, "HIPAA, 45 CFR 164.316(b)(2)(i)"),
        "sox": Floor(2557, "Sarbanes-Oxley, 17 CFR 210.2-06"),
        _NIST: Floor(365, "NIST SP 800-53 by AWS Security Hub's controls"),
    }
)

# By the controls RDS.7, RDS.8, DynamoDB.6 and ELB.6; the other standards name none.
_PROTECTION: Mapping[str, str] = MappingProxyType(
    {
        _FSBP: "AWS Foundational Security Best Practices",
        _NIST: "NIST SP 800-53 by AWS Security Hub's controls",
    }
)


def profiles(graph: Graph) -> frozenset[str]:
    """The profiles that the user names, without their versions (``PCI-DSS-4.0`` is ``pci-dss``)."""
    names = (re.sub(r"[\s_]+", "-", name.strip().lower()) for name in graph.compliance)
    bare = (re.sub(r"-(v?\d+(\.\d+)+|v\d+|r(ev)?-?\d+)$", "", name) for name in names)
    return frozenset(_OTHER_NAMES.get(name, name) for name in bare)


def _highest(graph: Graph, floors: Mapping[str, Floor]) -> Floor | None:
    asked = [floors[name] for name in sorted(profiles(graph)) if name in floors]
    return max(asked, key=lambda floor: floor.days, default=None)


def backup_floor(graph: Graph) -> Floor | None:
    """For how long automatic backups are to be kept; None when no profile says so."""
    return _highest(graph, _BACKUPS)


def log_floor(graph: Graph) -> Floor | None:
    """For how long logs are to be kept; None when no profile says so."""
    return _highest(graph, _LOGS)


def protection_asked_by(graph: Graph) -> str | None:
    """Who asks for protection from deletion among the profiles; None when none does."""
    return next((_PROTECTION[name] for name in sorted(profiles(graph)) if name in _PROTECTION), None)
