"""The example programs that Stackproof ships, with what is wrong in each."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from stackproof.analysis.report import FileEdits, Problem, Report
from stackproof.analysis.workspace import Workspace
from stackproof.packages import Catalogue, Store
from stackproof.text import Document, Encoding, apply_edits

HERE = Path(__file__).parent
DIALECTS = ("cdk-ts", "cdk-py", "cdktf-ts", "cdktf-py", "pulumi-ts", "pulumi-py")


@dataclass(frozen=True, order=True)
class Planted:
    """A defect: its rule, where it is reported (a one-based line) and what is underlined there."""

    rule: str
    file: str
    line: int
    text: str


@dataclass(frozen=True)
class Defect:
    """A planted defect, and the beginning of the title of the first fix; None where there is no fix to offer."""

    planted: Planted
    fix: str | None


def defects(dialect: str) -> list[Defect]:
    """What a person found wrong in the example, from the file beside it."""
    entries: list[dict[str, Any]] = json.loads((HERE / dialect / "expected.json").read_text(encoding="utf-8"))
    return [Defect(Planted(e["rule"], e["file"], e["line"], e["text"]), e["fix"]) for e in entries]


def copy(dialect: str, target: Path) -> Path:
    """A copy of the example that may be changed."""
    return Path(
        shutil.copytree(HERE / dialect, target, ignore=shutil.ignore_patterns("node_modules", "*.out"))
    )


def check_json(folder: Path, *options: str) -> dict[str, Any]:
    """What the command line says about a folder, as a user would ask it."""
    command = [sys.executable, "-m", "stackproof", "check", "--format", "json", *options, "."]
    done = subprocess.run(command, cwd=folder, capture_output=True, encoding="utf-8", timeout=120)
    assert done.returncode in (0, 1), done.stderr
    content: dict[str, Any] = json.loads(done.stdout)
    return content


def check(folder: Path) -> Report:
    """The report about a folder, in this process."""
    return Workspace([str(folder)], catalogue=_libraries()).snapshot().check()


@cache
def _libraries() -> Catalogue:
    """The facts that come with Stackproof: nothing is installed for the examples."""
    return Catalogue(Store(None))


def where(problem: Problem, report: Report, folder: Path) -> Planted:
    """A problem in the terms of `expected.json`."""
    document = report.documents[problem.at.file]
    line = document.position(problem.at.span.start, Encoding.UTF16).line + 1
    text = document.data[problem.at.span.start : problem.at.span.end].decode("utf-8")
    return Planted(problem.rule, Path(problem.at.file).relative_to(folder).as_posix(), line, text)


def write_edits(edits: FileEdits) -> None:
    """Carries out the edits on disk."""
    for path, changes in edits.items():
        file = Path(path)
        document = Document(path, file.read_bytes() if file.exists() else b"")
        file.write_bytes(apply_edits(document.data, changes))
