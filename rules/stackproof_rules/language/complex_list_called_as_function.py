"""Finds elements of computed lists that are read in a way the library does not offer."""

from __future__ import annotations

from collections.abc import Iterator

from stackproof.rulekit import Finding, Fix, Graph, ReplaceText, Severity, rule

_MANNERS = {
    "call": "is not a function",
    "index": "cannot be indexed",
    "iterate": "cannot be iterated",
    "method": "is not read like that",
}


@rule(severity=Severity.ERROR)
def check(graph: Graph) -> Iterator[Finding]:
    for use in graph.uses:
        if use.allowed:
            continue
        message = f"'{use.written}' {_MANNERS[use.manner]}"
        fixes: list[Fix] = []
        if use.replacement is not None:
            message += f"; read an element with '{use.replacement}'"
            fixes.append(
                Fix(
                    title=f"Read the element with '{use.replacement}'",
                    goal="call-get",
                    intents=(ReplaceText(use.access, use.replacement),),
                    subjects=(use.resource,),
                    safe=True,
                    preferred=True,
                )
            )
        yield Finding(at=use.access, message=message, fixes=fixes)
