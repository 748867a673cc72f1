"""The walk over a folder that finds the source files a person would call their own."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from pathspec import GitIgnoreSpec

from stackproof.analysis.storage import Storage

TYPESCRIPT_SUFFIXES = (".ts", ".tsx", ".mts", ".cts")
JAVASCRIPT_SUFFIXES = (".js", ".jsx", ".mjs", ".cjs")
SOURCE_SUFFIXES = (*TYPESCRIPT_SUFFIXES, *JAVASCRIPT_SUFFIXES, ".py")

_DECLARATION_SUFFIXES = (".d.ts", ".d.mts", ".d.cts")

# Installed, generated or kept by tools: nobody fixes a finding there.
_FOREIGN_FOLDERS = frozenset(
    {
        "node_modules", "bower_components", ".yarn", ".pnpm-store",
        ".venv", "venv", "site-packages", "__pycache__", ".tox", ".nox", ".eggs",
        "cdk.out", "cdktf.out", ".gen", ".terraform", ".pulumi", ".aws-sam", ".serverless",
        ".git", ".hg", ".svn",
    }
)  # fmt: skip


class _Ignore(NamedTuple):
    """Ignore patterns of one file, and the folder from which they count."""

    folder: str
    spec: GitIgnoreSpec


def is_source(path: str) -> bool:
    """Whether the name is that of a file we read: TypeScript, JavaScript or Python, no declarations."""
    lower = path.lower()
    return lower.endswith(SOURCE_SUFFIXES) and not lower.endswith(_DECLARATION_SUFFIXES)


def walk(root: str, exclude: Iterable[str], disk: Storage, base: str | None = None) -> Iterator[str]:
    """The source files at or below ``root`` (absolute), in order of their names.

    ``exclude`` are patterns as in a .gitignore, counted from ``base`` (the root when it is None). A root that is
    a file is always yielded. Links to folders are not followed: what they show inside the root is found under
    its own name, and what lies outside was not asked for.
    """
    if disk.is_file(root):
        yield root
        return
    excluded = _Ignore(base or root, _spec(exclude))
    pending: list[tuple[str, tuple[_Ignore, ...]]] = [(root, tuple(_ignores_above(root, disk)))]
    generated: set[str] = set()
    while pending:
        folder, ignores = pending.pop()
        items = disk.scan(folder)
        names = {item.name for item in items}
        if folder != root and "pyvenv.cfg" in names:
            continue
        if ".gitignore" in names and (own := _gitignore(folder, disk)) is not None:
            ignores = (*ignores, own)
        generated.update(_generated(folder, names, disk))
        folders = []
        for item in items:
            path = os.path.join(folder, item.name)
            if item.is_dir:
                foreign = item.is_link or item.name in _FOREIGN_FOLDERS or path in generated
                if not foreign and not _is_left_out(path + os.sep, excluded, ignores):
                    folders.append((path, ignores))
            elif (
                item.is_file
                and is_source(item.name)
                and not _is_compiled(item.name, names)
                and not (item.is_link and _leads_inside(path, root))
                and not _is_left_out(path, excluded, ignores)
            ):
                yield path
        pending.extend(reversed(folders))


def _is_left_out(path: str, excluded: _Ignore, ignores: tuple[_Ignore, ...]) -> bool:
    if _verdict(path, excluded):
        return True
    # The deepest file that has an opinion decides, as in git.
    for ignore in reversed(ignores):
        verdict = _verdict(path, ignore)
        if verdict is not None:
            return verdict
    return False


def _verdict(path: str, ignore: _Ignore) -> bool | None:
    relative = os.path.relpath(path, ignore.folder) if ignore.folder else path
    if relative.startswith(os.pardir) or os.path.isabs(relative):
        return None
    relative = relative.replace(os.sep, "/")
    return ignore.spec.check_file(relative + "/" if path.endswith(os.sep) else relative).include


def _spec(patterns: Iterable[str]) -> GitIgnoreSpec:
    """The patterns that are understood; a malformed one costs only itself."""
    kept = []
    for pattern in patterns:
        try:
            GitIgnoreSpec.from_lines([pattern])
        except (ValueError, TypeError):
            continue
        kept.append(pattern)
    return GitIgnoreSpec.from_lines(kept)


def _gitignore(folder: str, disk: Storage) -> _Ignore | None:
    data = disk.read(os.path.join(folder, ".gitignore"))
    if data is None:
        return None
    return _Ignore(folder, _spec(data.decode("utf-8-sig", "replace").splitlines()))


def _ignores_above(root: str, disk: Storage) -> list[_Ignore]:
    """What the repository ignores from above ``root``, outermost first; nothing outside a repository."""
    folders = []
    folder = root
    while not _is_repository_top(folder, disk):
        parent = os.path.dirname(folder)
        if parent == folder:
            return []
        folders.append(parent)
        folder = parent
    found = (_gitignore(folder, disk) for folder in reversed(folders))
    return [ignore for ignore in found if ignore is not None]


def _is_repository_top(folder: str, disk: Storage) -> bool:
    marker = os.path.join(folder, ".git")
    return disk.is_dir(marker) or disk.is_file(marker)


def _is_compiled(name: str, names: set[str]) -> bool:
    """Whether a JavaScript file lies beside the TypeScript that it was made from."""
    stem, suffix = os.path.splitext(name)
    return suffix.lower() in JAVASCRIPT_SUFFIXES and any(stem + s in names for s in TYPESCRIPT_SUFFIXES)


def _leads_inside(path: str, root: str) -> bool:
    target, top = os.path.realpath(path), os.path.realpath(root)
    return target.startswith(os.path.join(top, ""))


def _generated(folder: str, names: set[str], disk: Storage) -> Iterator[str]:
    """Folders that the program's own manifest declares as output: synthesized templates, generated bindings."""
    for manifest in names & {"cdk.json", "cdktf.json"}:
        try:
            content = json.loads(disk.read(os.path.join(folder, manifest)) or b"{}")
        except (ValueError, RecursionError):
            continue
        if not isinstance(content, dict):
            continue
        outputs = [content.get("output"), content.get("codeMakerOutput")]
        if manifest == "cdktf.json" and content.get("language") == "python":
            outputs.append("imports")
        yield from (os.path.normpath(os.path.join(folder, o)) for o in outputs if isinstance(o, str) and o)
