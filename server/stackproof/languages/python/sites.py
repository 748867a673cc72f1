"""Says in which folders the packages of a Python program are installed, its environment or the system's."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from stackproof.languages.python.environment import Environment, find_environment, folder_of, sites_below

_ASKED = "import json, sysconfig; p = sysconfig.get_paths(); print(json.dumps([p['purelib'], p['platlib']]))"
_PATIENCE_SECONDS = 10


class Sites(msgspec.Struct, frozen=True):
    """The folders, the likeliest first; ``complaint`` says which interpreter could not be asked, if any."""

    folders: tuple[str, ...]
    complaint: str = ""


def find_sites(
    root: str, interpreter: str | None = None, variables: Mapping[str, str] | None = None
) -> Sites:
    """Where packages of the project at ``root`` are installed.

    ``interpreter`` is the one that an editor has chosen. Files are looked at; an interpreter is asked only where
    they tell nothing, and never with the project's code or that of installed packages.
    """
    variables = os.environ if variables is None else variables
    if interpreter:
        chosen = _of_interpreter(interpreter)
        if chosen:
            return Sites(chosen)
        asked = ask_interpreter(interpreter)
        if asked is not None:
            return Sites(asked)
        rest = find_sites(root, None, variables)
        return Sites(rest.folders, f"the Python interpreter {interpreter} does not start")
    environment = find_environment(root, variables)
    if environment is not None:
        return Sites(_of_environment(environment))
    return Sites(tuple(dict.fromkeys(_of_system(variables))))


def _of_environment(environment: Environment) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*environment.site_packages, *environment.added)))


def _of_interpreter(interpreter: str) -> tuple[str, ...]:
    found = find_environment(os.sep, {}, interpreter)
    if found is not None:
        return _of_environment(found)
    path = shutil.which(os.path.expanduser(interpreter)) or interpreter
    # One of the system's own: its packages lie beside it.
    for place in dict.fromkeys((folder_of(path), folder_of(os.path.realpath(path)))):
        # Debian's Python looks in the local folder first.
        local = _around(Path("/usr/local")) if place == Path("/usr") else ()
        sites = tuple(str(s) for s in (*local, *_around(place)))
        if sites:
            return sites
    return ()


def _around(prefix: Path) -> Iterator[Path]:
    yield from (s for s in sites_below(prefix) if s.is_dir())
    # Debian's own packages.
    for packages in sorted(prefix.glob("lib/python3*/dist-packages")):
        if packages.is_dir():
            yield packages


def _of_system(variables: Mapping[str, str]) -> Iterator[str]:
    """Without an environment: what ``python3`` finds, and what Stackproof itself is installed with."""
    home = variables.get("HOME") or variables.get("USERPROFILE")
    found = shutil.which("python3", path=variables.get("PATH")) or shutil.which(
        "python", path=variables.get("PATH")
    )
    if found is not None:
        if home:
            yield from (str(s) for s in sorted(Path(home).glob(".local/lib/python3*/site-packages")))
        yield from _of_interpreter(found)
    yield from (p for p in sys.path if p.endswith(("site-packages", "dist-packages")) and os.path.isdir(p))


def ask_interpreter(interpreter: str) -> tuple[str, ...] | None:
    """The folders of packages as an interpreter itself tells them; None when it does not start.

    It runs isolated and without its ``site`` module, so that nothing but its own library is executed.
    """
    try:
        done = subprocess.run(
            [os.path.expanduser(interpreter), "-I", "-S", "-c", _ASKED],
            capture_output=True,
            timeout=_PATIENCE_SECONDS,
            check=True,
            cwd=os.path.dirname(os.path.abspath(sys.executable)),
        )
        told = msgspec.json.decode(done.stdout, type=list[str])
    except (OSError, ValueError, subprocess.SubprocessError, msgspec.DecodeError):
        return None
    return tuple(p for p in dict.fromkeys(told) if os.path.isdir(p))
