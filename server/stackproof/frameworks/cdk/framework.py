"""AWS CDK as a framework of Stackproof."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

from stackproof.frameworks.cdk import (
    containers,
    core,
    ecs,
    ecs_patterns,
    elbv2,
    endpoints,
    grants,
    iam,
    kms,
    l1,
    listeners,
    nat,
    peers,
    policies,
    principals,
    s3,
    securitygroups,
    simple,
    subnets,
    targetgroups,
    vpc,
)
from stackproof.frameworks.cdk.arguments import Call, Recipe
from stackproof.frameworks.cdk.kinds import kind_of
from stackproof.frameworks.cdk.layout import layout, select
from stackproof.frameworks.cdk.names import locate, snake
from stackproof.frameworks.cdk.spell import spell
from stackproof.frameworks.cdk.world import World
from stackproof.frameworks.vocabulary.cdk import cdk_classes
from stackproof.model.code import Change
from stackproof.model.construction import Construction, ConstructionKind, Evaluation
from stackproof.model.fix import Fix
from stackproof.model.graph import Resource
from stackproof.model.ports import Naming, Recognition
from stackproof.model.runtime import Invoke, Library, Reference, Symbol
from stackproof.model.values import Sequence, Value


@lru_cache(maxsize=1)
def recipes() -> Mapping[str, Recipe]:
    """All recipes by the key of what they recognise (``aws-ec2.Vpc``, ``aws-ec2.Vpc.from_lookup``)."""
    found: dict[str, Recipe] = {}
    for part in (
        containers,
        core,
        ecs,
        ecs_patterns,
        elbv2,
        endpoints,
        grants,
        iam,
        kms,
        listeners,
        nat,
        peers,
        policies,
        principals,
        s3,
        securitygroups,
        simple,
        subnets,
        targetgroups,
        vpc,
    ):
        found.update(part.RECIPES)
    return MappingProxyType(found)


class CdkLibrary:
    """What the evaluator must know of the CDK while the program runs: the lists of a VPC's subnets."""

    def call(self, call: Construction, invoke: Invoke) -> Value | None:
        """Calls are recognised afterwards."""
        return None

    def attribute(self, target: Value, name: str) -> Value | None:
        """``vpc.privateSubnets`` and ``vpc.selectSubnets(...).subnets`` as lists, so that programs can go through them."""
        # Asked for every attribute of a program: most have nothing to do with subnets.
        if "ubnet" not in name or not isinstance(target, Reference) or target.path:
            return None
        wanted = snake(name)
        if wanted in ("public_subnets", "private_subnets", "isolated_subnets"):
            return self._attribute(target, name, wanted)
        if wanted in ("subnets", "subnet_ids"):
            return self._selected(target, name, wanted)
        return None

    def _attribute(self, target: Reference, name: str, wanted: str) -> Value | None:
        made = target.construction
        if made.callee is None or (located := locate(made.callee)) is None or located.key != "aws-ec2.Vpc":
            return None
        plan = layout(made, Call(_scratch(), made, located).props())
        indexes = plan.attribute(wanted) if plan is not None else None
        if plan is None or indexes is None:
            return None
        return _elements(target, name, len(indexes), open=not plan.counted)

    def _selected(self, target: Reference, name: str, wanted: str) -> Value | None:
        made = target.construction
        receiver = made.receiver
        if (
            made.method is None
            or snake(made.method) != "select_subnets"
            or not isinstance(receiver, Reference)
        ):
            return None
        vpc_call = receiver.construction
        if receiver.path or vpc_call.callee is None:
            return None
        located = locate(vpc_call.callee)
        if located is None or located.key != "aws-ec2.Vpc":
            return None
        world = _scratch()
        plan = layout(vpc_call, Call(world, vpc_call, located).props())
        indexes = select(plan, Call(world, made, None).props(0)) if plan is not None else None
        if plan is None or indexes is None:
            return None
        return _elements(target, name, len(indexes), open=not plan.counted)


def _scratch() -> World:
    return World(Evaluation(""), recipes(), l1.recipe)


def _elements(target: Reference, name: str, count: int, *, open: bool) -> Value:
    elements: list[Value] = [
        Reference(target.construction, (name, f"[{i}]"), origin=target.origin) for i in range(count)
    ]
    return Sequence(elements, open=open)


class Cdk:
    """Implements `Framework`."""

    name = "cdk"

    def __init__(self) -> None:
        self.library: Library = CdkLibrary()

    def recognise(self, evaluation: Evaluation) -> Recognition:
        """The resources which the program's constructs describe or imply; never raises."""
        return World(evaluation, recipes(), l1.recipe).run()

    def kind_of(self, symbol: Symbol, new: bool) -> ConstructionKind | None:
        """What a call of a symbol makes; None when it constructs nothing of this framework."""
        return kind_of(symbol, cdk_classes())

    def spell(self, fix: Fix, naming: Callable[[Resource], Naming]) -> list[Change] | None:
        """The changes that carry out a fix; None where it cannot be done well."""
        return spell(fix, naming)
