"""All recipes for the scaling of what is no group of machines."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Recipe
from stackproof.frameworks.cdk.scaling import (
    targets,
)

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **targets.RECIPES,
    }
)
