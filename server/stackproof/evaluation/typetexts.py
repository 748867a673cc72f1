"""Reads the properties of object types that TypeScript programs write out where they use them."""

from __future__ import annotations

import re
from collections.abc import Iterator

_PROPERTY = re.compile(r"(?:readonly\s+)?([A-Za-z_$][\w$]*)(\?)?\s*(?::|\()")
_COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
_TEXT = re.compile(r"'[^'\n]*'|\"[^\"\n]*\"")
_OPENING, _CLOSING = "({[<", ")}]>"
# What is left of them is more than counting brackets can read.
_QUOTES = "'\"`"


def properties(text: str) -> dict[str, bool] | None:
    """The properties of ``{ a: string; b?: number }`` with whether they are required.

    None for every other type, and for objects that may have more properties than are listed.
    """
    # A text that is a type has no name; one that is a key has none that can be read.
    bare = _COMMENT.sub("", _TEXT.sub("\0", text)).strip()
    if not bare.startswith("{") or not bare.endswith("}") or any(q in bare for q in _QUOTES):
        return None
    found: dict[str, bool] = {}
    for member in _members(bare):
        match = _PROPERTY.match(member)
        if match is None:
            return None
        found[match[1]] = match[2] is None
    return found


def _members(text: str) -> Iterator[str]:
    """The members of an object type; one that cannot be read when it ends before the text does."""
    depth, start = 0, 1
    for at, char in enumerate(text):
        if char in _OPENING:
            depth += 1
        elif char in _CLOSING and text[at - 1 : at] != "=":
            depth -= 1
            if depth == 0 and at < len(text) - 1:
                yield "?"
                return
        ends = depth == 0 or (depth == 1 and char in ";,\n")
        if ends:
            if member := text[start:at].strip():
                yield member
            start = at + 1
