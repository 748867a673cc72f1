"""Tells defaults that are values from defaults that are prose."""

from __future__ import annotations

import re
from typing import Final

_MARKS: Final = re.compile(r"^[-\s]+|[\s.]+$")
_VALUE: Final = re.compile(
    r"true|false|-?\d+(?:\.\d+)?|'[^'\n]*'|\"[^\"\n]*\"|\[\]|\{\}"
    # A member of a class or enum, called with plain values or not: `Duration.minutes(5)`.
    r"|(?:[a-z][a-z0-9]*\.)?[A-Z]\w*(?:\.[A-Za-z_]\w*)+(?:\((?:[\w.'\"-]*)\))?",
    re.ASCII,
)


def literal_default(told: str) -> str:
    """``false`` of ``- false``; empty when the default is described in words.

    Only what can be repeated as a fact is taken: values and names.
    """
    text = _MARKS.sub("", told).strip("`")
    return text if _VALUE.fullmatch(text) else ""
