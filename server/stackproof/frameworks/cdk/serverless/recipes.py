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
    buses,
    code,
    customresources,
    eventtargets,
    functions,
    httpapis,
    httpauthorizers,
    httpdomains,
    httpintegrations,
    integrations,
    layers,
    links,
    mappings,
    notifications,
    packaged,
    patterns,
    queues,
    restapis,
    rules,
    schedules,
    sources,
    stages,
    states,
    subscriptions,
    timing,
    topics,
    versions,
    workflows,
)

RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        **apidomains.RECIPES,
        **apiextras.RECIPES,
        **asynchronous.RECIPES,
        **authorizers.RECIPES,
        **buses.RECIPES,
        **code.RECIPES,
        **customresources.RECIPES,
        **eventtargets.RECIPES,
        **functions.RECIPES,
        **httpapis.RECIPES,
        **httpauthorizers.RECIPES,
        **httpintegrations.RECIPES,
        **httpdomains.RECIPES,
        **integrations.RECIPES,
        **layers.RECIPES,
        **links.RECIPES,
        **mappings.RECIPES,
        **notifications.RECIPES,
        **packaged.RECIPES,
        **patterns.RECIPES,
        **queues.RECIPES,
        **restapis.RECIPES,
        **rules.RECIPES,
        **schedules.RECIPES,
        **sources.RECIPES,
        **stages.RECIPES,
        **states.RECIPES,
        **subscriptions.RECIPES,
        **timing.RECIPES,
        **topics.RECIPES,
        **versions.RECIPES,
        **workflows.RECIPES,
    }
)
