"""Tells the declared types of objects that libraries make, as far as these are certain."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

from stackproof.model.construction import Construction
from stackproof.model.facts import Fact, Facts, Method
from stackproof.model.runtime import Instance, Reference
from stackproof.model.types import Deferred, ListOf, MapOf, Named, Type, alternatives
from stackproof.model.values import Value

_DEEPEST = 30


@dataclass(frozen=True, eq=False)
class Typed:
    """An object of the type ``fact``.

    ``made`` when the program calls that very class, or a function that answers with it, so that it is an object of no
    other one: what is only declared may be of a class derived from it. ``own`` when it is of a class of the program
    derived from ``fact``. ``lifted`` when it is read through a value that is known only later, which has attributes of
    its own: an output hands all others on, a promise none.
    """

    fact: Fact
    made: bool = False
    own: bool = False
    lifted: Literal["", "output", "promise"] = ""


def typed(value: Value, facts: Facts) -> Typed | None:
    """What is known of the type of an object; None for nothing."""
    if isinstance(value, Instance):
        return None if value.construction is None else _made(value.construction, facts)
    if not isinstance(value, Reference):
        return None
    if not value.path:
        return _of_call(value.construction, facts, 0)
    found = _of_call(value.construction, facts, 0)
    return None if found is None else _along(found, value.path, facts)


def _made(call: Construction, facts: Facts) -> Typed | None:
    """The object that the call of a class makes."""
    found = None if call.callee is None else facts.find(call.callee)
    if found is None or found.fact is None or found.rest or found.missing or found.member is not None:
        return None
    own = call.user_class is not None
    return Typed(found.fact, not own, own) if found.fact.kind in ("class", "struct") else None


def _of_call(call: Construction, facts: Facts, depth: int) -> Typed | None:
    if depth > _DEEPEST:
        return None
    if call.callee is not None:
        found = facts.find(call.callee)
        if found is None or found.fact is None or found.rest or found.missing:
            return None
        if isinstance(found.member, Method):
            return _declared(found.member.signature.returns, facts)
        if found.fact.kind == "function" and found.fact.call is not None:
            answer = _declared(found.fact.call.returns, facts)
            return answer if answer is None else replace(answer, made=True)
        return _made(call, facts)
    receiver = call.receiver
    owner: Typed | None = None
    if isinstance(receiver, Instance) and receiver.construction is not None:
        owner = _made(receiver.construction, facts)
    elif isinstance(receiver, Reference):
        owner = _of_call(receiver.construction, facts, depth + 1)
        owner = owner if owner is None or not receiver.path else _along(owner, receiver.path, facts)
    method = None if owner is None else owner.fact.methods.get(call.method or "")
    return None if method is None else _declared(method.signature.returns, facts)


def _along(start: Typed, path: tuple[str, ...], facts: Facts) -> Typed | None:
    """The object at the end of a path of attributes and indexes."""
    found: Type = Named(start.fact.id, "class")
    lifted = start.lifted
    for step in path:
        lifted = lifted or _how(found)
        options = list(alternatives(found))
        if len(options) != 1:
            return None
        (only,) = options
        if step.startswith("["):
            if not isinstance(only, ListOf | MapOf):
                return None
            found = only.item
            continue
        fact = facts.of(only) if isinstance(only, Named) else None
        property_ = None if fact is None else fact.properties.get(step)
        if property_ is None:
            return None
        found = property_.type
    declared = _declared(found, facts)
    return declared if declared is None or not lifted else replace(declared, lifted=lifted)


def _how(type_: Type) -> Literal["", "output", "promise"]:
    return type_.how if isinstance(type_, Deferred) and type_.how != "input" else ""


def _declared(type_: Type | None, facts: Facts) -> Typed | None:
    """An object of the one declared type that a type allows."""
    options = [] if type_ is None else list(alternatives(type_))
    if len(options) != 1 or not isinstance(options[0], Named):
        return None
    fact = facts.of(options[0])
    return None if fact is None or type_ is None else Typed(fact, lifted=_how(type_))
