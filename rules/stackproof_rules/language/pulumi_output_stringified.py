"""Finds values that are known only later and are made part of a text which does not wait for them."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import Finding, Fix, Graph, Related, Respell, Severity, rule

_TEXTS = {
    "template": "this string",
    "sum": "this sum of strings",
    "format": "this string",
    "json": "this JSON",
    "text": "a string",
}


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    for found in graph.stringified:
        what = f"'{found.written}'" if found.written else "this"
        fixes: list[Fix] = []
        if found.changes:
            fixes.append(
                Fix(
                    title="Wait for the output with the library's own function",
                    goal="lift-output",
                    intents=(Respell(found.changes),),
                    safe=found.single,
                    why_unsafe="The code may be used more than once, with plain values elsewhere.",
                    preferred=True,
                )
            )
        yield Finding(
            at=found.at,
            message=f"{what} is an output, so its value cannot be part of {_TEXTS[found.kind]}",
            related=[Related(place, "an output, too") for place in found.others],
            fixes=fixes,
            severity=Severity.INFORMATION if found.shown else Severity.ERROR,
        )
