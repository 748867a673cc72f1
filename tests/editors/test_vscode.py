"""Tries the packaged VS Code client in a real workbench, where one is at hand."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

import pytest

_SCRIPT = Path(__file__).parent / "vscode" / "run.sh"
_CACHE = Path(
    os.environ.get("STACKPROOF_WORKBENCH_CACHE", Path(__file__).parents[2] / ".cache" / "workbench")
)
_WANTED = os.environ.get("STACKPROOF_WORKBENCH", "0") not in ("", "0")


@pytest.mark.skipif(
    not (_WANTED or (_CACHE / "code-server" / ".complete").is_file()),
    reason=f"there is no workbench; {_SCRIPT.name} fetches one, or set STACKPROOF_WORKBENCH=1",
)
@pytest.mark.timeout(1800)
def test_the_client_works_in_the_workbench() -> None:
    trial = subprocess.run([_SCRIPT], capture_output=True, text=True)
    assert trial.returncode == 0, f"{trial.stdout}\n{trial.stderr}"
    assert trial.stdout.strip().endswith("VERDICT: the client works in the workbench")
