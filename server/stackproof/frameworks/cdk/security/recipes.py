"""All recipes about secrets and parameters."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Recipe
from stackproof.frameworks.cdk.security import parameters, rotation, secrets

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {**secrets.RECIPES, **rotation.RECIPES, **parameters.RECIPES}
)
