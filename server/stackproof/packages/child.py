"""``python -m stackproof.packages.child`` reads one package in a process of its own, so that its memory goes with it.

The request is JSON on the standard input; lines of JSON come out: progress, and at last what came of it.
"""

from __future__ import annotations

import contextlib
import gc
import os
import sys
from pathlib import Path
from typing import Literal

import msgspec

from stackproof.packages.index import documents_bytes, facts_bytes
from stackproof.packages.installed import Installed
from stackproof.packages.reading import read_package
from stackproof.packages.store import Store
from stackproof.packages.unreadable import Unreadable


class Request(msgspec.Struct):
    """``folder`` is that of the store, empty when there is none. ``gently`` leaves the machine to others."""

    package: Installed
    folder: str
    gently: bool = False


class Line(msgspec.Struct):
    """One line of what the process says.

    ``progress`` with ``done`` of ``total``; at last ``stored``, or ``bytes`` with the lengths of the two files that
    follow the line, or ``failed`` with a reason.
    """

    state: Literal["progress", "stored", "bytes", "failed"]
    done: int = 0
    total: int = 0
    facts: int = 0
    documents: int = 0
    reason: str = ""


def main() -> int:
    """Serve one request."""
    # Nothing of what is read is given up before the end.
    gc.disable()
    request = msgspec.json.decode(sys.stdin.buffer.read(), type=Request)
    if request.gently and hasattr(os, "nice"):
        with contextlib.suppress(OSError):
            os.nice(5)
    try:
        _serve(request)
    except Unreadable as error:
        _say(Line("failed", reason=str(error)))
    except Exception as error:  # A package that breaks a reader must not look like a broken server.
        _say(Line("failed", reason=f"{request.package.folder}: {type(error).__name__}: {error}"))
    return 0


def _serve(request: Request) -> None:
    store = Store(Path(request.folder).parent if request.folder else None)
    path = store.path(request.package)
    if path is None:
        _send(*_made(request))
        return
    with store.locked(path):
        # Another server may have made it while this one waited.
        if store.open(request.package) is None:
            facts, documents = _made(request)
            try:
                store.write(path, facts, documents)
            except OSError:
                _send(facts, documents)
                return
            store.prune(request.package)
    _say(Line("stored"))


def _made(request: Request) -> tuple[bytes, bytes]:
    reading = read_package(request.package, lambda done, total: _say(Line("progress", done, total)))
    return facts_bytes(reading), documents_bytes(reading) if reading.documents else b""


def _send(facts: bytes, documents: bytes) -> None:
    _say(Line("bytes", facts=len(facts), documents=len(documents)))
    sys.stdout.buffer.write(facts)
    sys.stdout.buffer.write(documents)
    sys.stdout.buffer.flush()


def _say(line: Line) -> None:
    sys.stdout.buffer.write(msgspec.json.encode(line) + b"\n")
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    sys.exit(main())
