"""Reads types as TypeScript writes them in declarations."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Final

_TOKEN: Final = re.compile(r"\s*(=>|\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*'|[\w$.]+|[^\s\w])")
_PRIMITIVES: Final = {
    "string": "s", "number": "n", "boolean": "b", "any": "a", "void": "v", "object": "j", "unknown": "a",
    "true": "b", "false": "b", "Date": "d", "bigint": "n",
}  # fmt: skip
_NOTHING: Final = frozenset({"undefined", "null", "never"})
_LIFTED: Final = {"Input": "<", "Output": ">", "Promise": "^", "OutputInstance": ">"}

Resolve = Callable[[str], str]
"""Gives for a dotted name the stored text of a type, ``a`` when it means nothing known."""


class NotUnderstood(Exception):
    """The text is more than the small type language can say."""


def read_types(text: str, resolve: Resolve) -> str:
    """The stored text of a type; ``a`` when it is not understood, ``v`` when it has no values."""
    try:
        reader = _Reader(_TOKEN.findall(text), resolve)
        found = reader.union()
        return found if reader.is_done else "a"
    except (NotUnderstood, IndexError, RecursionError):
        return "a"


class _Reader:
    def __init__(self, tokens: list[str], resolve: Resolve) -> None:
        self._tokens = tokens
        self._at = 0
        self._resolve = resolve

    @property
    def is_done(self) -> bool:
        return self._at >= len(self._tokens)

    def _peek(self) -> str:
        return self._tokens[self._at] if self._at < len(self._tokens) else ""

    def _next(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1]

    def _take(self, token: str) -> None:
        if self._next() != token:
            raise NotUnderstood

    def union(self) -> str:
        if self._peek() == "|":
            self._next()
        options = self._intersection()
        while self._peek() == "|":
            self._next()
            options += self._intersection()
        if self._peek() == "=>":
            raise NotUnderstood
        unique = list(dict.fromkeys(options))
        if "a" in unique:
            return "a"
        if not unique:
            return "v"
        return unique[0] if len(unique) == 1 else f"({'|'.join(unique)})"

    def _intersection(self) -> list[str]:
        found = self._suffixed()
        if self._peek() == "&":
            raise NotUnderstood
        return [] if found == "" else [found]

    def _suffixed(self) -> str:
        found = self._single()
        while self._peek() == "[":
            self._next()
            if self._peek() != "]":
                raise NotUnderstood
            self._next()
            found = "[" + (found or "v")
        return found

    def _single(self) -> str:
        """One type; empty for what stands for nothing."""
        token = self._next()
        if token == "(":
            inner = self.union()
            self._take(")")
            return "" if inner == "v" else inner
        if token == "{":
            return self._braces()
        if token[0] in "\"'":
            return "'" + token[1:-1].replace("'", "\\'") + "'"
        if token == "readonly":
            return self._suffixed()
        if self._peek() == "<":
            return self._generic(token)
        if token in _NOTHING:
            return ""
        if token in _PRIMITIVES:
            return _PRIMITIVES[token]
        if token == "typeof" or not (token[0].isalpha() or token[0] in "_$"):
            raise NotUnderstood
        return self._resolve(token)

    def _generic(self, name: str) -> str:
        self._take("<")
        arguments = [self.union()]
        while self._peek() == ",":
            self._next()
            arguments.append(self.union())
        self._take(">")
        last = name.rpartition(".")[2]
        if last in _LIFTED and len(arguments) == 1:
            inner = arguments[0]
            return inner if inner in ("a", "v") else _LIFTED[last] + inner
        if last in ("Array", "ReadonlyArray") and len(arguments) == 1:
            return "[" + arguments[0]
        if last == "Record" and len(arguments) == 2:
            return "{" + arguments[1]
        if last == "Partial" and len(arguments) == 1:
            return "a"
        return "a"

    def _braces(self) -> str:
        """A map. Other objects without a name are too rare to be told in full."""
        if self._peek() == "[":
            self._next()
            self._next()
            self._take(":")
            self.union()
            self._take("]")
            self._take(":")
            inner = self.union()
            if self._peek() == ";":
                self._next()
            self._take("}")
            return "{" + inner
        raise NotUnderstood
