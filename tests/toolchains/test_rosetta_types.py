"""The rosetta programs in Python are well-typed."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

from rosetta_graphs import programs

from toolchains import PYTHON, need

# The CDK's own protocols name their parameters otherwise than its classes do, so that right programs are not well-typed.
_CHECKED = ("cdktf-py", "pulumi-py")


def test_python_programs_are_well_typed(tmp_path: Path) -> None:
    checker = PYTHON.parent / "pyright"
    need(PYTHON, checker)
    roots: list[str] = []
    for folder in programs():
        if folder.name in _CHECKED:
            roots.append(f"{folder.parent.name}/{folder.name}")
            shutil.copytree(folder, tmp_path / roots[-1])
    settings = {
        "include": roots,
        "executionEnvironments": [{"root": root} for root in roots],
        "pythonVersion": "3.11",
        "typeCheckingMode": "standard",
    }
    (tmp_path / "pyrightconfig.json").write_text(json.dumps(settings), encoding="utf-8")
    command = [str(checker), "--pythonpath", str(PYTHON), "--outputjson"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, encoding="utf-8", timeout=280)
    found = json.loads(done.stdout)
    assert found["summary"]["filesAnalyzed"] >= len(roots)
    assert [
        f"{Path(error['file']).relative_to(tmp_path)}:{error['range']['start']['line'] + 1}: {error['message']}"
        for error in found["generalDiagnostics"]
        if error["severity"] == "error"
    ] == []
