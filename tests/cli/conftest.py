"""What the tests of the command line share."""

from __future__ import annotations

from pathlib import Path

import pytest
from word_workspace import WordWorkspace


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The current folder, empty, in which commands check by words."""
    monkeypatch.setattr("stackproof.cli.check.Workspace", WordWorkspace)
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR", "STACKPROOF_DEBUG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path
