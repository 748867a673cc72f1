"""How names that packages declare are called in each language."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

_ABBREVIATION: Final = re.compile(r"(?<![A-Z])(?:[KMGTPEZY])iB(?![a-z])")
_LOWER_UPPER: Final = re.compile(r"([a-z0-9])([A-Z])")
_UPPER_WORD: Final = re.compile(r"([A-Z]+)([A-Z][a-z]+)")

_KEYWORDS: Final = frozenset(
    [
        "False",
        "None",
        "True",
        "and",
        "as",
        "assert",
        "async",
        "await",
        "break",
        "class",
        "continue",
        "def",
        "del",
        "elif",
        "else",
        "except",
        "finally",
        "for",
        "from",
        "global",
        "if",
        "import",
        "in",
        "is",
        "lambda",
        "nonlocal",
        "not",
        "or",
        "pass",
        "raise",
        "return",
        "try",
        "while",
        "with",
        "yield",
    ]
)
# Since Python 2's days, jsii and Pulumi keep clear of these too.
_FORMER_KEYWORDS: Final = frozenset({"exec", "print"})


@lru_cache(maxsize=65536)
def jsii_snake(name: str) -> str:
    """The Python spelling that jsii gives to a member: ``memoryLimitMiB`` is ``memory_limit_mib``."""
    name = _ABBREVIATION.sub(lambda m: m.group().capitalize(), name)
    spelled = _UPPER_WORD.sub(r"\1_\2", _LOWER_UPPER.sub(r"\1_\2", name)).lower()
    return f"{spelled}_" if spelled in _KEYWORDS or spelled in _FORMER_KEYWORDS else spelled


def jsii_identifier(name: str) -> str:
    """The Python spelling of what keeps its own casing: enum members and classes."""
    return f"{name}_" if name in _KEYWORDS or name in _FORMER_KEYWORDS else name


@lru_cache(maxsize=65536)
def pulumi_snake(name: str) -> str:
    """The Python spelling that Pulumi gives to most members; packages tell the others."""
    spelled = _UPPER_WORD.sub(r"\1_\2", _LOWER_UPPER.sub(r"\1_\2", name)).lower()
    return f"{spelled}_" if spelled in _KEYWORDS or spelled in _FORMER_KEYWORDS else spelled
