"""Reads one declaration file of an npm package: what it declares, and what names in it mean."""

from __future__ import annotations

import re
from typing import Final, Protocol

from stackproof.packages import records
from stackproof.packages.pulumi import typescript
from stackproof.packages.pulumi.declarations import Declaration, declarations, imports, outline
from stackproof.packages.records import TypeRecord

ENDING: Final = ".d.ts"
SHARED: Final = ("types.input", "types.output")
"""The two files that hold all nested types, one namespace for each module."""

_TOKEN: Final = re.compile(r"__pulumiType = ['\"]([^'\"]+)['\"]|runtime\.(?:invoke|call)\w*\(\"([^\"]+)\"")


class Around(Protocol):
    """What a file asks of the package around it."""

    def read(self, path: str) -> str:
        """The text of a file; empty when it cannot be read."""
        ...

    def meaning(self, path: str, source: str, name: str) -> str:
        """The stored id that a name bound by an import begins."""
        ...


class File:
    """One declaration file: its text, and where in it each key is declared."""

    def __init__(self, package: Around, path: str, module: str) -> None:
        """``path`` is relative to the package, with slashes and without ending."""
        self.text = package.read(path + ENDING)
        self.path = path
        self.module = module
        self.declared: dict[str, Declaration] = {}
        for each in outline(self.text) if module in SHARED else declarations(self.text):
            self.declared.setdefault(each.name, each)
        letters = {
            name: {"class": "C", "interface": "S"}.get(each.sort, "U") for name, each in self.declared.items()
        }
        imported = {here: package.meaning(path, source, name) for here, source, name in imports(self.text)}
        self.scope = typescript.Scope(module, imported, letters)
        self._token: str | None = None
        self._package = package

    def record(self, name: str) -> TypeRecord:
        """The record of a declaration, by its name in the file."""
        found = self.declared[name]
        token = self._find_token() if found.sort in ("class", "function") else ""
        record = typescript.read(self.text, found, self.scope, token)
        if not found.exported:
            record.flags |= records.HIDDEN
        return record

    def _find_token(self) -> str:
        if self._token is None:
            found = _TOKEN.search(self._package.read(self.path + ".js"))
            self._token = "" if found is None else found.group(1) or found.group(2)
        return self._token
