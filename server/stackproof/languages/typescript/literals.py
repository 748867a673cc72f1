"""Lowering of strings, templates, numbers, regular expressions."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from tree_sitter import Node

from stackproof.languages.lowering import parts
from stackproof.languages.typescript.context import Context, ExpressionHandler
from stackproof.model.program import Expression, Literal, Template, Unparsed

_ESCAPE = re.compile(
    r"\\(?:u\{([0-9a-fA-F]+)\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|([0-7]{1,3})|(\r\n|.))", re.S
)

_SIMPLE: Final[Mapping[str, str]] = {
    "n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v",
    "\n": "", "\r": "", "\r\n": "", "\u2028": "", "\u2029": "",
}  # fmt: skip

# Beyond this, a number is not the integer that it is written as.
_LARGEST_EXACT = 2**53


def _unescaped(match: re.Match[str]) -> str:
    braced, four, two, octal, other = match.groups()
    code = braced or four or two
    if code:
        number = int(code, 16)
        return chr(number) if number < 0x110000 else "\ufffd"
    if octal:
        return chr(int(octal, 8))
    return _SIMPLE.get(other, other)


def unescape(text: str) -> str:
    """The meaning of the inside of a string literal or of a template's literal piece."""
    if "\\" not in text:
        return text
    meaning = _ESCAPE.sub(_unescaped, text)
    if any("\ud800" <= char <= "\udfff" for char in meaning):
        # Two escapes can be the halves of one character; half a character alone is none.
        meaning = meaning.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return meaning


def number(text: str) -> int | float | None:
    """The value of a number literal, None when it cannot be told; whole numbers are integers."""
    digits = text.replace("_", "").lower()
    try:
        if digits[:2] in ("0x", "0o", "0b"):
            return int(digits.rstrip("n") if digits[-1] == "n" else digits, 0)
        if digits.endswith("n"):
            return int(digits[:-1])
        if digits.isdigit():
            legacy = len(digits) > 1 and digits[0] == "0" and not set(digits) & {"8", "9"}
            return int(digits, 8 if legacy else 10)
        value = float(digits)
    except ValueError:
        return None
    if value.is_integer() and abs(value) < _LARGEST_EXACT:
        return int(value)
    return value


def string_value(context: Context, node: Node) -> str:
    """The unescaped text of a ``string`` node."""
    return unescape(context.text(node)[1:-1])


def _string(context: Context, node: Node) -> Expression:
    return Literal(span=context.span(node), value=string_value(context, node))


def _number(context: Context, node: Node) -> Expression:
    value = number(context.text(node))
    if value is None:
        return context.unsupported(node)
    return Literal(span=context.span(node), value=value)


def _true(context: Context, node: Node) -> Expression:
    return Literal(span=context.span(node), value=True)


def _false(context: Context, node: Node) -> Expression:
    return Literal(span=context.span(node), value=False)


def _nothing(context: Context, node: Node) -> Expression:
    return Literal(span=context.span(node), value=None)


def template(context: Context, node: Node) -> Expression:
    """A template string; one without expressions stays a template of one piece."""
    pieces: list[str | Expression] = []
    literal: list[str] = []
    for child in node.children:
        kind = child.type
        if kind == "string_fragment":
            literal.append(context.text(child).replace("\r\n", "\n"))
        elif kind == "escape_sequence":
            literal.append(unescape(context.text(child)))
        elif kind == "template_substitution":
            if literal:
                pieces.append("".join(literal))
                literal = []
            pieces.append(_substitution(context, child))
        elif child.is_error or (child.is_missing and child.type == "`"):
            pieces.append(context.syntax_error(child))
    if literal:
        pieces.append("".join(literal))
    return Template(span=context.span(node), parts=tuple(pieces))


def _substitution(context: Context, node: Node) -> Expression:
    inner = parts(node)
    if len(inner) != 3 or (context.broken and node.has_error and any(child.is_error for child in inner)):
        return context.syntax_error(node)
    return context.expression(inner[1])


def _regex(context: Context, node: Node) -> Expression:
    return Unparsed(span=context.span(node), reason="regular expression")


LITERALS: Final[Mapping[str, ExpressionHandler]] = {
    "string": _string,
    "number": _number,
    "true": _true,
    "false": _false,
    "null": _nothing,
    "undefined": _nothing,
    "template_string": template,
    "regex": _regex,
}
