"""Cuts Python into words."""

from __future__ import annotations

import re
from typing import Final

from stackproof.languages.tokens import Hole, Lexicon, Tokens

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
_PREFIX: Final = re.compile(rb"([a-zA-Z]*)(?:\"{3}|'{3}|[\"'])")
# An expression with two levels of brackets in it at most, without comparisons that look like conversions.
_NESTED: Final = rb"[(\[{](?:[^()\[\]{}]|[(\[{][^()\[\]{}]*[)\]}])*[)\]}]"
_HOLE: Final = re.compile(
    rb"\{\{|\{(?P<inner>(?:[^()\[\]{}:!=]|[!=]=|"
    + _NESTED
    + rb")*+)=?(?:![rsa])?(?::[^{}]*(?:\{[^{}]*\}[^{}]*)*)?\}"
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


def holes(text: bytes) -> list[Hole]:
    """The expressions of an f-string, without conversions and formats."""
    prefix = _PREFIX.match(text)
    if prefix is None or b"f" not in prefix[1].lower():
        return []
    found: list[Hole] = []
    for match in _HOLE.finditer(text, prefix.end()):
        if match["inner"] is not None:
            found.append(Hole(match.start(), *match.span("inner"), match.end()))
    return found


PYTHON: Final = Lexicon(_PATTERN, _ends, lambda data, start: start + 1)
