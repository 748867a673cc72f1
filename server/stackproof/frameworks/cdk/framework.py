"""AWS CDK as a framework of Stackproof."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache
from types import MappingProxyType

from stackproof.frameworks.cdk import (
    core,
    endpoints,
    grants,
    iam,
    iam_policies,
    iam_users,
    intrinsics,
    kms,
    l1,
    nat,
    peers,
    policies,
    principals,
    s3,
    securitygroups,
    simple,
    subnets,
    vpc,
)
from stackproof.frameworks.cdk.arguments import Recipe
from stackproof.frameworks.cdk.balancing import recipes as balancing
from stackproof.frameworks.cdk.databases import recipes as databases
from stackproof.frameworks.cdk.delivery import recipes as delivery
from stackproof.frameworks.cdk.distribution import recipes as distribution
from stackproof.frameworks.cdk.ecs import recipes as ecs
from stackproof.frameworks.cdk.edge import recipes as edge
from stackproof.frameworks.cdk.kinds import kind_of
from stackproof.frameworks.cdk.library import CdkLibrary
from stackproof.frameworks.cdk.machines import recipes as machines
from stackproof.frameworks.cdk.network import recipes as network
from stackproof.frameworks.cdk.patterns import recipes as patterns
from stackproof.frameworks.cdk.scaling import recipes as scaling
from stackproof.frameworks.cdk.security import recipes as security
from stackproof.frameworks.cdk.serverless import recipes as serverless
from stackproof.frameworks.cdk.spell import spell
from stackproof.frameworks.cdk.storage import recipes as storage
from stackproof.frameworks.cdk.streaming import recipes as streaming
from stackproof.frameworks.cdk.users import recipes as users
from stackproof.frameworks.cdk.watching import recipes as watching
from stackproof.frameworks.cdk.world import World
from stackproof.frameworks.vocabulary.cdk import cdk_classes
from stackproof.model.code import Change
from stackproof.model.construction import ConstructionKind, Evaluation
from stackproof.model.fix import Fix
from stackproof.model.graph import Resource
from stackproof.model.ports import Naming, Recognition
from stackproof.model.runtime import Library, Symbol
from stackproof.model.surroundings import NO_SURROUNDINGS, Surroundings


@lru_cache(maxsize=1)
def recipes() -> Mapping[str, Recipe]:
    """All recipes by the key of what they recognise (``aws-ec2.Vpc``, ``aws-ec2.Vpc.from_lookup``)."""
    found: dict[str, Recipe] = {}
    for part in (
        delivery,
        network,
        patterns,
        ecs,
        balancing,
        scaling,
        machines,
        core,
        databases,
        endpoints,
        grants,
        iam,
        iam_policies,
        iam_users,
        intrinsics,
        kms,
        nat,
        peers,
        policies,
        principals,
        s3,
        security,
        securitygroups,
        serverless,
        simple,
        storage,
        subnets,
        vpc,
        watching,
        streaming,
        edge,
        distribution,
        users,
    ):
        found.update(part.RECIPES)
    return MappingProxyType(found)


class Cdk:
    """Implements `Framework`."""

    name = "cdk"

    def library(self, surroundings: Surroundings) -> Library:
        """What the evaluator must know of the CDK while a program runs in these surroundings."""
        return CdkLibrary(recipes(), surroundings)

    def recognise(self, evaluation: Evaluation, surroundings: Surroundings = NO_SURROUNDINGS) -> Recognition:
        """The resources which the program's constructs describe or imply; never raises."""
        return World(evaluation, recipes(), l1.recipe, surroundings).run()

    def kind_of(self, symbol: Symbol, new: bool) -> ConstructionKind | None:
        """What a call of a symbol makes; None when it constructs nothing of this framework."""
        return kind_of(symbol, cdk_classes())

    def spell(self, fix: Fix, naming: Callable[[Resource], Naming]) -> list[Change] | None:
        """The changes that carry out a fix; None where it cannot be done well."""
        return spell(fix, naming)
