"""Where the repository around a program begins."""

from __future__ import annotations

from pathlib import Path

from stackproof.analysis.files import Disk
from stackproof.analysis.repository import top_of


def test_the_repository_holds_what_programs_share(tmp_path: Path) -> None:
    program = tmp_path / "apps" / "web"
    program.mkdir(parents=True)
    (tmp_path / ".git").mkdir()
    assert top_of(str(program), [str(program)], Disk()) == str(tmp_path)


def test_without_a_repository_nothing_outside_the_opened_folders_counts(tmp_path: Path) -> None:
    program = tmp_path / "apps" / "web"
    program.mkdir(parents=True)
    opened = [str(tmp_path / "apps"), str(program), str(tmp_path / "ap")]
    assert top_of(str(program), opened, Disk()) == str(tmp_path / "apps")
    assert top_of(str(program), [], Disk()) == str(program)
