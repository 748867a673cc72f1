"""Colours for terminals that want them."""

from __future__ import annotations

import os
import sys
from typing import Literal, TextIO

from stackproof.model.finding import Severity

ColorChoice = Literal["auto", "always", "never"]

_CODES = {
    "error": "1;31",
    "warning": "1;33",
    "information": "1;36",
    "hint": "1;34",
    "bold": "1",
    "dim": "2",
    "frame": "34",
    "help": "32",
    "added": "32",
    "removed": "31",
}


class Style:
    """Paints text, or leaves it as it is."""

    def __init__(self, enabled: bool) -> None:
        self.enabled = enabled

    def paint(self, kind: str, text: str) -> str:
        """``text`` in the colour of its kind."""
        return f"\x1b[{_CODES[kind]}m{text}\x1b[0m" if self.enabled and text else text

    def severity(self, severity: Severity, text: str) -> str:
        """``text`` in the colour of a severity."""
        return self.paint(str(severity), text)


def style_for(stream: TextIO, choice: ColorChoice) -> Style:
    """The style for a stream: colours only on terminals, unless the user or the environment says otherwise."""
    if choice != "auto":
        enabled = choice == "always"
    elif os.environ.get("NO_COLOR"):
        enabled = False
    elif os.environ.get("FORCE_COLOR", "0") not in ("", "0"):
        enabled = True
    else:
        enabled = stream.isatty() and os.environ.get("TERM") != "dumb"
    if enabled and sys.platform == "win32":
        # An empty command makes older Windows consoles understand escape sequences.
        os.system("")
    return Style(enabled)


def visible(text: str) -> str:
    """``text`` with control characters made visible, so that no source text can steer the terminal."""
    return "".join(_visible(char) for char in text)


def _visible(char: str) -> str:
    code = ord(char)
    if char in "\n\t" or 0x20 <= code < 0x7F or code >= 0xA0:
        # Characters that reorder what stands around them could hide the guilty place.
        return "\ufffd" if 0x202A <= code <= 0x202E or 0x2066 <= code <= 0x2069 else char
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"
