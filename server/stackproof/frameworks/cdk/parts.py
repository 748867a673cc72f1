"""Resources of Terraform's that CloudFormation says inside another one."""

from __future__ import annotations

from collections.abc import Mapping

from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import Absent, MapEntry, Unknown, Value


def part(
    world: World,
    owner: Resource,
    kind: str,
    properties: Mapping[str, Value | None],
    entry: MapEntry | None = None,
    name: str = "",
) -> Resource:
    """The part of a type (and name, where there are several) of a resource; asked for again, it is renewed.

    ``entry`` tells where the program says it; where that may be nothing, there may be no such part. ``properties`` that are
    certainly absent are not set.
    """
    called = f"{owner.name}/{name}" if name else owner.name
    known = world.parts.get((id(owner), kind, name))
    if known is None:
        origin = None if entry is None else entry.value.origin or entry.origin
        known = world.add(kind, called, construction=owner.construction, origin=origin)
        known.external = owner.external
        world.parts[id(owner), kind, name] = known
    known.conditional = owner.construction.conditional or (entry is not None and not entry.value.is_present())
    known.properties.entries = {
        k: MapEntry(v)
        for k, v in properties.items()
        if v is not None and not (isinstance(v, Absent) and v.closed)
    }
    return known


def listed(value: Value, what: str) -> list[Value]:
    """The elements of a list, one unknown element more where there may be others."""
    found = list(value.items())
    if not value.is_closed() and not value.is_absent():
        found.append(Unknown(what, (value,), origin=value.origin))
    return found
