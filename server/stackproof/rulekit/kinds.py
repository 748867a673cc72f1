"""Tells what a value of a program certainly is, in the types of the installed packages."""

from __future__ import annotations

from stackproof.model.facts import EnumMember, Fact, Facts, Method, Property
from stackproof.model.runtime import Instance, Reference, Symbol
from stackproof.model.types import (
    ANY,
    BOOLEAN,
    NUMBER,
    STRING,
    Deferred,
    ListOf,
    MapOf,
    Named,
    Type,
    alternatives,
)
from stackproof.model.values import Certainty, JsonText, Mapping, Scalar, Sequence, Template, Value

_DEEPEST = 12


def type_of(value: Value, facts: Facts, depth: int = 0) -> Type | None:
    """The type of a value; None where it is not certain. What is in lists and objects is `ANY`."""
    if depth > _DEEPEST:
        return None
    match value:
        case Scalar():
            return _of_scalar(value)
        case Template():
            return Deferred(STRING, "output") if value.lifted else STRING
        case JsonText():
            return STRING
        case Sequence():
            return ListOf(ANY)
        case Mapping():
            return MapOf(ANY)
        case Symbol():
            return _of_symbol(value, facts)
        case Reference():
            return _of_reference(value, facts, depth)
        case Instance() if value.construction is not None:
            return _of_reference(Reference(value.construction), facts, depth)
        case _:
            return None


def _of_scalar(value: Scalar) -> Type | None:
    if value.certainty is not Certainty.WRITTEN:
        return None
    match value.data:
        case bool():
            return BOOLEAN
        case str():
            return STRING
        case int() | float():
            return NUMBER
        case _:
            return None


def _of_symbol(value: Symbol, facts: Facts) -> Type | None:
    found = facts.find(value)
    if found is None or found.missing or found.fact is None:
        return None
    match found.member:
        case EnumMember() if not found.rest:
            return Named(found.fact.id, "enum")
        case Property() if found.member.static:
            return _along(found.member.type, found.rest, facts)
        case _:
            return None


def _of_reference(value: Reference, facts: Facts, depth: int) -> Type | None:
    call = value.construction
    made: Type | None = None
    if call.callee is not None:
        found = facts.find(call.callee)
        if found is None or found.missing or found.rest or found.fact is None:
            return None
        made = _made_by(found.fact, found.member if isinstance(found.member, Method) else None)
    elif call.method is not None and isinstance(call.receiver, Reference | Symbol | Instance):
        owner = type_of(call.receiver, facts, depth + 1)
        method = None if (fact := _declared(owner, facts)) is None else fact.methods.get(call.method)
        made = None if method is None else method.signature.returns
    return None if made is None else _along(made, value.path, facts)


def _made_by(fact: Fact, method: Method | None) -> Type | None:
    if method is not None:
        return method.signature.returns
    match fact.kind:
        case "class":
            return Named(fact.id, "class")
        case "struct":
            return Named(fact.id, "struct")
        case "function":
            return None if fact.call is None else fact.call.returns
        case _:
            return None


def _declared(type_: Type | None, facts: Facts) -> Fact | None:
    """The one declared type behind a type."""
    options = [] if type_ is None else list(alternatives(type_))
    return facts.of(options[0]) if len(options) == 1 and isinstance(options[0], Named) else None


def _along(type_: Type, path: tuple[str, ...], facts: Facts) -> Type | None:
    """The type of what is read from a value of a type; attributes of what arrives later arrive later."""
    later = False
    for step in path:
        later = later or isinstance(type_, Deferred)
        options = list(alternatives(type_))
        if len(options) != 1:
            return None
        option = options[0]
        fact = facts.of(option) if isinstance(option, Named) else None
        if step.startswith("["):
            element = option.item if isinstance(option, ListOf | MapOf) else _element(fact)
            if element is None:
                return None
            type_ = element
            continue
        found = None if fact is None else fact.properties.get(step)
        if found is None:
            return None
        type_ = found.type
    return Deferred(type_, "output") if later and not isinstance(type_, Deferred) else type_


def _element(fact: Fact | None) -> Type | None:
    """What CDKTF's computed lists and maps give out with ``get``."""
    getter = None if fact is None else fact.methods.get("get")
    return None if getter is None else getter.signature.returns
