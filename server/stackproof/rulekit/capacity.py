"""Which capacity providers a cluster has, and how it gets one more."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from stackproof.model.fix import (
    AddDependency,
    AddResources,
    AppendToList,
    Argument,
    AttributeOf,
    AttributeOfNew,
    Fix,
    Intent,
    Many,
    NewResource,
    Plain,
)
from stackproof.model.graph import Graph, Resource
from stackproof.model.values import Value
from stackproof.rulekit.answer import Answer, any_of
from stackproof.rulekit.links import leads_to
from stackproof.rulekit.pointers import pointing

ASSOCIATION = "aws_ecs_cluster_capacity_providers"
_OF_AWS = ("FARGATE", "FARGATE_SPOT")


@dataclass(frozen=True, eq=False)
class Associations:
    """The lists of a cluster's capacity providers; ``more`` unless those are certainly all.

    ``resource`` is the one that holds such a list, None when there is none.
    """

    lists: tuple[Value, ...]
    more: Answer
    resource: Resource | None = None

    def has(self, provider: Value) -> Answer:
        """Whether a capacity provider is in one of the lists."""
        target = provider.target()
        # Some providers belong to a cluster by an argument of their own.
        if target is not None and not target["cluster"].is_absent():
            return Answer.UNKNOWN
        if target is None and provider.text() is None:
            return Answer.UNKNOWN
        return self.more | any_of(_listed(provider, one) for one in self.lists)


def associations(graph: Graph, cluster: Resource) -> Associations:
    """What the program associates with a cluster."""
    lists, more, holder = [], Answer.NO, None
    own = cluster["capacity_providers"]
    if not own.is_absent():
        lists.append(own)
    for found in pointing(graph, ASSOCIATION, "cluster_name", cluster, name="name"):
        link = leads_to(found["cluster_name"], cluster, "name")
        if link is Answer.YES and not found.conditional:
            lists.append(found["capacity_providers"])
            holder = found
        elif link is not Answer.NO:
            more = Answer.UNKNOWN
        if link is Answer.YES and not found.is_closed():
            more = Answer.UNKNOWN
    return Associations(tuple(lists), more, holder)


def _listed(provider: Value, providers: Value) -> Answer:
    if providers.is_absent():
        return Answer.NO
    answer = any_of(is_same(provider, item) for item in providers.items())
    return answer if providers.is_closed() else answer | Answer.UNKNOWN


def is_same(one: Value, other: Value) -> Answer:
    """Whether two arguments name the same capacity provider."""
    text, target = one.text(), one.target()
    if text is not None and other.text() is not None:
        return Answer.YES if text == other.text() else Answer.NO
    if target is not None and other.target() is not None:
        return Answer.YES if other.target() is target else Answer.NO
    resource = target or other.target()
    name = text if text is not None else other.text()
    if resource is None or name is None:
        return Answer.UNKNOWN
    # Names of one's own never begin like those of AWS.
    if name in _OF_AWS or resource["name"].is_not(name):
        return Answer.NO
    return Answer.YES if resource["name"].is_(name) else Answer.UNKNOWN


def named(provider: Value) -> str:
    """A capacity provider as messages show it."""
    target = provider.target()
    return target.name if target is not None else provider.text() or "?"


def _argument(provider: Value) -> Argument:
    target = provider.target()
    return AttributeOf(target, "name") if target is not None else Plain(provider.text())


def association_fix(
    cluster: Resource, known: Associations, missing: Iterable[Value], users: Iterable[Resource]
) -> Fix:
    """Associate all that is missing with the cluster, before its users are made."""
    providers = list({named(p): p for p in missing}.values())
    targets = [t for p in providers if (t := p.target()) is not None]
    intents: list[Intent] = []
    if known.resource is not None:
        intents += [AppendToList(known.resource, ("capacity_providers",), _argument(p)) for p in providers]
    else:
        arguments: dict[str, Argument] = {
            "cluster_name": AttributeOf(cluster, "name"),
            "capacity_providers": Many(tuple(map(_argument, providers))),
        }
        near = max([cluster, *targets], key=lambda r: r.construction.number)
        new = NewResource("association", ASSOCIATION, f"{cluster.name} capacity providers", arguments)
        intents.append(AddResources(near, (new,)))
        intents += [AddDependency(user, AttributeOfNew("association")) for user in users]
    names = ", ".join(f"'{named(p)}'" for p in providers)
    return Fix(
        title=f"Associate {names} with the cluster",
        goal="associate-capacity-provider",
        intents=tuple(intents),
        subjects=(cluster, *targets),
        why_unsafe="Whatever else was associated with the cluster by hand is not any more.",
        preferred=True,
    )
