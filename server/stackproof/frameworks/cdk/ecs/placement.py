"""Where tasks are placed among the machines of a cluster."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.securitygroups import block
from stackproof.frameworks.cdk.subnets import default
from stackproof.frameworks.cdk.thing import Node, given
from stackproof.model.values import Sequence, Unknown, Value


def _alone(kind: str, name: str = "", data: str = "") -> Recipe:
    """One that needs no arguments."""

    def recipe(call: Call) -> Node:
        made = block(type=default(kind))
        if name:
            made = block(type=default(kind), **{name: default(data)})  # type: ignore[arg-type]
        return Sequence([made])

    return recipe


def _each(kind: str, name: str) -> Recipe:
    """One for each argument."""

    def recipe(call: Call) -> Node:
        values = call.rest(0)
        if values is None:
            return Unknown("placement")
        made: list[Value] = [block(type=default(kind), **{name: v}) for v in values]  # type: ignore[arg-type]
        return Sequence(made)

    return recipe


def _packed(call: Call) -> Node:
    return Sequence([block(type=default("binpack"), field=given(call.folded(0, "resource"), "a resource"))])


RECIPES: Mapping[str, Recipe] = MappingProxyType(
    {
        "aws-ecs.PlacementConstraint.distinct_instances": _alone("distinctInstance"),
        "aws-ecs.PlacementConstraint.member_of": _each("memberOf", "expression"),
        "aws-ecs.PlacementStrategy.spread_across_instances": _alone("spread", "field", "instanceId"),
        "aws-ecs.PlacementStrategy.spread_across": _each("spread", "field"),
        "aws-ecs.PlacementStrategy.packed_by_cpu": _alone("binpack", "field", "CPU"),
        "aws-ecs.PlacementStrategy.packed_by_memory": _alone("binpack", "field", "MEMORY"),
        "aws-ecs.PlacementStrategy.packed_by": _packed,
        "aws-ecs.PlacementStrategy.randomly": _alone("random"),
    }
)
