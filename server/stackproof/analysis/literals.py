"""Reads a scalar that is written out in the text of a program, the same in all languages."""

from __future__ import annotations

import re

from stackproof.model.values import Data, same

_TEXT = re.compile(r"""(['"`])([^'"`\\\n]*)\1""")
_NUMBER = re.compile(r"-?\d[\d_]*(?:\.\d+)?")
_WORDS: dict[str, bool] = {"true": True, "True": True, "false": False, "False": False}


def is_literal(text: str, data: Data) -> bool:
    """Whether a text is nothing but the scalar, as a literal without escapes or holes."""
    if (quoted := _TEXT.fullmatch(text)) is not None:
        return "${" not in quoted[2] and same(quoted[2], data)
    if _NUMBER.fullmatch(text) is not None:
        number = text.replace("_", "")
        return same(float(number) if "." in number else int(number), data)
    return text in _WORDS and same(_WORDS[text], data)
