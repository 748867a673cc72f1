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
    try:
        os.makedirs(os.path.dirname(os.path.abspath(output)), exist_ok=True)
        if os.path.exists(output) and not os.path.isfile(output):
            # A pipe or device cannot be replaced by a file.
            with open(output, "wb") as file:
                file.write(text.encode("utf-8", "backslashreplace"))
        else:
            write_atomically(output, text.encode("utf-8", "backslashreplace"))
    except OSError as error:
        raise UsageError(f"cannot write {output}: {error.strerror or error}") from error


def say(text: str) -> None:
    """Tell the person something that is not part of the result."""
    _write(sys.stderr, text + "\n")


def _write(stream: TextIO, text: str) -> None:
    # A console that cannot show a character shows its number, rather than that the command fails.
    text = text.encode(
        stream.encoding or "utf-8", "surrogateescape" if _is_utf8(stream) else "backslashreplace"
    ).decode(stream.encoding or "utf-8", "replace")
    stream.write(text)
    stream.flush()


def _is_utf8(stream: TextIO) -> bool:
    return (stream.encoding or "utf-8").lower().replace("-", "") == "utf8"
