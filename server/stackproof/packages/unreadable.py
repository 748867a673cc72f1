"""The one error of readers."""

from __future__ import annotations


class Unreadable(Exception):
    """A package is there but what should describe it cannot be read; the text says what is wrong."""
