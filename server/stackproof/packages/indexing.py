"""Has a package read in another process, and takes over what comes of it."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Final

import msgspec

import stackproof
from stackproof.packages.child import Line, Request
from stackproof.packages.index import Corrupt, Index, table
from stackproof.packages.installed import Installed
from stackproof.packages.reading import Progress
from stackproof.packages.store import Store
from stackproof.packages.unreadable import Unreadable

_PATIENCE_SECONDS: Final = 180


def index(package: Installed, store: Store, progress: Progress, gently: bool = False) -> Index:
    """The facts of a package, read anew and kept in the store where that is possible.

    Blocks until they are there; ``progress`` is called from this thread. Raises `Unreadable`.
    """
    request = Request(package, str(store.folder) if store.folder is not None else "", gently)
    try:
        process = subprocess.Popen(
            # Without its own folder or the user's on the path: no code of a project must ever run.
            [sys.executable, "-P", "-s", "-m", "stackproof.packages.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=_surroundings(),
            cwd=Path(sys.executable).parent,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    except OSError as error:
        raise Unreadable(f"no process could be started to read {package.folder}: {error}") from error
    watch = threading.Timer(_PATIENCE_SECONDS, process.kill)
    watch.start()
    try:
        with process:
            return _outcome(process, request, store, progress)
    finally:
        watch.cancel()


def _outcome(process: subprocess.Popen[bytes], request: Request, store: Store, progress: Progress) -> Index:
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    try:
        process.stdin.write(msgspec.json.encode(request))
        process.stdin.close()
    except OSError:
        # It ended at once; what it said is read below.
        pass
    for written in process.stdout:
        try:
            line = msgspec.json.decode(written, type=Line)
        except msgspec.DecodeError:
            continue
        if line.state == "progress":
            progress(line.done, line.total)
        elif line.state == "failed":
            raise Unreadable(line.reason)
        elif line.state == "bytes":
            return _received(process.stdout, line)
        else:
            found = store.open(request.package)
            if found is None:
                break
            return found
    said = process.stderr.read().decode("utf-8", "replace").strip()
    raise Unreadable(
        f"{request.package.folder} could not be read: {said[-500:] or 'the process ended early'}"
    )


def _received(stream: IO[bytes], line: Line) -> Index:
    facts, documents = stream.read(line.facts), stream.read(line.documents)
    try:
        return Index(table(facts), (lambda: table(documents)) if documents else dict)
    except Corrupt as error:
        raise Unreadable(f"what was read did not arrive: {error}") from error


def _surroundings() -> dict[str, str]:
    home = str(Path(stackproof.__file__).parents[1])
    others = os.environ.get("PYTHONPATH", "")
    return {**os.environ, "PYTHONPATH": os.pathsep.join(filter(None, (home, others)))}
