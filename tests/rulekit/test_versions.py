"""Versions of engines against those that are known."""

from __future__ import annotations

import pytest

from stackproof.model.services import EngineVersions
from stackproof.rulekit.versions import judge, nearest

POSTGRES = EngineVersions(
    known=(
        "9.6.1",
        "9.6.24",
        "12.9",
        "12.22-rds.20250508",
        "13.1",
        "13.3",
        "13.20",
        "16.1",
        "16.4",
        "16.6",
        "17.2",
    ),
    withdrawn=frozenset({"9.6.1", "9.6.24", "12.9", "13.1", "13.3", "16.1"}),
)
AURORA = EngineVersions(
    known=(
        "8.0.mysql_aurora.3.04.0",
        "8.0.mysql_aurora.3.04.2",
        "8.0.mysql_aurora.3.08.0",
        "8.4.mysql_aurora.8.4.7",
    ),
    withdrawn=frozenset({"8.0.mysql_aurora.3.04.0"}),
)
BROKER = EngineVersions(known=("5.18", "5.19"), removed_lines=("5.16",))
REDIS = EngineVersions(known=("5.0.6", "6.0", "6.2", "7.0", "7.1"))


@pytest.mark.parametrize(
    ("version", "versions", "judgement"),
    [
        ("16.4", POSTGRES, "offered"),
        ("13.1", POSTGRES, "withdrawn"),
        # Between and below known versions.
        ("16.5", POSTGRES, "never offered"),
        ("14.2", POSTGRES, "never offered"),
        ("8.4", POSTGRES, "never offered"),
        ("16.4.1", POSTGRES, "never offered"),
        # Newer than all that is known of its line, or of all lines.
        ("16.7", POSTGRES, "not known"),
        ("17.3", POSTGRES, "not known"),
        ("18", POSTGRES, "not known"),
        ("12.22-rds.20251201", POSTGRES, "not known"),
        ("16.6-R2", POSTGRES, "not known"),
        # Beginnings stand for what is offered under them.
        ("16", POSTGRES, "offered"),
        ("13", POSTGRES, "offered"),
        ("9.6", POSTGRES, "withdrawn"),
        ("12", POSTGRES, "offered"),
        ("8.0.mysql_aurora.3.08.0", AURORA, "offered"),
        ("8.0.mysql_aurora.3.04.0", AURORA, "withdrawn"),
        ("8.0.mysql_aurora.3.04.1", AURORA, "never offered"),
        ("8.0.mysql_aurora.3.04.3", AURORA, "not known"),
        ("8.0.mysql_aurora.3.09.0", AURORA, "not known"),
        ("8.0.mysql_aurora.3.05.0", AURORA, "never offered"),
        ("5.7.mysql_aurora.2.11.2", AURORA, "never offered"),
        ("3.04.0", AURORA, "never offered"),
        ("8.0", AURORA, "offered"),
        ("5.16.7", BROKER, "withdrawn"),
        ("5.18", BROKER, "offered"),
        ("5.20", BROKER, "not known"),
        ("6.x", REDIS, "not known"),
        ("6.2.6", REDIS, "never offered"),
        ("7.2", REDIS, "not known"),
        ("7", REDIS, "offered"),
        ("5.0.4", REDIS, "never offered"),
        ("latest", REDIS, "not known"),
        ("${var.version}", REDIS, "not known"),
        ("1.0", EngineVersions(), "not known"),
    ],
)
def test_judge(version: str, versions: EngineVersions, judgement: str) -> None:
    assert judge(version, versions) == judgement


@pytest.mark.parametrize(
    ("version", "versions", "expected"),
    [
        ("13.1", POSTGRES, ("13.20", "16.6", "17.2")),
        ("14.2", POSTGRES, ("16.6", "17.2")),
        ("16.5", POSTGRES, ("16.6", "17.2")),
        ("9.6.1", POSTGRES, ("12.22-rds.20250508", "17.2")),
        ("8.0.mysql_aurora.3.04.0", AURORA, ("8.0.mysql_aurora.3.04.2", "8.4.mysql_aurora.8.4.7")),
        ("6.2.6", REDIS, ("6.2", "7.1")),
        ("5.16.7", BROKER, ("5.19",)),
    ],
)
def test_nearest(version: str, versions: EngineVersions, expected: tuple[str, ...]) -> None:
    assert nearest(version, versions) == expected
    assert all(judge(v, versions) == "offered" for v in expected)
