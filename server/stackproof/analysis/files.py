"""Files as the analysis sees them: what is on disk, with the texts of open documents laid over it."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from stackproof.analysis.storage import Item, Storage
from stackproof.analysis.walking import is_source, walk
from stackproof.text import Document

__all__ = ["MAX_BYTES", "Disk", "Item", "Overlay", "Storage", "is_source", "walk"]

MAX_BYTES = 2_000_000
"""Files larger than this are left out: they are generated, and reading them would stall the editor."""

_SNIFFED_BYTES = 8192


class Known(NamedTuple):
    """What was read of a file when its time and size were ``stamp``; ``reason`` says why it was left out."""

    stamp: tuple[int, int]
    data: bytes | None
    reason: str | None

    @property
    def content(self) -> tuple[bytes | None, str | None]:
        """What counts of it, whenever it was read."""
        return self.data, self.reason


class Disk:
    """The file system; what was read is remembered until its time or size changes."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._max_bytes = max_bytes
        self._known: dict[str, Known] = {}

    def is_file(self, path: str) -> bool:
        """Whether there is a regular file; a pipe or device is none, because reading it could hang."""
        return os.path.isfile(path)

    def is_dir(self, path: str) -> bool:
        """Whether there is a folder."""
        return os.path.isdir(path)

    def list(self, folder: str) -> Sequence[str]:
        """The names in a folder in order, none when it cannot be read."""
        return [item.name for item in self.scan(folder)]

    def scan(self, folder: str) -> Sequence[Item]:
        """The entries of a folder by name, none when it cannot be read."""
        try:
            with os.scandir(folder) as found:
                return sorted(_item(entry) for entry in found)
        except (OSError, ValueError):
            return []

    def read(self, path: str) -> bytes | None:
        """The bytes of a text file; None when there is none, or it is left out for a `reason`."""
        known = self._look(path)
        return known.data if known is not None else None

    def reason(self, path: str) -> str | None:
        """Why an existing file is left out (too large, binary, unreadable), None when it is not."""
        known = self._look(path)
        return known.reason if known is not None else None

    def skipped(self) -> dict[str, str]:
        """The files that were asked for and left out, with the reason of each."""
        return {path: known.reason for path, known in self._known.items() if known.reason is not None}

    def forget(self, path: str) -> None:
        """Read the file anew next time, even when its time and size are as they were."""
        self._known.pop(path, None)

    def _look(self, path: str) -> Known | None:
        try:
            status = os.stat(path)
        except (OSError, ValueError):
            self._known.pop(path, None)
            return None
        if not stat.S_ISREG(status.st_mode):
            self._known.pop(path, None)
            return None
        stamp = (status.st_mtime_ns, status.st_size)
        known = self._known.get(path)
        if known is None or known.stamp != stamp:
            known = self._known[path] = Known(stamp, *self._load(path, status.st_size))
        return known

    def _load(self, path: str, size: int) -> tuple[bytes | None, str | None]:
        if size > self._max_bytes:
            return None, f"too large ({size / 1e6:.1f} MB, the limit is {self._max_bytes / 1e6:g} MB)"
        try:
            with open(path, "rb") as file:
                # One byte more than allowed: the file may have grown since it was measured.
                data = file.read(self._max_bytes + 1)
        except OSError as error:
            return None, f"unreadable ({error.strerror or error})"
        if len(data) > self._max_bytes:
            return None, f"too large (the limit is {self._max_bytes / 1e6:g} MB)"
        if b"\0" in data[:_SNIFFED_BYTES]:
            return None, "binary, or not in UTF-8"
        return data, None


class Overlay:
    """Open documents over a disk: their text counts, whether or not the file still exists."""

    def __init__(self, disk: Disk, documents: Mapping[str, Document]) -> None:
        self._disk = disk
        self._documents = documents
        self._folders: dict[str, set[str]] = {}
        for path in documents:
            child, folder = path, os.path.dirname(path)
            while folder != child:
                self._folders.setdefault(folder, set()).add(os.path.basename(child))
                child, folder = folder, os.path.dirname(folder)

    def is_file(self, path: str) -> bool:
        """Whether the file is open or on disk."""
        return path in self._documents or self._disk.is_file(path)

    def is_dir(self, path: str) -> bool:
        """Whether the folder is on disk or holds an open file."""
        return path in self._folders or self._disk.is_dir(path)

    def list(self, folder: str) -> Sequence[str]:
        """The names in a folder in order, those of open files included."""
        return [item.name for item in self.scan(folder)]

    def scan(self, folder: str) -> Sequence[Item]:
        """The entries of a folder by name, open files included."""
        items = {item.name: item for item in self._disk.scan(folder)}
        for name in self._folders.get(folder, ()):
            if name not in items:
                is_file = os.path.join(folder, name) in self._documents
                items[name] = Item(name, not is_file, is_file, False)
        return sorted(items.values())

    def read(self, path: str) -> bytes | None:
        """The bytes of the open document, else of the file on disk."""
        document = self._documents.get(path)
        return document.data if document is not None else self._disk.read(path)

    def document(self, path: str) -> Document | None:
        """The open document, else a new one from disk; None when there is neither."""
        document = self._documents.get(path)
        if document is not None:
            return document
        data = self._disk.read(path)
        return Document(path, data) if data is not None else None

    def reason(self, path: str) -> str | None:
        """Why an existing file is left out, None when it is not."""
        return None if path in self._documents else self._disk.reason(path)

    def skipped(self) -> dict[str, str]:
        """The files that were asked for and left out, with the reason of each."""
        return {p: reason for p, reason in self._disk.skipped().items() if p not in self._documents}


def _item(entry: os.DirEntry[str]) -> Item:
    try:
        return Item(entry.name, entry.is_dir(), entry.is_file(), entry.is_symlink())
    except OSError:
        # A link that leads in a circle is neither file nor folder.
        return Item(entry.name, False, False, True)
