"""What Stackproof writes and ships is accepted by the real compilers and libraries."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from example_programs import Case, apply, cases, check
from rosetta_graphs import graph_of
from rosetta_graphs import programs as rosetta_programs
from rosetta_real import differences
from shipped_examples import DIALECTS, copy, defects

from stackproof.cli.main import main
from stackproof.rulekit import load_rules
from toolchains import Outcome, Program, python, typescript

_ENTRIES = (
    "main.ts",
    "index.ts",
    "app.ts",
    "bin/app.ts",
    "bin/orders.ts",
    "main.py",
    "__main__.py",
    "app.py",
)
_PAGES = {rule.page_path for rule in load_rules()}


def _slug(text: str) -> str:
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")


def _page_cases(language: str) -> list[Case]:
    return [case for case in cases() if case.path in _PAGES and case.example.language == language]


def _fixed_texts(language: str) -> Iterator[Program]:
    """The `fixed` blocks of the rules' pages."""
    for case in _page_cases(language):
        for number, fixed in enumerate(case.example.fixed):
            name = _slug(f"{case.path.stem} {case.example.line} {number}")
            files = {**dict(case.example.files), fixed.file: fixed.text}
            yield Program(name, case.example.framework, files)


def _repaired(language: str, work: Path) -> Iterator[Program]:
    """The pages' examples after each fix which is offered for them."""
    for case in _page_cases(language):
        files = dict(case.example.files)
        folder = work / _slug(f"{case.path.stem} {case.example.line}")
        report = check(case, folder, files)
        own = [problem for problem in report.problems if problem.rule == case.rule]
        repairs = [repair for problem in own for repair in problem.repairs]
        for number, repair in enumerate(repairs):
            edits = repair.edits()
            if edits is not None:
                name = f"{folder.name}-{_slug(repair.title)}-{number}"
                yield Program(name, case.example.framework, apply(files, edits, folder))


def _read(folder: Path, name: str, framework: str) -> Program:
    suffixes = (".ts", ".py")
    files = {
        file.relative_to(folder).as_posix(): file.read_text(encoding="utf-8")
        for file in sorted(folder.rglob("*"))
        if file.suffix in suffixes
    }
    return Program(name, framework, files, next(entry for entry in _ENTRIES if entry in files))


def _examples(suffix: str, work: Path) -> Iterator[Program]:
    """The shipped example programs after everything was fixed that can be."""
    for dialect in DIALECTS:
        if dialect.endswith(suffix):
            folder = copy(dialect, work / dialect)
            main(["check", "--fix", "--unsafe-fixes", "--quiet", "--fail-on", "never", str(folder)])
            yield _read(folder, f"example-{dialect}", dialect.split("-")[0])


def _rosetta(suffix: str) -> Iterator[Program]:
    for folder in rosetta_programs():
        if folder.name.endswith(suffix):
            yield _read(folder, f"rosetta-{folder.parent.name}-{folder.name}", folder.name.split("-")[0])


def _unreal(outcomes: dict[str, Outcome], suffix: str) -> dict[str, list[str]]:
    """Where the graphs of the rosetta programs are not what the libraries made of them."""
    found: dict[str, list[str]] = {}
    for folder in rosetta_programs():
        family, dialect = folder.parent.name, folder.name
        # Higher constructs have a test of their own.
        if dialect.endswith(suffix) and "-l2-" not in dialect:
            outcome = outcomes[f"rosetta-{family}-{dialect}"]
            assert outcome.templates
            wrong = differences(dialect, graph_of(family, dialect), outcome)
            if wrong:
                found[f"{family} {dialect}"] = wrong
    return found


def _no_synthesis(dialect: str) -> bool:
    """Whether a defect without a fix keeps the library itself from synthesising the example."""
    left = {defect.planted.rule for defect in defects(dialect) if defect.fix is None}
    return dialect.startswith("cdk-") and "https-listener-without-certificate" in left


# One test for each language, so that the work is done once whichever worker gets it.


def test_typescript_compiles_and_runs(tmp_path: Path) -> None:
    programs = [
        *_fixed_texts("typescript"),
        *_repaired("typescript", tmp_path / "repaired"),
        *_examples("-ts", tmp_path / "examples"),
        *_rosetta("-ts"),
    ]
    outcomes = typescript(programs, tmp_path)
    assert {name: o.errors for name, o in outcomes.items() if o.errors} == {}

    failures = {name: o.failure for name, o in outcomes.items() if o.failure}
    if _no_synthesis("cdk-ts"):
        assert "needs at least one certificate" in failures.pop("example-cdk-ts")
    assert failures == {}
    assert _unreal(outcomes, "-ts") == {}


def test_python_runs(tmp_path: Path) -> None:
    programs = [
        *_fixed_texts("python"),
        *_repaired("python", tmp_path / "repaired"),
        *_examples("-py", tmp_path / "examples"),
        *_rosetta("-py"),
    ]
    outcomes = python(programs, tmp_path)
    assert {name: o.failure for name, o in outcomes.items() if o.failure} == {}
    assert _unreal(outcomes, "-py") == {}
