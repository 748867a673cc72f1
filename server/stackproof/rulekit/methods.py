<<<<<<< HEAD
"""The calls of methods of installed libraries' classes and of what those make."""
=======
"""The calls of methods, seen with what the libraries installed for a program say."""
>>>>>>> be1d7bd (Find lost dicts in methods, attributes, positions and derived classes; prove it with the real libraries)

from __future__ import annotations

from collections.abc import Iterator

from stackproof.model.construction import Construction
<<<<<<< HEAD
from stackproof.model.facts import Facts, Found, Method
from stackproof.model.graph import Graph
from stackproof.model.runtime import Instance, Reference
from stackproof.model.types import Named, alternatives
from stackproof.model.values import Origin
from stackproof.rulekit.installed import InstalledCall
from stackproof.rulekit.kinds import type_of


def method_calls(graph: Graph) -> Iterator[InstalledCall]:
    """The calls of known methods, each place of the program once."""
    seen: set[tuple[Origin, str]] = set()
    for call in graph.calls:
        facts = graph.facts.get(call.site.language)
        if facts is None or call.user_class is not None:
            continue
        found = _static(call, facts) if call.callee is not None else _on_object(call, facts)
        if found is None or not isinstance(found.member, Method) or found.fact is None:
            continue
        key = call.origin, found.fact.id
        if key not in seen:
            seen.add(key)
            yield InstalledCall(call, facts, found, found.fact, found.member.signature)


def _static(call: Construction, facts: Facts) -> Found | None:
    found = None if call.callee is None else facts.find(call.callee)
    return None if found is None or found.rest or found.missing else found


def _on_object(call: Construction, facts: Facts) -> Found | None:
    if call.method is None or not isinstance(call.receiver, Reference | Instance):
        return None
    type_ = type_of(call.receiver, facts)
    options = [] if type_ is None else list(alternatives(type_))
    if len(options) != 1 or not isinstance(options[0], Named):
        return None
    fact = facts.of(options[0])
    method = None if fact is None else fact.methods.get(call.method)
    return None if fact is None or method is None else Found(fact.package, fact=fact, member=method)
=======
from stackproof.model.facts import Fact, Facts, Found, Method, Property
from stackproof.model.graph import Graph
from stackproof.model.runtime import Instance, Reference
from stackproof.model.types import Named, Type
from stackproof.model.values import Value
from stackproof.rulekit.installed import InstalledCall

_LONGEST_CHAIN = 20


def method_calls(graph: Graph) -> Iterator[InstalledCall]:
    """The calls of known methods, static ones included, each time they run."""
    for call in graph.calls:
        facts = graph.facts.get(call.site.language)
        found = None if facts is None else _called(call, facts, 0)
        if facts is not None and found is not None:
            owner, method = found
            told = Found(owner.package, fact=owner, member=method)
            yield InstalledCall(call, facts, told, owner, method.signature)


def _called(call: Construction, facts: Facts, depth: int) -> tuple[Fact, Method] | None:
    """The method that is called, and the class or interface as which its receiver is known."""
    if depth > _LONGEST_CHAIN:
        return None
    owner, method = None, None
    if call.callee is not None:
        found = facts.find(call.callee)
        if found is not None and not found.rest and not found.missing:
            owner, method = found.fact, found.member
    elif call.receiver is not None and call.method is not None:
        owner = _kind(call.receiver, facts, depth + 1)
        method = None if owner is None else owner.methods.get(call.method)
    return (owner, method) if owner is not None and isinstance(method, Method) else None


def _kind(value: Value, facts: Facts, depth: int) -> Fact | None:
    """The class or interface as which a value is known."""
    if isinstance(value, Instance) and value.construction is not None:
        return _made(value.construction, facts, depth)
    if not isinstance(value, Reference):
        return None
    fact = _made(value.construction, facts, depth)
    for step in value.path:
        member = None if fact is None else fact.member(step)
        fact = _declared(member.type, facts) if isinstance(member, Property) else None
    return fact


def _made(call: Construction, facts: Facts, depth: int) -> Fact | None:
    """What a call yields."""
    found = _called(call, facts, depth)
    if found is not None:
        return _declared(found[1].signature.returns, facts)
    known = None if call.callee is None else facts.find(call.callee)
    if known is None or known.member is not None or known.rest or known.missing:
        return None
    return known.fact


def _declared(type_: Type | None, facts: Facts) -> Fact | None:
    return facts.of(type_) if isinstance(type_, Named) else None
>>>>>>> be1d7bd (Find lost dicts in methods, attributes, positions and derived classes; prove it with the real libraries)
