"""Ends this process when the editor that started it is gone."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable

_SECONDS = 3.0


def watch(process: int, end: Callable[[], None]) -> None:
    """Call ``end`` on a thread of its own when ``process`` no longer runs.

    A process that cannot be seen from the beginning (another container, another user's machine) is not watched.
    """
    if process <= 0 or not is_alive(process):
        return

    def wait() -> None:
        while is_alive(process):
            time.sleep(_SECONDS)
        end()

    threading.Thread(target=wait, name="stackproof-parent", daemon=True).start()


def is_alive(process: int) -> bool:
    """Whether a process runs."""
    if os.name == "nt":
        return _is_alive_on_windows(process)
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        # It is there and belongs to someone else.
        return True
    except OverflowError:
        return False
    return True


def _is_alive_on_windows(process: int) -> bool:
    import ctypes

    # On Windows os.kill would end the process instead of asking for it.
    synchronize, wait_timeout = 0x00100000, 0x102
    kernel = getattr(ctypes, "windll").kernel32  # noqa: B009  the attribute exists on Windows only
    handle = kernel.OpenProcess(synchronize, False, process)
    if not handle:
        return False
    try:
        return bool(kernel.WaitForSingleObject(handle, 0) == wait_timeout)
    finally:
        kernel.CloseHandle(handle)
