"""Finds a project's virtual environment without starting any interpreter."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from stackproof.languages.python.conventions import central_folders

_FOLDERS = (".venv", "venv", "env", ".env", "virtualenv", ".pixi/envs/default")
_PYTHONS = ("bin/python", "bin/python3", "Scripts/python.exe")
_ROOT_MARKS = (".git", ".hg")


class Environment(msgspec.Struct, frozen=True):
    """A virtual environment; all paths are absolute.

    ``python`` is its interpreter (None when it has none), ``site_packages`` the folders of installed
    packages, ``added`` the folders that ``.pth`` files add, as editable installs do.
    """

    folder: str
    python: str | None
    site_packages: tuple[str, ...]
    added: tuple[str, ...] = ()


def find_environment(
    root: str, variables: Mapping[str, str] | None = None, interpreter: str | None = None
) -> Environment | None:
    """The environment of the project at ``root``.

    The one of the ``interpreter`` that an editor has chosen, if it is of one. Else looked for in ``root`` and, for
    projects inside a repository, in the folders around it up to the repository's root; then where ``VIRTUAL_ENV``
    points to; then in the folders where poetry, pipenv, conda and pyenv keep those of all projects. ``variables`` are
    the process's own if not given.
    """
    for folder in _candidates(root, os.environ if variables is None else variables, interpreter):
        try:
            if (folder / "pyvenv.cfg").is_file() or (folder / "conda-meta").is_dir():
                return read_environment(folder)
        except OSError:
            continue
    return None


def folder_of(interpreter: str) -> Path:
    """The folder of the environment that an interpreter belongs to; a folder stands for itself."""
    path = Path(os.path.abspath(os.path.expanduser(interpreter)))
    # The link is not followed: it leads out of the environment.
    return (
        path
        if path.is_dir()
        else path.parent.parent
        if path.parent.name in ("bin", "Scripts")
        else path.parent
    )


def _candidates(root: str, variables: Mapping[str, str], interpreter: str | None) -> Iterator[Path]:
    if interpreter:
        yield folder_of(interpreter)
    start = Path(os.path.abspath(root))
    around = [start, *start.parents]
    repository = next(
        (
            depth
            for depth, folder in enumerate(around)
            if any((folder / mark).exists() for mark in _ROOT_MARKS)
        ),
        0,
    )
    inside = around[: repository + 1]
    for folder in inside:
        if told := variables.get("UV_PROJECT_ENVIRONMENT"):
            yield folder / told
        for name in _FOLDERS:
            yield folder / name
    if variables.get("VIRTUAL_ENV"):
        yield Path(variables["VIRTUAL_ENV"])
    for folder in inside:
        yield from central_folders(folder, variables)
    if variables.get("CONDA_PREFIX"):
        yield Path(variables["CONDA_PREFIX"])


def read_environment(folder: Path) -> Environment:
    python = next((str(folder / name) for name in _PYTHONS if (folder / name).is_file()), None)
    sites = [site for site in sites_below(folder) if site.is_dir()]
    settings = _settings(folder / "pyvenv.cfg")
    if settings.get("include-system-site-packages") == "true" and settings.get("home"):
        sites += [site for site in sites_below(Path(settings["home"]).parent) if site.is_dir()]
    added = [path for site in sites for path in _added(site)]
    return Environment(str(folder), python, tuple(map(str, sites)), tuple(dict.fromkeys(added)))


def sites_below(folder: Path) -> Iterator[Path]:
    """Where an environment in a folder keeps its packages, if it does."""
    for library in ("lib", "lib64"):
        if not (folder / library).is_symlink():
            yield from sorted((folder / library).glob("python3*/site-packages"))
    yield folder / "Lib" / "site-packages"


def _settings(file: Path) -> dict[str, str]:
    try:
        lines = file.read_text("utf-8", "replace").splitlines()
    except OSError:
        return {}
    pairs = (line.partition("=") for line in lines)
    return {key.strip().lower(): value.strip().strip("'\"") for key, _, value in pairs}


def _added(site: Path) -> Iterator[str]:
    """The folders named in ``.pth`` files; lines that are code are left alone."""
    for file in sorted(site.glob("*.pth")):
        try:
            lines = file.read_text("utf-8", "replace").splitlines()
        except OSError:
            continue
        for line in map(str.strip, lines):
            if line and not line.startswith(("#", "import ", "import\t")) and "\0" not in line:
                folder = os.path.normpath(os.path.join(site, line))
                if os.path.isdir(folder):
                    yield folder
