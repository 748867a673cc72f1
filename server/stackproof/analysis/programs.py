"""Decides which programs a workspace holds, those without a manifest included."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping

from stackproof.analysis.discovery import Entry
from stackproof.analysis.sources import View
from stackproof.languages.source import Source
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


class Imports:
    """The files that each file imports, remembered until the file changes or a file comes or goes."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], tuple[Source, frozenset[str]]] = {}

    def of(self, path: str, root: str, view: View) -> frozenset[str]:
        """The project files that the file at ``path`` imports, as a program in ``root`` sees them."""
        source = view.source(path)
        if source is None:
            return frozenset()
        known = self._known.get((path, root))
        if known is None or known[0] is not source:
            known = self._known[path, root] = (source, frozenset(_imported(source, view) - {path}))
        return known[1]

    def clear(self) -> None:
        """Forget what imports mean."""
        self._known.clear()


def loose_entries(candidates: list[str], root: str, view: View, imports: Imports) -> list[Entry]:
    """The files at which to begin reading what no manifest leads to: those that no other such file imports.

    ``candidates`` are files not reached from any manifest. In a circle of imports, the first file counts.
    """
    imported = {path: imports.of(path, root, view) for path in candidates}
    used = frozenset().union(*imported.values())
    roots = [p for p in candidates if p not in used]
    reached: set[str] = set()
    for path in roots:
        _reach(path, imported, reached)
    for path in candidates:
        if path not in reached:
            roots.append(path)
            _reach(path, imported, reached)
    return [Entry(p, root, None, False) for p in roots]


def _imported(source: Source, view: View) -> set[str]:
    found: set[str] = set()
    for placed in source.module.body.statements:
        node = placed.statement
        if isinstance(node, Import | Export) and node.module is not None:
            found |= _targets(node, source.document.path, view)
    return found


def _targets(node: Import | Export, path: str, view: View) -> set[str]:
    assert node.module is not None
    found = {view.resolve(node.module, path).path}
    for name in node.names:
        member = view.resolve_member(node.module, name.name, path)
        if member is not None:
            found.add(member.path)
    return {p for p in found if p is not None}


def _reach(path: str, imported: Mapping[str, frozenset[str]], reached: set[str]) -> None:
    stack = [path]
    while stack:
        current = stack.pop()
        if current not in reached:
            reached.add(current)
            stack.extend(imported.get(current, ()))
