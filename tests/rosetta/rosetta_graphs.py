"""The programs of all families and dialects, as they are and with parts taken out."""

from __future__ import annotations

import re
import shutil
from functools import cache
from pathlib import Path

from rosetta_defects import DEFECTS
from rosetta_differences import FAMILIES
from stackproof.analysis.report import Report
from stackproof.analysis.workspace import Workspace
from stackproof.model.graph import Graph

HERE = Path(__file__).parent
DIALECTS = ("cdktf-ts", "cdktf-py", "pulumi-ts", "pulumi-py", "cdk-ts", "cdk-py")
FIRST = DIALECTS[0]

_REGION = re.compile(
    r"^[ \t]*(?://|#) begin (?P<name>[a-z-]+)\n(?P<body>.*?)^[ \t]*(?://|#) end\n", re.M | re.S
)


def programs() -> list[Path]:
    """The folders of all programs."""
    return [folder for family in FAMILIES for folder in sorted((HERE / family).iterdir()) if folder.is_dir()]


def read(folder: Path) -> Report:
    """The report about a program, which must be whole and understood."""
    report = Workspace([str(folder)]).snapshot().check()
    assert not report.broken
    assert len(report.programs) == 1
    assert report.programs[0].graph.complete
    return report


@cache
def report_of(family: str, dialect: str) -> Report:
    """The report about a program as it is."""
    return read(HERE / family / dialect)


def graph_of(family: str, dialect: str) -> Graph:
    """The graph of a program as it is."""
    return report_of(family, dialect).programs[0].graph


def regions(folder: Path) -> set[str]:
    """The names of the marked regions of a program."""
    texts = [file.read_text(encoding="utf-8") for file in folder.rglob("*") if file.suffix in (".ts", ".py")]
    return {match["name"] for text in texts for match in _REGION.finditer(text)}


def mutated(family: str, dialect: str, name: str, target: Path) -> Path:
    """A copy of a program with the defect in the regions of a name."""
    shutil.copytree(HERE / family / dialect, target)
    defect = DEFECTS[family][name]
    touched = 0
    for file in sorted(target.rglob("*")):
        if file.suffix not in (".ts", ".py"):
            continue
        text = file.read_text(encoding="utf-8")

        def replace(match: re.Match[str]) -> str:
            nonlocal touched
            if match["name"] != name:
                return match[0]
            touched += 1
            return defect.applied(match["body"])

        file.write_text(_REGION.sub(replace, text), encoding="utf-8")
    assert touched, (family, dialect, name)
    return target
