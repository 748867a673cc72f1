"""Where a comment that allows a problem may stand."""

from __future__ import annotations

import dataclasses
import re
from pathlib import PurePath

from stackproof.analysis.allowing import allow_here
from stackproof.analysis.suppression import UNUSED_SUPPRESSION
from stackproof.lsp.sticky import Shown
from stackproof.model.values import Origin
from stackproof.text import Document, Edit

_SCRIPTS = (".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs")


def allow(document: Document, shown: Shown) -> Edit | None:
    """The edit that allows a problem where it is shown in ``document``.

    None where no comment may stand (JSON, inside of a text that spans lines), and for problems about such comments.
    """
    suffix = PurePath(document.path).suffix.lower()
    if (suffix != ".py" and suffix not in _SCRIPTS) or shown.problem.rule == UNUSED_SUPPRESSION:
        return None
    start = document.lines.start(document.lines.line_of(shown.span.start))
    if _inside_string(document.data, start, python=suffix == ".py"):
        return None
    # Kept problems have moved since their text was checked.
    here = dataclasses.replace(shown.problem, at=Origin(document.path, shown.span))
    return allow_here(here, document)


_PYTHON = re.compile(rb"""#[^\r\n]*|\"{3}|'{3}|"(?:\\.|[^"\\\r\n])*"?|'(?:\\.|[^'\\\r\n])*'?""", re.DOTALL)
_SCRIPT = re.compile(
    rb"""//[^\r\n]*|/\*.*?(?:\*/|\Z)|"(?:\\.|[^"\\\r\n])*"?|'(?:\\.|[^'\\\r\n])*'?|`|[{}]""", re.DOTALL
)
_TEMPLATE = re.compile(rb"\\.|`|\$\{", re.DOTALL)


def _inside_string(data: bytes, at: int, python: bool) -> bool:
    """Whether the byte at ``at`` lies within a text or comment that spans lines."""
    return _inside_python(data, at) if python else _inside_script(data, at)


def _inside_python(data: bytes, at: int) -> bool:
    position = 0
    while (token := _PYTHON.search(data, position)) is not None and token.start() < at:
        position = token.end()
        if token[0] in (b'"""', b"'''"):
            end = re.compile(rb"(?:\\.|(?!" + token[0] + rb").)*" + token[0], re.DOTALL).match(data, position)
            if end is None or end.end() > at:
                return True
            position = end.end()
    return False


def _inside_script(data: bytes, at: int) -> bool:
    # What is open, innermost last: a template, or the braces of code inside of one.
    stack: list[bytes] = []
    position = 0
    while True:
        template = bool(stack) and stack[-1] == b"`"
        token = (_TEMPLATE if template else _SCRIPT).search(data, position)
        if token is None or token.start() >= at:
            return template
        position = token.end()
        text = token[0]
        if text == b"`":
            if template:
                stack.pop()
            else:
                stack.append(text)
        elif text in (b"${", b"{"):
            stack.append(b"{")
        elif text == b"}":
            if stack:
                stack.pop()
        elif position > at and text.startswith(b"/*"):
            return True
