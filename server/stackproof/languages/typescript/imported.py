"""Reads the imports of a TypeScript text from its words."""

from __future__ import annotations

from stackproof.languages.imported import Imported
from stackproof.languages.tokens import Tokens


def imported(tokens: Tokens) -> Imported:
    """What the imports and ``require`` calls anywhere in the text bind."""
    found = Imported()
    for number, token in enumerate(tokens.all):
        if token.text == b"import" and (token.first or tokens.text(number - 1) == b";"):
            _import(tokens, number + 1, found)
        elif token.text == b"require" and tokens.text(number + 1) == b"(":
            _require(tokens, number, found)
    return found


def _word(tokens: Tokens, number: int) -> str:
    return tokens.text(number).decode("utf-8", "replace") if tokens.kind(number) == "name" else ""


def _module(tokens: Tokens, number: int) -> str:
    text = tokens.text(number).decode("utf-8", "replace") if tokens.kind(number) == "string" else ""
    return text[1:-1] if len(text) > 2 and text[0] == text[-1] and text[0] in "'\"" else ""


def _import(tokens: Tokens, number: int, found: Imported) -> None:
    if tokens.text(number) == b"type" and tokens.text(number + 1) != b"from":
        number += 1
    waiting: list[tuple[str, tuple[str, ...]]] = []
    if name := _word(tokens, number):
        waiting.append((name, ("default",)))
        number += 1
        if tokens.text(number) == b",":
            number += 1
    if tokens.text(number) == b"*" and tokens.text(number + 1) == b"as":
        waiting.append((_word(tokens, number + 2), ()))
        number += 3
    elif tokens.text(number) == b"{":
        waiting += _members(tokens, number, b"as")
        number = tokens.closer[number] + 1
    if tokens.text(number) == b"from" and (module := _module(tokens, number + 1)):
        for name, names in waiting:
            found.bind(name, module, *names)


def _members(tokens: Tokens, opener: int, renaming: bytes) -> list[tuple[str, tuple[str, ...]]]:
    """The names between braces with what they stand for: ``a as b`` in imports, ``a: b`` in patterns."""
    found: list[tuple[str, tuple[str, ...]]] = []
    number = opener + 1
    while number < tokens.closer[opener]:
        if (
            tokens.text(number) == b"type"
            and tokens.kind(number + 1) == "name"
            and tokens.text(number + 1) != b"as"
        ):
            number += 1
        name = _word(tokens, number)
        if not name:
            break
        alias = _word(tokens, number + 2) if tokens.text(number + 1) == renaming else ""
        found.append((alias or name, (name,)))
        number += 3 if alias else 1
        if tokens.text(number) != b",":
            break
        number += 1
    return found


def _require(tokens: Tokens, number: int, found: Imported) -> None:
    """``const x = require('m')``, ``const { a } = require('m')``, ``import x = require('m')``."""
    module = _module(tokens, number + 2)
    if not module or tokens.text(number - 1) != b"=":
        return
    if name := _word(tokens, number - 2):
        found.bind(name, module)
    elif tokens.text(number - 2) == b"}":
        opener = next((o for o in range(number - 3, -1, -1) if tokens.closer[o] == number - 2), None)
        for alias, names in _members(tokens, opener, b":") if opener is not None else ():
            found.bind(alias, module, *names)
