"""What a fix changes about the imports of a file: the same in the words of rules and in those of languages."""

from __future__ import annotations

from dataclasses import dataclass

from stackproof.model.values import Origin


@dataclass(frozen=True, eq=False)
class AddImport:
    """Import ``name`` out of a module into a file under exactly this alias; the module itself where there is no name."""

    file: str
    module: str
    name: str
    alias: str


@dataclass(frozen=True, eq=False)
class DropNames:
    """Take names out of an import, by their numbers there; the import itself, when nothing of it is left."""

    statement: Origin
    numbers: tuple[int, ...]


@dataclass(frozen=True, eq=False)
class CallByImport:
    """Say something of a module in a place in the way the file's imports allow it, one more added if need be."""

    at: Origin
    module: str
    name: str
