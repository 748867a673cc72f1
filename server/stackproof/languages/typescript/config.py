"""Reading of the settings by which TypeScript finds files: ``tsconfig.json``, ``package.json``."""

from __future__ import annotations

import json
import os.path
import re
from typing import Any

import msgspec

from stackproof.languages.source import Files

_COMMENT = re.compile(r'("(?:\\.|[^"\\])*")|//[^\n]*|/\*.*?\*/', re.S)
_TRAILING_COMMA = re.compile(r'("(?:\\.|[^"\\])*")|,(?=\s*[}\]])')

# A configuration that extends more than this many others is taken for a circle.
_EXTENDS_LIMIT = 16


def loose_json(data: bytes) -> dict[str, Any]:
    """An object from JSON with comments and trailing commas; empty when it is not an object."""
    text = data.decode("utf-8-sig", "replace")
    text = _COMMENT.sub(lambda match: match.group(1) or " ", text)
    text = _TRAILING_COMMA.sub(lambda match: match.group(1) or "", text)
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return found if isinstance(found, dict) else {}


class PathMap(msgspec.Struct, frozen=True):
    """How a ``tsconfig.json`` finds files for bare names.

    ``base`` is the folder of ``baseUrl``, None without it. ``paths`` are patterns with at most one star and
    the absolute patterns of files for which they stand.
    """

    base: str | None = None
    paths: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def candidates(self, specifier: str) -> list[str]:
        """Absolute paths, without regard to endings, that ``specifier`` may stand for, best first."""
        best: tuple[int, str, tuple[str, ...]] | None = None
        for pattern, targets in self.paths:
            before, star, after = pattern.partition("*")
            if not star:
                if specifier == pattern:
                    best = (len(specifier) + 1, "", targets)
            elif (
                len(specifier) >= len(before) + len(after)
                and specifier.startswith(before)
                and specifier.endswith(after)
                and (best is None or len(before) > best[0])
            ):
                best = (len(before), specifier[len(before) : len(specifier) - len(after)], targets)
        found = [] if best is None else [target.replace("*", best[1]) for target in best[2]]
        if self.base is not None:
            found.append(os.path.normpath(os.path.join(self.base, specifier)))
        return found


def path_map(files: Files, config: str) -> PathMap:
    """The `PathMap` of the ``tsconfig.json`` at ``config`` with what it extends."""
    return _path_map(files, config, _EXTENDS_LIMIT)


def _path_map(files: Files, config: str, left: int) -> PathMap:
    data = files.read(config)
    if data is None or left == 0:
        return PathMap()
    settings = loose_json(data)
    folder = os.path.dirname(config)
    made = PathMap()
    extended = settings.get("extends")
    for name in extended if isinstance(extended, list) else [extended]:
        # What installed packages offer to extend says nothing about the files of this project.
        if isinstance(name, str) and name.startswith((".", "/")):
            parent = os.path.normpath(os.path.join(folder, name))
            if not files.is_file(parent):
                parent += ".json"
            inherited = _path_map(files, parent, left - 1)
            made = PathMap(base=inherited.base or made.base, paths=inherited.paths or made.paths)
    options = settings.get("compilerOptions")
    if not isinstance(options, dict):
        return made
    base, paths = made.base, made.paths
    if isinstance(written := options.get("baseUrl"), str):
        base = os.path.normpath(os.path.join(folder, written))
    if isinstance(written := options.get("paths"), dict):
        start = base or folder
        paths = tuple(
            (pattern, tuple(_absolute(start, target) for target in targets if isinstance(target, str)))
            for pattern, targets in written.items()
            if isinstance(targets, list)
        )
    return PathMap(base=base, paths=paths)


def _absolute(folder: str, target: str) -> str:
    return os.path.normpath(os.path.join(folder, target))


def workspace_patterns(package: dict[str, Any]) -> list[str]:
    """The ``workspaces`` of a ``package.json``: folders with stars, relative to it."""
    written = package.get("workspaces")
    if isinstance(written, dict):
        written = written.get("packages")
    if not isinstance(written, list):
        return []
    return [pattern for pattern in written if isinstance(pattern, str) and not pattern.startswith("!")]


_LISTED = re.compile(r"^\s+-\s*([\"']?)([^\"'#]+?)\1\s*(?:#.*)?$")


def pnpm_patterns(data: bytes) -> list[str]:
    """The ``packages`` of a ``pnpm-workspace.yaml``: folders with stars, relative to it."""
    found: list[str] = []
    inside = False
    for line in data.decode("utf-8-sig", "replace").splitlines():
        if line[:1].strip() and not line.startswith(("#", "-")):
            inside = line.split("#")[0].strip() == "packages:"
        elif inside and (match := _LISTED.match(" " + line)) is not None:
            found.append(match[2])
    return [pattern for pattern in found if not pattern.startswith("!")]


def targets(value: Any, depth: int = 8) -> list[str]:
    """All files that an entry of ``exports`` or ``imports`` names, whatever the conditions."""
    if isinstance(value, str):
        return [value]
    if depth == 0:
        return []
    if isinstance(value, dict):
        # Sources and types lead to the source text, the others to what is built from it.
        ordered = sorted(value, key=lambda key: key not in ("source", "types", "typescript"))
        return [found for key in ordered for found in targets(value[key], depth - 1)]
    if isinstance(value, list):
        return [found for one in value for found in targets(one, depth - 1)]
    return []
