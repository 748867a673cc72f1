"""Where a command's result goes: the terminal, a pipe, or a file."""

from __future__ import annotations

import os
import sys
from typing import TextIO

from stackproof.cli.errors import UsageError
from stackproof.cli.writing import write_atomically


def emit(text: str, output: str | None = None) -> None:
    """Write the result to ``output``, to standard output when it is None.

    Raises:
        UsageError: the file cannot be written.
    """
    if output is None:
        _write(sys.stdout, text)
        return
    data = _encoded(text, "utf-8")
    try:
        os.makedirs(os.path.dirname(os.path.abspath(output)), exist_ok=True)
        if os.path.exists(output) and not os.path.isfile(output):
            # A pipe or device cannot be replaced by a file.
            with open(output, "wb") as file:
                file.write(data)
        else:
            write_atomically(output, data)
    except OSError as error:
        raise UsageError(f"cannot write {output}: {error.strerror or error}") from error


def say(text: str) -> None:
    """Tell the person something that is not part of the result."""
    _write(sys.stderr, text + "\n")


def _encoded(text: str, encoding: str) -> bytes:
    """Bytes of a file that are not UTF-8 come out as they were; what cannot be shown is shown by number."""
    try:
        return text.encode(encoding, "surrogateescape")
    except UnicodeEncodeError:
        return text.encode(encoding, "backslashreplace")


def _write(stream: TextIO, text: str) -> None:
    data = _encoded(text, stream.encoding or "utf-8")
    buffer = getattr(stream, "buffer", None)
    if buffer is None:
        stream.write(data.decode(stream.encoding or "utf-8", "replace"))
    else:
        stream.flush()
        buffer.write(data.replace(b"\n", os.linesep.encode()) if stream.isatty() else data)
    stream.flush()
