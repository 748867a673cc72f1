"""Programs that compile and run have no member that the installed libraries lack."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from example_programs import cases, write_program

from stackproof.analysis.workspace import Workspace
from stackproof.packages import Catalogue, Store
from stackproof.rulekit import load_rules
from toolchains import HERE, NODE_MODULES, PYTHON, need

TESTS = HERE.parent
_PAGES = {rule.page_path for rule in load_rules()}


def test_nothing_is_missed_in_programs_that_work(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The programs of the Rosetta tests, and what the fixes on the rules' pages make of their examples."""
    need(NODE_MODULES / "typescript", PYTHON)
    monkeypatch.setenv("VIRTUAL_ENV", str(PYTHON.parents[1]))
    (tmp_path / "node_modules").symlink_to(NODE_MODULES, target_is_directory=True)
    folders = []
    for source in sorted(TESTS.glob("rosetta/*/*-*/")):
        folders.append(tmp_path / f"{source.parent.name}-{source.name}")
        shutil.copytree(source, folders[-1])
    for number, case in enumerate(c for c in cases() if c.path in _PAGES and c.example.fixed):
        folders.append(tmp_path / f"{case.rule}-{number}")
        fixed = case.example.fixed[0]
        write_program(case, folders[-1], {**dict(case.example.files), fixed.file: fixed.text})
    assert len(folders) > 100
    catalogue = Catalogue(Store(tmp_path / "facts"), patient=True)
    read, missed = 0, []
    for folder in folders:
        report = Workspace([str(folder)], catalogue=catalogue).snapshot().check()
        read += sum(len(program.graph.mentions) for program in report.programs)
        missed += [(folder.name, p.message) for p in report.problems if p.rule == "nonexistent-member"]
    assert missed == []
    assert read > 3000
