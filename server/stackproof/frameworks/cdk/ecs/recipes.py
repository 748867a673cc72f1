"""All recipes for containers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Recipe
from stackproof.frameworks.cdk.ecs import (
    capacity,
    cloudmap,
    clusters,
    containers,
    logs,
    parts,
    placement,
    servicemaking,
    tasks,
)

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **capacity.RECIPES,
        **cloudmap.RECIPES,
        **clusters.RECIPES,
        **containers.RECIPES,
        **logs.RECIPES,
        **parts.RECIPES,
        **placement.RECIPES,
        **servicemaking.RECIPES,
        **tasks.RECIPES,
    }
)
