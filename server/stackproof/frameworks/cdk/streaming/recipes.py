"""All recipes about streams of data."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Recipe
from stackproof.frameworks.cdk.streaming import deliveries, destinations, streams

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {**deliveries.RECIPES, **destinations.RECIPES, **streams.RECIPES}
)
