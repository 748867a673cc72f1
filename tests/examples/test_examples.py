"""The example programs show exactly the defects that were planted in them, and their fixes cure them."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from shipped_examples import (
    DIALECTS,
    HERE,
    Defect,
    Planted,
    check,
    check_json,
    copy,
    defects,
    where,
    write_edits,
)
from stackproof.cli.main import main
from stackproof.model.finding import Tag
from stackproof.rulekit import load_rules

ALL = [(dialect, defect) for dialect in DIALECTS for defect in defects(dialect)]


def ident(case: tuple[str, Defect]) -> str:
    dialect, defect = case
    return f"{dialect}-{defect.planted.rule}-{defect.planted.line}"


@pytest.mark.parametrize("dialect", DIALECTS)
def test_exactly_the_planted_defects_are_reported(dialect: str) -> None:
    content = check_json(HERE / dialect)
    found = {
        (d["rule"], d["file"], d["range"]["start"]["line"] + 1, tuple(fix["title"] for fix in d["fixes"])[:1])
        for d in content["diagnostics"]
    }
    reported = {(rule, file, line) for rule, file, line, _ in found}
    assert reported == {(d.planted.rule, d.planted.file, d.planted.line) for d in defects(dialect)}
    assert content["stats"]["programs"] == 1

    titles = {(rule, file, line): fixes for rule, file, line, fixes in found}
    for defect in defects(dialect):
        first = titles[defect.planted.rule, defect.planted.file, defect.planted.line]
        if defect.fix is None:
            assert first == (), defect
        else:
            assert first, defect
            assert first[0].startswith(defect.fix), defect


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_guilty_text_is_underlined(dialect: str) -> None:
    folder = HERE / dialect
    report = check(folder)
    found = {where(problem, report, folder) for problem in report.problems}
    assert found == {defect.planted for defect in defects(dialect)}
    assert not report.broken


@pytest.mark.parametrize("case", [case for case in ALL if case[1].fix is not None], ids=ident)
def test_each_fix_removes_its_finding_and_adds_none(case: tuple[str, Defect], tmp_path: Path) -> None:
    dialect, defect = case
    folder = copy(dialect, tmp_path / "first")
    report = check(folder)
    before = Counter(problem.message for problem in report.problems)
    problem = next(p for p in report.problems if where(p, report, folder) == defect.planted)
    offered = sum(repair.edits() is not None for repair in problem.repairs)
    assert offered
    for number in range(len(problem.repairs)):
        folder = copy(dialect, tmp_path / str(number))
        again = check(folder)
        same = next(p for p in again.problems if where(p, again, folder) == defect.planted)
        edits = same.repairs[number].edits()
        if edits is None:
            continue
        write_edits(edits)
        after = check(folder)
        # What fixes write is right in every version of a library, the latest of which may call it deprecated.
        left = Counter(
            p.message for p in after.problems if p.message in before or Tag.DEPRECATED not in p.tags
        )
        assert not after.broken
        assert left[problem.message] < before[problem.message], same.repairs[number].title
        assert not left - before, same.repairs[number].title


@pytest.mark.parametrize("dialect", DIALECTS)
def test_fixing_everything_leaves_what_has_no_fix(
    dialect: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = copy(dialect, tmp_path / "program")
    main(["check", "--fix", "--unsafe-fixes", "--quiet", "--fail-on", "never", str(folder)])
    capsys.readouterr()
    once = {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}
    report = check(folder)
    assert not report.broken
    left = Counter(problem.rule for problem in report.problems)
    assert left == Counter(d.planted.rule for d in defects(dialect) if d.fix is None)

    main(["check", "--fix", "--unsafe-fixes", "--quiet", "--fail-on", "never", str(folder)])
    assert once == {file: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


# These speak only where the settings ask for it, which the examples leave to whoever tries them.
ASKED_FOR = {"deletion-protection-missing-in-production"}


def test_every_rule_is_shown_by_some_example() -> None:
    shown = {defect.planted.rule for _, defect in ALL}
    assert {rule.id for rule in load_rules()} == shown | ASKED_FOR
    assert not shown & ASKED_FOR


def test_expected_places_exist() -> None:
    for dialect, defect in ALL:
        planted: Planted = defect.planted
        lines = (HERE / dialect / planted.file).read_text(encoding="utf-8").splitlines()
        assert planted.text in lines[planted.line - 1]
