"""All recipes about tables, databases and caches."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Recipe
from stackproof.frameworks.cdk.databases import (
    clusters,
    credentials,
    engines,
    globaltables,
    groups,
    instances,
    members,
    proxies,
    serverless,
    tables,
)

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **clusters.RECIPES,
        **credentials.RECIPES,
        **engines.RECIPES,
        **globaltables.RECIPES,
        **groups.RECIPES,
        **instances.RECIPES,
        **members.RECIPES,
        **proxies.RECIPES,
        **serverless.RECIPES,
        **tables.RECIPES,
    }
)
