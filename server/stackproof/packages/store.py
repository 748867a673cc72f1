"""Keeps the files of facts in the user's cache folder, shared by all servers of that user."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import re
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

from stackproof.packages import records
from stackproof.packages.index import Corrupt, Index, map_file
from stackproof.packages.installed import Installed

_log = logging.getLogger(__name__)

_FACTS: Final = ".facts"
_DOCUMENTS: Final = ".prose"
_LOCK: Final = ".lock"
_PART: Final = ".part"
_SLUG: Final = re.compile(r"[^A-Za-z0-9.]+")
# So many versions of one package stay; what nobody used for so long goes.
_VERSIONS: Final = 4
_UNUSED_DAYS: Final = 60
_LEFT_OVER_HOURS: Final = 12


class Store:
    """The files in one folder. ``folder`` is None where there is nowhere to keep anything."""

    def __init__(self, folder: Path | None) -> None:
        self.folder = None if folder is None else folder / "facts"

    def path(self, package: Installed) -> Path | None:
        """Where the facts of this very version are, or would be."""
        if self.folder is None:
            return None
        told = (
            records.FORMAT, package.name, package.version, package.flavour, package.size, package.modified
        )  # fmt: skip
        digest = hashlib.sha256(repr(told).encode()).hexdigest()[:16]
        return self.folder / f"{_family(package)}{_slug(package.version)}-{digest}{_FACTS}"

    def open(self, package: Installed) -> Index | None:
        """The facts of a package, None when they are not there or cannot be used."""
        path = self.path(package)
        if path is None:
            return None
        try:
            index = Index(map_file(path), lambda: map_file(path.with_suffix(_DOCUMENTS)))
        except FileNotFoundError:
            return None
        except (OSError, Corrupt) as error:
            _log.info("cannot use %s: %s", path, error)
            with contextlib.suppress(OSError):
                path.unlink()
            return None
        # Those that are used are not pruned.
        with contextlib.suppress(OSError):
            os.utime(path)
        return index

    def write(self, path: Path, facts: bytes, documents: bytes) -> None:
        """Put both files in place, whole or not at all. Raises OSError."""
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        if documents:
            _put(path.with_suffix(_DOCUMENTS), documents)
        _put(path, facts)

    @contextmanager
    def locked(self, path: Path) -> Iterator[None]:
        """Only one process at a time makes the same file; where locks do not work, all do."""
        opened: IO[bytes] | None = None
        try:
            path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
            opened = path.with_suffix(_LOCK).open("ab")
            _lock(opened)
        except OSError as error:
            _log.debug("no lock on %s: %s", path, error)
        try:
            yield
        finally:
            # The file stays: whoever waits for it must not wait for one that is gone.
            if opened is not None:
                opened.close()

    def prune(self, package: Installed) -> None:
        """Remove old versions of a package, what nobody uses, and what broken runs left."""
        if self.folder is None:
            return
        now = time.time()
        mine = []
        for each in self._files():
            with contextlib.suppress(OSError):
                age = now - each.stat().st_mtime
                if each.suffix == _FACTS and each.name.startswith(_family(package)):
                    mine.append((age, each))
                if each.suffix in (_PART, _LOCK) and age > _LEFT_OVER_HOURS * 3600:
                    each.unlink()
                elif each.suffix == _FACTS and age > _UNUSED_DAYS * 86400:
                    _remove(each)
        for _, each in sorted(mine)[_VERSIONS:]:
            with contextlib.suppress(OSError):
                _remove(each)

    def _files(self) -> list[Path]:
        assert self.folder is not None
        try:
            return sorted(self.folder.iterdir())
        except OSError:
            return []


def _slug(text: str) -> str:
    return _SLUG.sub("-", text).strip("-") or "none"


def _family(package: Installed) -> str:
    return f"{_slug(package.name)}-{package.flavour}-"


def _put(path: Path, data: bytes) -> None:
    handle, part = tempfile.mkstemp(suffix=_PART, dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        os.replace(part, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(part)
        raise


def _remove(facts: Path) -> None:
    facts.unlink()
    with contextlib.suppress(OSError):
        facts.with_suffix(_DOCUMENTS).unlink()


def _lock(opened: IO[bytes]) -> None:
    """Wait until the file is ours; the system frees it when the process ends, however it ends."""
    if os.name == "nt":
        import msvcrt

        msvcrt.locking(opened.fileno(), msvcrt.LK_LOCK, 1)  # type: ignore[attr-defined,unused-ignore]
    else:
        import fcntl

        fcntl.flock(opened.fileno(), fcntl.LOCK_EX)
