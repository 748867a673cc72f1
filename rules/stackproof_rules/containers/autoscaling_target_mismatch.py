"""Finds scaling policies that fit no target, and targets that cannot be scaled as it is said."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from stackproof.rulekit import (
    Answer,
    AttributeOf,
    Certainty,
    Finding,
    Fix,
    Graph,
    Intent,
    Joined,
    Related,
    Resource,
    SetArgument,
    Severity,
    TakeAttribute,
    anchor,
    any_of,
    head,
    rule,
)
from stackproof.rulekit.scalars import instead
from stackproof.rulekit.scaling import (
    ACTION,
    ADDRESS,
    BALANCER_METRIC,
    POLICY,
    TARGET,
    addressed,
    agrees,
    ill_formed,
    namespace_of_metric,
    resolved,
    scaled,
    wrong_attributes,
)

_WORDS = {
    "service_namespace": "namespace",
    "resource_id": "resource",
    "scalable_dimension": "dimension",
}


def _form(graph: Graph, user: Resource) -> Iterator[Finding]:
    """Three words of which each says what the others have to be."""
    space, identifier, dimension = (user[name] for name in ADDRESS)
    namespace, scales = space.text(), dimension.text()
    if namespace is not None and scales is not None and not scales.startswith(f"{namespace}:"):
        known = graph.services.limits(TARGET).get("scalable_dimension")
        values = [] if known is None else [v for v in known.values if str(v).startswith(f"{namespace}:")]
        # What is no dimension at all is told of elsewhere.
        if known is not None and scales in known.values:
            yield Finding(
                at=anchor(dimension, user),
                message=f"'{scales}' is no dimension of namespace '{namespace}'",
                related=[Related(space, "the namespace")],
                fixes=[_instead(user, "scalable_dimension", str(values[0]))] if len(values) == 1 else [],
            )
    for reference, right in wrong_attributes(identifier):
        fix = Fix(
            title=f"Use the name of '{reference.resource.name}'",
            goal="use-resource-name",
            intents=(TakeAttribute(user, reference, right),),
            subjects=(user,),
            safe=True,
            preferred=True,
        )
        yield Finding(
            at=anchor(reference if reference.origin is not None else identifier, user),
            message=f"resources are addressed by their names, but this is another identifier of "
            f"'{reference.resource.name}'",
            related=[Related(head(reference.resource), f"'{reference.resource.name}'")],
            fixes=[fix],
        )
    form = None if namespace is None else ill_formed(namespace, identifier)
    if form is not None and identifier.text() is not None:
        yield Finding(
            at=anchor(identifier, user),
            message=f"'{identifier.text()}' does not have the form '{form}' of namespace '{namespace}'",
        )


def _instead(user: Resource, name: str, wanted: str) -> Fix:
    why = "Another thing is scaled then."
    return instead(user, user[name], wanted, goal="set-scaling-address", why_unsafe=why, preferred=True)


def _metric(graph: Graph, policy: Resource) -> Iterator[Finding]:
    """Predefined metrics that what is scaled does not have."""
    block = policy["target_tracking_scaling_policy_configuration"].get(0)
    given = block.get("predefined_metric_specification").get(0)
    metric, label = given.get("predefined_metric_type"), given.get("resource_label")
    name, space = metric.text(), resolved(policy["service_namespace"]).text()
    dimension = resolved(policy["scalable_dimension"]).text() or ""
    if name is None or space is None:
        return
    belongs = namespace_of_metric(name)
    opposite = {"Read": "WriteCapacityUnits", "Write": "ReadCapacityUnits"}
    swapped = any(f"{way}Capacity" in name and dimension.endswith(other) for way, other in opposite.items())
    if (belongs is not None and belongs != space) or swapped:
        yield Finding(
            at=anchor(metric, policy),
            message=f"metric '{name}' is not one of '{dimension or space}'",
        )
    elif name == BALANCER_METRIC and label.is_absent():
        yield Finding(
            at=anchor(metric, policy),
            message=f"metric '{name}' needs a resource label: the load balancer and the target group whose requests count",
            fixes=list(_label(graph, policy)),
        )


def _label(graph: Graph, policy: Resource) -> Iterator[Fix]:
    balancers, groups = list(graph.of("aws_lb")), list(graph.of("aws_lb_target_group"))
    if len(balancers) == len(groups) == 1:
        value = Joined((AttributeOf(balancers[0], "arn_suffix"), "/", AttributeOf(groups[0], "arn_suffix")))
        path = ("target_tracking_scaling_policy_configuration", 0, "predefined_metric_specification", 0)
        yield Fix(
            title=f"Count the requests to '{groups[0].name}'",
            goal="set-resource-label",
            intents=(SetArgument(policy, (*path, "resource_label"), value),),
            subjects=(policy, balancers[0], groups[0]),
            why_unsafe="It decides which requests the number of tasks follows.",
            preferred=True,
        )


def _lost(graph: Graph, user: Resource, targets: list[Resource]) -> Iterator[Finding]:
    """A policy or action for something that is not registered."""
    if any_of(addressed(user, t) for t in targets) is not Answer.NO or not graph.complete or user.escapes:
        return
    near = [t for t in targets if len(_differing(user, t)) == 1]
    thing = scaled(user["resource_id"])
    closed = all(t.is_closed() for t in targets) and thing is not None and thing.is_closed()
    if not near and not closed:
        return
    odd = _differing(user, near[0])[0] if near else "resource_id"
    related, fixes = [], []
    if near:
        related = [Related(head(near[0]), f"target '{near[0].name}' has another {_WORDS[odd]}")]
        fixes = [_follow(user, near[0], odd)]
    yield Finding(
        at=anchor(user[odd], user),
        message=f"no scalable target has this {_WORDS[odd]}, so '{user.name}' has nothing to scale",
        related=related,
        fixes=fixes if len(near) == 1 else [],
    )


def _differing(user: Resource, target: Resource) -> list[str]:
    answers = {name: agrees(user[name], target[name]) for name in ADDRESS}
    known = all(a is not Answer.UNKNOWN for a in answers.values())
    return [name for name, a in answers.items() if a is Answer.NO] if known else []


def _follow(user: Resource, target: Resource, name: str) -> Fix:
    return Fix(
        title=f"Scale what target '{target.name}' is for",
        goal="follow-scaling-target",
        intents=(SetArgument(user, (name,), AttributeOf(target, name)),),
        subjects=(user, target),
        why_unsafe="Something else may be meant to be scaled, for which a target is missing.",
        preferred=True,
    )


def _bounds(target: Resource, users: list[Resource]) -> Iterator[Finding]:
    low, high = target["min_capacity"], target["max_capacity"]
    least, most = low.number(), high.number()
    if least is None or most is None or least < most:
        return
    if least > most:
        fixes = (
            instead(target, low, most, goal="set-bounds"),
            instead(target, high, least, goal="set-bounds"),
        )
        intents: tuple[Intent, ...] = tuple(i for fix in fixes for i in fix.intents)
        swap = Fix(
            title="Exchange the two",
            goal="set-bounds",
            intents=intents,
            subjects=(target,),
            why_unsafe="It decides how much runs, and so what it costs.",
            preferred=True,
        )
        yield Finding(
            at=anchor(low, target),
            message=f"the least capacity of '{target.name}' is {least}, which is more than the greatest, {most}",
            related=[Related(high, "the greatest capacity")],
            fixes=[swap] if len(intents) == len(fixes) else [],
        )
    elif not any(u.type == ACTION for u in users) and least > 0:
        yield Finding(
            at=anchor(high, target),
            message=f"'{target.name}' never scales: its least and greatest capacity are both {most}",
            related=[Related(low, "the least capacity")],
            severity=Severity.HINT,
        )


def _idle(graph: Graph, target: Resource, everyone: list[Resource]) -> Iterator[Finding]:
    """A target that nothing ever scales."""
    none = all(addressed(u, target) is Answer.NO for u in everyone)
    if none and graph.is_closed_around([target]):
        yield Finding(
            at=head(target),
            message=f"nothing scales '{target.name}': no policy and no scheduled action is for it",
            severity=Severity.INFORMATION,
        )


def _twice(policies: list[Resource]) -> Iterator[Finding]:
    """Policies of one target with one name, of which the last one stays."""
    named: dict[str, list[Resource]] = defaultdict(list)
    for policy in policies:
        name = policy["name"].text()
        if name is not None and not policy.conditional:
            named[name].append(policy)
    for name, group in named.items():
        for number, policy in enumerate(group):
            same = next((o for o in group[:number] if _one_target(policy, o)), None)
            if same is not None:
                yield Finding(
                    at=anchor(policy["name"], policy),
                    message=f"this replaces policy '{same.name}', which has the name '{name}' and the same target",
                    related=[Related(head(same), "the other policy")],
                    severity=Severity.WARNING,
                )


def _one_target(one: Resource, other: Resource) -> bool:
    return all(agrees(one[n], other[n]) is Answer.YES for n in ADDRESS)


def _fought_over(target: Resource, service: Resource | None) -> Iterator[Finding]:
    """A number of tasks that each deployment sets back."""
    if service is None or service.type != "aws_ecs_service":
        return
    count = service["desired_count"]
    kept = (
        service["lifecycle"].get(0, "ignore_changes").is_absent()
        and service["pulumi:ignore_changes"].is_absent()
    )
    if kept and count.number() is not None and count.certainty is Certainty.WRITTEN:
        yield Finding(
            at=anchor(count, service),
            message=f"deployments set the tasks of '{service.name}' back to {count.number()}, whatever scaling has "
            "made of it: leave this out, or let changes of it be ignored",
            related=[Related(head(target), "what scales it")],
            severity=Severity.HINT,
        )


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    targets = [t for t in graph.of(TARGET) if not t.external]
    policies = list(graph.of(POLICY))
    everyone = [*policies, *graph.of(ACTION)]
    for user in (*targets, *everyone):
        yield from _form(graph, user)
    lost = [u for u in everyone if all(addressed(u, t) is not Answer.YES for t in targets)]
    for user in lost:
        yield from _lost(graph, user, list(graph.of(TARGET)))
    for policy in policies:
        yield from _metric(graph, policy)
    for target in targets:
        mine = [u for u in everyone if addressed(u, target) is not Answer.NO]
        yield from _bounds(target, mine)
        # Whoever misses a target by one word is told of that already.
        if not any(len(_differing(u, target)) == 1 for u in lost):
            yield from _idle(graph, target, everyone)
        yield from _fought_over(target, scaled(target["resource_id"]))
    yield from _twice(policies)
