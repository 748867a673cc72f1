"""How arguments point at resources: by reference, by a name, or through a third resource."""

from __future__ import annotations

from stackproof.model.finding import Anchor
from stackproof.model.graph import Graph, Resource
from stackproof.model.values import Data, Mapping, Origin, ResourceReference, Value, walk
from stackproof.rulekit.answer import Answer

# How many resources a value may lead through.
HOPS = 5


def head(resource: Resource) -> Anchor:
    """Where something that a resource lacks is reported: at the name of what is created."""
    return resource.construction.callee_origin


def anchor(value: Value, resource: Resource) -> Anchor:
    """Where a finding about an argument belongs: in the call that makes the resource.

    That is the value when it is written there, else the argument through which it gets there, else the resource.
    """
    call = resource.construction.origin
    if value.origin is not None and _stands_in(value.origin, call):
        return value
    argument = _argument(resource.properties, value, call)
    if argument is not None:
        return argument
    return value if value.origin is not None else head(resource)


def _stands_in(inner: Origin, outer: Origin) -> bool:
    return inner.file == outer.file and outer.span.encloses(inner.span)


def _argument(mapping: Mapping, wanted: Value, call: Origin) -> Origin | None:
    """The innermost argument written in ``call`` that holds a value made elsewhere."""
    for entry in mapping.entries.values():
        found: list[Value] = []
        walk(entry.value, found.append)
        if not any(v is wanted for v in found):
            continue
        inner = next((v for v in found if isinstance(v, Mapping) and v is not wanted), None)
        deeper = _argument(inner, wanted, call) if inner is not None else None
        if deeper is not None:
            return deeper
        return entry.origin if entry.origin is not None and _stands_in(entry.origin, call) else None
    return None


def kind(resource: Resource) -> str:
    """The resource's type; data sources have the type of what they look up."""
    return resource.type.removeprefix("data.")


def follow(value: Value, *types: str) -> Resource | None:
    """The resource of one of the types to which a value certainly leads.

    ``policy.bucket`` leads to the policy, and on to the bucket which its own argument ``bucket`` names.
    """
    for _ in range(HOPS):
        target = value.target()
        if target is None or kind(target) in types:
            return target
        if not isinstance(value, ResourceReference) or value.attribute in ("", "id", "arn"):
            return None
        value = target[value.attribute]
    return None


def leads_to(value: Value, resource: Resource, name: str | None = None) -> Answer:
    """Whether a value points at ``resource``, by reference or by the literal in its argument ``name``."""
    for _ in range(HOPS):
        if value.refers_to(resource):
            return Answer.YES
        target = value.target()
        if (
            target is None
            or target.type == resource.type
            or not isinstance(value, ResourceReference)
            or value.attribute in ("", "id", "arn")
            or target[value.attribute].is_absent()
        ):
            break
        value = target[value.attribute]
    if value.may_refer_to(resource):
        return Answer.UNKNOWN
    if value.target() is not None or value.is_absent():
        return Answer.NO
    own = None if name is None else resource[name]
    if own is None or own.is_absent():
        # Without a name of its own the provider invents one, which no literal can hit.
        return Answer.NO if value.text() is not None or value.is_absent() else Answer.UNKNOWN
    text = own.text()
    if text is not None and value.is_(text):
        return Answer.YES
    return Answer.NO if text is not None and value.is_not(text) else Answer.UNKNOWN


def by_name(graph: Graph, value: Value, type_: str, name: str) -> Resource | None:
    """The resource of a type to which a value points: by reference, or as the only one with that literal name."""
    target = follow(value, type_)
    if target is not None:
        return target if kind(target) == type_ else None
    text = value.text()
    if text is None:
        return None
    named = [r for r in graph.of(type_) if r[name].is_(text)]
    return named[0] if len(named) == 1 else None


def could_be(value: Value, data: Data) -> bool:
    """Whether a value may turn out to be the scalar: the cautious question before something is offered."""
    return not value.is_not(data)


def waits_for(resource: Resource, other: Resource) -> Answer:
    """Whether ``resource`` is certainly created after ``other``, directly or through others."""
    seen: set[int] = set()
    stack = [resource]
    unknown = False
    while stack:
        current = stack.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        if current is other:
            return Answer.YES
        for value in (current.properties, *current.depends_on):
            unknown = unknown or value.has_unknown()
            stack.extend(reference.resource for reference in value.references())
    return Answer.UNKNOWN if unknown else Answer.NO
