"""Reads options that may be left out, and puts blocks together from them."""

from __future__ import annotations

from collections.abc import Callable

from stackproof.frameworks.cdk.arguments import Arguments, arguments_of
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Made
from stackproof.frameworks.cdk.world import World
from stackproof.model.values import Absent, Certainty, MapEntry, Sequence, Unknown, Value, choice
from stackproof.model.values import Mapping as MappingValue


def given_or(props: Arguments, name: str, otherwise: Value | str | int | bool) -> Value:
    """An argument, or what the library takes in its place; unknown where nobody knows which of the two."""
    held = otherwise if isinstance(otherwise, Value) else default(otherwise)
    options = [held if v.is_absent() else _certain(v, name) for v in props.get(name).alternatives()]
    return choice(options)


def given(props: Arguments, name: str) -> Value | None:
    """An argument; None when it is certainly not given, unknown when nobody knows whether it is."""
    value = props.get(name)
    return None if value.is_absent() else _certain(value, name)


def _certain(value: Value, what: str) -> Value:
    return Unknown(what, origin=value.origin) if isinstance(value, Absent) else value


def by_default(*data: str) -> Value:
    """A list that nobody wrote."""
    return Sequence([default(each) for each in data], certainty=Certainty.DEFAULT)


def attribute_of(world: World, value: Value, name: str) -> Value:
    """An attribute of the construct behind an evaluated value, or the constant that stands for one."""
    options = [_of(world, v, name) for v in value.alternatives()]
    return choice(options)


def _of(world: World, value: Value, name: str) -> Value:
    node = world.node(value)
    found = node.attribute(name) if isinstance(node, Made) else None
    if isinstance(found, Value):
        return found
    folded = world.fold(value)
    return folded if folded.text() is not None else Unknown(name, (folded,), origin=value.origin)


def each_of(props: Arguments, name: str, make: Callable[[Arguments], Value], what: str) -> Value | None:
    """What is made of each element of a list of blocks; None when there certainly is no list."""
    written = props.raw(name)
    if written is None:
        return None if props.absent(name) else Unknown(what)
    listed = props.world.elements(written)
    if listed is None:
        return Unknown(what, (props.get(name),), origin=written.origin)
    found: list[Value] = []
    for element in listed:
        inner = arguments_of(props.world, element)
        found.append(make(inner) if inner is not None else Unknown(what, (props.world.fold(element),)))
    return Sequence(found, origin=written.origin)


def attributes_of(props: Arguments, name: str, attribute: str, what: str) -> Value | None:
    """An attribute of each construct in a list; None when there certainly is no list."""
    written = props.raw(name)
    if written is None:
        return None if props.absent(name) else Unknown(what)
    listed = props.world.elements(written)
    if listed is None:
        return Unknown(what, (props.get(name),), origin=written.origin)
    return Sequence([attribute_of(props.world, e, attribute) for e in listed], origin=written.origin)


def block_of(entries: dict[str, MapEntry], props: Arguments) -> MappingValue:
    """A block whose author may have said more than was asked for."""
    return MappingValue(entries, open=props.open or bool(props.unread()), origin=props.origin)
