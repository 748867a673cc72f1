"""Chooses the attribute of a resource that stands for it in an argument."""

from __future__ import annotations

from dataclasses import dataclass

from stackproof.model.facts import Fact
from stackproof.model.types import STRING
from stackproof.rulekit.fitting import wanted_options
from stackproof.rulekit.nearest import words_of

_SINGULAR = {"ids": "id", "arns": "arn", "names": "name", "urls": "url"}
# Keys are asked for by id where others want an ARN.
_EITHER_WAY = frozenset({"kms", "key"})


@dataclass(frozen=True)
class Chosen:
    """An attribute. ``sure`` when the argument's name says that it is this one."""

    name: str
    sure: bool


def attribute_for(argument: str, fact: Fact) -> Chosen | None:
    """The attribute of a class that an argument of this name certainly or probably wants; None for none."""
    words = words_of(argument)
    last = _SINGULAR.get(words[-1], words[-1]) if words else ""
    texts = [
        name
        for name, property_ in fact.properties.items()
        if not property_.static and not property_.protected and wanted_options(property_.type) == (STRING,)
    ]
    if last in _SINGULAR.values():
        found = _ending_in(last, texts, fact)
        if found is not None:
            return Chosen(found, not _EITHER_WAY & set(words))
    for usual in ("id", "ref"):
        if usual in texts:
            return Chosen(usual, False)
    return None


def _ending_in(last: str, texts: list[str], fact: Fact) -> str | None:
    if last in texts:
        return last
    own = set(words_of(fact.name)) | {"attr"}
    found = [name for name in texts if (w := words_of(name))[-1:] == (last,) and set(w[:-1]) <= own]
    return found[0] if len(found) == 1 else None
