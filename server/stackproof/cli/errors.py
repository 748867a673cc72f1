"""The one way in which a command says that it was asked for something impossible."""

from __future__ import annotations


class UsageError(Exception):
    """What was asked for cannot be done; the message is for the person who asked."""
