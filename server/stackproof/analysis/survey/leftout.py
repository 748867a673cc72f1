"""Tells which files, folders and manifests of a workspace were not read, with the reason of each."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable

from stackproof.analysis import manifests
from stackproof.analysis.discovery import Entry
from stackproof.analysis.files import Overlay, walk

_MANIFESTS = frozenset({"cdk.json", "cdktf.json", "Pulumi.yaml", "Pulumi.yml"})
_READ = ("nodejs", "python", "bun", None)


def left_out(
    roots: Iterable[str], exclude: Callable[[str], Iterable[str]], files: Overlay, entries: Iterable[Entry]
) -> dict[str, str]:
    """Reasons by absolute path; ``exclude`` gives the patterns that count for a root."""
    found: dict[str, str] = {}
    started = {e.root for e in entries}

    def passed_by(path: str, reason: str) -> None:
        found.setdefault(path, reason)

    for root in roots:
        if not files.is_dir(root):
            continue
        found_here = walk(root, exclude(root), files, wanted=_MANIFESTS.__contains__, passed_by=passed_by)
        for path in found_here:
            if os.path.dirname(path) not in started:
                found[path] = _reason(path, files)
    return found | files.skipped()


def _reason(path: str, files: Overlay) -> str:
    data = files.read(path) or b""
    if os.path.basename(path).startswith("Pulumi."):
        runtime = manifests.pulumi_project(data).runtime
        if runtime not in _READ:
            return f"a program in a language that is not read ({runtime})"
        return "no file was found where its program begins"
    if manifests.app_command(data) is None:
        return "it names no app"
    return "its app command leads to no TypeScript or Python file"
