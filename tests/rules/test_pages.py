"""Every example of every rule does what its page says, and every fix keeps its promises."""

from __future__ import annotations

import logging
from collections import Counter
from pathlib import Path

import pytest
from example_programs import Case, Found, apply, cases, check, found
from unknowns import instead_of, one_less

from stackproof.analysis.fixing import combine
from stackproof.analysis.report import Problem, Repair, Report
from stackproof.model.finding import Severity
from stackproof.rulekit import load_rules

CASES = cases()
FIXES = [case for case in CASES if any(e.rule == case.rule for e in case.example.expected)]
FIXED = [case for case in CASES if case.example.fixed]


def ident(case: Case) -> str:
    return f"{case.path.stem}:{case.example.line}:{case.example.framework}-{case.example.language}"


def loud_rules(report: Report) -> Counter[str]:
    """How often each rule found an error or warning."""
    return Counter(p.rule for p in report.problems if p.severity in (Severity.ERROR, Severity.WARNING))


def problems_of(case: Case, report: Report, folder: Path) -> list[tuple[Problem, Found]]:
    """The problems of the page's own rule, in order of place."""
    pairs = [(p, found(p, report, folder)) for p in report.problems if p.rule == case.rule]
    return sorted(pairs, key=lambda pair: pair[1])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "program"


@pytest.fixture(autouse=True)
def no_crash_is_logged(caplog: pytest.LogCaptureFixture) -> object:
    """Crashes are contained by the pipeline; here they count."""
    caplog.set_level(logging.ERROR)
    yield
    # At teardown `caplog.records` holds the teardown's own records only.
    crashes = [r.getMessage() for r in caplog.get_records("call") if r.levelno >= logging.ERROR]
    assert crashes == []


@pytest.mark.parametrize("case", CASES, ids=ident)
def test_example_gives_what_is_marked(case: Case, folder: Path) -> None:
    report = check(case, folder, dict(case.example.files))
    assert not report.broken
    expected = sorted((e.file, e.line, e.start, e.end, e.rule, e.message) for e in case.example.expected)
    marked_rules = {case.rule, *(e.rule for e in case.example.expected)}
    # Remarks of other rules need not be marked, so that a new rule does not touch every page.
    loud = (Severity.ERROR, Severity.WARNING)
    got = sorted(
        found(p, report, folder) for p in report.problems if p.rule in marked_rules or p.severity in loud
    )
    assert [(f.file, f.line, f.start, f.end, f.rule) for f in got] == [e[:5] for e in expected], got
    for one, (*_, message) in zip(got, expected, strict=True):
        assert one.message.startswith(message)


def repairs_of(case: Case, report: Report, folder: Path) -> list[tuple[Found, Repair]]:
    return [(place, r) for problem, place in problems_of(case, report, folder) for r in problem.repairs]


@pytest.mark.parametrize("case", FIXES, ids=ident)
def test_each_fix_removes_its_finding_and_leaves_whole_code(case: Case, folder: Path) -> None:
    files = dict(case.example.files)
    report = check(case, folder, files)
    before = [place.message for _, place in problems_of(case, report, folder)]
    applied: dict[Found, bool] = {}
    for place, repair in repairs_of(case, report, folder):
        edits = repair.edits()
        applied[place] = applied.get(place, False) or edits is not None
        if edits is None:
            continue
        fixed = apply(files, edits, folder)
        assert fixed != files
        after = check(case, folder, fixed)
        assert not after.broken, (repair.title, fixed)
        left = [p.message for _, p in problems_of(case, after, folder)]
        assert left.count(place.message) < before.count(place.message), (repair.title, fixed)
        loud = {p.message for p in after.problems if p.severity is Severity.ERROR}
        assert loud <= {p.message for p in report.problems}, (repair.title, fixed)
    # A fix may decline, but a finding that offers fixes has one that works on these plain examples.
    assert all(applied.values()), applied


@pytest.mark.parametrize("case", FIXES, ids=ident)
def test_fixing_all_comes_to_an_end(case: Case, folder: Path) -> None:
    """Fixes that get in each other's way wait for the next round; then nothing is left, and stays so."""
    files = dict(case.example.files)
    for _ in range(len(case.example.expected) + 1):
        report = check(case, folder, files)
        problems = [problem for problem, _ in problems_of(case, report, folder)]
        first = (next((r for r in p.repairs if r.edits() is not None), None) for p in problems)
        edits = combine(repair for repair in first if repair is not None)
        if not edits:
            break
        files = apply(files, edits, folder)
        assert not check(case, folder, files).broken, files
    else:
        pytest.fail(f"fixing never ends: {files}")


@pytest.mark.parametrize("case", FIXES, ids=ident)
def test_unknown_value_in_the_guilty_place_is_silent(case: Case, folder: Path) -> None:
    for place in case.example.expected:
        if place.rule == case.rule:
            report = check(case, folder, instead_of(case, place))
            assert place.message not in [p.message for p, _ in problems_of(case, report, folder)]


@pytest.mark.parametrize("case", CASES, ids=ident)
def test_knowing_less_never_finds_more(case: Case, folder: Path) -> None:
    before = loud_rules(check(case, folder, dict(case.example.files)))
    for literal, files in one_less(case):
        after = loud_rules(check(case, folder, files))
        assert not after - before, literal


@pytest.mark.parametrize("case", FIXED, ids=ident)
def test_fixed_text_is_exact(case: Case, folder: Path) -> None:
    files = dict(case.example.files)
    report = check(case, folder, files)
    repairs = repairs_of(case, report, folder)
    for wanted in case.example.fixed:
        titled = [r for _, r in repairs if r.title.startswith(wanted.title)]
        # A fix that declines is not shown, so it is not the first one either.
        edits = next((e for r in titled if (e := r.edits()) is not None), None)
        assert edits is not None, f"no fix '{wanted.title}' in {[r.title for _, r in repairs]}"
        assert apply(files, edits, folder)[wanted.file] == wanted.text


@pytest.mark.parametrize("case", CASES, ids=ident)
def test_half_typed_examples_raise_nothing(case: Case, folder: Path) -> None:
    files = dict(case.example.files)
    name, text = next(iter(files.items()))
    lines = text.splitlines(keepends=True)
    for end in range(0, len(lines), 20):
        # The cut goes through a line, as typing does.
        half = lines[end][: len(lines[end]) // 2]
        check(case, folder, {**files, name: "".join(lines[:end]) + half})


def test_every_rule_has_a_wrong_example_and_a_page() -> None:
    for rule in load_rules():
        page = rule.page
        assert page.title == rule.id
        assert page.summary
        assert {"Why", "Fix", "References", "Examples"} <= set(page.sections)
        assert page.references[0].startswith("https://docs.aws.amazon.com/"), rule.id
        assert any(e.rule == rule.id for example in page.examples for e in example.expected), rule.id
