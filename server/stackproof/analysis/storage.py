"""What reading a workspace needs of whatever holds its files."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Item(NamedTuple):
    """One entry of a folder; ``is_dir`` and ``is_file`` are of the target when ``is_link``."""

    name: str
    is_dir: bool
    is_file: bool
    is_link: bool


class Storage(Protocol):
    """What reading a workspace needs; paths are absolute."""

    def is_file(self, path: str) -> bool: ...

    def is_dir(self, path: str) -> bool: ...

    def read(self, path: str) -> bytes | None:
        """The bytes of a text file, None when there is none or it is left out."""
        ...

    def scan(self, folder: str) -> Sequence[Item]:
        """The entries of a folder by name, none when it cannot be read."""
        ...
