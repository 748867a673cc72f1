"""Finds the program's own components, and the resources in them that do not say where they belong."""

from __future__ import annotations

from collections import defaultdict

from stackproof.frameworks.pulumi.options import option_entries, options_of
from stackproof.frameworks.pulumi.symbols import member
from stackproof.frameworks.vocabulary.names import canonical
from stackproof.frameworks.vocabulary.vocabulary import Vocabulary
from stackproof.model.code import (
    Assign,
    Attribute,
    Change,
    Entries,
    Imported,
    InsertStatements,
    Invocation,
    SetKey,
    Variable,
)
from stackproof.model.construction import Construction, Evaluation
from stackproof.model.graph import Component, Resource
from stackproof.model.program import Return
from stackproof.model.runtime import ClassValue, Instance, Reference, Scope
from stackproof.model.values import Mapping, Origin, Value


def components(evaluation: Evaluation, resources: list[Resource], vocabulary: Vocabulary) -> list[Component]:
    """The components that are made, each class once."""
    made: dict[Origin, list[Construction]] = defaultdict(list)
    for call in evaluation.constructions:
        if call.user_class is not None and _is_component(call, vocabulary):
            made[call.user_class.place].append(call)
    inside: dict[int, list[tuple[Resource, Scope]]] = defaultdict(list)
    for resource in resources:
        callee = resource.construction.callee
        found = None if callee is None else member(callee, vocabulary)
        owner = _owner(resource.construction.site.scope)
        if owner is not None and found is not None and (found.role, found.rest) == ("resource", ()):
            inside[owner[0].number].append((resource, owner[1]))
    return [_component(calls, inside) for calls in made.values()]


def _is_component(call: Construction, vocabulary: Vocabulary) -> bool:
    found = None if call.callee is None else member(call.callee, vocabulary)
    return found is not None and (found.role, found.name, found.rest) == ("core", "ComponentResource", ())


def _owner(scope: Scope) -> tuple[Construction, Scope] | None:
    """The object in whose method a place is, and the scope that knows it."""
    current: Scope | None = scope
    while current is not None and current.this is None:
        current = current.parent
    this = None if current is None else current.this
    if current is None or not isinstance(this, Instance) or this.construction is None:
        return None
    return this.construction, current


def _component(calls: list[Construction], inside: dict[int, list[tuple[Resource, Scope]]]) -> Component:
    cls = calls[0].user_class
    assert cls is not None
    members = {r.construction.origin: (r, s) for call in calls for r, s in inside[call.number]}
    strays = [(r, scope) for r, scope in members.values() if _is_stray(r.construction)]
    # In TypeScript the library itself registers a component as soon as its constructor is done.
    registers = calls[0].site.language == "typescript" or any(
        call.escapes or any(canonical(done.method or "") == "registeroutputs" for done in call.calls)
        for call in calls
    )
    adopting = [_adopt(r.construction, scope) for r, scope in strays]
    return Component(
        name=cls.node.name or "the component",
        definition=cls.place,
        members=len(members),
        strays=[r for r, _ in strays],
        registers=registers,
        adopting=tuple(c for c in adopting if c is not None) if None not in adopting else (),
        registering=() if registers else _register(cls),
    )


def _is_stray(call: Construction) -> bool:
    """Whether a resource certainly names nothing that it belongs to."""
    given = options_of(call)
    if given is None:
        return not call.arguments.open and "__opts__" not in call.arguments.keywords
    held = option_entries(given)
    if held is None:
        return given.is_(None)
    open_ = isinstance(given, Reference) and given.construction.arguments.open
    open_ = open_ or (isinstance(given, Mapping) and given.open)
    return not open_ and "parent" not in held


def _adopt(call: Construction, scope: Scope) -> Change | None:
    """The option that names the component; None where the options are not written in the call."""
    given = options_of(call)
    typescript = call.site.language == "typescript"
    this = Variable("this" if typescript else scope.receiver or "self")
    if given is None or given.is_(None):
        if typescript:
            count = len(call.arguments.positional)
            if given is not None or count not in (1, 2):
                return None
            if count == 1:
                # The arguments have their place in front of the options.
                return None
            return SetKey(call, ("parent",), this, position=2)
        own = Invocation(Imported("pulumi", "ResourceOptions"), keywords=(("parent", this),))
        return None if given is not None else SetKey(call, ("opts",), own, position=2)
    if not _is_written_in(given, call) or (not typescript and "opts" not in call.arguments.keywords):
        return None
    return SetKey(call, ("parent",) if typescript else ("opts", "parent"), this, position=2)


def _is_written_in(value: Value, call: Construction) -> bool:
    origin = value.origin
    return origin is not None and origin.file == call.origin.file and call.origin.span.encloses(origin.span)


def _register(cls: ClassValue) -> tuple[Change, ...]:
    """A call at the end of the constructor that says that the component is complete."""
    method = next((m for m in cls.node.methods if m.name == "__init__"), None)
    if method is None or not method.function.body.statements:
        return ()
    last = method.function.body.statements[-1]
    if isinstance(last.statement, Return):
        return ()
    register = Attribute(Variable(method.function.receiver or "self"), "register_outputs")
    at = Origin(cls.module.path, last.statement.span.shift(cls.base + method.at + last.at))
    return (InsertStatements(at, (Assign(None, Invocation(register, (Entries(()),))),)),)
