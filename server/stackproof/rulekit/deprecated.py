"""The uses of what installed libraries have marked as deprecated."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from stackproof.model.facts import Deprecation, Fact, Facts, Member, Package
from stackproof.model.fix import Fix
from stackproof.model.graph import Graph
from stackproof.model.runtime import Symbol
from stackproof.model.values import Origin
from stackproof.rulekit.bags import Bag, bags
from stackproof.rulekit.installed import installed_calls
from stackproof.rulekit.reads import Place, Read, end_of, reads
from stackproof.rulekit.replacing import another_argument, another_class, another_member, successor

# Libraries mark constants for what AWS no longer offers. What is offered, other rules know better, by the day.
_JUDGED_ELSEWHERE = (
    ("aws_lambda_function", "runtime"),
    ("aws_lambda_layer_version", "compatible_runtimes"),
    ("aws_db_instance", "engine_version"),
    ("aws_rds_cluster", "engine_version"),
)


@dataclass(frozen=True, eq=False)
class Outdated:
    """One use of something deprecated. ``name`` is what is written, ``owner`` what it belongs to, empty for nothing.

    ``instead`` is the name of what takes its place, empty when none is named. ``words`` are those of the user's own
    package, empty where they are not at hand. ``struck`` when an editor's own compiler strikes the place through.
    """

    at: Origin
    name: str
    owner: str
    instead: str
    words: str
    package: Package
    fix: Fix | None = None
    struck: bool = False


def outdated(graph: Graph) -> Iterator[Outdated]:
    """All uses of something deprecated, each place once."""
    seen = _judged_elsewhere(graph)
    for use in (*_classes(graph), *_bases(graph), *_named(graph), *_arguments(graph)):
        place = end_of(use.at)
        if place not in seen:
            seen.add(place)
            yield use


def _judged_elsewhere(graph: Graph) -> set[Place]:
    places: set[Place] = set()
    for kind, name in _JUDGED_ELSEWHERE:
        for resource in graph.of(kind):
            value = resource[name]
            for each in (value, *value.items()):
                places |= {end_of(each.origin)} if each.origin is not None else set()
    return places


def _classes(graph: Graph) -> Iterator[Outdated]:
    """Classes that are instantiated and functions that are called."""
    named = {end_of(read.at): read for read in reads(graph)}
    for call in installed_calls(graph):
        if call.fact.deprecated is None:
            continue
        place = call.call.callee_origin
        read = named.get(end_of(place))
        fix = None if read is None else another_class(call, read)
        yield _type(call.fact, call.facts, place if read is None else read.at, fix)


def _bases(graph: Graph) -> Iterator[Outdated]:
    """Classes from which the program derives its own."""
    for call in graph.calls:
        facts = graph.facts.get(call.site.language)
        bases = call.user_class.bases if call.user_class is not None and facts is not None else ()
        for base in bases:
            if facts is not None and isinstance(base, Symbol):
                yield from _type_of(base, facts)


def _type_of(symbol: Symbol, facts: Facts) -> Iterator[Outdated]:
    found = facts.find(symbol)
    if found is None or found.fact is None or found.rest or found.member is not None:
        return
    if found.fact.deprecated is not None and symbol.origin is not None:
        yield _type(found.fact, facts, symbol.origin)


def _type(fact: Fact, facts: Facts, at: Origin, fix: Fix | None = None) -> Outdated:
    assert fact.deprecated is not None
    instead = _instead(fact.deprecated, facts)
    struck = _is_struck(fact.package, facts)
    return Outdated(at, fact.name, "", instead, _words(facts, fact.id), fact.package, fix, struck)


def _is_struck(package: Package, facts: Facts) -> bool:
    return package.is_installed and facts.language == "typescript"


def _named(graph: Graph) -> Iterator[Outdated]:
    """What is read as an attribute: members, and types of modules. The types themselves where they stand alone."""
    for read in reads(graph):
        target = read.mention.target
        around = list(_type_of(target, read.facts)) if isinstance(target, Symbol) else []
        if around:
            yield from around
        elif read.deprecated is not None:
            yield _read(read, read.deprecated)


def _read(read: Read, told: Deprecation) -> Outdated:
    if read.member is None or read.owner is None:
        assert read.fact is not None
        return _type(read.fact, read.facts, read.at)
    new = successor(read.member, read.owner)
    fix = None if new is None else another_member(read, new)
    return _member(
        read.member, read.owner, read.facts, read.at, told.member and _instead(told, read.facts), fix
    )


def _member(member: Member, owner: Fact, facts: Facts, at: Origin, instead: str, fix: Fix | None) -> Outdated:
    words = _words(facts, member.owner, member.source_name)
    shown = owner.name.removeprefix("types.input.").removeprefix("types.output.")
    return Outdated(at, member.name, shown, instead, words, owner.package, fix)


def _arguments(graph: Graph) -> Iterator[Outdated]:
    for bag in bags(graph):
        for name, entry in bag.written():
            argument = bag.argument(name)
            told = None if argument is None else argument.deprecated
            if argument is None or told is None or entry.key_origin is None or entry.value.is_absent():
                continue
            new = bag.accepted.get(told.member)
            fix = None if new is None or told.type_id else another_argument(bag, argument, new, name)
            yield _member(argument, bag.owner, bag.call.facts, entry.key_origin, _for(bag, told), fix)


def _for(bag: Bag, told: Deprecation) -> str:
    here = told.member in bag.accepted and not told.type_id
    return bag.spelled(told.member) if here else _instead(told, bag.call.facts)


def _instead(told: Deprecation, facts: Facts) -> str:
    type_ = facts.get(told.type_id) if told.type_id else None
    return ".".join(part for part in (type_.name if type_ is not None else "", told.member) if part)


def _words(facts: Facts, id: str, member: str = "") -> str:
    """What the user's own package says about it, in one line."""
    found = facts.documentation(id, member)
    return "" if found is None else " ".join(found.deprecated.split())
