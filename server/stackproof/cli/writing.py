"""Writes files whole or not at all, shows what writing would change."""

from __future__ import annotations

import contextlib
import difflib
import os
import re
import stat
import tempfile
from collections.abc import Iterator

from stackproof.cli.style import Style

# Lines as editors count them: splitlines() would also cut at characters that end no line in source code.
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+$")


class Changed(Exception):
    """The file is no longer as it was read, so that writing would lose somebody's work."""


def write_atomically(path: str, data: bytes, expected: bytes | None = None) -> None:
    """Replace the file at ``path``, its permissions kept; a link stays a link.

    Raises:
        Changed: ``expected`` is given and the file holds something else by now.
        OSError: the file cannot be written; it is then as it was.
    """
    target = os.path.realpath(path)
    handle, temporary = tempfile.mkstemp(prefix=".stackproof-", dir=os.path.dirname(target))
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        if os.path.exists(target):
            os.chmod(temporary, stat.S_IMODE(os.stat(target).st_mode))
        else:
            mask = os.umask(0)
            os.umask(mask)
            os.chmod(temporary, 0o666 & ~mask)
        # The comparison comes last, to leave as little time as can be until the replacement.
        if expected is not None:
            with open(target, "rb") as file:
                if file.read() != expected:
                    raise Changed(path)
        os.replace(temporary, target)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(temporary)
        raise


def unified_diff(name: str, before: bytes, after: bytes, style: Style) -> str:
    """The change of one file as a patch; names as git writes them."""
    old, new = (_LINE.findall(data.decode("utf-8", "surrogateescape")) for data in (before, after))
    lines = difflib.unified_diff(old, new, f"a/{name}", f"b/{name}")
    return "".join(_painted(lines, style))


def _painted(lines: Iterator[str], style: Style) -> Iterator[str]:
    for line in lines:
        body = line if line.endswith("\n") else line + "\n\\ No newline at end of file\n"
        if line.startswith(("+++", "---")):
            yield style.paint("bold", body[:-1]) + "\n"
        elif line.startswith("@@"):
            yield style.paint("frame", body[:-1]) + "\n"
        elif line.startswith("+"):
            yield style.paint("added", body[:-1]) + "\n"
        elif line.startswith("-"):
            yield style.paint("removed", body[:-1]) + "\n"
        else:
            yield body
