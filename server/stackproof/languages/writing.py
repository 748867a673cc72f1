"""What writing changes into source files has in common in all languages."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import ClassVar

from stackproof.languages.items import Brackets
from stackproof.languages.job import Job
from stackproof.languages.places import Line, Places
from stackproof.languages.rendering import Renderer, Unwritable
from stackproof.languages.slots import Imports, Slot
from stackproof.languages.style import Style
from stackproof.model.code import (
    Assign,
    Change,
    RemoveKey,
    Retype,
    SetKey,
)
from stackproof.model.program import Call, Expression, Module
from stackproof.text import Document, Edit, apply_edits


class Writer(ABC):
    """Writes changes into one file. One writer may be used for any number of files."""

    comment: ClassVar[bytes]

    def write(self, document: Document, module: Module, changes: Sequence[Change]) -> list[Edit] | None:
        """The edits that carry out all changes, None if one of them cannot be carried out.

        ``module`` must be lowered from ``document``; all changes must be of that file.
        """
        try:
            job = Job(self, document, module)
            for change in changes:
                job.carry_out(change)
            edits = job.edits()
            apply_edits(document.data, edits)
        except (Unwritable, ValueError):
            return None
        return edits

    @abstractmethod
    def renderer(self, style: Style, imports: Imports) -> Renderer: ...

    @abstractmethod
    def imports(self, document: Document, places: Places, style: Style) -> Imports: ...

    @abstractmethod
    def slot(
        self, data: bytes, call: Call, base: int, change: SetKey | RemoveKey
    ) -> tuple[Slot, tuple[str | int, ...]] | None:
        """Where the keys of a call's arguments stand, and the path that is left inside; None without such a place."""

    @abstractmethod
    def inside(self, data: bytes, value: Expression, base: int) -> Slot | None:
        """The place of keys inside a value that is an object, dict or struct written out."""

    @abstractmethod
    def new_object(self, data: bytes, call: Call, base: int, change: SetKey) -> Brackets | None:
        """The arguments to which an object with the first key is to be added, for a call without one."""

    @abstractmethod
    def entry(self, renderer: Renderer, slot: Slot, key: str) -> str:
        """A key with what separates it from its value."""

    @abstractmethod
    def statement(self, renderer: Renderer, line: Assign, indent: str) -> str:
        """A statement, without its indentation."""

    def argument(self, name: str) -> str:
        """What an argument that is given to a call begins with."""
        return ""

    def parameter(self, name: str, kind: str | None, typed: bool, data: bytes) -> str:
        """A parameter that may be left out; ``typed`` where its neighbours have types."""
        raise Unwritable("this language has no arguments by name")

    def retype(self, job: Job, change: Retype) -> None:
        """Write an object as a call. Raises `Unwritable`."""
        raise Unwritable("this language has no need of that")

    def may_follow(self, data: bytes, line: Line) -> bool:
        """Whether another statement may stand behind this one in its block."""
        return True

    def may_precede(self, data: bytes, line: Line) -> bool:
        """Whether another statement may stand in front of this one in its block."""
        return True
