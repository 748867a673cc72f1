"""What the CDK's clusters, tasks and services offer to reach the goals of fixes."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.frameworks.cdk.words import At, Construct, Words, is_made_by, subject
from stackproof.frameworks.spelling import Declined
from stackproof.model.code import AppendItem, Assign, Change, Code, Constant, Elements, InsertStatements
from stackproof.model.fix import AddResources, AppendToList, Argument, AttributeOf, Fix, Many, Plain
from stackproof.model.graph import Resource
from stackproof.model.values import Sequence

_FARGATE = ("FARGATE", "FARGATE_SPOT")


def _providers(fix: Fix) -> Iterator[Argument]:
    """The capacity providers that a fix associates with a cluster."""
    for intent in fix.intents:
        match intent:
            case AddResources():
                for new in intent.resources:
                    given = new.arguments.get("capacity_providers")
                    yield from given.items if isinstance(given, Many) else ()
            case AppendToList():
                yield intent.value


def associate(fix: Fix, at: At) -> list[Change]:
    """The cluster's own argument or methods."""
    providers = list(_providers(fix))
    cluster = subject(fix, "aws_ecs_cluster", "aws-ecs.Cluster", "aws-ecs.CfnCluster")
    if is_made_by(cluster.construction, "aws-ecs.CfnCluster"):
        return [_listed(cluster, providers, at)]
    own = [p for p in providers if isinstance(p, AttributeOf)]
    names = [p.data for p in providers if isinstance(p, Plain)]
    if any(name not in _FARGATE for name in names) or len(own) + len(names) != len(providers):
        raise Declined
    changes: list[Change] = []
    if names:
        construct = Construct(cluster, at)
        if construct.given("enableFargateCapacityProviders") is not None:
            raise Declined
        changes.append(construct.set(Constant(True), "enableFargateCapacityProviders"))
    changes += [_joined(cluster, p.resource, at) for p in own]
    return changes


def _listed(cluster: Resource, providers: list[Argument], at: At) -> Change:
    """One more in CloudFormation's list, which is made when there is none."""
    construct = Construct(cluster, at)
    codes: list[Code] = [Constant(p.data) for p in providers if isinstance(p, Plain)]
    if len(codes) != len(providers):
        raise Declined
    given = construct.given("capacityProviders")
    if given is None:
        return construct.set(Elements(tuple(codes)), "capacityProviders")
    if not isinstance(given, Sequence) or given.open or given.origin is None or len(codes) != 1:
        raise Declined
    return AppendItem(given.origin, codes[0])


def _joined(cluster: Resource, provider: Resource, at: At) -> Change:
    """``cluster.addAsgCapacityProvider(provider)`` behind both."""
    if not is_made_by(provider.construction, "aws-ecs.AsgCapacityProvider"):
        raise Declined
    names = at(max([cluster, provider], key=lambda r: r.construction.number)).after(
        [cluster.construction, provider.construction]
    )
    thing = None if names is None else names.expression(cluster.construction)
    added = None if names is None else names.expression(provider.construction)
    if names is None or thing is None or added is None:
        raise Declined
    call = Words(names).call(thing, "addAsgCapacityProvider", (added,))
    return InsertStatements(names.at, (Assign(None, call),))
