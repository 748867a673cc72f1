"""Where keys stand in source text, for those who change them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from stackproof.languages.items import Brackets
from stackproof.model.code import (
    Imported,
)
from stackproof.model.program import Expression
from stackproof.text import Edit


class Imports(Protocol):
    """The names that a file's imports bind, and those that a change adds."""

    def name(self, wanted: Imported) -> str:
        """The name under which the file knows the thing, an import added if need be."""
        ...

    def bind(self, wanted: Imported, alias: str) -> None:
        """Add an import that makes the thing known by this very name."""
        ...

    def edits(self) -> list[Edit]:
        """The edits that add what was asked for and was not there."""
        ...


@dataclass(frozen=True, eq=False)
class Slot:
    """A place for keys: the brackets, and the key, whole span and value of each element.

    ``separator`` stands between key and value, ``quoted`` when keys are written as dict keys.
    """

    brackets: Brackets
    keys: tuple[str | None, ...]
    values: tuple[Expression, ...]
    base: int
    keywords: bool = False
    shorthand: frozenset[int] = frozenset()
