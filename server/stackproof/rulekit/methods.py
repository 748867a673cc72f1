"""The calls of methods of installed libraries' classes and of what those make."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.model.construction import Construction
from stackproof.model.facts import Facts, Found, Method
from stackproof.model.graph import Graph
from stackproof.model.runtime import Instance, Reference
from stackproof.model.types import Named, alternatives
from stackproof.model.values import Origin
from stackproof.rulekit.installed import InstalledCall
from stackproof.rulekit.kinds import type_of


def method_calls(graph: Graph, *, every: bool = False) -> Iterator[InstalledCall]:
    """The calls of known methods, each place of the program once, or with ``every`` each time they run."""
    seen: set[tuple[Origin, str]] = set()
    for call in graph.calls:
        facts = graph.facts.get(call.site.language)
        if facts is None or call.user_class is not None:
            continue
        found = _static(call, facts) if call.callee is not None else _on_object(call, facts)
        if found is None or not isinstance(found.member, Method) or found.fact is None:
            continue
        key = call.origin, found.fact.id
        if every or key not in seen:
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
