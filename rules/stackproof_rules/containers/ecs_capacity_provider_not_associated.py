"""Finds strategies with capacity providers that their cluster does not have."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from stackproof.rulekit import (
    Answer,
    Finding,
    Fix,
    Graph,
    Plain,
    Related,
    RemoveArgument,
    Resource,
    SetArgument,
    Severity,
    Value,
    anchor,
    head,
    rule,
)
from stackproof.rulekit.capacity import ASSOCIATION, association_fix, associations, named
from stackproof.rulekit.starters import Starter, cluster_of, starters

Path = tuple[str | int, ...]


@dataclass(frozen=True, eq=False)
class _Wish:
    """A capacity provider that a strategy names; ``path`` leads to what holds the strategy, None for a default."""

    resource: Resource
    provider: Value
    strategy: Value
    path: Path | None


def _wishes(graph: Graph) -> Iterator[tuple[Resource, _Wish]]:
    """The clusters, each with something that is asked of it."""
    for starter in starters(graph):
        cluster = cluster_of(graph, starter)
        if cluster is not None:
            for item in starter.strategy.items():
                provider = item.get("capacity_provider")
                yield cluster, _Wish(starter.resource, provider, starter.strategy, starter.path)
    for association in graph.of(ASSOCIATION):
        cluster = association["cluster_name"].target()
        strategy = association["default_capacity_provider_strategy"]
        if cluster is not None:
            for item in strategy.items():
                yield cluster, _Wish(association, item.get("capacity_provider"), strategy, None)


def _launch_type(wish: _Wish) -> Iterator[Fix]:
    """Fargate without a strategy, which needs no association."""
    alone = len(wish.strategy.items()) == 1 and wish.strategy.is_closed()
    if wish.path is not None and alone and wish.provider.is_("FARGATE"):
        yield Fix(
            title="Use launch type FARGATE instead of a strategy",
            goal="use-launch-type",
            intents=(
                RemoveArgument(wish.resource, (*wish.path, "capacity_provider_strategy")),
                SetArgument(wish.resource, (*wish.path, "launch_type"), Plain("FARGATE")),
            ),
            subjects=(wish.resource,),
            why_unsafe="A service that is there already is replaced.",
        )


def _contradictions(graph: Graph) -> Iterator[Finding]:
    """Strategies that ECS refuses whatever the cluster has."""
    for starter in starters(graph):
        strategy, launch, resource = starter.strategy, starter.launch_type, starter.resource
        items = strategy.items()
        if launch.text() is not None and items and strategy.is_closed():
            yield Finding(
                at=anchor(launch, resource),
                message=f"'{resource.name}' has both a launch type and a capacity provider strategy, but can have only "
                "one",
                related=[Related(strategy, "the strategy")],
                fixes=[_without(starter, "launch_type", "launch type")],
            )
        elif items and strategy.is_closed() and all(i.get("weight").is_(0) for i in items):
            yield Finding(
                at=anchor(items[0].get("weight"), resource),
                message=f"no capacity provider of '{resource.name}' has a weight above 0, so that nothing can be placed",
            )


def _without(starter: Starter, argument: str, words: str) -> Fix:
    return Fix(
        title=f"Remove the {words}",
        goal=f"remove-{words.replace(' ', '-')}",
        intents=(RemoveArgument(starter.resource, (*starter.path, argument)),),
        subjects=(starter.resource,),
        why_unsafe="A service that is there already is replaced, or runs on something else.",
        preferred=True,
    )


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    yield from _contradictions(graph)
    wanted: dict[int, list[_Wish]] = defaultdict(list)
    clusters: dict[int, Resource] = {}
    for cluster, wish in _wishes(graph):
        clusters[id(cluster)] = cluster
        wanted[id(cluster)].append(wish)
    for key, cluster in clusters.items():
        if cluster.type != "aws_ecs_cluster" or not graph.is_closed_around([cluster]):
            continue
        known = associations(graph, cluster)
        missing = [w for w in wanted[key] if known.has(w.provider) is Answer.NO]
        users = list({id(w.resource): w.resource for w in missing if w.path is not None}.values())
        for wish in missing:
            related = [Related(head(cluster), f"cluster '{cluster.name}'")]
            if known.resource is not None and known.resource is not wish.resource:
                related.append(Related(head(known.resource), "what is associated with it"))
            providers = [w.provider for w in missing]
            yield Finding(
                at=anchor(wish.provider, wish.resource),
                message=f"capacity provider '{named(wish.provider)}' is not associated with cluster '{cluster.name}'",
                related=related,
                fixes=[association_fix(cluster, known, providers, users), *_launch_type(wish)],
            )
