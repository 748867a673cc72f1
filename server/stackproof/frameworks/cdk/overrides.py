"""Changes to an L1 resource after its creation: overrides and assignments."""

from __future__ import annotations

from stackproof.frameworks.cdk.arguments import Call
from stackproof.frameworks.cdk.cloudformation import Kind, by_terraform_type
from stackproof.frameworks.cdk.names import snake
from stackproof.frameworks.cdk.thing import Node, Opaque
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, Mapping, Origin, Unknown, Value

# Paths of a template that are not arguments of the resource.
_METADATA = (
    "Metadata",
    "Condition",
    "DependsOn",
    "DeletionPolicy",
    "UpdateReplacePolicy",
    "UpdatePolicy",
    "CreationPolicy",
)


def override(resource: Resource, method: str, call: Call) -> Node | None:
    """``addPropertyOverride`` and its like on a resource; None for methods that are not known."""
    if method in (
        "add_resource_dependency",
        "add_dependency",
        "add_depends_on",
        "add_metadata",
        "override_logical_id",
        "apply_removal_policy",
        "add_removal_policy",
    ):
        return Opaque()
    if method not in (
        "add_property_override",
        "add_override",
        "add_property_deletion_override",
        "add_deletion_override",
    ):
        return None
    path = call.argument(0, "property_path")
    if path is None:
        path = call.argument(0, "path")
    text = path.text() if path is not None else None
    if text is None:
        resource.escapes.append(
            call.world.gap("override", "an override of an unknown path", call.construction.origin)
        )
        return Opaque()
    steps = text.replace("\\.", "\0").split(".")
    if "property" not in method:
        if steps[0] in _METADATA:
            # With a condition, only the deployment knows whether it is made at all.
            resource.conditional = resource.conditional or steps[0] == "Condition"
            return Opaque()
        steps = steps[1:] if steps[0] == "Properties" else steps
    if not steps:
        resource.escapes.append(
            call.world.gap("override", "an override of everything", call.construction.origin)
        )
        return Opaque()
    if "deletion" in method:
        _set(call.world, resource, steps, None, call)
    else:
        value = call.argument(1, "value")
        _set(call.world, resource, steps, value, call)
    return Opaque()


def _set(world: World, resource: Resource, steps: list[str], value: Value | None, call: Call) -> None:
    first = snake(steps[0])
    kind = by_terraform_type(resource.type)
    origin = call.construction.origin
    if value is None and len(steps) == 1:
        _delete(world, resource, first, kind, origin)
    elif value is None or not call.certain or kind is None or any(s.isdigit() for s in steps):
        _blur(world, resource, first, kind, origin)
    elif len(steps) == 1:
        set_argument(world, resource, first, MapEntry(value, None, value.origin))
    else:
        _set_inside(world, resource, steps, value, kind)


def _blur(world: World, resource: Resource, name: str, kind: Kind | None, origin: Origin) -> None:
    """An argument may be anything from now on."""
    unclear = MapEntry(Unknown("overridden in part", origin=origin), None, origin)
    # What an argument becomes in Terraform is asked with a value that could be anything.
    targets = {name: unclear} if kind is None else kind.translate(world, {name: unclear})
    for target in targets:
        old = resource.properties.entries.get(target)
        mentions = (old.value,) if old is not None else ()
        made = Unknown("overridden in part", mentions, origin=origin)
        resource.properties.entries[target] = MapEntry(made, None, origin)
    _finish(world, resource, kind)


def _delete(world: World, resource: Resource, name: str, kind: Kind | None, origin: Origin) -> None:
    unclear = MapEntry(Unknown("deleted", origin=origin), None, origin)
    targets = {name: unclear} if kind is None else kind.translate(world, {name: unclear})
    if not any(t in resource.properties.entries for t in targets):
        # It is nowhere, or in a resource of its own.
        _blur(world, resource, name, kind, origin)
    for target in targets:
        resource.properties.entries.pop(target, None)


def _set_inside(world: World, resource: Resource, steps: list[str], value: Value, kind: Kind) -> None:
    """A value inside an argument; the rest of the argument stays as it is."""
    # Where Terraform has resources of their own, what else is in them is not seen from here.
    apart = any(owner == id(resource) for owner, _, _ in world.parts)
    inner = value
    for step in reversed(steps[1:]):
        inner = Mapping({step: MapEntry(inner, None, value.origin)}, open=apart, origin=value.origin)
    made = kind.translate(world, {snake(steps[0]): MapEntry(inner, None, value.origin)})
    for target, entry in made.items():
        old = resource.properties.entries.get(target)
        merged = entry.value if old is None else _merged(old.value, entry.value)
        resource.properties.entries[target] = MapEntry(merged, None, value.origin)
    _finish(world, resource, kind)


def _merged(old: Value, new: Value) -> Value:
    """A block with another one laid over it."""
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        entries = dict(old.entries)
        for name, entry in new.entries.items():
            before = entries.get(name)
            value = entry.value if before is None else _merged(before.value, entry.value)
            entries[name] = MapEntry(value, entry.key_origin, entry.origin)
        return Mapping(entries, open=old.open, origin=old.origin)
    if isinstance(new, Mapping):
        return Unknown("overridden in part", (old, new), origin=new.origin)
    return new


def _finish(world: World, resource: Resource, kind: Kind | None) -> None:
    if kind is not None and kind.finish is not None:
        kind.finish(world, resource)


def set_argument(world: World, resource: Resource, name: str, entry: MapEntry) -> None:
    """Set an argument of an L1 resource under its CloudFormation name in snake case."""
    kind = by_terraform_type(resource.type)
    if kind is None:
        resource.properties.entries[name] = MapEntry(world.fold(entry.value), entry.key_origin, entry.origin)
        return
    for target, made in kind.translate(world, {name: entry}).items():
        resource.properties.entries[target] = made
    _finish(world, resource, kind)
