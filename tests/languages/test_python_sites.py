"""Where the packages of a Python program are found, and when an interpreter is asked."""

from __future__ import annotations

import base64
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from stackproof.languages.python import find_environment, find_sites
from stackproof.languages.python.sites import ask_interpreter


def make(folder: Path, conda: bool = False) -> str:
    """An environment as tools lay it out; the folder of its packages."""
    site = folder / "lib" / "python3.12" / "site-packages"
    site.mkdir(parents=True)
    (folder / "bin").mkdir()
    (folder / "bin" / "python").write_text("#!/bin/sh\nexit 3\n")
    (folder / "bin" / "python").chmod(0o755)
    if conda:
        (folder / "conda-meta").mkdir()
    else:
        (folder / "pyvenv.cfg").write_text("home = /usr/bin\n")
    return str(site)


@pytest.fixture(autouse=True)
def never_started(monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    started: list[list[str]] = []
    really = subprocess.run

    def run(command: list[str], **options: object) -> object:
        started.append(command)
        return really(command, **options)  # type: ignore[call-overload]

    monkeypatch.setattr(subprocess, "run", run)
    return started


def digest(text: str, size: int | None = None) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()[:size]).decode()[:8]


@pytest.fixture
def project(tmp_path: Path) -> Path:
    folder = tmp_path / "My Project"
    folder.mkdir()
    return folder


def test_poetry(tmp_path: Path, project: Path, never_started: list[list[str]]) -> None:
    (project / "pyproject.toml").write_text('[tool.poetry]\nname = "Our App"\n')
    name = f"our_app-{digest(os.path.realpath(project))}-py3.12"
    site = make(tmp_path / "cache" / "pypoetry" / "virtualenvs" / name)
    make(tmp_path / "cache" / "pypoetry" / "virtualenvs" / "our_app-AAAAAAAA-py3.12")
    found = find_sites(str(project), None, {"HOME": str(tmp_path), "XDG_CACHE_HOME": str(tmp_path / "cache")})
    assert found.folders == (site,)
    assert never_started == []


@pytest.mark.skipif(sys.platform == "win32", reason="the folder is another one there")
def test_pipenv(tmp_path: Path, project: Path) -> None:
    (project / "Pipfile").write_text("")
    name = f"My_Project-{digest(str(project / 'Pipfile'), 6)}"
    site = make(tmp_path / ".local" / "share" / "virtualenvs" / name)
    assert find_sites(str(project), None, {"HOME": str(tmp_path)}).folders == (site,)


def test_pipenv_where_it_is_told(tmp_path: Path, project: Path) -> None:
    (project / "Pipfile").write_text("")
    site = make(tmp_path / "envs" / "ours")
    told = {"WORKON_HOME": str(tmp_path / "envs"), "PIPENV_CUSTOM_VENV_NAME": "ours"}
    assert find_sites(str(project), None, told).folders == (site,)


def test_a_file_that_points_to_it(tmp_path: Path, project: Path) -> None:
    site = make(tmp_path / "elsewhere")
    (project / ".venv").write_text(f"{tmp_path / 'elsewhere'}\n")
    assert find_sites(str(project), None, {}).folders == (site,)


def test_pdm(tmp_path: Path, project: Path) -> None:
    site = make(tmp_path / "pdm")
    (project / ".pdm-python").write_text(str(tmp_path / "pdm" / "bin" / "python"))
    assert find_sites(str(project), None, {}).folders == (site,)


def test_uv(tmp_path: Path, project: Path) -> None:
    site = make(project / ".uv" / "env")
    assert find_sites(str(project), None, {"UV_PROJECT_ENVIRONMENT": ".uv/env"}).folders == (site,)


def test_conda_by_the_name_in_its_file(tmp_path: Path, project: Path) -> None:
    (project / "environment.yml").write_text("channels:\n  - x\nname: infra\n")
    site = make(tmp_path / "miniforge3" / "envs" / "infra", conda=True)
    assert find_sites(str(project), None, {"HOME": str(tmp_path)}).folders == (site,)


def test_pyenv(tmp_path: Path, project: Path) -> None:
    (project / ".python-version").write_text("infra-3.12\n")
    site = make(tmp_path / "pyenv" / "versions" / "infra-3.12")
    assert find_sites(str(project), None, {"PYENV_ROOT": str(tmp_path / "pyenv")}).folders == (site,)
    (project / ".python-version").write_text("../../etc\n")
    assert find_environment(str(project), {"PYENV_ROOT": str(tmp_path / "pyenv")}) is None


def test_the_project_goes_before_what_is_active(tmp_path: Path, project: Path) -> None:
    active, own = make(tmp_path / "active"), make(project / ".venv")
    variables = {"VIRTUAL_ENV": str(tmp_path / "active")}
    assert find_sites(str(project), None, variables).folders == (own,)
    other = tmp_path / "other"
    other.mkdir()
    assert find_sites(str(other), None, variables).folders == (active,)


def test_the_chosen_interpreter_goes_first(
    tmp_path: Path, project: Path, never_started: list[list[str]]
) -> None:
    make(project / ".venv")
    chosen = make(tmp_path / "chosen")
    for told in (tmp_path / "chosen" / "bin" / "python", tmp_path / "chosen"):
        found = find_sites(str(project), str(told), {})
        assert (found.folders, found.complaint) == ((chosen,), "")
    assert never_started == []


def test_one_that_does_not_start(tmp_path: Path, project: Path) -> None:
    own = make(project / ".venv")
    broken = tmp_path / "somewhere" / "python3"
    broken.parent.mkdir()
    broken.write_text("#!/bin/sh\nexit 1\n")
    broken.chmod(0o755)
    for interpreter in (str(broken), str(tmp_path / "nothing" / "python")):
        found = find_sites(str(project), interpreter, {})
        assert found.folders == (own,)
        assert interpreter in found.complaint


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_one_that_only_knows_itself_is_asked(
    tmp_path: Path, project: Path, never_started: list[list[str]]
) -> None:
    shim = tmp_path / "shims" / "python3"
    shim.parent.mkdir()
    shim.write_text(f'#!/bin/sh\nexec "{sys.executable}" "$@"\n')
    shim.chmod(0o755)
    found = find_sites(str(project), str(shim), {})
    assert found.complaint == ""
    assert any(Path(f).name.endswith("-packages") for f in found.folders)
    assert [c[0] for c in never_started] == [str(shim)]


def test_what_it_says_must_make_sense(tmp_path: Path) -> None:
    liar = tmp_path / "python"
    liar.write_text("#!/bin/sh\necho hello\n")
    liar.chmod(0o755)
    assert ask_interpreter(str(liar)) is None


def test_without_anything_the_systems_own(tmp_path: Path, project: Path) -> None:
    found = find_sites(str(project), None, {"PATH": "", "HOME": str(tmp_path)})
    assert found.complaint == ""
    assert all(os.path.isdir(f) for f in found.folders)
