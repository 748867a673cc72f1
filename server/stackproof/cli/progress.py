"""One line on the terminal that shows that work goes on."""

from __future__ import annotations

import shutil
import time
from typing import TextIO

from stackproof.cli.style import visible

_QUIET_SECONDS = 0.4
_PAUSE_SECONDS = 0.08


class Progress:
    """A line that is written over, on terminals only, gone when the work is done."""

    def __init__(self, stream: TextIO, enabled: bool) -> None:
        self._stream = stream
        self._enabled = enabled and stream.isatty()
        # Short work should not flicker, so the first line waits.
        self._next = time.monotonic() + _QUIET_SECONDS
        self._shown = False

    def __call__(self, message: str, done: int, total: int) -> None:
        """Show how far it is; ``total`` 0 when nobody knows."""
        now = time.monotonic()
        if not self._enabled or now < self._next:
            return
        self._next = now + _PAUSE_SECONDS
        counted = f"[{done}/{total}] " if total else ""
        columns = shutil.get_terminal_size().columns
        text = visible(f"{counted}{message}".replace("\n", " "))[: max(columns - 1, 1)]
        self._write(f"\r\x1b[K{text}")
        self._shown = True

    def clear(self) -> None:
        """Take the line away."""
        if self._shown:
            self._write("\r\x1b[K")
            self._shown = False

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:
            self._enabled = False
