"""Finds what stands at a byte of a text."""

from __future__ import annotations

from dataclasses import dataclass

from stackproof.analysis.pointing.meanings import Meanings
from stackproof.analysis.pointing.slots import NOWHERE, Holder, Route, Slots
from stackproof.languages.passage import Element
from stackproof.model.facts import EnumMember, Fact, Facts, Member
from stackproof.text import Span


@dataclass(frozen=True)
class Pointed:
    """A declared thing at a place: a class, struct, enum or function, or a member of one.

    ``fact`` declares the member, or is the thing itself. ``argument`` when a value is given under the name here;
    ``route`` tells of which resource.
    """

    span: Span
    facts: Facts
    fact: Fact
    member: Member | None = None
    argument: bool = False
    route: Route = NOWHERE


class Pointer:
    """Answers for one text; nothing here raises."""

    def __init__(self, meanings: Meanings, slots: Slots) -> None:
        self._meanings = meanings
        self._slots = slots
        self._passage = meanings.passage
        self._facts = meanings.facts

    def at(self, offset: int) -> Pointed | None:
        """What stands at a byte; None for what no library declares."""
        tokens = self._passage.tokens
        number = tokens.under(offset)
        if number < 0:
            # A cursor behind the last letter of a name is still at it.
            number = tokens.under(offset - 1)
        kind = tokens.kind(number)
        if kind not in ("name", "string"):
            return None
        opener = tokens.opener[number]
        if opener >= 0:
            element = self._passage.element_at(opener, number)
            if element.key == number:
                return self._argument(opener, element)
        return self._named(number) if kind == "name" else None

    def argument_around(self, offset: int) -> Pointed | None:
        """The innermost argument, key included, in whose text a byte lies."""
        tokens = self._passage.tokens
        number = max(tokens.before(offset + 1), 0)
        for opener in tokens.around(number):
            element = self._passage.element_at(opener, number)
            if element.key >= 0:
                return self._argument(opener, element)
            number = opener
        return None

    def _argument(self, opener: int, element: Element) -> Pointed | None:
        holder = self._slots.holder(opener)
        property_ = None if holder is None else holder.accepted.get(element.label)
        if holder is None or property_ is None:
            return None
        fact = self._facts.get(property_.owner) or holder.fact
        if fact is None:
            return None
        span = self._passage.tokens[element.key].span
        return Pointed(span, self._facts, fact, property_, True, self._route(holder, element.label))

    def _route(self, holder: Holder, name: str) -> Route:
        return holder.route.to(name) if holder.route.fact is not None else NOWHERE

    def _named(self, number: int) -> Pointed | None:
        meaning = self._meanings.of_chain(number)
        if meaning is None:
            return None
        span = self._passage.tokens[number].span
        found = meaning.found
        if found is not None:
            if found.fact is None or found.rest or not self._is_named(number, found.fact, found.member):
                return None
            return Pointed(span, self._facts, found.fact, found.member)
        member = meaning.member
        fact = None if member is None else self._facts.get(member.owner)
        # A variable is not what it holds.
        if member is None or fact is None or self._passage.tokens.text(number - 1) not in (b".", b"?."):
            return None
        return Pointed(span, self._facts, fact, member)

    def _is_named(self, number: int, fact: Fact, member: Member | None) -> bool:
        """Whether a word is the thing itself: imported, or behind a dot, and no variable that holds it."""
        word = self._passage.tokens.text(number).decode("utf-8", "replace")
        behind = self._passage.tokens.text(number - 1) in (b".", b"?.")
        last = fact.name.rpartition(".")[2] if member is None else member.name
        return (
            behind or word in self._passage.imported.names or word == last or isinstance(member, EnumMember)
        )
