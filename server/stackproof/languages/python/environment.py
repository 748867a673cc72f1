"""Finds a project's virtual environment without starting any interpreter."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

_FOLDERS = (".venv", "venv", "env", ".env", "virtualenv")
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


def find_environment(root: str, variables: Mapping[str, str] | None = None) -> Environment | None:
    """The environment of the project at ``root``.

    Looked for in ``root`` and, for projects inside a repository, in the folders around it up to the
    repository's root; then where ``VIRTUAL_ENV`` points to. ``variables`` are the process's own if not given.
    """
    for folder in _candidates(root, os.environ if variables is None else variables):
        try:
            if (folder / "pyvenv.cfg").is_file() or (folder / "conda-meta").is_dir():
                return _read(folder)
        except OSError:
            continue
    return None


def _candidates(root: str, variables: Mapping[str, str]) -> Iterator[Path]:
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
    for folder in around[: repository + 1]:
        for name in _FOLDERS:
            yield folder / name
    for variable in ("VIRTUAL_ENV", "CONDA_PREFIX"):
        if variables.get(variable):
            yield Path(variables[variable])


def _read(folder: Path) -> Environment:
    python = next((str(folder / name) for name in _PYTHONS if (folder / name).is_file()), None)
    sites = [site for site in _sites(folder) if site.is_dir()]
    settings = _settings(folder / "pyvenv.cfg")
    if settings.get("include-system-site-packages") == "true" and settings.get("home"):
        sites += [site for site in _sites(Path(settings["home"]).parent) if site.is_dir()]
    added = [path for site in sites for path in _added(site)]
    return Environment(str(folder), python, tuple(map(str, sites)), tuple(dict.fromkeys(added)))


def _sites(folder: Path) -> Iterator[Path]:
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
