"""Writes the examples of rule pages to disk and checks them with the whole pipeline."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from stackproof.analysis.report import FileEdits, Problem, Report
from stackproof.analysis.settings import Settings
from stackproof.analysis.workspace import Workspace
from stackproof.packages import Catalogue, Store
from stackproof.rulekit import load_rules
from stackproof.rulekit.page import Example, parse_page
from stackproof.text import Document, Encoding, apply_edits

HERE = Path(__file__).parent


@dataclass(frozen=True)
class Case:
    """One example, and the page or matrix that it stands in. ``rule`` is the rule that the file is about."""

    path: Path
    rule: str
    example: Example


def cases() -> list[Case]:
    """All examples of all pages, and of the matrices beside this file."""
    sources = [(rule.page_path, rule.id) for rule in load_rules()]
    sources += [(path, path.stem) for path in sorted(HERE.glob("*.md"))]
    return [
        Case(path, rule, example)
        for path, rule in sources
        for example in parse_page(path.read_text(encoding="utf-8")).examples
    ]


def write_program(case: Case, folder: Path, files: dict[str, str]) -> None:
    """The example's files with the project file of its framework; the first file is the entry."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        target = folder / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(text.encode("utf-8"))
    example = case.example
    entry = next(iter(files))
    python = example.language == "python"
    command = f"python {entry}" if python else f"npx ts-node {entry}"
    if example.framework == "cdk":
        (folder / "cdk.json").write_text(json.dumps({"app": command}))
    elif example.framework == "cdktf":
        (folder / "cdktf.json").write_text(json.dumps({"language": example.language, "app": command}))
    else:
        runtime = "python" if python else "nodejs"
        (folder / "Pulumi.yaml").write_text(f"name: example\nruntime: {runtime}\nmain: {entry}\n")


@cache
def libraries() -> Catalogue:
    """The facts that come with Stackproof, for all examples: nothing is installed for them."""
    return Catalogue(Store(None))


def check(case: Case, folder: Path, files: dict[str, str]) -> Report:
    """The report for these files as the example's program."""
    write_program(case, folder, files)
    options: dict[str, Any] = dict(case.example.configuration)
    settings = Settings(
        environment=options.get("environment"),
        compliance=tuple(options["compliance"].split(",")) if "compliance" in options else None,
        today=date.fromisoformat(options["today"]) if "today" in options else None,
    )
    return Workspace([str(folder)], settings, libraries()).snapshot().check()


@dataclass(frozen=True, order=True)
class Found:
    """A problem in the terms of a page: file, zero-based line, columns in characters."""

    file: str
    line: int
    start: int
    end: int
    rule: str
    message: str


def found(problem: Problem, report: Report, folder: Path) -> Found:
    """A problem of a report, with multi-line places cut at the end of their first line."""
    document = report.documents[problem.at.file]
    start = document.position(problem.at.span.start, Encoding.UTF32)
    end = document.position(problem.at.span.end, Encoding.UTF32)
    last = end.character
    if end.line != start.line:
        last = len(document.lines.content(start.line).decode("utf-8", "replace"))
    name = Path(problem.at.file).relative_to(folder).as_posix()
    return Found(name, start.line, start.character, last, problem.rule, problem.message)


def apply(files: dict[str, str], edits: FileEdits, folder: Path) -> dict[str, str]:
    """The files after the edits; a file that an edit creates is added."""
    changed = dict(files)
    for path, changes in edits.items():
        name = Path(path).relative_to(folder).as_posix()
        document = Document.from_text(path, files.get(name, ""))
        changed[name] = apply_edits(document.data, changes).decode("utf-8")
    return changed
