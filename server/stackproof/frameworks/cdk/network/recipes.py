"""All recipes for what a network holds beside its groups."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Recipe
from stackproof.frameworks.cdk.network import acls, flowlogs, offered, vpcs

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {**acls.RECIPES, **flowlogs.RECIPES, **offered.RECIPES, **vpcs.RECIPES}
)
