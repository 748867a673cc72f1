"""A pool of users as its parts see it."""

from __future__ import annotations

from stackproof.frameworks.cdk.thing import Made
from stackproof.frameworks.cdk.world import World
from stackproof.model.graph import Resource
from stackproof.model.values import Mapping as MappingValue
from stackproof.model.values import Value


class PoolThing(Made):
    """A pool; ``providers`` are the names of other services that its users come from, as known so far."""

    def __init__(self, world: World, resource: Resource) -> None:
        names = {
            "user_pool_id": "id",
            "user_pool_arn": "arn",
            "user_pool_provider_name": "endpoint",
            "user_pool_provider_url": "provider_url",
        }
        super().__init__(resource, names)
        self.world = world
        self.providers: list[Value] = []
        # Functions that are asked, by the occasion.
        self.triggers = MappingValue({})
