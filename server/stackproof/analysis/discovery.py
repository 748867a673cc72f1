"""Finds where the programs of a workspace begin."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from stackproof.analysis import manifests
from stackproof.analysis.commands import Sources, entry_of_command, entry_of_package

Read = Callable[[str], bytes | None]

_GUESSES = ("main.ts", "src/main.ts", "index.ts", "src/index.ts", "app.py", "main.py", "src/app.py")


@dataclass(frozen=True)
class Entry:
    """Where one program begins: ``path`` is the file that is run, ``root`` the folder it is run in.

    ``explicit`` when a manifest or the user names the file, False when convention suggests it.
    """

    path: str
    root: str
    framework: Literal["cdk", "cdktf", "pulumi"] | None
    explicit: bool


def discover(roots: Sequence[str], files: Sequence[str], read: Read) -> list[Entry]:
    """The programs at, below or (when there is none below) around the roots.

    ``roots`` are absolute folders or files, ``files`` the source files below them. A root that is a file and
    belongs to no program found is an entry itself.
    """
    sources = Sources(frozenset(files), read)
    entries: dict[str, Entry] = {}
    for folder in _folders(roots, files):
        for entry in _in_folder(folder, sources):
            entries.setdefault(entry.path, entry)
    for root in roots:
        is_file = root in sources.known
        if not is_file and any(_is_below(e.path, root) or _is_below(e.root, root) for e in entries.values()):
            continue
        around = _around(os.path.dirname(root) if is_file else root, sources)
        for entry in around:
            entries.setdefault(entry.path, entry)
        if is_file and not around and root not in entries:
            entries[root] = Entry(root, os.path.dirname(root), None, True)
    return list(entries.values())


def _folders(roots: Sequence[str], files: Sequence[str]) -> list[str]:
    """All folders between the roots and the files, so that ignored places are never searched."""
    known = set(files)
    found: dict[str, None] = {}
    for root in roots:
        if root not in known:
            found[root] = None
    seen = set(found)
    for file in files:
        folder = os.path.dirname(file)
        while folder not in seen and any(_is_below(folder, r) for r in roots):
            seen.add(folder)
            found[folder] = None
            folder = os.path.dirname(folder)
    return sorted(found)


def _is_below(path: str, folder: str) -> bool:
    return path == folder or path.startswith(os.path.join(folder, ""))


def _around(folder: str, sources: Sources) -> list[Entry]:
    """The programs of the nearest folder upwards that has any, within the repository."""
    while True:
        if entries := list(_in_folder(folder, sources)):
            return entries
        parent = os.path.dirname(folder)
        at_top = sources.read(os.path.join(folder, ".git", "HEAD")) is not None
        if parent == folder or at_top or sources.read(os.path.join(folder, ".git")) is not None:
            return []
        folder = parent


def _in_folder(folder: str, sources: Sources) -> Iterator[Entry]:
    for name, framework in (("cdk.json", "cdk"), ("cdktf.json", "cdktf")):
        data = sources.read(os.path.join(folder, name))
        if data is not None:
            yield from _of_app(folder, framework, manifests.app_command(data), sources)
    for name in ("Pulumi.yaml", "Pulumi.yml"):
        data = sources.read(os.path.join(folder, name))
        if data is not None:
            path = _of_pulumi(folder, manifests.pulumi_project(data), sources)
            if path is not None:
                yield Entry(path, folder, "pulumi", True)
            break


def _of_app(folder: str, framework: str, command: str | None, sources: Sources) -> Iterator[Entry]:
    kind: Literal["cdk", "cdktf"] = "cdk" if framework == "cdk" else "cdktf"
    if command is not None:
        path = entry_of_command(command, folder, sources)
        if path is not None:
            yield Entry(path, folder, kind, True)
            return
    for path in _guesses(folder, sources):
        yield Entry(path, folder, kind, False)


def _guesses(folder: str, sources: Sources) -> list[str]:
    """What convention suggests, the first kind of convention that fits."""
    path = entry_of_package(folder, sources)
    if path is not None:
        return [path]
    scripts = os.path.join(folder, "bin")
    in_bin = sorted(
        f for f in sources.known if os.path.dirname(f) == scripts and f.endswith((".ts", ".mts", ".cts"))
    )
    if in_bin:
        return in_bin
    paths = (os.path.normpath(os.path.join(folder, guess)) for guess in _GUESSES)
    return next(([path] for path in paths if sources.has(path)), [])


def _of_pulumi(folder: str, project: manifests.PulumiProject, sources: Sources) -> str | None:
    """The file which Pulumi runs; None for languages that we do not read."""
    if project.runtime not in ("nodejs", "python", "bun", None):
        return None
    main = os.path.normpath(os.path.join(folder, project.main)) if project.main else folder
    if project.main:
        named = sources.source(main)
        if named is not None:
            return named
    if project.runtime in ("nodejs", "bun", None):
        found = entry_of_package(main, sources) or sources.module(os.path.join(main, "index"))
        if found is not None:
            return found
    if project.runtime in ("python", None):
        path = os.path.join(main, "__main__.py")
        if sources.has(path):
            return path
    return None
