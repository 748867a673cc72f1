"""What rules about types find in programs that run all the same is what a type checker refuses."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from example_programs import Case, cases

from stackproof.rulekit import load_rules
from toolchains import PYTHON, need

_RULES = ("argument-type-mismatch", "nullable-bool-argument-type")
_PAGES = {rule.page_path for rule in load_rules() if rule.id in _RULES}


def _is_pulumi(case: Case) -> bool:
    example = case.example
    return case.path in _PAGES and (example.language, example.framework) == ("python", "pulumi")


def _refused(folder: Path, files: list[str]) -> set[tuple[str, int]]:
    """The files and zero-based lines where mypy finds an error, with the packages of the toolchains."""
    done = subprocess.run(
        [
            sys.executable, "-m", "mypy", "--python-executable", str(PYTHON), "--follow-imports=silent",
            "--config-file=", f"--cache-dir={folder / 'cache'}", "--no-error-summary", *files,
        ],
        cwd=folder, capture_output=True, encoding="utf-8", timeout=280, check=False,
    )  # fmt: skip
    found = re.finditer(r"^(\w+\.py):(\d+): error: (.*)$", done.stdout, re.MULTILINE)
    assert "error: Cannot find" not in done.stdout, done.stdout[:2000]
    return {(m[1], int(m[2]) - 1) for m in found}


def test_type_checkers_refuse_what_pulumi_converts(tmp_path: Path) -> None:
    need(PYTHON)
    wrong: set[tuple[str, int]] = set()
    files: list[str] = []
    for case in filter(_is_pulumi, cases()):
        stem = f"{case.path.stem}_{case.example.line}"
        [(_, text)] = case.example.files
        (tmp_path / f"{stem}.py").write_text(text)
        files.append(f"{stem}.py")
        # One text for a list of texts is none of them: for a type checker it is a list of letters.
        converted = (e for e in case.example.expected if "it deploys" in e.message)
        wrong |= {(f"{stem}.py", expected.line) for expected in converted}
        for number, fixed in enumerate(case.example.fixed):
            (tmp_path / f"{stem}_fixed_{number}.py").write_text(fixed.text)
            files.append(f"{stem}_fixed_{number}.py")
    assert len(wrong) >= 2
    assert _refused(tmp_path, files) == wrong
