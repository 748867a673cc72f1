"""Knows where the tools that manage Python environments keep those of a project, when not inside of it."""

from __future__ import annotations

import base64
import hashlib
import os
import re
import sys
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

_POETRY_NAME = re.compile(r'[ $`!*@"\\\r\n\t]')
_PIPENV_NAME = re.compile(r'[ &$`!*@"()\[\]\\\r\n\t]')
_CONDA_NAME = re.compile(r"^name:\s*['\"]?([\w.-]+)", re.MULTILINE)
_CONDA_HOMES = ("miniconda3", "anaconda3", "miniforge3", "mambaforge", "micromamba", ".conda")


def central_folders(project: Path, variables: Mapping[str, str]) -> Iterator[Path]:
    """Folders that may hold the environment of a project, by the files of tools that lie in it."""
    home = Path(variables.get("HOME") or variables.get("USERPROFILE") or os.path.sep)
    yield from _pointed(project, home, variables)
    if (project / "Pipfile").is_file():
        yield from _pipenv(project / "Pipfile", home, variables)
    if (project / "pyproject.toml").is_file():
        yield from _poetry(project, home, variables)
    yield from _conda(project, home)
    yield from _pyenv(project, home, variables)


def _pointed(project: Path, home: Path, variables: Mapping[str, str]) -> Iterator[Path]:
    """What a file in the project points to: pipenv's ``.venv``, PDM's ``.pdm-python``."""
    told = _text(project / ".venv").strip()
    if told and "\n" not in told:
        # A path, or the name of one of those that pipenv keeps.
        yield Path(told) if os.path.isabs(told) else _work_on_home(home, variables) / told
    interpreter = _text(project / ".pdm-python").strip()
    if os.path.isabs(interpreter):
        yield Path(interpreter).parent.parent


def _pipenv(pipfile: Path, home: Path, variables: Mapping[str, str]) -> Iterator[Path]:
    base = _work_on_home(home, variables)
    if told := variables.get("PIPENV_CUSTOM_VENV_NAME"):
        yield base / told
    name = _PIPENV_NAME.sub("_", pipfile.parent.name)[:42]
    for location in dict.fromkeys((str(pipfile), os.path.normcase(str(pipfile)))):
        digest = hashlib.sha256(location.encode()).digest()[:6]
        yield from _matching(base, f"{name}-{base64.urlsafe_b64encode(digest).decode()[:8]}")


def _work_on_home(home: Path, variables: Mapping[str, str]) -> Path:
    if told := variables.get("WORKON_HOME"):
        return Path(told).expanduser()
    if sys.platform == "win32":
        return home / ".virtualenvs"
    data = variables.get("XDG_DATA_HOME")
    return (Path(data) if data else home / ".local" / "share") / "virtualenvs"


def _poetry(project: Path, home: Path, variables: Mapping[str, str]) -> Iterator[Path]:
    name = _project_name(project / "pyproject.toml")
    if not name:
        return
    stem = _POETRY_NAME.sub("_", name.lower())[:42]
    location = os.path.normcase(os.path.realpath(project))
    digest = base64.urlsafe_b64encode(hashlib.sha256(location.encode()).digest()).decode()[:8]
    for base in _poetry_homes(home, variables):
        yield from _matching(base, f"{stem}-{digest}-py")


def _poetry_homes(home: Path, variables: Mapping[str, str]) -> Iterator[Path]:
    if told := variables.get("POETRY_VIRTUALENVS_PATH"):
        yield Path(told).expanduser()
    if told := variables.get("POETRY_CACHE_DIR"):
        yield Path(told).expanduser() / "virtualenvs"
    if sys.platform == "win32":
        yield Path(variables.get("LOCALAPPDATA") or home) / "pypoetry" / "Cache" / "virtualenvs"
    elif sys.platform == "darwin":
        yield home / "Library" / "Caches" / "pypoetry" / "virtualenvs"
    else:
        cache = variables.get("XDG_CACHE_HOME")
        yield (Path(cache) if cache else home / ".cache") / "pypoetry" / "virtualenvs"


def _project_name(file: Path) -> str:
    try:
        data: dict[str, Any] = tomllib.loads(_text(file))
    except (tomllib.TOMLDecodeError, RecursionError):
        return ""
    tool = data.get("tool")
    poetry = tool.get("poetry") if isinstance(tool, dict) else None
    for table in (data.get("project"), poetry):
        name = table.get("name") if isinstance(table, dict) else None
        if isinstance(name, str) and name:
            return name
    return ""


def _conda(project: Path, home: Path) -> Iterator[Path]:
    for file in ("environment.yml", "environment.yaml"):
        named = _CONDA_NAME.search(_text(project / file))
        if named is not None:
            for base in _CONDA_HOMES:
                yield home / base / "envs" / named.group(1)


def _pyenv(project: Path, home: Path, variables: Mapping[str, str]) -> Iterator[Path]:
    """Environments that pyenv knows by name; plain versions of Python are no environments of a project."""
    lines = _text(project / ".python-version").split()
    if lines and os.path.basename(lines[0]) == lines[0]:
        yield Path(variables.get("PYENV_ROOT") or home / ".pyenv") / "versions" / lines[0]


def _matching(base: Path, prefix: str) -> Iterator[Path]:
    """Folders whose names begin so, the newest first."""
    try:
        found = [(e.stat().st_mtime, e.path) for e in os.scandir(base) if e.name.startswith(prefix)]
    except OSError:
        return
    for _, path in sorted(found, reverse=True):
        yield Path(path)


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8", "replace") if file.is_file() else ""
    except OSError:
        return ""
