"""Sets arguments of resources from those of a construct, nested ones in Terraform's words."""

from __future__ import annotations

from collections.abc import Mapping

from stackproof.frameworks.cdk.arguments import Arguments
from stackproof.frameworks.cdk.core import Duration
from stackproof.frameworks.cdk.principals import joined
from stackproof.frameworks.cdk.thing import Made, put
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import Scalar, Template, Unknown, Value


def start(world: World, kind: str, name: str, props: Arguments, *, implied: bool = False) -> Resource:
    """A new resource without arguments; it may have more than are seen when the construct may."""
    resource = world.add(kind, name, implied=implied)
    resource.properties.open = props.open
    resource.properties.origin = props.origin or resource.properties.origin
    return resource


def fill(resource: Resource, props: Arguments, names: Mapping[str, str]) -> None:
    """Set what is given: Terraform's names by the construct's."""
    for source, target in names.items():
        put(resource, target, props.get(source), props.entry(source))


def finish(resource: Resource, props: Arguments, *ignored: str) -> None:
    """When all arguments were asked for: one that nobody has read, other than those named, may mean anything."""
    if set(props.unread()) - set(ignored):
        resource.properties.open = True


def duration(props: Arguments, name: str, unit: float = 1) -> Value:
    """A duration in seconds, or in units of so many seconds."""
    node, value = props.node(name), props.get(name)
    if isinstance(node, Duration) and node.seconds is not None:
        number = node.seconds / unit
        return Scalar(int(number) if float(number).is_integer() else number, origin=value.origin)
    if value.is_absent() or (value.is_unknown() and props.raw(name) is None):
        return value
    return Unknown("a duration", (value,), origin=value.origin)


def arn_of(props: Arguments, name: str, attribute: str = "arn") -> Value:
    """An attribute of the construct given as an argument, absent when there is none."""
    written = props.raw(name)
    if written is None:
        return props.get(name)
    return attribute_of(props.world, written, attribute)


def attribute_of(world: World, written: Value, attribute: str = "arn") -> Value:
    """An attribute of the construct behind an evaluated value."""
    node = world.node(written)
    if isinstance(node, Made):
        found = node.attribute(attribute)
        if isinstance(found, Value):
            return _at(found, written)
    return Unknown(f"the {attribute} of what is not known", (world.fold(written),), origin=written.origin)


def _at(value: Value, written: Value) -> Value:
    from stackproof.frameworks.cdk.world import seen_at

    return seen_at(value, written.origin)


def plainly(value: Template) -> Value:
    """A text with holes, or the text when they are all filled."""
    found = joined(value)
    if isinstance(found, Template) and len(found.parts) == 1 and isinstance(found.parts[0], str):
        return Scalar(found.parts[0], origin=value.origin)
    return found
