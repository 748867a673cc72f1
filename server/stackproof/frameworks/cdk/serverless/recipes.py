"""All recipes for functions, messages, events, interfaces and workflows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Recipe
from stackproof.frameworks.cdk.serverless import (
    apidomains,
    apiextras,
    asynchronous,
    authorizers,
    code,
    functions,
    integrations,
    layers,
    mappings,
    notifications,
    packaged,
    queues,
    restapis,
    sources,
    stages,
    subscriptions,
    topics,
    versions,
)

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **apidomains.RECIPES,
        **apiextras.RECIPES,
        **asynchronous.RECIPES,
        **authorizers.RECIPES,
        **code.RECIPES,
        **functions.RECIPES,
        **integrations.RECIPES,
        **layers.RECIPES,
        **mappings.RECIPES,
        **notifications.RECIPES,
        **packaged.RECIPES,
        **queues.RECIPES,
        **restapis.RECIPES,
        **sources.RECIPES,
        **stages.RECIPES,
        **subscriptions.RECIPES,
        **topics.RECIPES,
        **versions.RECIPES,
    }
)
