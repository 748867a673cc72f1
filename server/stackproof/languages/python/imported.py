"""Reads the imports of a Python text from its words."""

from __future__ import annotations

from stackproof.languages.imported import Imported
from stackproof.languages.tokens import Tokens


def imported(tokens: Tokens) -> Imported:
    """What the imports anywhere in the text bind."""
    found = Imported()
    for number, token in enumerate(tokens.all):
        if token.first and token.text == b"import":
            _modules(tokens, number + 1, found)
        elif token.first and token.text == b"from":
            module, after = _dotted(tokens, number + 1)
            if tokens.text(after) == b"import":
                _names(tokens, after + 1, module, found)
    return found


def _dotted(tokens: Tokens, number: int) -> tuple[str, int]:
    """The dotted name that begins at a token, and the token behind it."""
    parts: list[bytes] = []
    while number < len(tokens) and not tokens[number].first:
        text = tokens.text(number)
        if text == b"import" or not (text in (b".", b"...") or tokens.kind(number) == "name"):
            break
        parts.append(text)
        number += 1
    return b"".join(parts).decode("utf-8", "replace"), number


def _word(tokens: Tokens, number: int) -> str:
    return tokens.text(number).decode("utf-8", "replace") if tokens.kind(number) == "name" else ""


def _modules(tokens: Tokens, number: int, found: Imported) -> None:
    while number < len(tokens) and not tokens[number].first:
        start = number
        while tokens.kind(number) == "name" and tokens.text(number + 1) == b".":
            number += 2
        path = [_word(tokens, each) for each in range(start, number + 1, 2)]
        if not all(path):
            return
        if tokens.text(number + 1) == b"as" and (alias := _word(tokens, number + 2)):
            found.bind(alias, ".".join(path))
            number += 2
        else:
            found.bind(path[0], path[0])
        if tokens.text(number + 1) != b",":
            return
        number += 2


def _names(tokens: Tokens, number: int, module: str, found: Imported) -> None:
    if tokens.text(number) == b"*":
        found.stars.append(module)
        return
    grouped = tokens.text(number) == b"("
    end = tokens.closer[number] if grouped else len(tokens)
    number += grouped
    while number < end and (grouped or not tokens[number].first) and (name := _word(tokens, number)):
        if tokens.text(number + 1) == b"as" and (alias := _word(tokens, number + 2)):
            found.bind(alias, module, name)
            number += 2
        else:
            found.bind(name, module, name)
        if tokens.text(number + 1) != b",":
            return
        number += 2
