"""The file in which the facts of one package are kept, and how it is read."""

from __future__ import annotations

import mmap
import struct
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Final, TypeVar

import msgspec

from stackproof.packages import records
from stackproof.packages.records import DocumentsRecord, Header, NamesRecord, Reading, TypeRecord
from stackproof.packages.unreadable import MALFORMED

_HEAD: Final = struct.Struct("<12sIIQ")
_MAGIC: Final = b"stackproof-f"
_TABLE: Final = msgspec.msgpack.Decoder(dict[str, msgspec.Raw])
_TYPE: Final = msgspec.msgpack.Decoder(TypeRecord)
_NAMES: Final = msgspec.msgpack.Decoder(NamesRecord)
_HEADER: Final = msgspec.msgpack.Decoder(Header)
_DOCUMENTS: Final = msgspec.msgpack.Decoder(DocumentsRecord)

_T = TypeVar("_T")


class Corrupt(Exception):
    """A file is not what was once written."""


def facts_bytes(reading: Reading) -> bytes:
    """All but the prose, as one file."""
    table: dict[str, object] = {records.HEADER: reading.header, **reading.types}
    table.update((records.NAMES + module, names) for module, names in reading.names.items())
    return _framed(table)


def documents_bytes(reading: Reading) -> bytes:
    """The prose, as one file."""
    return _framed(reading.documents)


def _framed(table: Mapping[str, object]) -> bytes:
    body = msgspec.msgpack.encode(table)
    return _HEAD.pack(_MAGIC, records.FORMAT, zlib.crc32(body), len(body)) + body


def table(data: bytes | mmap.mmap) -> dict[str, msgspec.Raw]:
    """The table in a file's bytes; its values stay where they are. Raises `Corrupt`."""
    view = memoryview(data)
    if len(view) < _HEAD.size:
        raise Corrupt("the file is cut off")
    magic, format_, checksum, length = _HEAD.unpack_from(view)
    if magic != _MAGIC or format_ != records.FORMAT:
        raise Corrupt("the file is of another kind or format")
    body = view[_HEAD.size :]
    if len(body) != length or zlib.crc32(body) != checksum:
        raise Corrupt("the file is damaged")
    try:
        return _TABLE.decode(body)
    except MALFORMED as error:
        raise Corrupt(str(error)) from error


def map_file(path: Path) -> dict[str, msgspec.Raw]:
    """The table of a file, which stays on disk until it is asked. Raises `Corrupt` and `OSError`."""
    with path.open("rb") as opened:
        try:
            mapped = mmap.mmap(opened.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError as error:
            raise Corrupt("the file is empty") from error
    found = table(mapped)
    if hasattr(mapped, "madvise"):
        # All was touched to check it; nothing of it need stay in memory.
        mapped.madvise(mmap.MADV_DONTNEED)
    return found


class Index:
    """A `Source` over the table of one package. Raises `Corrupt` when the table has no header."""

    def __init__(
        self, entries: dict[str, msgspec.Raw], documents: Callable[[], dict[str, msgspec.Raw]] = dict
    ) -> None:
        """``documents`` opens the table of prose when it is asked for the first time."""
        self._entries = entries
        self._open_documents: Callable[[], dict[str, msgspec.Raw]] | None = documents
        self._documents: dict[str, msgspec.Raw] = {}
        header = self._decoded(entries.pop(records.HEADER, None), _HEADER)
        if header is None:
            raise Corrupt("the file has no header")
        self.header = header

    def get(self, key: str) -> TypeRecord | None:
        """One type or function."""
        return self._decoded(self._entries.get(key), _TYPE)

    def has(self, key: str) -> bool:
        """Whether there is a type or function with this key."""
        return key in self._entries and not key.startswith(records.NAMES)

    def names(self, module: str) -> NamesRecord | None:
        """What a module exports, where that was written down."""
        return self._decoded(self._entries.get(records.NAMES + module), _NAMES)

    def all_keys(self) -> Iterable[str]:
        """The keys of all types and functions."""
        return (key for key in self._entries if not key.startswith(records.NAMES))

    def documents(self, key: str) -> DocumentsRecord | None:
        """The prose about a type and its members."""
        if self._open_documents is not None:
            opened, self._open_documents = self._open_documents, None
            try:
                self._documents = opened()
            except (OSError, Corrupt):
                self._documents = {}
        return self._decoded(self._documents.get(key), _DOCUMENTS)

    def _decoded(self, raw: msgspec.Raw | None, decoder: msgspec.msgpack.Decoder[_T]) -> _T | None:
        if raw is None:
            return None
        try:
            return decoder.decode(raw)
        except MALFORMED:
            return None
