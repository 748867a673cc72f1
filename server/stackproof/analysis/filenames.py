"""Gathers what the files of one program import, and the names they say."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from stackproof.analysis.sources import View
from stackproof.languages.mentions import names_in
from stackproof.languages.python import given as python
from stackproof.languages.source import Source
from stackproof.languages.typescript import given as typescript
from stackproof.model.names import FileNames

_ENDINGS: Final = (".py", ".pyi")
_DECLARED: Final = re.compile(
    rb"\b(?:abstract|class|const|enum|function|interface|let|module|namespace|type|var)\s+([\w$]+)"
)


def said_in(files: Iterable[str], view: View) -> list[FileNames]:
    """For each of the files: what it imports, and the names it says. They were loaded through ``view``."""
    found, ambient = [], _Ambient(view)
    for path in dict.fromkeys(files):
        source = view.used.get(path)
        if source is not None:
            names = _names(source)
            modules = {line.module for line in names.imports}
            outside = {m for m in modules if view.resolve(m, path).kind == "external"}
            found.append(replace(names, outside=frozenset(outside), is_ambient=ambient))
    return found


class _Ambient:
    """The names that a program's declarations bind for all its TypeScript files. Read when first asked for."""

    def __init__(self, view: View) -> None:
        self._view = view
        self._names: set[str] | None = None

    def __call__(self, name: str) -> bool:
        if self._names is None:
            texts = self._view.declarations()
            self._names = {n.decode("utf-8", "replace") for text in texts for n in _DECLARED.findall(text)}
        return name in self._names


def _names(source: Source) -> FileNames:
    if source.names is None:
        if source.document.path.endswith(_ENDINGS):
            source.names = names_in(source, "python", python)
        else:
            source.names = names_in(source, "typescript", typescript)
    return source.names
