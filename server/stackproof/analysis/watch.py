"""Knows which files changed since when, so that what rests on others is not looked at again."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Generic, TypeVar

from stackproof.analysis.files import Disk, Known
from stackproof.text import Document

T = TypeVar("T")
Read = Callable[[str], bytes | None]

# Editors tell of changes on disk, but not all editors and not of all changes. Asking for every file of a large
# repository at every keystroke would cost more than the check.
_TRUST_SECONDS = 2.0


class SteadyDisk(Disk):
    """A disk whose files are looked at once, until it is told to look again."""

    def __init__(self) -> None:
        super().__init__()
        self._seen: dict[str, Known | None] = {}

    def look_again(self) -> set[str]:
        """The files among those ever asked for that have other content now."""
        changed = set()
        for path, before in self._seen.items():
            after = self._seen[path] = super()._look(path)
            if before is not after and (before and before.content) != (after and after.content):
                changed.add(path)
        return changed

    def _look(self, path: str) -> Known | None:
        if path not in self._seen:
            self._seen[path] = super()._look(path)
        return self._seen[path]


class Watch:
    """The history of the files that checks asked for.

    ``now`` is the number of the present state. What was made in an earlier state is still right when no file changed
    on which it rests.
    """

    def __init__(self) -> None:
        self.disk = SteadyDisk()
        self.now = 0
        self._documents: Mapping[str, Document] = {}
        self._changes: dict[str, int] = {}
        self._told: object = None
        self._looked = 0.0

    def advance(self, documents: Mapping[str, Document], told: object) -> None:
        """Go to the state with these open documents; look at the disk when ``told`` is news, or now and then."""
        self.now += 1
        for path in documents.keys() | self._documents.keys():
            old, new = self._documents.get(path), documents.get(path)
            if old is not new and self._text(path, old) != self._text(path, new):
                self._changes[path] = self.now
        self._documents = documents
        moment = time.monotonic()
        if told != self._told or moment - self._looked > _TRUST_SECONDS:
            self._told, self._looked = told, moment
            for path in self.disk.look_again() - documents.keys():
                self._changes[path] = self.now

    def _text(self, path: str, document: Document | None) -> bytes | None:
        return document.data if document is not None else self.disk.read(path)

    def is_unchanged(self, paths: Iterable[str], since: int) -> bool:
        """Whether none of the files changed after the state ``since``."""
        changes = self._changes
        return all(changes.get(path, 0) <= since for path in paths)


@dataclass(frozen=True)
class _Made(Generic[T]):
    value: T
    condition: object
    files: frozenset[str]
    state: int


class Remembered(Generic[T]):
    """Things by a key, each made anew only when its condition or a file on which it rests is another."""

    def __init__(self, watch: Watch) -> None:
        self._watch = watch
        self._made: dict[object, _Made[T]] = {}

    def get(
        self,
        key: object,
        condition: object,
        read: Read,
        make: Callable[[Read], T],
    ) -> T:
        """The thing under ``key``; ``make`` gets a ``read`` that notes which files it asks for."""
        known = self._made.get(key)
        if (
            known is None
            or known.condition != condition
            or not self._watch.is_unchanged(known.files, known.state)
        ):
            files: set[str] = set()

            def noted(path: str) -> bytes | None:
                files.add(path)
                return read(path)

            known = _Made(make(noted), condition, frozenset(files), self._watch.now)
            self._made[key] = known
        return known.value

    def clear(self) -> None:
        """Forget everything."""
        self._made.clear()
