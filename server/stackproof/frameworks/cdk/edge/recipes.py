"""All recipes about names, certificates and distributions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Recipe
from stackproof.frameworks.cdk.edge import aliases, certificates, healthchecks, records, zones

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **aliases.RECIPES,
        **certificates.RECIPES,
        **healthchecks.RECIPES,
        **records.RECIPES,
        **zones.RECIPES,
    }
)
