"""All recipes about what keeps data in objects, files and images."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Recipe
from stackproof.frameworks.cdk.storage import blocking, bucketrules, buckets, deployments, filesystems

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **blocking.RECIPES,
        **bucketrules.RECIPES,
        **buckets.RECIPES,
        **deployments.RECIPES,
        **filesystems.RECIPES,
    }
)
