"""Remembers which files beside a program were looked at, and what they said then."""

from __future__ import annotations

from collections.abc import Callable

from stackproof.languages.source import Source

Reader = Callable[[str], Source | None]


class Beside:
    """Files that are no part of a program: its tests, the code of its functions. They are neither evaluated nor counted."""

    def __init__(self, read: Reader) -> None:
        self._read = read
        self.seen: dict[str, Source | None] = {}

    def source(self, path: str) -> Source | None:
        """A parsed file; None when there is none at this path."""
        if path not in self.seen:
            self.seen[path] = self._read(path)
        return self.seen[path]

    @property
    def sources(self) -> dict[str, Source]:
        """The files that are there."""
        return {path: source for path, source in self.seen.items() if source is not None}

    def is_current(self, read: Reader) -> bool:
        """Whether all files are still what they were."""
        return all(read(path) is source for path, source in self.seen.items())
