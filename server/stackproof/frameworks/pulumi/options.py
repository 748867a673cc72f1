"""Resource options: dependencies, protection, and what opens a resource to changes out of sight."""

from __future__ import annotations

from stackproof.frameworks.common.reader import elements
from stackproof.frameworks.vocabulary.names import canonical
from stackproof.model.construction import Construction
from stackproof.model.graph import Resource
from stackproof.model.runtime import Reference
from stackproof.model.values import MapEntry, Mapping, Sequence, Unknown, Value

# Options that rules ask for, under names that no argument has.
_KEPT = {
    "protect": "pulumi:protect",
    "retainondelete": "pulumi:retain_on_delete",
    "ignorechanges": "pulumi:ignore_changes",
}
_PROVIDING = frozenset({"provider", "providers"})
_OPENING = frozenset({"transformations", "transforms"})


def apply(resource: Resource, options: Value) -> None:
    """Note a resource's folded options on it; what is not known may hold any dependency."""
    if isinstance(options, Sequence):
        # Merged options.
        for each in options.elements:
            apply(resource, each)
        return
    if not isinstance(options, Mapping):
        if not options.is_absent():
            resource.depends_on.append(
                Unknown("options that are not known", (options,), origin=options.origin)
            )
        return
    for written, entry in options.entries.items():
        name = canonical(written)
        if name == "dependson":
            resource.depends_on.extend(elements(entry.value))
        elif name in _KEPT:
            resource.properties.entries[_KEPT[name]] = MapEntry(entry.value, entry.key_origin, entry.origin)
        elif name in _PROVIDING:
            resource.elsewhere = True
        elif name in _OPENING:
            resource.properties.open = True
    if options.open:
        resource.depends_on.append(Unknown("options that are not known", origin=options.origin))


def options_of(call: Construction) -> Value | None:
    """What a call is given as its options; None for nothing."""
    passed = call.arguments
    if "opts" in passed.keywords:
        return passed.keywords["opts"].value
    return passed.positional[2] if len(passed.positional) > 2 else None


def option_entries(value: Value) -> dict[str, MapEntry] | None:
    """The options by name as they are written; None where that cannot be told."""
    if isinstance(value, Mapping):
        return value.entries
    if not isinstance(value, Reference) or value.path or value.construction.callee is None:
        return None
    is_options = value.construction.callee.names[-1:] == ("ResourceOptions",)
    return value.construction.arguments.keywords if is_options else None
