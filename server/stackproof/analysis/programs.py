"""Decides which programs a workspace holds, those without a manifest included."""

from __future__ import annotations

import os
import re

from stackproof.analysis.discovery import Entry
from stackproof.analysis.sources import View
from stackproof.model.program import Export, Import

_SDK = re.compile(rb"cdktf|cdktn|aws-cdk-lib|aws_cdk|pulumi|@aws-cdk")
_TEST_FILE = re.compile(
    r"(^|[._-])(test|tests|spec)[._]|^test_|_test\.py$|^conftest\.py$|\.(test|spec)\.", re.IGNORECASE
)
_TEST_FOLDERS = frozenset({"test", "tests", "__tests__", "spec", "__mocks__"})


def is_test(path: str, root: str) -> bool:
    """Whether a file is a test, which builds stacks in ways that are never deployed."""
    relative = os.path.relpath(path, root)
    folder, name = os.path.split(relative)
    return bool(_TEST_FILE.search(name)) or any(p in _TEST_FOLDERS for p in folder.split(os.sep))


def mentions_sdk(data: bytes) -> bool:
    """Whether a text could use one of the frameworks at all."""
    return _SDK.search(data) is not None


def loose_entries(candidates: list[str], root: str, view: View) -> list[Entry]:
    """The files at which to begin reading what no manifest leads to: those that no other such file imports.

    ``candidates`` are files not reached from any manifest. In a circle of imports, the first file counts.
    """
    imported: dict[str, set[str]] = {}
    for path in candidates:
        source = view.source(path)
        targets: set[str] = set()
        if source is not None:
            for placed in source.module.body.statements:
                node = placed.statement
                if isinstance(node, Import | Export) and node.module is not None:
                    targets |= _targets(node, path, view)
        imported[path] = targets - {path}
    wanted = set(candidates)
    roots = [p for p in candidates if not any(p in t for q, t in imported.items() if q != p)]
    reached: set[str] = set()
    for path in roots:
        _reach(path, imported, reached)
    for path in candidates:
        if path not in reached:
            roots.append(path)
            _reach(path, imported, reached)
    return [Entry(p, root, None, False) for p in roots if p in wanted]


def _targets(node: Import | Export, path: str, view: View) -> set[str]:
    assert node.module is not None
    found = {view.resolve(node.module, path).path}
    for name in node.names:
        member = view.resolve_member(node.module, name.name, path)
        if member is not None:
            found.add(member.path)
    return {p for p in found if p is not None}


def _reach(path: str, imported: dict[str, set[str]], reached: set[str]) -> None:
    stack = [path]
    while stack:
        current = stack.pop()
        if current not in reached:
            reached.add(current)
            stack.extend(imported.get(current, ()))
