"""What the rules about arguments, members and imports find is what the real libraries and compilers refuse."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from example_programs import Case, apply, cases, write_program

from stackproof.analysis.report import Problem
from stackproof.analysis.workspace import Workspace
from stackproof.model.finding import Severity
from stackproof.packages import Catalogue, Store
from stackproof.rulekit import load_rules
from toolchains import NODE_MODULES, PYTHON, Program, need, python, typescript

# About the types of arguments, at which Pulumi does not look in Python.
TYPE_RULES = ("argument-type-mismatch", "nullable-bool-argument-type")
ARGUMENT_RULES = ("missing-required-argument", "unknown-resource-argument", *TYPE_RULES)
# With what Python stops.
RULES = {
    **dict.fromkeys(ARGUMENT_RULES, "TypeError|Unable to deserialize value"),
    "nonexistent-member": "AttributeError",
    "complex-list-called-as-function": "TypeError",
    "unimported-resource-class": "NameError",
    "unresolvable-import": "ImportError|ModuleNotFoundError",
}
_PAGES = {rule.page_path for rule in load_rules()}


def _wrong(language: str) -> list[Case]:
    """The examples of the rules' pages that expect one of their findings."""
    return [
        case
        for case in cases()
        if case.rule in RULES
        and case.path in _PAGES
        and case.example.language == language
        and any(e.rule == case.rule for e in case.example.expected)
    ]


def _runs(case: Case) -> bool:
    """Whether the program is wrong, and nothing says so before it is deployed (or checked for its types)."""
    return case.rule in TYPE_RULES and (case.example.language, case.example.framework) == ("python", "pulumi")


def _severities(case: Case) -> list[Severity]:
    deploys = ["it deploys" in e.message for e in case.example.expected]
    return [Severity.INFORMATION if each else Severity.ERROR for each in deploys]


def _name(case: Case) -> str:
    return f"{case.path.stem}-{case.example.line}"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    """What the installed libraries say, read anew."""
    return Catalogue(Store(tmp_path_factory.mktemp("facts")), patient=True)


def _problems(case: Case, folder: Path, files: dict[str, str], catalogue: Catalogue) -> list[Problem]:
    write_program(case, folder, files)
    report = Workspace([str(folder)], catalogue=catalogue).snapshot().check()
    return [p for p in report.problems if p.rule == case.rule]


def _are_errors_with_cures(language: str, folder: Path, catalogue: Catalogue) -> None:
    """The installed version's word is final, and the first fix satisfies it."""
    for case in _wrong(language):
        own, files = folder / _name(case), dict(case.example.files)
        problems = _problems(case, own, files, catalogue)
        assert [p.severity for p in problems] == _severities(case), _name(case)
        for problem in problems:
            assert "not installed" not in problem.message
            edits = next(e for r in problem.repairs if (e := r.edits()) is not None)
            left = _problems(case, own, apply(files, edits, own), catalogue)
            assert problem.message not in [p.message for p in left]


def test_typescript_compiler_refuses_them(tmp_path: Path, installed: Catalogue) -> None:
    need(NODE_MODULES / "typescript")
    programs = [Program(_name(c), c.example.framework, dict(c.example.files)) for c in _wrong("typescript")]
    outcomes = typescript(programs, tmp_path, run=False)
    assert [name for name, outcome in outcomes.items() if not outcome.errors] == []
    _are_errors_with_cures("typescript", tmp_path / "checked", installed)


def test_python_programs_stop(tmp_path: Path, installed: Catalogue, monkeypatch: pytest.MonkeyPatch) -> None:
    need(PYTHON)
    monkeypatch.setenv("VIRTUAL_ENV", str(PYTHON.parents[1]))
    wrong = _wrong("python")
    programs = [Program(_name(c), c.example.framework, dict(c.example.files)) for c in wrong]
    outcomes = python(programs, tmp_path)
    unchecked = {_name(c) for c in wrong if _runs(c)}
    words = {_name(c): RULES[c.rule] for c in wrong}
    assert {name for name, o in outcomes.items() if not re.search(words[name], o.failure)} == unchecked
    _are_errors_with_cures("python", tmp_path / "checked", installed)
