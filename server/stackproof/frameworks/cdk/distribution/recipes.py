"""All recipes about distributions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Recipe
from stackproof.frameworks.cdk.distribution import (
    access,
    behaviors,
    bucketorigins,
    distributions,
    edgefunctions,
    logs,
    origins,
    parts,
    policies,
    privateorigins,
    webdistributions,
)

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **access.RECIPES,
        **behaviors.RECIPES,
        **bucketorigins.RECIPES,
        **distributions.RECIPES,
        **edgefunctions.RECIPES,
        **logs.RECIPES,
        **origins.RECIPES,
        **parts.RECIPES,
        **policies.RECIPES,
        **privateorigins.RECIPES,
        **webdistributions.RECIPES,
    }
)
