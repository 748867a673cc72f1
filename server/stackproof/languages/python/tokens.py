"""Cuts Python into words."""

from __future__ import annotations

import re
from typing import Final

from stackproof.languages.tokens import Lexicon, Tokens

_PATTERN: Final = re.compile(
    rb"(?P<string>[rRbBuUfFtT]{0,2}(?:"
    rb'"""(?:[^"\\]|\\[\s\S]|"(?!""))*+(?:"""|\Z)'
    rb"|'''(?:[^'\\]|\\[\s\S]|'(?!''))*+(?:'''|\Z)"
    rb'|"(?:[^"\\\r\n]|\\\r?\n|\\.)*+"?'
    rb"|'(?:[^'\\\r\n]|\\\r?\n|\\.)*+'?))"
    rb"|(?P<name>[A-Za-z_\x80-\xff][\w\x80-\xff]*+)"
    rb"|(?P<number>\.?\d[\w.]*+)"
    rb"|(?P<comment>#[^\r\n]*+)"
    rb"|(?P<sign>\*\*|//|\.\.\.|->|:=|[=!<>]=|[^\s\w\\])"
    rb"|(?P<line>\r?\n|\r)"
)
# These may begin a line inside brackets; every other word that is not indented further begins a statement.
_WITHIN: Final = frozenset(
    (b"for", b"if", b"else", b"in", b"and", b"or", b"not", b"is", b"async", b"await", b"lambda")
)


def _ends(tokens: Tokens, number: int, opened: list[int]) -> bool:
    token = tokens[number]
    if token.kind != "name" and token.text != b"@":
        return False
    # What belongs to a statement stands further to the right than its beginning.
    return token.text not in _WITHIN and tokens.indent(number) <= tokens.indent(opened[0])


PYTHON: Final = Lexicon(_PATTERN, _ends, lambda data, start: start + 1)
