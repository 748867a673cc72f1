"""Programs and the libraries that are installed for them."""

from __future__ import annotations

import logging
import threading
from pathlib import Path

import pytest
import small_packages as small

from stackproof.analysis.libraries import Libraries, prompt_catalogue
from stackproof.analysis.workspace import Workspace
from stackproof.cli.main import main
from stackproof.model.facts import Facts
from stackproof.model.runtime import Symbol
from stackproof.packages import Catalogue, Listener, Store


def environment(folder: Path, version: str) -> Path:
    """A virtual environment with the small package in it."""
    site = folder / "lib" / "python3.12" / "site-packages"
    site.mkdir(parents=True)
    (folder / "pyvenv.cfg").write_text("home = /usr/bin\n")
    small.write_pypi(site, small.assembly(version=version, **small.BUCKETS))
    return folder


def version(facts: Facts) -> str:
    found = facts.find(Symbol("tiny_lib.storage", ("Bucket",)))
    assert found is not None
    return found.package.version


def libraries(tmp_path: Path, told: list[str], interpreter: str | None = None) -> Libraries:
    catalogue = Catalogue(Store(tmp_path / "cache"), patient=True, listener=Listener(told=told.append))
    return Libraries(catalogue, interpreter)


def test_each_program_has_its_own(tmp_path: Path) -> None:
    for name in ("one", "two"):
        environment(tmp_path / name / ".venv", f"1.0.{len(name)}" if name == "one" else "2.0.0")
    found = libraries(tmp_path, [])
    assert [version(found.facts("python", str(tmp_path / n))) for n in ("one", "two")] == ["1.0.3", "2.0.0"]


def test_the_editors_interpreter(tmp_path: Path) -> None:
    environment(tmp_path / "app" / ".venv", "1.0.0")
    environment(tmp_path / "chosen", "3.0.0")
    told: list[str] = []
    found = libraries(tmp_path, told)
    program = str(tmp_path / "app")
    assert version(found.facts("python", program)) == "1.0.0"
    found.choose(str(tmp_path / "chosen" / "bin" / "python"))
    assert version(found.facts("python", program)) == "3.0.0"
    for missing in ("/no/such/python", "/no/such/python"):
        found.choose(None)
        found.choose(missing)
        assert version(found.facts("python", program)) == "1.0.0"
    assert told == ["the Python interpreter /no/such/python does not start"]


def test_the_editors_interpreter_decides_what_is_wrong(tmp_path: Path) -> None:
    environment(tmp_path / "app" / ".venv", "1.0.0")
    chosen = tmp_path / "chosen" / "lib" / "python3.12" / "site-packages"
    chosen.mkdir(parents=True)
    (tmp_path / "chosen" / "pyvenv.cfg").write_text("home = /usr/bin\n")
    newer = {**small.BUCKETS, "storage__BucketProps": small.struct(small.prop("title", optional=True))}
    small.write_pypi(chosen, small.assembly(version="2.0.0", **newer))
    (tmp_path / "app" / "main.py").write_text(
        "import aws_cdk\nfrom tiny_lib.storage import Bucket\nBucket('a', title='x', size_in_gib=1)\n"
    )
    catalogue = Catalogue(Store(tmp_path / "cache"), patient=True)
    workspace = Workspace([str(tmp_path / "app")], catalogue=catalogue)

    def unknown() -> list[str]:
        return [
            p.message for p in workspace.snapshot().check().problems if p.rule == "unknown-resource-argument"
        ]

    assert unknown() == ["'Bucket' takes no argument 'title'"]
    workspace.use_python(str(tmp_path / "chosen"))
    assert unknown() == ["'Bucket' takes no argument 'size_in_gib'"]
    workspace.use_python(None)
    assert unknown() == ["'Bucket' takes no argument 'title'"]


def test_an_environment_that_comes_later(tmp_path: Path) -> None:
    (tmp_path / "app").mkdir()
    found = libraries(tmp_path, [])
    assert found.facts("python", str(tmp_path / "app")).find(Symbol("tiny_lib.storage", ("Bucket",))) is None
    environment(tmp_path / "app" / ".venv", "1.0.0")
    found.forget()
    assert version(found.facts("python", str(tmp_path / "app"))) == "1.0.0"


def test_typescript_needs_no_environment(tmp_path: Path) -> None:
    small.write_npm(tmp_path, small.assembly(**small.BUCKETS))
    facts = libraries(tmp_path, []).facts("typescript", str(tmp_path))
    assert facts.find(Symbol("tiny-lib/storage", ("Bucket",))) is not None


def test_the_command_line_says_what_it_cannot_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    place = small.write_npm(tmp_path / "app", small.assembly(name="constructs", python="constructs"))
    (place / ".jsii").write_text('{"name": "constr')
    (tmp_path / "app" / "main.ts").write_text(
        "import { Stack } from 'aws-cdk-lib';\nimport { Construct } from 'constructs';\nnew Construct(new Stack(), 'A');\n"
    )
    monkeypatch.setenv("STACKPROOF_CACHE", str(tmp_path / "cache"))
    monkeypatch.chdir(tmp_path / "app")
    for arguments, count in (([], 1), (["--quiet"], 0)):
        assert main(["check", *arguments, "."]) == 0
        said = capsys.readouterr().err
        assert said.count("not an assembly") == count, said


def test_an_editors_log_says_what_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    small.write_npm(tmp_path / "app", small.assembly(**small.BUCKETS))
    monkeypatch.setenv("STACKPROOF_CACHE", str(tmp_path / "cache"))
    changed = threading.Event()
    caplog.set_level(logging.INFO, "stackproof")
    catalogue = prompt_catalogue(changed.set)
    facts = catalogue.facts("typescript", str(tmp_path / "app"))
    assert facts.find(Symbol("tiny-lib/storage", ("Bucket",))) is None
    assert changed.wait(120)
    catalogue.close()
    assert [r.getMessage() for r in caplog.records if "reading" in r.getMessage()] == [
        "reading tiny-lib 1.0.0"
    ]
