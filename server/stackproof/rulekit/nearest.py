"""Finds the name that was meant where another one is written."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from typing import Literal

_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
# Words that say little: a name with one of them more or less means the same.
_FILLERS = frozenset({
    "enable", "enabled", "is", "use", "config", "configuration", "configurations", "setting", "settings", "options",
})  # fmt: skip
# Words that are spelled alike and mean different things.
_OPPOSITES = (frozenset({"ingress", "egress"}), frozenset({"inbound", "outbound"}))

Likeness = Literal["spelling", "number", "slip", "meaning", "words"]


@dataclass(frozen=True)
class Near:
    """A name that may be meant, and in what it differs from the one that is written.

    ``spelling``: in case of letters and separators only. ``number``: one is the plural. ``slip``: in a few letters.
    ``meaning``: in words that the class's name says already. ``words``: in one word more or less.
    """

    name: str
    how: Likeness


def words_of(name: str) -> tuple[str, ...]:
    """The words of a name in any style, in lower case."""
    return tuple(word.lower() for word in _WORD.findall(name))


def nearest(written: str, options: Iterable[str], around: Collection[str] = ()) -> Near | None:
    """The one option that is nearest to what is written, None when none is near or several are equally so.

    ``around`` are the words of what the name belongs to (``elasticache``, ``subnet``, ``group``).
    """
    spelled = {option: words_of(option) for option in options}
    own = words_of(written)
    tests: tuple[tuple[Likeness, frozenset[str]], ...] = (
        ("spelling", frozenset(o for o in spelled if _bare(o) == _bare(written))),
        ("number", frozenset(o for o, words in spelled.items() if _pairwise(own, words, _is_plural))),
        ("slip", frozenset(o for o, words in spelled.items() if _pairwise(own, words, _alike))),
        ("meaning", frozenset(o for o, words in spelled.items() if _means_same(own, words, around))),
        ("words", frozenset(o for o, words in spelled.items() if _has_one_more(own, words))),
    )
    for how, found in tests:
        if found:
            return Near(next(iter(found)), how) if len(found) == 1 else None
    return None


def _bare(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalnum())


def _pairwise(own: tuple[str, ...], other: tuple[str, ...], like: Callable[[str, str], bool]) -> bool:
    """Whether there are as many words, and the one or two that differ are alike."""
    if len(own) != len(other):
        return False
    pairs = [(a, b) for a, b in zip(own, other, strict=True) if a != b]
    return 0 < len(pairs) <= 2 and all(like(a, b) for a, b in pairs)


def _is_plural(a: str, b: str) -> bool:
    longer, shorter = (a, b) if len(a) >= len(b) else (b, a)
    return longer in (shorter + "s", shorter + "es", shorter[:-1] + "ies")


def _alike(a: str, b: str) -> bool:
    if frozenset({a, b}) in _OPPOSITES:
        return False
    length = min(len(a), len(b))
    return _is_plural(a, b) or _distance(a, b) <= (0 if length < 4 else 1 if length < 7 else 2)


def _distance(a: str, b: str) -> int:
    """How many letters to add, to drop, to change or to swap make one word of the other."""
    before: list[int] = []
    row = list(range(len(b) + 1))
    for i in range(1, len(a) + 1):
        last, row, older = row, [i], before
        for j in range(1, len(b) + 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] != b[j - 1]))
            if i > 1 and j > 1 and a[i - 1] == b[j - 2] and a[i - 2] == b[j - 1]:
                cost = min(cost, older[j - 2] + 1)
            row.append(cost)
        before = last
    return row[-1]


def _means_same(own: tuple[str, ...], other: tuple[str, ...], around: Collection[str]) -> bool:
    """Whether they say the same of the thing that they belong to, one of them with its name."""
    bare, bare_other = ([w for w in words if w not in around] for words in (own, other))
    if bare:
        return bare == bare_other or (bare == ["name"] and own[:-1] == other)
    return False


def _has_one_more(own: tuple[str, ...], other: tuple[str, ...]) -> bool:
    longer, shorter = (own, other) if len(own) > len(other) else (other, own)
    if len(longer) != len(shorter) + 1:
        return False
    for n, word in enumerate(longer):
        if longer[:n] + longer[n + 1 :] == shorter:
            return len(shorter) >= 2 or word in _FILLERS
    return False
