"""Reads what Pulumi's packages say about deprecations and defaults."""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final

from stackproof.packages.literals import literal_default

# `s3.BucketV2 has been deprecated in favor of s3.Bucket`, modules with or without the file's name.
_FAVOUR: Final = re.compile(
    r"deprecated in favou?r of (?:aws(?:-native)?\.)?(?P<module>[\w/]+)\.(?P<name>[A-Za-z]\w*)", re.IGNORECASE
)
_USE: Final = re.compile(
    r"\b(?:use|replaced by)\s+(?:the\s+)?[`'\"]?(?P<name>[A-Za-z]\w*(?:\.[A-Za-z]\w*)?)[`'\"]?"
    r"(?P<more>\s*(?:,|or|and)\s+[`'\"]?\w)?",
    re.IGNORECASE,
)
_DEFAULT: Final = re.compile(r"[Dd]efaults?(?: value)?(?: is| to|:)\s+`([^`\n]+)`")
_WORD: Final = re.compile(r"[\w.:/-]+", re.ASCII)


def replacement(told: str, key: str, member: str, siblings: Collection[str]) -> str:
    """What stands in place, as records store it: a sibling's name, ``key#`` for another type, or nothing.

    ``siblings`` are the names beside the deprecated member of the type ``key``; ``member`` is empty for the type
    itself. Whether a type exists must still be asked.
    """
    if not member:
        favoured = _FAVOUR.search(told)
        if favoured is None:
            return ""
        module = favoured["module"].split("/")[0].replace("index", "")
        other = f"{module}.{favoured['name']}" if module else favoured["name"]
        return f"{other}#" if other != key else ""
    found = set()
    for use in _USE.finditer(told):
        owner, _, last = use["name"].rpartition(".")
        if use["more"] is not None:
            return ""
        if owner and owner != key.rpartition(".")[2]:
            continue
        name = next((s for s in siblings if _same(s, last)), None)
        if name is not None and name != member:
            found.add(name)
    return found.pop() if len(found) == 1 else ""


def _same(a: str, b: str) -> bool:
    return a == b or (a.replace("_", "").lower() == b.replace("_", "").lower() and "_" in b)


def default_told(comment: str) -> str:
    """The one default that a comment names as a value; words in code marks are strings."""
    found = _DEFAULT.findall(comment)
    if len(found) != 1:
        return ""
    return literal_default(found[0]) or (f'"{found[0]}"' if _WORD.fullmatch(found[0]) else "")
