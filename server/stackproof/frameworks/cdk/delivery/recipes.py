"""All recipes for builds, pipelines, deployments, repositories."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Recipe
from stackproof.frameworks.cdk.delivery import (
    buildimages,
    builds,
    buildsources,
    deployments,
    registries,
    repositories,
)

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **buildimages.RECIPES,
        **builds.RECIPES,
        **buildsources.RECIPES,
        **deployments.RECIPES,
        **registries.RECIPES,
        **repositories.RECIPES,
    }
)
