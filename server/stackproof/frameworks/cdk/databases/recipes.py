"""All recipes about tables, databases and caches."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Recipe
from stackproof.frameworks.cdk.databases import globaltables, tables

RECIPES: Mapping[str, Recipe] = MappingProxyType({**tables.RECIPES, **globaltables.RECIPES})
