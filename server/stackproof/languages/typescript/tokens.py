"""Cuts TypeScript into words; a template counts as one, whatever it holds."""

from __future__ import annotations

import re
from typing import Final

from stackproof.languages.tokens import Hole, Lexicon, Tokens

_STRING: Final = rb'"(?:[^"\\\r\n]|\\\r?\n|\\.)*+"?' rb"|'(?:[^'\\\r\n]|\\\r?\n|\\.)*+'?"
_COMMENT: Final = rb"//[^\r\n]*+|/\*(?:[^*]|\*(?!/))*+(?:\*/|\Z)"
_PATTERN: Final = re.compile(
    rb"(?P<string>"
    + _STRING
    + rb"|(?<=[(,=:\[!&|?{};])[ \t]*/(?![*/])(?:[^/\\\r\n\[]|\\.|\[(?:[^\]\\\r\n]|\\.)*+\])++/\w*+)"
    rb"|(?P<comment>" + _COMMENT + rb")"
    rb"|(?P<open>`)"
    rb"|(?P<name>[A-Za-z_$\x80-\xff][\w$\x80-\xff]*+)"
    rb"|(?P<number>\.?\d[\w.]*+)"
    rb"|(?P<sign>\.\.\.|=>|\?\.|\?\?|&&|\|\||[=!<>]==?|[^\s\w$])"
    rb"|(?P<line>\r?\n|\r)"
)
_INSIDE: Final = re.compile(rb"\\[\s\S]|`|\$\{")
_CODE: Final = re.compile(_STRING + rb"|" + _COMMENT + rb"|[`{}]")
# No line inside of brackets begins with these, but as the name of a property.
_STATEMENTS: Final = frozenset(
    (
        b"const",
        b"let",
        b"var",
        b"import",
        b"export",
        b"class",
        b"return",
        b"throw",
        b"try",
        b"interface",
        b"enum",
    )
)
_CONDITIONS: Final = frozenset((b"if", b"for", b"while", b"switch"))
_STARTS: Final = frozenset((b"new", b"await"))
# An object may stand behind these; behind anything else a brace begins code.
_BEFORE_OBJECT: Final = frozenset(
    (b"(", b",", b"=", b":", b"[", b"?", b"return", b"??", b"||", b"&&", b"default")
)


def is_object(tokens: Tokens, opener: int) -> bool:
    """Whether a brace begins an object rather than code."""
    return tokens.text(opener - 1) in _BEFORE_OBJECT and not _is_case(tokens, opener)


def _is_case(tokens: Tokens, opener: int) -> bool:
    """Whether it stands behind the label of a ``switch``."""
    number = opener - 1
    if tokens.text(number) != b":":
        return False
    while number > 0 and not tokens[number].first:
        number -= 1
    return tokens.text(number) in (b"case", b"default") and tokens.text(number + 1) != b"("


def _finish(data: bytes, start: int) -> int:
    """The end of a template, expressions inside it included."""
    return _walk(data, start, [])


def holes(text: bytes) -> list[Hole]:
    """The expressions of a template."""
    found: list[Hole] = []
    if text.startswith(b"`"):
        _walk(text, 0, found)
    return found


def _walk(data: bytes, start: int, found: list[Hole]) -> int:
    """The end of the template that begins at ``start``; its own expressions that end are added to ``found``."""
    position, depth, opened = start + 1, [0], start
    while depth:
        in_text = depth[-1] == 0
        match = (_INSIDE if in_text else _CODE).search(data, position)
        if match is None:
            return len(data)
        position, text = match.end(), match[0]
        if text == b"`":
            if in_text:
                depth.pop()
            else:
                depth.append(0)
        elif text == b"${" and in_text:
            depth.append(1)
            opened = match.start() if len(depth) == 2 else opened
        elif text == b"{" and not in_text:
            depth[-1] += 1
        elif text == b"}" and not in_text:
            depth[-1] -= 1
            if depth[-1] == 0:
                depth.pop()
                if len(depth) == 1:
                    found.append(Hole(opened, opened + 2, match.start(), position))
    return position


def _ends(tokens: Tokens, number: int, opened: list[int]) -> bool:
    token, following, opener = tokens[number], tokens.text(number + 1), opened[-1]
    if token.kind != "name" or (tokens[opener].text == b"{" and not is_object(tokens, opener)):
        return False
    if token.text in _CONDITIONS:
        return following == b"("
    if token.text in _STATEMENTS:
        return following not in (b":", b",", b"?", b"}", b"(")
    begins = token.text in _STARTS or following in (b".", b"?.")
    return begins and tokens.indent(number) <= tokens.indent(opener)


TYPESCRIPT: Final = Lexicon(_PATTERN, _ends, _finish)
