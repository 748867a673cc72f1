"""The real packages of the toolchains, and samples of what they hold."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from stackproof.model.facts import Fact, Facts
from stackproof.packages.catalogue import Catalogue
from stackproof.packages.installed import find_npm, find_pypi
from stackproof.packages.source import Source
from toolchains import HOME, NODE_MODULES, PYTHON, need

HERE = Path(__file__).parent
NODE = NODE_MODULES.parent
VERSIONS = HOME / "versions"


def site_packages() -> str:
    """Where the toolchains' Python has its packages."""
    need(PYTHON)
    [found] = (PYTHON.parents[1]).glob("lib/python3*/site-packages")
    return str(found)


def other_version(label: str, name: str = "node_modules") -> Path:
    """The folder of a package version that is unpacked beside the others."""
    found = VERSIONS / label.replace("/", "+")
    need(found)
    return found if name == "node_modules" else found / name


def sample(keys: Iterable[str], count: int) -> list[str]:
    """So many of the keys, evenly spread and always the same."""
    ordered = sorted(keys)
    step = max(1, len(ordered) // count)
    return ordered[::step][:count]


def introspected(classes: list[tuple[str, str]], *paths: str) -> list[dict[str, Any]]:
    """What the real Python classes are like; ``paths`` go before the installed packages."""
    done = subprocess.run(
        [str(PYTHON), str(HERE / "introspect.py")],
        input=json.dumps(classes),
        capture_output=True,
        encoding="utf-8",
        timeout=280,
        env={"PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": ":".join(paths), "PATH": "/usr/bin:/bin"},
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    found: list[dict[str, Any]] = json.loads(done.stdout)
    return found


def source_of(catalogue: Catalogue, module: str, sites: tuple[str, ...] = (), node: Path = NODE) -> Source:
    """The records of an installed package, read if need be."""
    installed = find_pypi(module, sites) if sites else find_npm(module, str(node))
    assert installed is not None, module
    opened = catalogue.open(installed, module, None)
    assert opened is not None
    return opened.source


def facts_of(facts: Facts, prefix: str, keys: Iterable[str]) -> Iterator[Fact]:
    """The facts behind keys; all of them must be there."""
    for key in keys:
        found = facts.get(prefix + key)
        assert found is not None, key
        yield found
