"""Tests of the commands as processes: what they import, how they end."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from stackproof import __version__
from stackproof.cli.main import main


def run(code: str, *arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, timeout=120, **options
    )  # type: ignore[call-overload, no-any-return]


def test_version_imports_nothing_heavy() -> None:
    code = (
        "import sys; from stackproof.cli.main import main; status = main(['--version']);"
        "print(sorted({m.partition('.')[0] for m in sys.modules} & set(sys.argv[1:]))); sys.exit(status)"
    )
    done = run(code, "lsprotocol", "pygls", "jedi", "tree_sitter", "hcl2", "msgspec", "pathspec")
    assert done.stdout == f"stackproof {__version__}\n[]\n"
    assert done.returncode == 0


def test_rules_and_explain(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules", "--format", "json"]) == 0
    listed = json.loads(capsys.readouterr().out)
    assert len(listed) >= 2
    assert all(rule["summary"] for rule in listed)
    assert main(["rules"]) == 0
    text = capsys.readouterr().out
    for rule in listed:
        assert rule["id"] in text
        assert main(["explain", rule["id"]]) == 0
        page = capsys.readouterr().out
        assert page.startswith("# ")
        assert rule["summary"].split()[0] in page


def test_explain_takes_underscores(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "Unused_Suppression"]) == 0
    assert "unused-suppression" in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="pipes break otherwise there")
def test_a_reader_that_goes_away_is_no_error() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    code = "import sys; from stackproof.cli.main import main; sys.exit(main(['rules']))"
    with os.fdopen(writer, "wb") as pipe:
        done = subprocess.run([sys.executable, "-c", code], stdout=pipe, stderr=subprocess.PIPE, timeout=120)
    assert done.returncode == 141
    assert done.stderr == b""


def test_a_console_that_knows_few_characters(tmp_path: Path) -> None:
    code = (
        "import sys; from stackproof.cli.output import emit;"
        "emit('caf\\u00e9 \\u540d \\udcff\\n'); print(sys.stdout.encoding, file=sys.stderr)"
    )
    done = run(code, env={**os.environ, "PYTHONIOENCODING": "latin-1"}, encoding="latin-1")
    assert done.returncode == 0, done.stderr
    assert done.stdout == "café \\u540d \\udcff\n"


def test_progress_is_for_terminals_only(capsys: pytest.CaptureFixture[str]) -> None:
    import io

    from stackproof.cli.progress import Progress

    class Terminal(io.StringIO):
        def isatty(self) -> bool:
            return True

    pipe, terminal = io.StringIO(), Terminal()
    for stream in (pipe, terminal):
        progress = Progress(stream, True)
        progress._next = 0
        progress("reading\x1b[2J\nfiles", 3, 10)
        progress.clear()
    assert pipe.getvalue() == ""
    assert terminal.getvalue() == "\r\x1b[K[3/10] reading␛[2J files\r\x1b[K"
