"""What brackets and the places between them take, by what libraries declare."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from stackproof.analysis.pointing.meanings import Meaning, Meanings, fact_of
from stackproof.languages.passage import Element
from stackproof.model.facts import Fact, Property, Signature
from stackproof.model.types import ListOf, MapOf, Named, Type, alternatives

# Brackets within brackets are followed so far.
_DEEPEST = 24


@dataclass(frozen=True)
class Route:
    """Which argument of which resource: the class that was called first, and the names from there, lists left out."""

    fact: Fact | None = None
    names: tuple[str, ...] = ()

    def to(self, name: str) -> Route:
        """One step further."""
        return Route(self.fact, (*self.names, name))


NOWHERE: Final = Route()


@dataclass(frozen=True)
class Holder:
    """A bracket that holds named values: a call with keywords, a dict or an object.

    ``accepted`` are the names it takes, ``fact`` the class or struct that says so. ``item`` is the type of any other
    name, where arbitrary ones are taken. ``call`` is set for calls. ``lossy`` for dicts of which jsii makes no struct,
    so that names in Python's spelling do not arrive.
    """

    accepted: Mapping[str, Property] = field(default_factory=dict)
    fact: Fact | None = None
    item: Type | None = None
    call: Signature | None = None
    meaning: Meaning | None = None
    route: Route = NOWHERE
    lossy: bool = False


@dataclass(frozen=True)
class Slot:
    """A place for one value: its type, and the argument that it is for, where it has a name.

    ``direct`` when the value is that argument of a call or struct, and not only a part of it.
    """

    type: Type
    property: Property | None = None
    route: Route = NOWHERE
    direct: bool = False


class Slots:
    """Answers for one text; nothing here raises."""

    def __init__(self, meanings: Meanings) -> None:
        self._meanings = meanings
        self._passage = meanings.passage
        self._facts = meanings.facts
        self._holders: dict[int, Holder | None] = {}
        self._depth = 0

    def holder(self, opener: int) -> Holder | None:
        """What a bracket takes under names; None where nothing is known of it."""
        if opener < 0 or self._depth >= _DEEPEST:
            return None
        if opener not in self._holders:
            self._depth += 1
            try:
                self._holders[opener] = self._holder(opener)
            finally:
                self._depth -= 1
        return self._holders[opener]

    def slot(self, opener: int, element: Element) -> Slot | None:
        """What a place within a bracket takes; None where nothing is known of it."""
        if opener < 0 or element.spread:
            return None
        text = self._passage.tokens.text(opener)
        if text == b"[":
            return self._item(opener)
        holder = self.holder(opener)
        if element.label:
            return None if holder is None else self._named(holder, element.label)
        if text != b"(":
            return None
        if holder is None or holder.call is None:
            return self._outer(opener) if self._is_group(opener) else None
        return self._positional(holder, element.position)

    def _named(self, holder: Holder, name: str) -> Slot | None:
        known = holder.accepted.get(name)
        if known is not None:
            return Slot(known.type, known, holder.route.to(name), not holder.lossy)
        if holder.call is not None and self._passage.language == "python":
            for parameter in holder.call.parameters:
                if parameter.name == name:
                    return Slot(parameter.type, direct=True)
        return None if holder.item is None else Slot(holder.item)

    def _positional(self, holder: Holder, position: int) -> Slot | None:
        signature = holder.call
        assert signature is not None
        if position == signature.options_at and signature.options:
            return Slot(Named(signature.options, "struct"), None, holder.route)
        if position < len(signature.parameters):
            return Slot(signature.parameters[position].type, direct=True)
        last = signature.parameters[-1] if signature.parameters else None
        return Slot(last.type) if last is not None and last.variadic else None

    def _item(self, opener: int) -> Slot | None:
        outer = self._outer(opener)
        for each in alternatives(outer.type) if outer is not None else ():
            if isinstance(each, ListOf) and outer is not None:
                return Slot(each.item, outer.property, outer.route)
        return None

    def _outer(self, opener: int) -> Slot | None:
        """The place in which a bracket itself stands as the whole value."""
        tokens = self._passage.tokens
        around = tokens.opener[opener]
        if around >= 0:
            element = self._passage.element_at(around, opener)
            begins = element.value if element.label else element.start
            if begins == opener:
                return self.slot(around, element)
        return self._declared(opener)

    def _declared(self, opener: int) -> Slot | None:
        """A variable that says its type: ``const props: s3.BucketProps = {``."""
        tokens = self._passage.tokens
        last = opener - 2
        if tokens.text(opener - 1) != b"=" or tokens.kind(last) != "name":
            return None
        first = last
        while tokens.text(first - 1) == b".":
            first -= 2
        if tokens.text(first - 1) != b":":
            return None
        fact = fact_of(self._meanings.of_chain(last))
        return None if fact is None or fact.kind != "struct" else Slot(Named(fact.id, "struct"))

    def _is_group(self, opener: int) -> bool:
        tokens = self._passage.tokens
        before = tokens.text(opener - 1)
        return tokens.kind(opener - 1) != "name" and before not in (b")", b"]", b">")

    def _holder(self, opener: int) -> Holder | None:
        text = self._passage.tokens.text(opener)
        if text == b"(":
            return self._of_call(opener)
        if text == b"{" and self._passage.is_object(opener):
            return self._of_object(opener)
        return None

    def _of_call(self, opener: int) -> Holder | None:
        meaning = self._meanings.of_callee(opener)
        signature = None if meaning is None else meaning.signature
        if meaning is None or signature is None:
            return None
        fact = fact_of(meaning)
        python = self._passage.language == "python"
        accepted = self._facts.keywords(signature) if python else {}
        if fact is not None and fact.kind == "struct":
            outer = self._outer_of_call(opener)
            return Holder(accepted, fact, None, signature, meaning, outer.route if outer else NOWHERE)
        options = self._facts.get(signature.options) if signature.options else None
        whole = meaning.found is None or meaning.found.member is not None
        return Holder(accepted, options or fact, None, signature, meaning, Route(None if whole else fact))

    def _outer_of_call(self, opener: int) -> Slot | None:
        """The place in which a call stands as the whole value."""
        tokens = self._passage.tokens
        around = tokens.opener[opener]
        if around < 0:
            return None
        element = self._passage.element_at(around, opener)
        begins = element.value if element.label else element.start
        chain = all(tokens.kind(t) == "name" or tokens.text(t) == b"." for t in range(begins, opener))
        return self.slot(around, element) if chain else None

    def _of_object(self, opener: int) -> Holder | None:
        slot = self._outer(opener)
        if slot is None:
            return None
        accepted: dict[str, Property] = {}
        fact: Fact | None = None
        item: Type | None = None
        for each in alternatives(slot.type):
            if isinstance(each, MapOf):
                item = each.item
            elif isinstance(each, Named):
                found = self._facts.of(each)
                if found is not None and found.kind == "struct":
                    fact = fact or found
                    accepted = {**found.properties, **accepted}
        if fact is None and item is None:
            return None
        # Only where nothing else than the struct may stand, jsii makes it of a dict.
        jsii = fact is not None and fact.package.flavour.startswith("jsii")
        made = slot.direct and isinstance(slot.type, Named)
        lossy = jsii and not made and self._passage.language == "python"
        return Holder(accepted, fact, item, None, None, slot.route, lossy)
