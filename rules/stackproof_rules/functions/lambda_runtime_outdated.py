"""Finds functions whose runtime Lambda no longer supports, or does not have."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import Finding, Fix, Graph, Resource, Severity, Tag, Value, anchor, rule
from stackproof.rulekit.runtimes import is_newer, live, runtime_like, successors
from stackproof.rulekit.scalars import instead, scalars


def _fixes(graph: Graph, function: Resource, value: Value, name: str) -> Iterator[Fix]:
    for number, other in enumerate(successors(graph, name)):
        yield instead(
            function,
            value,
            other,
            goal="set-runtime",
            title=f"Run on {other}",
            why_unsafe="The function's code and its packages have to work with the other runtime.",
            preferred=number == 0,
        )


def _outdated(graph: Graph, function: Resource, value: Value, name: str) -> Finding | None:
    runtime = graph.services.runtime(name)
    if runtime is None or runtime.deprecated is None or live(graph, runtime):
        return None
    message = f"runtime {name} of function '{function.name}' "
    blocked = runtime.no_creation is not None and runtime.no_creation <= graph.today
    if blocked:
        message += f"cannot be used to create functions since {runtime.no_creation}"
    else:
        message += f"is deprecated since {runtime.deprecated}"
        if runtime.no_creation is not None:
            message += f" and cannot be used to create functions from {runtime.no_creation} on"
    return Finding(
        at=anchor(value, function),
        message=message,
        fixes=list(_fixes(graph, function, value, name)),
        severity=Severity.ERROR if blocked else Severity.WARNING,
        tags=frozenset({Tag.DEPRECATED}),
    )


def _missing(graph: Graph, function: Resource, value: Value, name: str) -> Finding | None:
    if not graph.services.runtimes() or is_newer(graph, name):
        return None
    meant = runtime_like(graph, name)
    fixes = list(_fixes(graph, function, value, name))
    if meant is not None:
        fixes = [instead(function, value, meant, goal="set-runtime", safe=True, preferred=True)]
    return Finding(
        at=anchor(value, function),
        message=f"Lambda has no runtime '{name}'" + (f"; did you mean '{meant}'?" if meant else ""),
        fixes=fixes,
        severity=Severity.ERROR,
    )


@rule(severity=Severity.WARNING)
def check(graph: Graph) -> Iterator[Finding]:
    for function in graph.of("aws_lambda_function"):
        value = function["runtime"]
        names = [v.data for v in scalars(value)]
        name = names[0] if len(names) == 1 else None
        if not isinstance(name, str) or not name:
            continue
        judge = _outdated if graph.services.runtime(name) is not None else _missing
        found = judge(graph, function, value, name)
        if found is not None:
            yield found
