"""Compares texts, holes included, with how long they may be and which characters they may have."""

from __future__ import annotations

import re
from functools import lru_cache

from stackproof.model.services import Limits
from stackproof.model.values import Scalar, Template, Value

# Expressions that are not read, and places for words that somebody is to fill in.
_OPEN = re.compile(r"[$#]?\{[^}]*\}?|<[^>]+>")
# Texts that most patterns take, with a place for one more character.
_PROBES = (("ab", "ab"), ("alias/ab", "ab"))
_SEPARATORS = re.compile(r"[^A-Za-z0-9]")


def _pieces(value: Value) -> tuple[str, ...] | None:
    """The literal pieces of a text; None for what is none, or holds expressions that are not read."""
    if isinstance(value, Template):
        found = tuple(p for p in value.parts if isinstance(p, str))
    elif isinstance(value, Scalar) and isinstance(value.data, str):
        found = (value.data,)
    else:
        return None
    return None if any(is_open(piece) for piece in found) else found


def is_open(text: str) -> bool:
    """Whether a text has expressions in it that are not read, or places that somebody is to fill in."""
    return _OPEN.search(text) is not None


def least_length(value: Value) -> int | None:
    """How many characters a text has at least; None where it is none for certain."""
    pieces = _pieces(value)
    return None if pieces is None else sum(map(len, pieces))


@lru_cache(maxsize=4096)
def _takes(pattern: str, character: str) -> bool:
    """Whether a pattern takes a character in the middle of a text; True where that cannot be said."""
    for head, tail in _PROBES:
        if re.fullmatch(pattern, head + tail):
            return re.fullmatch(pattern, head + character + tail) is not None
    return True


def _fits(pattern: str, piece: str) -> bool:
    """Whether a pattern takes a piece somewhere: as the whole, its beginning, its middle or its end."""
    return any(
        re.fullmatch(pattern, head + piece + tail) is not None
        for probe in _PROBES
        for head in ("", probe[0])
        for tail in ("", probe[1])
    )


def bad_characters(value: Value, limits: Limits) -> tuple[str, ...]:
    """The literal characters that a text may not have, each once."""
    pieces = _pieces(value)
    if not limits.pattern or pieces is None:
        return ()
    wrong = [piece for piece in pieces if not _fits(limits.pattern, piece)]
    return tuple(dict.fromkeys(c for piece in wrong for c in piece if not _takes(limits.pattern, c)))


def allowed(text: str, limits: Limits) -> bool:
    """Whether a text without holes is as the pattern wants it."""
    return (
        not limits.pattern or "${" in text or "{{" in text or re.fullmatch(limits.pattern, text) is not None
    )


def _whole(text: str, limits: Limits) -> bool:
    return allowed(text, limits) and not bad_characters(Scalar(text), limits)


def mended(text: str, limits: Limits) -> str | None:
    """The text nearest to one that is allowed; None when there is no simple one."""
    candidates = [text, text.lower()]
    if limits.pattern:
        candidates += ["".join(c if _takes(limits.pattern, c) else "-" for c in t) for t in candidates]
        candidates += [_SEPARATORS.sub("-", t) for t in (text, text.lower())]
        candidates += [re.sub("-+", "-", t).strip("-") for t in candidates[2:]]
    for candidate in candidates:
        short = candidate if limits.longest is None else candidate[: limits.longest].rstrip("-_. ")
        enough = limits.shortest is None or len(short) >= limits.shortest
        if short != text and short and enough and _whole(short, limits):
            return short
    return None
