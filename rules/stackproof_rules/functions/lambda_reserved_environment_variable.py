"""Finds functions that set environment variables which Lambda keeps to itself."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import (
    Finding,
    Fix,
    Graph,
    RemoveArgument,
    ReplaceValue,
    Resource,
    Severity,
    Value,
    anchor,
    rule,
)
from stackproof.rulekit.scalars import keys_of

_PATH = ("environment", "variables")


def _fixes(function: Resource, key: Value, name: str) -> Iterator[Fix]:
    yield Fix(
        title=f"Remove {name}",
        goal="remove-environment-variable",
        intents=(RemoveArgument(function, (*_PATH, name)),),
        subjects=(function,),
        why_unsafe="Lambda sets the variable itself, to what holds for the function.",
        preferred=True,
    )
    other = f"APP_{name.removeprefix('_').removeprefix('AWS_')}"
    yield Fix(
        title=f"Call it {other}",
        goal="rename-environment-variable",
        intents=(ReplaceValue(function, key, other),),
        subjects=(function,),
        why_unsafe="The function's code has to read the variable under its new name.",
    )


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    reserved = graph.services.reserved_environment()
    for function in graph.of("aws_lambda_function"):
        for key in keys_of(function.properties.get("environment", 0, "variables")):
            name = key.text()
            if name in reserved:
                yield Finding(
                    at=anchor(key, function),
                    message=f"function '{function.name}' sets {name}, which Lambda reserves for itself",
                    fixes=list(_fixes(function, key, name)),
                )
