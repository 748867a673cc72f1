"""All recipes about logs, metrics, alarms and dashboards."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Recipe
from stackproof.frameworks.cdk.watching import (
    actions,
    alarms,
    dashboards,
    logfilters,
    loggroups,
    metrics,
    patterns,
)

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **actions.RECIPES,
        **alarms.RECIPES,
        **dashboards.RECIPES,
        **logfilters.RECIPES,
        **loggroups.RECIPES,
        **metrics.RECIPES,
        **patterns.RECIPES,
    }
)
