"""What could be typed at a cursor, by what libraries declare and AWS accepts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Final, Literal

from stackproof.analysis.pointing.allowed import takes_text, values_of
from stackproof.analysis.pointing.cursor import Cursor, cursor_at
from stackproof.analysis.pointing.meanings import Meanings
from stackproof.analysis.pointing.slots import Holder, Slot, Slots
from stackproof.languages.passage import Element
from stackproof.model.facts import EnumMember, Fact, Method, Property
from stackproof.model.types import BOOLEAN, Named, Type, alternatives
from stackproof.text import Span

# No list that is longer is read.
_MOST: Final = 400

Rank = Literal["required", "optional", "position", "deprecated"]
_RANKS: Final[tuple[Rank, ...]] = ("required", "optional", "position", "deprecated")


@dataclass(frozen=True)
class Offer:
    """One thing to type in place of ``span``. ``owner`` and ``member`` say whose prose tells more of it.

    A ``struct`` is a call up to its opening parenthesis: of a typed bag, or of what makes a value.
    """

    label: str
    text: str
    span: Span
    kind: Literal["argument", "value", "member", "struct"]
    rank: Rank = "optional"
    type: Type | None = None
    why: str = ""
    owner: str = ""
    member: str = ""


class Offers:
    """Answers for one text; nothing here raises."""

    def __init__(self, meanings: Meanings, slots: Slots, today: date) -> None:
        self._meanings = meanings
        self._slots = slots
        self._passage = meanings.passage
        self._facts = meanings.facts
        self._today = today
        self._python = self._passage.language == "python"

    def at(self, offset: int) -> list[Offer]:
        """What could stand at a byte, the likeliest first."""
        cursor = cursor_at(self._passage, offset)
        if cursor is None:
            return []
        found = [] if cursor.bound else list(self._values(cursor))
        # Compilers of TypeScript know the names of arguments themselves, and their editors say them.
        if cursor.kind == "name" and self._python:
            found += self._names(cursor)
        return sorted(found, key=lambda offer: _RANKS.index(offer.rank))[:_MOST]

    # --- names ---

    def _names(self, cursor: Cursor) -> Iterator[Offer]:
        holder = self._slots.holder(cursor.opener)
        if holder is None or holder.lossy:
            return
        others = [e for e in self._passage.elements(cursor.opener) if not _same(e, cursor.element)]
        given = {e.label for e in others if e.label}
        for property_ in holder.accepted.values():
            if property_.name not in given:
                yield self._name(property_, cursor)
        yield from self._positions(holder, cursor, given, others)

    def _name(self, property_: Property, cursor: Cursor) -> Offer:
        rank: Rank = "required" if property_.required else "optional"
        return Offer(
            property_.name,
            self._bound(property_.name, cursor),
            cursor.written,
            "argument",
            "deprecated" if property_.deprecated is not None else rank,
            property_.type,
            owner=property_.owner,
            member=property_.source_name,
        )

    def _positions(
        self, holder: Holder, cursor: Cursor, given: set[str], others: Iterable[Element]
    ) -> Iterator[Offer]:
        """Parameters that have a position may be given by name as well, those not yet given."""
        if holder.call is None or any(e.spread for e in others):
            return
        count = sum(1 for e in others if not e.label and not e.spread and e.end > e.start)
        for parameter in holder.call.parameters[count:]:
            if parameter.name not in given and not parameter.variadic:
                text = self._bound(parameter.name, cursor)
                yield Offer(parameter.name, text, cursor.written, "argument", "position", parameter.type)

    def _bound(self, name: str, cursor: Cursor) -> str:
        if cursor.bound or cursor.quoted:
            return name
        in_call = self._passage.tokens.text(cursor.opener) == b"("
        return f"{name}=" if in_call else f'"{name}": '

    # --- values ---

    def _values(self, cursor: Cursor) -> Iterator[Offer]:
        slot = self._slots.slot(cursor.opener, cursor.element)
        if slot is None:
            return
        if cursor.quoted:
            yield from self._texts(slot, cursor)
        elif self._python:
            yield from self._expressions(slot, cursor)

    def _texts(self, slot: Slot, cursor: Cursor, around: str = "") -> Iterator[Offer]:
        if not self._python and not takes_text(slot.type):
            # The compiler knows all that is taken.
            return
        member = slot.property.source_name if slot.property is not None else ""
        owner = slot.property.owner if slot.property is not None else ""
        for value in values_of(slot.type, slot.route, self._facts, self._today):
            rank: Rank = "deprecated" if value.outdated else "optional"
            text = f"{around}{value.text}{around}"
            yield Offer(text, text, cursor.written, "value", rank, None, value.why, owner, member)

    def _expressions(self, slot: Slot, cursor: Cursor) -> Iterator[Offer]:
        for each in alternatives(slot.type):
            if each == BOOLEAN:
                yield Offer("True", "True", cursor.written, "value")
                yield Offer("False", "False", cursor.written, "value")
            elif isinstance(each, Named) and (fact := self._facts.of(each)) is not None:
                if fact.kind == "struct":
                    holder = self._slots.holder(cursor.opener)
                    # Where its properties may be given as keywords, nobody wants the bag around them.
                    if holder is None or holder.call is None or holder.call.options != fact.id:
                        yield from self._struct(fact, cursor)
                elif fact.kind in ("enum", "class"):
                    yield from self._members(fact, cursor)
        yield from self._texts(slot, cursor, '"')

    def _members(self, fact: Fact, cursor: Cursor) -> Iterator[Offer]:
        """The members of an enum, or the ready-made objects of a class, as the text can call them."""
        name = self._spelled(fact)
        if name is None or (fact.kind == "enum" and fact.id.startswith("@pulumi/")):
            return
        ready = [p for p in fact.properties.values() if p.static and p.type == Named(fact.id, "class")]
        members: list[Property | EnumMember] = [*fact.values.values(), *ready]
        for member in members:
            rank: Rank = "deprecated" if member.deprecated is not None else "optional"
            text = f"{name}.{member.name}"
            yield Offer(
                text, text, cursor.written, "member", rank, None, "", member.owner, member.source_name
            )

        for method in fact.methods.values():
            if method.static and not method.protected and self._makes(method, fact):
                rank = "deprecated" if method.deprecated is not None else "optional"
                text = f"{name}.{method.name}"
                yield Offer(
                    text,
                    f"{text}(",
                    cursor.written,
                    "struct",
                    rank,
                    None,
                    "",
                    method.owner,
                    method.source_name,
                )

    def _makes(self, method: Method, fact: Fact) -> bool:
        """Whether a method makes objects of a class that are nothing but values: a construct has a place in a tree."""
        returns, parameters = method.signature.returns, method.signature.parameters
        if not isinstance(returns, Named) or (parameters and parameters[0].name == "scope"):
            return False
        made = self._facts.of(returns)
        return returns.id == fact.id or (made is not None and fact.id in made.bases)

    def _struct(self, fact: Fact, cursor: Cursor) -> Iterator[Offer]:
        """The call that makes a typed bag."""
        name = self._spelled(fact) if fact.importable else None
        if name is not None:
            yield Offer(name, f"{name}(", cursor.written, "struct", owner=fact.id)

    def _spelled(self, fact: Fact) -> str | None:
        """How the text can call a class by its imports; None when it cannot."""
        whole = f"{fact.module}.{fact.name}"
        found = [
            name + whole[len(symbol.dotted) :]
            for name, symbol in self._passage.imported.names.items()
            if whole == symbol.dotted or whole.startswith(symbol.dotted + ".")
        ]
        return min(found, key=len, default=None)


def _same(one: Element, other: Element) -> bool:
    """Whether two are the same place; one that is just begun has no extent."""
    return one.start == other.start and (one.end == other.end or one.end == one.start)
