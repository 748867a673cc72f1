"""What is reported as deprecated is what the real compilers and libraries themselves complain of."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path

import pytest
from example_programs import Case, cases

from stackproof.rulekit import load_rules
from toolchains import HERE, NODE_MODULES, PYTHON, need

RULE = "deprecated-api-use"
_PAGES = {rule.page_path for rule in load_rules()}


def _marked(language: str, *frameworks: str) -> list[Case]:
    """The examples of the rule's page in which something is found."""
    return [
        case
        for case in cases()
        if case.rule == RULE
        and case.path in _PAGES
        and case.example.language == language
        and case.example.framework in frameworks
        and case.example.expected
    ]


def _name(case: Case) -> str:
    return f"line-{case.example.line}"


def test_typescript_knows_the_marks(tmp_path: Path) -> None:
    """The names of arguments in objects are not struck through by editors; what hovering shows tells of the mark."""
    need(NODE_MODULES / "typescript")
    (tmp_path / "node_modules").symlink_to(NODE_MODULES, target_is_directory=True)
    wrong = _marked("typescript", "cdk", "cdktf", "pulumi")
    asked: dict[str, list[tuple[int, int, int]]] = {}
    for case in wrong:
        for name, text in case.example.files:
            file = tmp_path / _name(case) / name
            file.parent.mkdir(parents=True)
            file.write_text(text, encoding="utf-8")
            expected = [(e.line, e.start, e.end) for e in case.example.expected if e.file == name]
            asked[str(file)] = expected
    done = subprocess.run(
        ["node", "--max-old-space-size=3000", str(HERE / "marks.js"), str(NODE_MODULES)],
        input=json.dumps(asked), capture_output=True, encoding="utf-8", timeout=400, check=True,
    )  # fmt: skip
    answers = json.loads(done.stdout)
    assert sum(len(places) for places in asked.values()) >= len(wrong) > 3
    for file, places in asked.items():
        assert answers[file]["marked"] == [True] * len(places), file
        # Nothing more is deprecated in the program.
        assert {tuple(place) for place in answers[file]["struck"]} <= set(places), file


@pytest.mark.parametrize("framework", ["cdk", "pulumi"])
def test_python_libraries_warn_of_them(tmp_path: Path, framework: str) -> None:
    need(PYTHON)
    wrong = _marked("python", framework)
    assert wrong
    for case in wrong:
        folder = tmp_path / _name(case)
        folder.mkdir()
        for name, text in case.example.files:
            (folder / name).write_text(text, encoding="utf-8")
        job = {
            "name": "it",
            "folder": str(folder),
            "entry": case.example.files[0][0],
            "out": str(folder / "out"),
        }
        (folder / "jobs.json").write_text(json.dumps([job]), encoding="utf-8")
        scratch = folder / "scratch"
        done = subprocess.run(
            [
                str(PYTHON), str(HERE / "run_programs.py"), framework, str(folder / "jobs.json"),
                str(folder / "results.json"), str(scratch),
            ],
            env={**os.environ, "CDK_OUTDIR": str(scratch), "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True, encoding="utf-8", timeout=300, check=True,
        )  # fmt: skip
        assert json.loads((folder / "results.json").read_text()) == {"it": ""}
        for expected in case.example.expected:
            name = expected.message.split("'")[1].rpartition(".")[2].replace("_", "").lower()
            said = done.stderr.replace("_", "").lower()
            assert f"{name} is deprecated" in said, done.stderr[-3000:]
