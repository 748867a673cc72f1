"""All recipes for machines, their templates, their groups."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Recipe
from stackproof.frameworks.cdk.machines import (
    disks,
    groupparts,
    groups,
    groupscaling,
    hooks,
    images,
    instances,
    parts,
    templates,
)

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **disks.RECIPES,
        **groupparts.RECIPES,
        **groups.RECIPES,
        **groupscaling.RECIPES,
        **hooks.RECIPES,
        **images.RECIPES,
        **instances.RECIPES,
        **parts.RECIPES,
        **templates.RECIPES,
    }
)
