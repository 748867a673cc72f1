"""Tests of the command that checks: exit status, notes, fixes, what is written."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path

import pytest
from word_workspace import WordWorkspace

from stackproof.cli.main import main


def test_clean_findings_and_thresholds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.ts").write_text("fine\n")
    assert main(["check"]) == 0
    assert "No problems found" in capsys.readouterr().out
    (folder / "a.ts").write_text("RISKY\n")
    assert main(["check"]) == 0
    assert main(["check", "--fail-on", "warning"]) == 1
    (folder / "a.ts").write_text("BAD\n")
    assert main(["check", "."]) == 1
    assert main(["check", "--fail-on", "never"]) == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["check", "nothing", "."], "no such file or folder: nothing"),
        (["check", "--unsafe-fixes"], "--unsafe-fixes needs --fix or --diff"),
        (["check", "--fix", "--diff"], "give one of them"),
        (["check", "--rule", "complex-list-called-as-functio=off"], "did you mean 'complex-list-called-as-function'?"),
        (["check", "--rule", "unused-suppression=warn"], "did you mean 'warning'?"),
        (["check", "--rule", "unused-suppression"], "--rule takes rule-id=severity"),
        (["check", "--fail-on", "nope"], "invalid choice: 'nope'"),
        (["explain", "unused-supression"], "did you mean 'unused-suppression'?"),
        (["check", "--output", "a.ts/x"], "cannot write a.ts/x"),
        ([], "usage: stackproof"),
        (["chekc"], "invalid choice: 'chekc'"),
    ],
)  # fmt: skip
def test_wrong_usage_is_two_with_a_message(
    folder: Path, capsys: pytest.CaptureFixture[str], arguments: list[str], message: str
) -> None:
    (folder / "a.ts").write_text("fine\n")
    assert main(arguments) == 2
    said = capsys.readouterr()
    assert message in said.err
    assert "Traceback" not in said.err
    assert said.out == ""


def test_internal_error_is_a_message(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise ValueError("of all things")

    (folder / "a.ts").write_text("fine\n")
    monkeypatch.setattr(WordWorkspace, "during_check", staticmethod(fail))
    assert main(["check"]) == 2
    assert "internal error: ValueError: of all things" in capsys.readouterr().err
    monkeypatch.setenv("STACKPROOF_DEBUG", "1")
    with pytest.raises(ValueError, match="of all things"):
        main(["check"])


def test_interrupt_is_130(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def stop() -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(WordWorkspace, "during_check", staticmethod(stop))
    assert main(["check"]) == 130


def test_a_folder_without_programs_is_clean(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "."]) == 0
    assert "note: no programs found in ." in capsys.readouterr().err


def test_what_is_left_out_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "big.ts").write_bytes(b"x" * 5_000_000)
    (folder / "binary.py").write_bytes(b"\x00\x01BAD")
    (folder / "README.md").write_text("BAD")
    (folder / "a.ts").write_text("SYNTAX-ERROR\n")
    assert main(["check", ".", "README.md"]) == 0
    said = capsys.readouterr().err
    assert "note: big.ts: skipped: too large (5.0 MB" in said
    assert "note: binary.py: skipped: binary" in said
    assert "note: README.md: skipped: neither" in said
    assert "note: a.ts: has syntax errors" in said
    assert main(["check", ".", "--quiet"]) == 0
    assert capsys.readouterr() == ("", "")


def test_exclude_and_rule(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "old").mkdir()
    (folder / "old/a.ts").write_text("BAD\n")
    (folder / "b.ts").write_text("fine\n")
    assert main(["check", "--exclude", "old/"]) == 0
    assert main(["check"]) == 1


def test_safe_fixes_only(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = folder / "a.ts"
    path.write_bytes(b"\xef\xbb\xbfx = BAD\r\n'caf\xe9' RISKY\r\nLINE\r\n")
    path.chmod(0o640)
    assert main(["check", "--fix"]) == 0
    assert path.read_bytes() == b"\xef\xbb\xbfx = GOOD\r\n'caf\xe9' RISKY\r\none\r\ntwo\r\n"
    if sys.platform != "win32":
        assert stat.S_IMODE(path.stat().st_mode) == 0o640
    said = capsys.readouterr().out
    assert "2 problems fixed. Found 1 warning" in said
    assert os.listdir(folder) == ["a.ts"]
    assert main(["check", "--fix", "--unsafe-fixes"]) == 0
    assert b"RISKY" not in path.read_bytes()


def test_fixes_that_need_rounds(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.ts").write_text("FIRSTBADBAD\n")
    assert main(["check", "--fix"]) == 0
    assert (folder / "a.ts").read_text() == "GOODGOODGOOD\n"
    assert "4 problems fixed. No problems found" in capsys.readouterr().out


def test_a_fix_that_breaks_the_syntax_is_taken_back(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.ts").write_text("BREAK\n")
    assert main(["check", "--fix"]) == 1
    assert (folder / "a.ts").read_text() == "BREAK\n"
    assert "a.ts: a fix would have broken the syntax" in capsys.readouterr().err


def test_a_fix_that_crashes_costs_only_itself(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.ts").write_text("CRASH BAD\n")
    assert main(["check", "--fix"]) == 1
    assert (folder / "a.ts").read_text() == "CRASH GOOD\n"


def test_a_file_changed_meanwhile_is_not_written(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "a.ts"
    path.write_text("BAD\n")
    checks = []

    def save() -> None:
        checks.append(1)
        if len(checks) == 2:
            path.write_text("BAD and precious\n")

    monkeypatch.setattr(WordWorkspace, "during_check", staticmethod(save))
    assert main(["check", "--fix"]) == 2
    assert path.read_text() == "BAD and precious\n"
    said = capsys.readouterr()
    assert "a.ts: not fixed, because it was changed meanwhile" in said.err
    assert "Found 1 error" in said.out
    assert os.listdir(folder) == ["a.ts"]


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="needs a folder that refuses")
def test_a_folder_that_refuses(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.ts").write_text("BAD\n")
    folder.chmod(0o555)
    try:
        assert main(["check", "--fix"]) == 2
        assert "cannot be written" in capsys.readouterr().err
    finally:
        folder.chmod(0o755)


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_a_link_stays_a_link(folder: Path) -> None:
    (folder / "real").mkdir()
    (folder / "real/a.txt").write_text("BAD\n")
    (folder / "a.ts").symlink_to(folder / "real/a.txt")
    assert main(["check", "--fix", "a.ts"]) == 0
    assert (folder / "a.ts").is_symlink()
    assert (folder / "real/a.txt").read_text() == "GOOD\n"


def test_diff_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.ts").write_text("one\nFIRST\nRISKY")
    assert main(["check", "--diff"]) == 1
    said = capsys.readouterr()
    assert (
        said.out
        == "--- a/a.ts\n+++ b/a.ts\n@@ -1,3 +1,3 @@\n one\n-FIRST\n+GOOD\n RISKY\n\\ No newline at end of file\n"
    )
    assert "would fix 2 of 2 problems" in said.err
    assert (folder / "a.ts").read_text() == "one\nFIRST\nRISKY"
    assert main(["check", "--diff", "--unsafe-fixes", "--output", "p.patch"]) == 1
    assert "+SAFE" in (folder / "p.patch").read_text()


def test_output_file(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (folder / "a.ts").write_text("BAD\n")
    assert main(["check", "--format", "json", "--output", "made/report.json"]) == 1
    assert capsys.readouterr().out == ""
    assert json.loads((folder / "made/report.json").read_text())["version"] == 1


def test_colours(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "a.ts").write_text("BAD\n")

    def coloured(*arguments: str) -> bool:
        main(["check", *arguments])
        return "\x1b[" in capsys.readouterr().out

    assert not coloured()
    assert coloured("--color", "always")
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert coloured()
    assert not coloured("--color", "never")
    monkeypatch.setenv("NO_COLOR", "1")
    assert not coloured()
