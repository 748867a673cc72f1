"""What goes wrong in reading."""

from __future__ import annotations

from typing import Final

import msgspec

MALFORMED: Final = (msgspec.MsgspecError, ValueError, RecursionError)
"""What decoders raise at bytes that are not what they should be; wrong letters are a `ValueError`."""


class Unreadable(Exception):
    """A package is there but what should describe it cannot be read; the text says what is wrong."""
