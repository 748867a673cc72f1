"""The likeliest meaning of a misspelt word."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches


def closest(word: str, options: Iterable[str]) -> str | None:
    """The option most like ``word``, None when none is like it."""
    options = sorted(options)
    found = get_close_matches(word, options, 1, 0.6) or get_close_matches(
        word.lower().replace("_", "-"), options, 1, 0.6
    )
    return found[0] if found else None


def did_you_mean(word: str, options: Iterable[str]) -> str:
    """A half sentence to end a message with: ``; did you mean 'x'?``, empty when nothing is like it."""
    found = closest(word, options)
    return f"; did you mean '{found}'?" if found is not None else ""
