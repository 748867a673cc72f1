"""What names and calls of a text mean, as far as its words and the installed libraries tell."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from stackproof.analysis.pointing.variables import Variables
from stackproof.languages.passage import Passage
from stackproof.model.facts import Fact, Facts, Found, Method, Property, Signature
from stackproof.model.runtime import Symbol
from stackproof.model.types import Named, Type, alternatives

# Variables that are made of variables are followed so far.
_DEEPEST = 8


@dataclass(frozen=True)
class Meaning:
    """A symbol of a library; or an object of one of its types, or a method of such an object.

    ``found`` goes with a symbol. ``type`` is that of the object; ``member`` what was last taken from one.
    """

    symbol: Symbol | None = None
    found: Found | None = None
    type: Type | None = None
    member: Property | Method | None = None

    @property
    def signature(self) -> Signature | None:
        """What it takes when it is called."""
        if self.found is not None and self.found.fact is not None and not self.found.rest:
            fact, member = self.found.fact, self.found.member
            if member is not None:
                return member.signature if isinstance(member, Method) else None
            return Signature(options=fact.id) if fact.kind == "struct" else fact.call
        return self.member.signature if isinstance(self.member, Method) else None


@dataclass(frozen=True)
class Step:
    """One step of a chain: the token of a name, or the bracket that opens a call or an index."""

    at: int
    kind: str


class Meanings:
    """Answers for one text; nothing here raises."""

    def __init__(self, passage: Passage, facts: Facts) -> None:
        self.passage = passage
        self.facts = facts
        self._depth = 0
        self._chains: dict[int, Meaning | None] = {}

    @cached_property
    def _variables(self) -> Variables:
        return Variables(self.passage)

    def of_callee(self, opener: int) -> Meaning | None:
        """What the call means whose arguments begin at a bracket; None for what is no call."""
        last = opener - 1
        text = self.passage.tokens.text(last)
        if text in (b"super", b"__init__"):
            return self._base(opener)
        if text == b">":
            last = self._before_types(last)
        return self.of_chain(last)

    def of_chain(self, last: int) -> Meaning | None:
        """What the names up to a token mean: ``ec2.Vpc``, ``self.vpc.vpc_id``, ``bucket.grant``."""
        if last in self._chains or self._depth >= _DEEPEST:
            return self._chains.get(last)
        # Meanwhile, what rests on itself means nothing.
        self._chains[last] = None
        self._depth += 1
        try:
            steps = self._steps(last)
            self._chains[last] = self._follow(steps) if steps else None
        finally:
            self._depth -= 1
        return self._chains[last]

    def _steps(self, number: int) -> list[Step]:
        tokens = self.passage.tokens
        found: list[Step] = []
        while number >= 0:
            text = tokens.text(number)
            if text == b"!" and self.passage.language == "typescript":
                number -= 1
                continue
            if text in (b")", b"]"):
                opener = tokens.partner(number)
                if opener < 0:
                    return []
                found.append(Step(opener, "call" if text == b")" else "index"))
                number = opener - 1
                if tokens.text(number) == b">":
                    number = self._before_types(number)
                if tokens.kind(number) != "name" and tokens.text(number) not in (b")", b"]", b"!"):
                    return []
                continue
            if tokens.kind(number) != "name":
                return []
            found.append(Step(number, "name"))
            if tokens.text(number - 1) not in (b".", b"?."):
                return found[::-1]
            number -= 2
        return []

    def _before_types(self, number: int) -> int:
        """The token in front of ``<...>``; the ``>`` itself where that is something else."""
        tokens, depth = self.passage.tokens, 0
        for each in range(number, max(number - 40, -1), -1):
            text = tokens.text(each)
            depth += (text == b">") - (text == b"<")
            if depth == 0:
                return each - 1
            if text in (b"(", b";", b"{", b"="):
                break
        return number

    def _follow(self, steps: list[Step]) -> Meaning | None:
        tokens = self.passage.tokens
        meaning, rest = self._first(steps)
        for step in rest:
            if meaning is None:
                return None
            if step.kind == "name":
                meaning = self._member(meaning, tokens.text(step.at).decode("utf-8", "replace"))
            elif step.kind == "call":
                meaning = self._called(meaning)
            else:
                return None
        return meaning

    def _first(self, steps: list[Step]) -> tuple[Meaning | None, list[Step]]:
        """What the first name means, or the first two of ``self.x``; and the steps behind."""
        name = self.passage.tokens.text(steps[0].at).decode("utf-8", "replace")
        if name in ("self", "this"):
            if len(steps) < 2 or steps[1].kind != "name":
                return None, []
            attribute = self.passage.tokens.text(steps[1].at).decode("utf-8", "replace")
            own = self._agreed(self._variables.attributes(name, attribute))
            if own is None and not self._variables.attributes(name, attribute):
                own = self._inherited(steps[0].at, attribute)
            return own, steps[2:]
        values = self._variables.of(name, steps[0].at)
        if values is not None:
            return (self._agreed(values) if values else None), steps[1:]
        known = self.passage.imported.names.get(name)
        if known is not None:
            return self._symbol(known.module, known.names), steps[1:]
        for module in self.passage.imported.stars:
            meaning = self._symbol(module, (name,))
            if meaning is not None and meaning.found is not None and not meaning.found.missing:
                return meaning, steps[1:]
        return None, []

    def _agreed(self, values: list[tuple[str, int]]) -> Meaning | None:
        """What all values of a variable are: ``("type", token)`` for an annotation, ``("value", token)`` else."""
        found: dict[Type, Meaning] = {}
        for kind, last in values:
            meaning = self.of_chain(last)
            if kind == "type":
                meaning = self._instance(meaning)
            if meaning is None or meaning.type is None:
                # Another name for something of the library is that itself.
                return meaning if meaning is not None and len(values) == 1 else None
            found[meaning.type] = meaning
        return next(iter(found.values())) if len(found) == 1 else None

    def _symbol(self, module: str, names: tuple[str, ...]) -> Meaning | None:
        symbol = Symbol(module, names)
        found = self.facts.find(symbol)
        return None if found is None else Meaning(symbol, found)

    def _member(self, meaning: Meaning, name: str) -> Meaning | None:
        if meaning.symbol is not None:
            found = meaning.found
            member = found.member if found is not None and not found.rest else None
            if isinstance(member, Property):
                return self._of_type(member.type, name)
            return self._symbol(meaning.symbol.module, (*meaning.symbol.names, name))
        return None if meaning.type is None else self._of_type(meaning.type, name)

    def _of_type(self, type_: Type, name: str) -> Meaning | None:
        for each in alternatives(type_):
            fact = self.facts.of(each) if isinstance(each, Named) else None
            member = None if fact is None else fact.member(name)
            if isinstance(member, Property):
                return Meaning(type=member.type, member=member)
            if isinstance(member, Method):
                return Meaning(member=member)
        return None

    def _called(self, meaning: Meaning) -> Meaning | None:
        fact = fact_of(meaning)
        if fact is not None and meaning.found is not None and meaning.found.member is None:
            made = self._instance(meaning) if fact.kind in ("class", "struct") else None
            if made is not None:
                return made
        signature = meaning.signature
        return None if signature is None or signature.returns is None else Meaning(type=signature.returns)

    def _instance(self, meaning: Meaning | None) -> Meaning | None:
        """An object of the class that a symbol stands for."""
        found = None if meaning is None else meaning.found
        if found is None or found.fact is None or found.member is not None or found.rest:
            return None
        fact = found.fact
        if fact.kind in ("class", "struct", "interface", "enum"):
            return Meaning(type=Named(fact.id, fact.kind))
        return None

    # --- classes of the program ---

    def _base(self, opener: int) -> Meaning | None:
        """What ``super(...)`` and ``super().__init__(...)`` call."""
        base = self._variables.base_of_class(opener)
        return None if base is None else self.of_chain(base)

    def _inherited(self, number: int, name: str) -> Meaning | None:
        base = self._variables.base_of_class(number)
        instance = None if base is None else self._instance(self.of_chain(base))
        return None if instance is None or instance.type is None else self._of_type(instance.type, name)


def fact_of(meaning: Meaning | None) -> Fact | None:
    """The class, struct or function that a symbol leads to, when nothing is left of its names."""
    if meaning is None or meaning.found is None or meaning.found.rest:
        return None
    return meaning.found.fact
