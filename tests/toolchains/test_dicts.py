"""What `jsii-dict-for-struct` says is lost is really lost, and is there once its fix is applied."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from example_programs import Case, apply, cases, check, write_program

from stackproof.analysis.fixing import combine
from stackproof.analysis.report import Problem
from stackproof.analysis.workspace import Workspace
from stackproof.model.finding import Severity
from stackproof.packages import Catalogue, Store
from toolchains import PYTHON, Outcome, Program, need, python

RULE = "jsii-dict-for-struct"
_KEY = re.compile(r'"([a-z]+_[a-z_]+)": ')
_QUOTED = re.compile(r"'([^']+)'")
_STOPS = ("TypeError", "RuntimeError", "JSIIError")
# Without a provider CDKTF does not say what it has made.
_PROVIDER = (
    "        from cdktf_cdktf_provider_aws.provider import AwsProvider\n\n        AwsProvider(self, 'aws')\n"
)
_FIRST = "        super().__init__(scope, id)\n"


def _cases() -> list[Case]:
    return [
        case
        for case in cases()
        if case.rule == RULE and any(expected.rule == RULE for expected in case.example.expected)
    ]


def _silent() -> list[Case]:
    """The examples in which all dicts arrive."""
    return [
        case
        for case in cases()
        if case.rule == RULE
        and not case.example.expected
        and case.example.language == "python"
        and "def __init__" in case.example.marked
        and "company_settings" not in case.example.marked
    ]


def _name(case: Case) -> str:
    return f"{case.path.stem}-{case.example.line}".replace("_", "-")


def _problems(case: Case, folder: Path, files: dict[str, str]) -> list[Problem]:
    return [p for p in check(case, folder, files).problems if p.rule == RULE]


def _fixed(case: Case, folder: Path) -> dict[str, str] | None:
    """The files after all fixes; None where there is nothing that can be fixed."""
    files = dict(case.example.files)
    for _ in range(len(case.example.expected)):
        repairs = [r for problem in _problems(case, folder, files) for r in problem.repairs]
        edits = combine(r for r in repairs if r.edits() is not None)
        if not edits:
            break
        files = apply(files, edits, folder)
    return files if files != dict(case.example.files) else None


def _program(case: Case, name: str, files: dict[str, str]) -> Program:
    if case.example.framework == "cdktf":
        files = {
            file: text[: (at := text.rindex(_FIRST) + len(_FIRST))] + _PROVIDER + text[at:]
            for file, text in files.items()
        }
    return Program(name, case.example.framework, files)


def _deployed(outcome: Outcome) -> Counter[tuple[str, str]]:
    """All keys that hold something, bare of their spelling, with what they hold."""
    return Counter(
        (key.replace("_", "").lower(), json.dumps(value))
        for template in outcome.templates
        for key, value in _pairs(template)
        if value is not None
    )


def _pairs(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if key not in ("//", "Metadata"):
                yield key, inner
                yield from _pairs(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _pairs(inner)


def _dropped(message: str) -> list[str]:
    """The last names of the keys that are dropped, bare of their spelling."""
    before, is_so, _ = message.partition(" dropped: ")
    return [k.rpartition(".")[2].replace("_", "").lower() for k in _QUOTED.findall(before)] if is_so else []


@pytest.fixture(scope="module")
def ran(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[Outcome, Outcome | None, list[Problem]]]:
    """What came of each example as it stands and after its fixes, and what was found in it."""
    work = tmp_path_factory.mktemp("dicts")
    programs: list[Program] = []
    found: dict[str, list[Problem]] = {}
    for case in _cases():
        name = _name(case)
        found[name] = _problems(case, work / "checked" / name, dict(case.example.files))
        programs.append(_program(case, name, dict(case.example.files)))
        fixed = _fixed(case, work / "checked" / name)
        if fixed is not None:
            programs.append(_program(case, f"{name}-fixed", fixed))
    outcomes = python(programs, work / "run")
    return {name: (outcomes[name], outcomes.get(f"{name}-fixed"), found[name]) for name in found}


@pytest.mark.parametrize("name", [_name(case) for case in _cases()])
def test_is_lost_until_it_is_fixed(
    name: str, ran: dict[str, tuple[Outcome, Outcome | None, list[Problem]]]
) -> None:
    before, after, problems = ran[name]
    stops = [p for p in problems if "the program stops here" in p.message]
    if stops:
        assert any(word in before.failure for word in _STOPS), before.failure
    else:
        assert before.failure == ""
        assert before.templates
    if after is not None:
        assert after.failure == ""
        assert after.templates
    for problem in problems:
        for key in _dropped(problem.message):
            had = {pair for pair in _deployed(before) if pair[0] == key}
            if after is None:
                assert not had
            elif not stops:
                assert {pair for pair in _deployed(after) if pair[0] == key} - had, key
    if after is not None and all(p.severity is Severity.HINT for p in problems):
        assert _deployed(before) == _deployed(after)


def test_the_installed_version_is_sure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    need(PYTHON)
    monkeypatch.setenv("VIRTUAL_ENV", str(PYTHON.parents[1]))
    catalogue = Catalogue(Store(tmp_path / "facts"), patient=True)
    for case in _cases():
        folder = tmp_path / _name(case)
        write_program(case, folder, dict(case.example.files))
        report = Workspace([str(folder)], catalogue=catalogue).snapshot().check()
        found = [p for p in report.problems if p.rule == RULE]
        assert len(found) == sum(e.rule == RULE for e in case.example.expected)
        for problem in found:
            would_be = "would be dropped" in problem.message
            assert problem.severity is (Severity.HINT if would_be else Severity.ERROR)
            assert "not installed" not in problem.message


def test_silent_dicts_arrive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RULES", "[]")
    outcomes = python([_program(c, _name(c), dict(c.example.files)) for c in _silent()], tmp_path)
    for case in _silent():
        outcome = outcomes[_name(case)]
        assert outcome.failure == ""
        text = json.dumps(outcome.templates)
        deployed = {key for key, _ in _deployed(outcome)}
        for key in _KEY.findall(case.example.marked):
            # What is inside of a JSON text is only a text.
            assert key.replace("_", "") in deployed or f'\\"{key}\\"' in text, key
