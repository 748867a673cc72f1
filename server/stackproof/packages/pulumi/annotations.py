"""Reads types as Python annotates them in generated packages."""

from __future__ import annotations

import re
from typing import Final

from stackproof.packages.pulumi.typetext import NotUnderstood, Resolve

_TOKEN: Final = re.compile(r"\s*(\"[^\"]*\"|'[^']*'|[\w.]+|[^\s\w])")
_PRIMITIVES: Final = {
    "str": "s",
    "int": "i",
    "float": "n",
    "bool": "b",
    "Any": "a",
    "object": "a",
    "dict": "j",
}
_LIFTED: Final = {"Input": "<", "Output": ">", "Awaitable": "^"}


def read_annotation(text: str, resolve: Resolve) -> tuple[str, bool]:
    """The stored text of a type and whether it may be left out; ``a`` when it is not understood."""
    reader = _Reader(_TOKEN.findall(text), resolve)
    try:
        found = reader.type()
    except (NotUnderstood, IndexError, RecursionError):
        return "a", reader.optional
    return (found if found and reader.is_done else "a"), reader.optional


class _Reader:
    def __init__(self, tokens: list[str], resolve: Resolve) -> None:
        self._tokens = tokens
        self._at = 0
        self._resolve = resolve
        self.optional = False

    @property
    def is_done(self) -> bool:
        return self._at >= len(self._tokens)

    def _next(self) -> str:
        self._at += 1
        return self._tokens[self._at - 1]

    def type(self) -> str:
        """One type; empty for None."""
        found = [self._single()]
        while self._at < len(self._tokens) and self._tokens[self._at] == "|":
            self._at += 1
            found.append(self._single())
        return self._union(found) if len(found) > 1 else found[0]

    def _single(self) -> str:
        token = self._next()
        if token[0] in "\"'":
            inner = _Reader(_TOKEN.findall(token[1:-1]), self._resolve)
            if len(inner._tokens) != 1:
                found = inner.type()
                self.optional |= inner.optional
                return found
            return self._resolve(token[1:-1])
        last = token.rpartition(".")[2]
        if self._at < len(self._tokens) and self._tokens[self._at] == "[":
            return self._generic(last)
        if token == "None":
            self.optional = True
            return ""
        if last in _PRIMITIVES:
            return _PRIMITIVES[last]
        if not token[0].isalpha() and token[0] != "_":
            raise NotUnderstood
        return self._resolve(token)

    def _generic(self, name: str) -> str:
        arguments = self._arguments()
        if name == "Optional":
            self.optional = True
            return arguments[0]
        if name == "Union":
            return self._union(arguments)
        if name in _LIFTED:
            inner = arguments[0]
            return inner if inner in ("a", "") else _LIFTED[name] + inner
        if name in ("Sequence", "List", "list", "Iterable"):
            return "[" + arguments[0]
        if name in ("Mapping", "Dict", "dict") and len(arguments) == 2:
            return "{" + arguments[1]
        return "a"

    def _arguments(self) -> list[str]:
        self._next()
        found = [self.type()]
        while (sign := self._next()) == ",":
            found.append(self.type())
        if sign != "]":
            raise NotUnderstood
        return found

    def _union(self, options: list[str]) -> str:
        unique = [o for o in dict.fromkeys(options) if o]
        if "a" in unique or not unique:
            return "a"
        return unique[0] if len(unique) == 1 else f"({'|'.join(unique)})"
