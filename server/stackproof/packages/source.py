"""The shape of anything that records can be asked from: an index on disk, or a package read as it is asked."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from stackproof.packages.records import DocumentsRecord, Header, NamesRecord, TypeRecord


class Source(Protocol):
    """The records of one package. Nothing here raises: what cannot be read is not there."""

    header: Header

    def get(self, key: str) -> TypeRecord | None:
        """One type or function."""
        ...

    def has(self, key: str) -> bool:
        """Whether there is a type or function with this key."""
        ...

    def names(self, module: str) -> NamesRecord | None:
        """What a module exports, by its path in keys; None when there is no such module or keys tell it all."""
        ...

    def all_keys(self) -> Iterable[str]:
        """The keys of all types and functions, for packages whose keys tell what modules export."""
        ...

    def documents(self, key: str) -> DocumentsRecord | None:
        """The prose about a type and its members."""
        ...
