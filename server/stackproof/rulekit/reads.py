"""The attributes that a program names, seen with what the installed libraries say."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import cast

from stackproof.model.construction import Mention
from stackproof.model.facts import Deprecation, Exports, Fact, Facts, Member, Package
from stackproof.model.graph import Graph
from stackproof.model.runtime import Symbol
from stackproof.model.values import Origin
from stackproof.rulekit.typed import Typed, typed

Place = tuple[str, int]


@dataclass(eq=False)
class Read:
    """One attribute that the program names. What it is an attribute of: a module (``exports``), or a type.

    ``owner`` is that type, ``object`` tells more where it is an object's attribute, and is None for the type's own.
    ``fact`` is the type or function, ``member`` the member that has the name; both are None when nothing has it.
    """

    mention: Mention
    facts: Facts
    package: Package
    exports: Exports | None = None
    owner: Fact | None = None
    object: Typed | None = None
    fact: Fact | None = None
    member: Member | None = None

    @property
    def at(self) -> Origin:
        """Where the name stands."""
        return self.mention.at

    @property
    def is_compiled(self) -> bool:
        """Whether a compiler that editors run looks at it, too, and at the same package."""
        return self.package.is_installed and self.mention.language == "typescript"

    @property
    def deprecated(self) -> Deprecation | None:
        """The mark on what has the name."""
        found = self.member if self.member is not None else self.fact
        return None if found is None else found.deprecated


def reads(graph: Graph) -> list[Read]:
    """All attributes of libraries, of their types and of their objects that the program names.

    Each place comes once for everything that it may be an attribute of.
    """
    known = graph.views.get(reads)
    if known is None:
        known = graph.views[reads] = list(_reads(graph))
    return cast("list[Read]", known)


def _reads(graph: Graph) -> Iterator[Read]:
    seen: set[tuple[Origin, str]] = set()
    for mention in graph.mentions:
        facts = graph.facts.get(mention.language)
        if facts is None:
            continue
        read = (
            _of_symbol(mention, facts) if isinstance(mention.target, Symbol) else _of_object(mention, facts)
        )
        if read is None:
            continue
        around = read.owner.id if read.owner is not None else read.exports.module if read.exports else ""
        key = mention.at, around
        if key not in seen:
            seen.add(key)
            yield read


def _of_symbol(mention: Mention, facts: Facts) -> Read | None:
    target = mention.target
    assert isinstance(target, Symbol)
    around = facts.find(target)
    if around is None or around.rest or around.missing or around.member is not None:
        return None
    found = facts.find(Symbol(target.module, (*target.names, mention.name)))
    if found is None or (found.rest and found.missing != mention.name):
        return None
    if around.fact is not None:
        # What stands below a type in its namespace is no member of it.
        inner = found.fact if found.fact is not around.fact else None
        return Read(mention, facts, found.package, None, around.fact, None, inner, found.member)
    return Read(mention, facts, found.package, around.exports, fact=found.fact)


def _of_object(mention: Mention, facts: Facts) -> Read | None:
    known = typed(mention.target, facts)
    if known is None or known.fact.kind not in ("class", "struct", "interface"):
        return None
    member = known.fact.member(mention.name)
    return Read(mention, facts, known.fact.package, None, known.fact, known, None, member)


def end_of(place: Origin) -> Place:
    """By which a name is found that may be seen alone, or with what stands before it."""
    return place.file, place.span.end
