"""What compliance profiles ask for, by whatever name."""

from __future__ import annotations

import pytest
from graph_builder import Builder

from stackproof.rulekit.profiles import backup_floor, log_floor


@pytest.mark.parametrize(
    ("names", "logs", "backups"),
    [
        ((), None, None),
        (("pci-dss",), 365, None),
        (("PCI_DSS 4.0.1",), 365, None),
        (("hipaa",), 2192, 1),
        (("pci-dss", "sox"), 2557, None),
        (("NIST 800-53 r5",), 365, 7),
        (("fsbp",), None, 7),
        (("something-else",), None, None),
    ],
)
def test_the_highest_floor_counts(names: tuple[str, ...], logs: int | None, backups: int | None) -> None:
    graph = Builder().graph(compliance=frozenset(names))
    found = log_floor(graph), backup_floor(graph)
    assert tuple(floor and floor.days for floor in found) == (logs, backups)
