"""Says which packages are installed for a program, by looking at files only."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from typing import Any, Final

import msgspec

from stackproof.model.facts import Flavour
from stackproof.packages.unreadable import MALFORMED

_ARCHIVE: Final = re.compile(r"(?P<name>.+)@(?P<version>[^@]+)\.jsii\.tgz$")
_PULUMI_CORE: Final = "@pulumi/pulumi"


class Installed(msgspec.Struct, frozen=True):
    """A package that describes itself, as it lies on disk.

    ``described`` is the file that tells most about it, ``size`` (bytes) and ``modified`` (nanoseconds) are that
    file's: when they change, so did the package. ``module`` is what programs import.
    """

    name: str
    version: str
    flavour: Flavour
    module: str
    folder: str
    described: str
    size: int
    modified: int

    def is_current(self) -> bool:
        """Whether the file that describes it is still the same."""
        return _stamp(self.described) == (self.size, self.modified)


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        found = os.stat(path)
    except OSError:
        return None
    return found.st_size, found.st_mtime_ns


# --- npm ---


def npm_name(module: str) -> tuple[str, str]:
    """The package of an import's module, and the path in it: ``@a/b/c`` is ``@a/b`` and ``c``."""
    parts = module.split("/")
    count = 2 if module.startswith("@") else 1
    return "/".join(parts[:count]), "/".join(parts[count:])


def find_npm(name: str, folder: str) -> Installed | None:
    """The package that Node would load for a program in ``folder``; None when it is not there or tells nothing."""
    for place in _node_folders(name, folder):
        found = read_npm(place)
        if found is not None:
            return found
        if os.path.isfile(os.path.join(place, "package.json")):
            return None
    return None


def _node_folders(name: str, folder: str) -> Iterator[str]:
    current = os.path.abspath(folder)
    while True:
        if os.path.basename(current) != "node_modules":
            yield os.path.join(current, "node_modules", *name.split("/"))
        parent = os.path.dirname(current)
        if parent == current:
            return
        # What pnpm hides from programs, packages among themselves still find.
        yield os.path.join(current, "node_modules", ".pnpm", "node_modules", *name.split("/"))
        current = parent


def plug_and_play(folder: str) -> str | None:
    """The file by which Yarn replaces folders of packages, for a program in ``folder``."""
    current = os.path.abspath(folder)
    while True:
        for name in (".pnp.cjs", ".pnp.js"):
            if os.path.isfile(os.path.join(current, name)):
                return os.path.join(current, name)
        parent = os.path.dirname(current)
        if parent == current:
            return None
        current = parent


def read_npm(place: str) -> Installed | None:
    """The package in a folder, links followed."""
    manifest = _json(os.path.join(place, "package.json"))
    name, version = manifest.get("name"), manifest.get("version")
    if not isinstance(name, str) or not isinstance(version, str):
        return None
    folder = os.path.realpath(place)
    assembly = os.path.join(folder, ".jsii")
    flavour: Flavour
    if (stamp := _stamp(assembly)) is not None:
        flavour, described = "jsii-npm", assembly
        # A small file only says where the real one is.
        if stamp[0] < 4096 and (packed := _stamp(assembly + ".gz")) is not None:
            described, stamp = assembly + ".gz", packed
    elif name == _PULUMI_CORE or isinstance(manifest.get("pulumi"), dict):
        flavour, described = "pulumi-npm", os.path.join(folder, "package.json")
        stamp = _stamp(described)
        for told in ("types/input.d.ts", "index.d.ts", "bin/types/input.d.ts", "bin/index.d.ts"):
            if (better := _stamp(os.path.join(folder, told))) is not None:
                described, stamp = os.path.join(folder, told), better
                break
    else:
        return None
    if stamp is None:
        return None
    return Installed(name, version, flavour, name, folder, described, *stamp)


def _json(path: str) -> dict[str, Any]:
    try:
        with open(path, "rb") as opened:
            found = msgspec.json.decode(opened.read())
    except (OSError, *MALFORMED):
        return {}
    return found if isinstance(found, dict) else {}


# --- Python ---


def find_pypi(module: str, roots: tuple[str, ...]) -> Installed | None:
    """The package that the dotted ``module`` belongs to, in the first of the folders that has it."""
    parts = module.split(".")
    if not all(p.isidentifier() for p in parts):
        return None
    for root in roots:
        # Packages of their own may lie inside of another one's folder; the innermost is meant.
        for count in range(len(parts), 0, -1):
            found = _read_pypi(root, parts[:count])
            if found is not None:
                return found
    return None


def _read_pypi(root: str, parts: list[str]) -> Installed | None:
    folder = os.path.join(root, *parts)
    module = ".".join(parts)
    plugin = os.path.join(folder, "pulumi-plugin.json")
    if (stamp := _stamp(plugin)) is not None:
        manifest = _json(plugin)
        name = manifest.get("name")
        if not isinstance(name, str) or manifest.get("resource") is not True:
            return None
        version = _distribution_version(root, module) or str(manifest.get("version", ""))
        described = plugin
        for told in ("_inputs.py", "__init__.py"):
            if (better := _stamp(os.path.join(folder, told))) is not None:
                described, stamp = os.path.join(folder, told), better
                break
        return Installed(f"pulumi-{name}", version, "pulumi-pypi", module, folder, described, *stamp)
    if module == "pulumi" and (stamp := _stamp(os.path.join(folder, "resource.py"))) is not None:
        version = _distribution_version(root, module)
        return Installed(
            "pulumi", version, "pulumi-pypi", module, folder, os.path.join(folder, "resource.py"), *stamp
        )
    for entry in _entries(os.path.join(folder, "_jsii")):
        named = _ARCHIVE.match(entry)
        archive = os.path.join(folder, "_jsii", entry)
        if named is not None and (stamp := _stamp(archive)) is not None:
            return Installed(
                module.replace(".", "-").replace("_", "-"),
                named["version"], "jsii-pypi", module, folder, archive, *stamp,
            )  # fmt: skip
    return None


def _entries(folder: str) -> list[str]:
    try:
        return sorted(os.listdir(folder))
    except OSError:
        return []


def _distribution_version(root: str, module: str) -> str:
    """The version in the name of the ``dist-info`` folder; empty when there is none."""
    prefix = module.replace(".", "_") + "-"
    for entry in _entries(root):
        if entry.startswith(prefix) and entry.endswith(".dist-info"):
            return entry[len(prefix) : -len(".dist-info")]
    return ""
