"""Logical names taken apart into pieces, with new words put in their place."""

from __future__ import annotations

import re

from stackproof.model.construction import Construction
from stackproof.model.program import (
    Binary,
    Expression,
    Name,
    Template,
)
from stackproof.model.program import Literal as LiteralNode
from stackproof.model.values import Origin

SEPARATORS = "-_/. :"
_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|[0-9]+")


def name_pieces(node: Expression, base: int, file: str) -> list[str | Origin] | None:
    """The literal pieces and holes of a string expression; None where it cannot be taken apart."""
    match node:
        case LiteralNode() if isinstance(node.value, str):
            return [node.value]
        case Template():
            return [p if isinstance(p, str) else Origin(file, p.span.shift(base)) for p in node.parts]
        case Binary() if node.operator == "+":
            left, right = name_pieces(node.left, base, file), name_pieces(node.right, base, file)
            return None if left is None or right is None else left + right
        case Name():
            return [Origin(file, node.span.shift(base))]
        case _:
            return None


def split_words(text: str) -> list[str]:
    """The words of a name in any casing."""
    return _WORDS.findall(text)


def canonical(name: str) -> str:
    """A name without casing and underscores, to compare."""
    return name.replace("_", "").lower()


def pattern_of(pieces: list[str | Origin]) -> str:
    """The literal pieces, each hole as a NUL character."""
    return "".join(p if isinstance(p, str) else "\0" for p in pieces)


def renamed(pieces: list[str | Origin], words: list[str], near: Construction) -> list[str | Origin]:
    """The pieces with the neighbour's own words replaced, in their casing."""
    kind = {
        w.lower()
        for w in split_words(near.callee.names[-1] if near.callee is not None and near.callee.names else "")
    }
    literal = [(n, p) for n, p in enumerate(pieces) if isinstance(p, str) and any(c.isalpha() for c in p)]
    if not literal:
        holes: list[str | Origin] = [p for p in pieces if isinstance(p, Origin)]
        return [*holes, "-" + _joined(words, "a-b")] if holes else [_joined(words, "a-b")]
    best, old = max(
        literal,
        key=lambda item: (len(kind & {w.lower() for w in split_words(item[1])}), len(item[1]), item[0]),
    )
    core = old.strip(SEPARATORS)
    lead = old[: len(old) - len(old.lstrip(SEPARATORS))]
    tail = old[len(old.rstrip(SEPARATORS)) :]
    return [*pieces[:best], f"{lead}{_joined(words, core)}{tail}", *pieces[best + 1 :]]


def _joined(words: list[str], pattern: str) -> str:
    """Words in the casing of a pattern: kebab, snake, Pascal or camel."""
    lower = [w.lower() for w in words]
    if "_" in pattern and "-" not in pattern:
        return "_".join(lower)
    if "-" not in pattern and pattern[:1].isupper():
        return "".join(w.capitalize() for w in lower)
    if "-" not in pattern and any(c.isupper() for c in pattern):
        return lower[0] + "".join(w.capitalize() for w in lower[1:])
    return "-".join(lower)
