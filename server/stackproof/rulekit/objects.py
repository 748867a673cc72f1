"""Writes members of enums, durations and other objects of the library for the plain values that stand for them."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.model.code import (
    Attribute,
    Change,
    Code,
    Constant,
    Imported,
    Invocation,
    ReplaceCode,
    Rewrite,
)
from stackproof.model.facts import Fact
from stackproof.model.fix import Fix, Respell
from stackproof.model.types import NUMBER, STRING, Named
from stackproof.rulekit.expressions import is_literal
from stackproof.rulekit.mismatches import Mismatch
from stackproof.rulekit.nearest import words_of

_SPANS_OF_DAYS = frozenset({"day", "days", "retention", "expiration", "age", "after", "deletion"})
_SPANS_OF_SECONDS = frozenset(
    {"timeout", "interval", "period", "delay", "ttl", "seconds", "wait", "cooldown", "grace"}
)
_UNIT_UNKNOWN = "The number does not say whether it counts seconds, minutes or days."


def as_member(found: Mismatch) -> Iterator[Fix]:
    """A member of an enum, or a constant of a class, whose name or value a text is."""
    text = found.value.text() if is_literal(found.written) else None
    if text is None:
        return
    for option in found.options:
        fact = found.call.facts.of(option) if isinstance(option, Named) else None
        named = [] if fact is None else [n for n in _constants(fact) if _bare(n) == _bare(text)]
        if fact is None or len(named) != 1:
            continue
        code = _imported(fact, named[0])
        yield respelled(
            f"Write {fact.name}.{named[0]}", "use-enum-member", ReplaceCode(found.at, code), safe=True
        )


def _constants(fact: Fact) -> Iterator[str]:
    for name, member in fact.values.items():
        if member.deprecated is None:
            yield name
    for name, property_ in fact.properties.items():
        is_own = isinstance(property_.type, Named) and property_.type.id == fact.id
        if property_.static and is_own and property_.deprecated is None:
            yield name


def _bare(word: str) -> str:
    return "".join(letter for letter in word.lower() if letter.isalnum())


def as_duration(found: Mismatch) -> Iterator[Fix]:
    wanted = next((t for t in found.options if isinstance(t, Named) and t.id.endswith(".Duration")), None)
    fact = None if wanted is None else found.call.facts.of(wanted)
    if fact is None or not is_literal(found.written) or found.given != NUMBER:
        return
    words = set(words_of(found.name))
    likely = "days" if words & _SPANS_OF_DAYS else "seconds" if words & _SPANS_OF_SECONDS else ""
    units = {"days": ("days",), "seconds": ("seconds", "minutes")}.get(likely, ("seconds", "minutes", "days"))
    for unit in units:
        code = Rewrite(found.at, Attribute(_imported(fact), unit), (found.at,))
        yield respelled(
            f"Write Duration.{unit}()",
            "use-duration",
            code,
            preferred=unit == likely,
            why_unsafe=_UNIT_UNKNOWN,
        )


def as_made(found: Mismatch) -> Iterator[Fix]:
    """An object of a class which is made of nothing but one text."""
    text = found.value.text() if is_literal(found.written) else None
    for option in found.options if text is not None else ():
        fact = found.call.facts.of(option) if isinstance(option, Named) and option.kind == "class" else None
        if (
            fact is None
            or not fact.is_constructible
            or fact.call is None
            or any(True for _ in _constants(fact))
        ):
            continue
        if [p.type for p in fact.call.parameters] == [STRING] and not fact.call.options:
            code = Invocation(_imported(fact), (Constant(text),), new=True)
            yield respelled(
                f"Make it an object of {fact.name}",
                "make-object",
                ReplaceCode(found.at, code),
                why_unsafe="Look whether the class means the text as you do.",
            )


def _imported(fact: Fact, member: str = "") -> Code:
    return Imported(fact.module, f"{fact.name}.{member}" if member else fact.name)


def respelled(
    title: str, goal: str, change: Change, *, safe: bool = False, preferred: bool = True, why_unsafe: str = ""
) -> Fix:
    """The fix that carries out one change, spelled already."""
    return Fix(
        title=title,
        goal=goal,
        intents=(Respell((change,)),),
        safe=safe,
        why_unsafe=why_unsafe,
        preferred=preferred,
    )
