"""String literals: unescaped text, or pieces of text with expressions between them."""

from __future__ import annotations

import re
import unicodedata

from tree_sitter import Node

from stackproof.languages.python.context import Context, is_torn, parts
from stackproof.model.program import Expression, Literal, Template

_ESCAPE = re.compile(
    r"\\(?:(?P<octal>[0-7]{1,3})|x(?P<hex>[0-9a-fA-F]{2})|u(?P<u4>[0-9a-fA-F]{4})|U(?P<u8>[0-9a-fA-F]{8})"
    r"|N\{(?P<named>[^{}]*)\}|(?P<plain>\r\n|[\s\S]))"
)
_PLAIN = {
    "\n": "",
    "\r\n": "",
    "\r": "",
    "\\": "\\",
    "'": "'",
    '"': '"',
    "a": "\a",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
    "v": "\v",
}


def string(context: Context, node: Node) -> Expression:
    """One string literal of any prefix."""
    children = node.children
    if len(children) == 3 and not context.broken and children[1].type == "string_content":
        written = context.data[node.start_byte : node.end_byte]
        if written[:1] in b"\"'" and b"\\" not in written and b"\r" not in written:
            return Literal(span=context.span(node), value=context.text(children[1]))
    return _joined(context, node, [node])


def concatenated(context: Context, node: Node) -> Expression:
    """Adjacent literals, which Python joins."""
    return _joined(context, node, parts(node))


def _joined(context: Context, whole: Node, strings: list[Node]) -> Expression:
    if context.broken and (is_torn(whole) or any(is_torn(each) for each in strings)):
        return context.syntax_error(whole)
    pieces: list[str | Expression] = []
    for each in strings:
        if each.type != "string":
            pieces.append(context.expression(each))
            continue
        _pieces(context, each, pieces)
    merged: list[str | Expression] = []
    for piece in pieces:
        if isinstance(piece, str) and merged and isinstance(merged[-1], str):
            merged[-1] += piece
        elif piece != "":
            merged.append(piece)
    span = context.span(whole)
    if not merged:
        return Literal(span=span, value="")
    if len(merged) == 1 and isinstance(merged[0], str):
        return Literal(span=span, value=merged[0])
    return Template(span=span, parts=tuple(merged))


def _pieces(context: Context, node: Node, pieces: list[str | Expression]) -> None:
    children = node.children
    prefix = context.text(children[0]).rstrip("\"'").lower()
    raw, binary, formatted = "r" in prefix, "b" in prefix, "f" in prefix or "t" in prefix
    for child in children[1:]:
        kind = child.type
        if kind == "string_content":
            text = context.text(child)
            if "\r" in text:
                # Python reads every line end of a source as a line feed.
                text = text.replace("\r\n", "\n").replace("\r", "\n")
            if formatted:
                text = text.replace("{{", "{").replace("}}", "}")
            pieces.append(text if raw or "\\" not in text else _unescaped(text, binary))
        elif kind == "interpolation":
            _interpolation(context, child, pieces)


def _interpolation(context: Context, node: Node, pieces: list[str | Expression]) -> None:
    """``{x!r:>5}`` is lowered as ``x``, ``{x=}`` as its text followed by ``x``."""
    if context.broken and is_torn(node):
        pieces.append(context.syntax_error(node))
        return
    expression = None
    for child in node.children:
        if child.type == "=":
            pieces.append(context.data[node.start_byte + 1 : child.end_byte].decode("utf-8", "replace"))
        elif expression is None and child.is_named and child.type not in ("comment", "line_continuation"):
            expression = child
    pieces.append(context.syntax_error(node) if expression is None else context.expression(expression))


def _unescaped(text: str, binary: bool) -> str:
    def replaced(match: re.Match[str]) -> str:
        kind = match.lastgroup
        value = match[kind] if kind else ""
        if kind == "plain":
            return _PLAIN.get(value, match[0])
        if kind == "octal":
            return chr(int(value, 8))
        if kind == "hex":
            return chr(int(value, 16))
        if binary:
            return match[0]
        if kind == "named":
            try:
                return unicodedata.lookup(value)
            except KeyError:
                return match[0]
        code = int(value, 16)
        # A lone surrogate is legal Python, yet cannot leave the process as UTF-8.
        return "\ufffd" if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF else chr(code)

    return _ESCAPE.sub(replaced, text)
