"""All recipes for load balancers."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Recipe
from stackproof.frameworks.cdk.balancing import (
    actions,
    balancers,
    classic,
    listeners,
    rules,
    targetgroups,
    tls,
)

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **actions.RECIPES,
        **balancers.RECIPES,
        **classic.RECIPES,
        **listeners.RECIPES,
        **rules.RECIPES,
        **targetgroups.RECIPES,
        **tls.RECIPES,
    }
)
