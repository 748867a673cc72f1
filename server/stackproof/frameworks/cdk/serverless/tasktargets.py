"""Tasks of ECS that a rule starts."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.ecs.ruletarget import EcsTaskTarget
from stackproof.frameworks.cdk.serverless.eventtargets import Entries, Target
from stackproof.frameworks.cdk.thing import Node
from stackproof.model.values import MapEntry

if TYPE_CHECKING:
    from stackproof.frameworks.cdk.serverless.rules import RuleThing


class _Task(Target):
    """A task, with what lets the rule start it."""

    def __init__(self, call: Call) -> None:
        props = call.props(0)
        super().__init__(call, props)
        self.started = EcsTaskTarget(call, props, props.thing("cluster"), props.thing("task_definition"))

    def attribute(self, name: str) -> Node | None:
        return self.started.attribute(name)

    def bind(self, call: Call, rule: RuleThing) -> Entries:
        return self.common(call, rule)

    def arguments(self, call: Call, rule: RuleThing) -> Entries:
        mine = {name: MapEntry(value) for name, value in self.started.arguments().items()}
        return {**super().arguments(call, rule), **mine}


RECIPES: Mapping[str, Recipe] = MappingProxyType({"aws-events-targets.EcsTask": _Task})
