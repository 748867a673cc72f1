"""All recipes about pools of users."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Recipe
from stackproof.frameworks.cdk.users import clients, poolparts, pools, poolsettings

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {**clients.RECIPES, **poolparts.RECIPES, **pools.RECIPES, **poolsettings.RECIPES}
)
