"""Makes dicts of a struct's properties, in both spellings at all depths, from a seed."""

from __future__ import annotations

from random import Random
from typing import Any

from stackproof.model.facts import Fact, Facts
from stackproof.model.types import BOOLEAN, NUMBER, STRING, ListOf, Named, Type, alternatives

# A dict as it is written: keys in either spelling, values that are scalars, lists and dicts.
Written = dict[str, Any]


class Maker:
    """Makes dicts; ``spelling`` tells how often a key has the library's own spelling."""

    def __init__(self, facts: Facts, seed: int) -> None:
        self._facts = facts
        self._random = Random(seed)
        self._camel = self._random.choice((0.1, 0.5, 0.9))

    def make(self, fact: Fact, depth: int = 0) -> Written:
        """A dict with what is required and some of the rest, with at most one spelling of each property."""
        some = sorted(n for n, p in fact.properties.items() if self._makes(p.type, depth) and not p.required)
        names = [p.name for p in fact.properties.values() if p.required]
        names += self._random.sample(some, min(len(some), self._random.randint(0, 3)))
        self._random.shuffle(names)
        held: Written = {}
        for name in names:
            property_ = fact.properties[name]
            key = property_.source_name if self._random.random() < self._camel else name
            held[key] = self._value(property_.type, depth + 1)
        return held

    def _makes(self, type_: Type, depth: int) -> bool:
        chosen = self._chosen(type_)
        if isinstance(chosen, ListOf):
            return self._makes(chosen.item, depth)
        return chosen in (STRING, NUMBER, BOOLEAN) or (isinstance(chosen, Named) and depth < 3)

    def _chosen(self, type_: Type) -> Type | None:
        """The one of a type's alternatives that is no token."""
        options = [t for t in alternatives(type_) if not isinstance(t, Named) or t.kind == "struct"]
        return options[0] if len(options) == 1 else None

    def _value(self, type_: Type, depth: int) -> Any:
        chosen = self._chosen(type_)
        if isinstance(chosen, ListOf):
            return [self._value(chosen.item, depth) for _ in range(self._random.randint(1, 2))]
        if isinstance(chosen, Named):
            fact = self._facts.of(chosen)
            assert fact is not None
            return self.make(fact, depth)
        if chosen == STRING:
            return f"s{self._random.randint(0, 99)}"
        return self._random.randint(1, 99) if chosen == NUMBER else True


def without(held: Any, dropped: set[str], before: str = "") -> Any:
    """What is left of a dict without the keys that are dropped: ends of dotted paths through dicts and lists."""
    if isinstance(held, list):
        return [without(each, dropped, before) for each in held]
    if not isinstance(held, dict):
        return held
    return {
        key: without(value, dropped, f"{before}{key}.")
        for key, value in held.items()
        if not any(f".{before}{key}".endswith(f".{each}") for each in dropped)
    }
