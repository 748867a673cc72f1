"""All recipes for functions, messages, events, interfaces and workflows."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Recipe
from stackproof.frameworks.cdk.serverless import (
    asynchronous,
    code,
    functions,
    layers,
    mappings,
    notifications,
    packaged,
    queues,
    sources,
    subscriptions,
    topics,
    versions,
)

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **asynchronous.RECIPES,
        **code.RECIPES,
        **functions.RECIPES,
        **layers.RECIPES,
        **mappings.RECIPES,
        **notifications.RECIPES,
        **packaged.RECIPES,
        **queues.RECIPES,
        **sources.RECIPES,
        **subscriptions.RECIPES,
        **topics.RECIPES,
        **versions.RECIPES,
    }
)
