"""Changes to an L1 resource after its creation: overrides and assignments."""

from __future__ import annotations

from stackproof.frameworks.cdk.arguments import Call
from stackproof.frameworks.cdk.cloudformation import by_terraform_type
from stackproof.frameworks.cdk.names import snake
from stackproof.frameworks.cdk.thing import Node, Opaque
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry, Unknown, Value

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
    unclear = MapEntry(Unknown("overridden in part", origin=origin), None, origin)
    # What an argument becomes in Terraform is asked with a value that could be anything.
    targets = {first: unclear} if kind is None else kind.translate(world, {first: unclear})
    if value is None and len(steps) == 1:
        for name in targets:
            resource.properties.entries.pop(name, None)
        return
    if value is None or len(steps) > 1 or kind is None:
        for name in targets:
            old = resource.properties.entries.get(name)
            mentions = (old.value,) if old is not None else ()
            resource.properties.entries[name] = MapEntry(
                Unknown("overridden in part", mentions, origin=origin), None, origin
            )
        return
    set_argument(world, resource, first, MapEntry(value, None, value.origin))


def set_argument(world: World, resource: Resource, name: str, entry: MapEntry) -> None:
    """Set an argument of an L1 resource under its CloudFormation name in snake case."""
    kind = by_terraform_type(resource.type)
    if kind is None:
        resource.properties.entries[name] = MapEntry(world.fold(entry.value), entry.key_origin, entry.origin)
        return
    for target, made in kind.translate(world, {name: entry}).items():
        resource.properties.entries[target] = made
