"""One resource type of CloudFormation, as it is said in Terraform."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from stackproof.frameworks.cdk.conversions import (
    Conversion,
    tags,
)
from stackproof.frameworks.cdk.fitting import Fit
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import MapEntry

# What a type needs beyond names and conversions: Terraform may have resources of their own for some arguments.
Finish = Callable[[World, Resource], None]


@dataclass(frozen=True)
class Kind:
    """One resource type of CloudFormation.

    Arguments that are in neither table keep their name in snake case, which is Terraform's in most cases. ``ref`` is the
    attribute that ``Ref`` gives.
    """

    cloudformation: str
    type: str
    names: Mapping[str, str] = field(default_factory=dict)
    conversions: Mapping[str, Conversion] = field(default_factory=dict)
    ref: str = "id"
    attributes: Mapping[str, str] = field(default_factory=dict)
    # How the blocks inside fit into Terraform's; arguments without an entry keep their blocks as they are.
    fit: Fit | None = None
    finish: Finish | None = None
    # The argument whose value `Ref` gives: the resource only adds to another one.
    stands_for: str = ""

    def argument(self, name: str) -> str:
        """Terraform's name of an argument that is given in snake case."""
        return self.names.get(name, name)

    def translate(self, world: World, entries: Mapping[str, MapEntry]) -> dict[str, MapEntry]:
        """Folded arguments under Terraform's names."""
        found: dict[str, MapEntry] = {}
        plain: dict[str, MapEntry] = {}
        for name, entry in entries.items():
            convert = self.conversions.get(name) or (tags if name == "tags" else None)
            if convert is None:
                plain[name] = MapEntry(world.fold(entry.value), entry.key_origin, entry.origin)
                continue
            for target, value in convert(world, entry.value).items():
                found[target] = MapEntry(value, entry.key_origin, entry.origin)
        if self.fit is not None:
            return self.fit.entries(plain) | found
        return {self.argument(name): entry for name, entry in plain.items()} | found

    def attribute(self, name: str) -> str:
        """Terraform's name of an attribute: ``ref``, ``attr_arn``, ``attr_vpc_id``."""
        if name == "ref":
            return self.ref
        known = self.attributes.get(name)
        if known is not None:
            return known
        if name.startswith("attr_"):
            bare = name[5:]
            return "id" if bare.endswith("_id") and bare != "allocation_id" else bare
        return self.argument(name)
