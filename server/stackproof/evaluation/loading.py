"""How the evaluator gets at the files of a program."""

from __future__ import annotations

from typing import Literal, Protocol

import msgspec

from stackproof.model.program import Module


class Found(msgspec.Struct, frozen=True, gc=False):
    """What an import means: a project file, a library outside the project, or a project file that is missing."""

    kind: Literal["file", "external", "missing"]
    path: str | None
    module: str


class Loader(Protocol):
    """Reads and resolves modules; remembers them between evaluations."""

    def load(self, path: str) -> Module | None:
        """The lowered file, None when it cannot be read."""
        ...

    def resolve(self, specifier: str, importer: str) -> Found:
        """Which module an import in file ``importer`` means."""
        ...

    def resolve_member(self, specifier: str, name: str, importer: str) -> Found | None:
        """The module file that ``from specifier import name`` means, None when the name is no module."""
        ...
