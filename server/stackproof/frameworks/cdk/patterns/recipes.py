"""All recipes for the ready-made services of ``aws-ecs-patterns``."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Recipe
from stackproof.frameworks.cdk.patterns import (
    balanced,
    scheduled,
    several,
)

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **balanced.RECIPES,
        **scheduled.RECIPES,
        **several.RECIPES,
    }
)
