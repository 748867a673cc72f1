"""Resource options: dependencies, protection, and what opens a resource to changes out of sight."""

from __future__ import annotations

from stackproof.frameworks.common.reader import elements
from stackproof.frameworks.vocabulary.names import canonical
from stackproof.model.graph import Resource
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
